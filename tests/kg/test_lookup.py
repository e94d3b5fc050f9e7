"""A name stands for one thing, or the answer says for which it might."""

from __future__ import annotations

import pytest

from kg.lookup import Lookup, UnknownNameError, nearest

LOOKUP = Lookup(
    [
        ("urn:us", "Country", "美国", "United States", ("美", "USA")),
        ("urn:fr", "Country", "法国", "France", ("法",)),
        ("urn:belt", "Programme", "一带一路", "", ("丝绸之路",)),
        ("urn:road", "Region", "“一带一路”沿线国家", "", ("一带一路", "丝绸之路")),
        ("urn:one", "Base", "联合中心", "", ()),
        ("urn:other", "BaseType", "联合中心", "", ()),
    ]
)


@pytest.mark.parametrize(
    "name, iri",
    [
        ("美国", "urn:us"),
        ("united states", "urn:us"),
        ("usa", "urn:us"),
        ("法", "urn:fr"),
        ("urn:fr", "urn:fr"),
        ("一带一路", "urn:belt"),
    ],
)
def test_name_is_found(name: str, iri: str) -> None:
    assert LOOKUP.find(name) == iri


@pytest.mark.parametrize(
    "name, complaint",
    [
        ("联合中心", r"'联合中心' names 2 things; give the IRI of one: Base urn:one, BaseType urn:other"),
        ("丝绸之路", r"'丝绸之路' names 2 things; .*Programme urn:belt, Region urn:road"),
        ("Frence", r"nothing in the graph is called 'Frence'; did you mean france\?"),
        ("", r"nothing in the graph is called ''"),
        ("urn:de", r"nothing in the graph is called 'urn:de'"),
    ],
)
def test_name_that_stands_for_none_or_for_two_is_not_guessed(name: str, complaint: str) -> None:
    with pytest.raises(UnknownNameError, match=complaint):
        LOOKUP.find(name)


@pytest.mark.parametrize(
    "name, end",
    [("basedOn", "; did you mean basedOn?"), ("伙伴", "; did you mean 科技伙伴计划?"), ("xyz", "")],
)
def test_nearest_names_are_proposed(name: str, end: str) -> None:
    assert nearest(name, ["basedOn", "科技伙伴计划"]) == end
