"""One label for each entity, whatever texts call it; the vocabulary decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Entity, Extraction
from kg.names import Name, name_entities
from ontology import Vocabulary

CENTRE = "https://w3id.org/stcoop/id/base/中意设计中心"


def with_label(extraction: Extraction, *labels: str) -> Extraction:
    """Return an extraction whose mentions all name one centre, each by another label."""
    mentions = (
        replace(mention, entity=Entity(CENTRE, "Base", label, known=False), surface=f"surface {label}")
        for mention, label in zip(extraction.mentions, labels, strict=False)
    )
    return replace(extraction, mentions=tuple(mentions), relations=(), quantities=(), definitions=())


def test_entry_of_the_vocabulary_goes_by_its_label(plan: Extraction, vocabulary: Vocabulary) -> None:
    china = "https://w3id.org/stcoop/id/country/CN"
    assert name_entities([plan], vocabulary)[china] == Name(
        china, "Country", "中国", "China", ("中", "中华人民共和国"), (), known=True
    )


@pytest.mark.parametrize(
    "labels, label, aliases",
    [
        (("乙", "甲", "乙"), "乙", ("surface 乙", "surface 甲", "甲")),
        (("乙", "甲"), "乙", ("surface 乙", "surface 甲", "甲")),
        (("甲", "乙"), "乙", ("surface 乙", "surface 甲", "甲")),
    ],
)
def test_discovered_entity_goes_by_the_label_most_used(
    labels: tuple[str, ...], label: str, aliases: tuple[str, ...], plan: Extraction, vocabulary: Vocabulary
) -> None:
    names = name_entities([with_label(plan, *labels)], vocabulary)
    assert names == {CENTRE: Name(CENTRE, "Base", label, "", aliases, (), known=False)}


def test_names_do_not_depend_on_the_order_of_texts(plan: Extraction, scan: Extraction, vocabulary: Vocabulary) -> None:
    assert name_entities([plan, scan], vocabulary) == name_entities([scan, plan], vocabulary)
    assert list(name_entities([plan, scan], vocabulary)) == sorted(name_entities([plan], vocabulary))
