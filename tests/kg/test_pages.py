from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest

from kg.network import network
from kg.pages import Page, write_page

Tables = dict[str, pd.DataFrame]
TWO_PLANS = sorted((Path(__file__).parent / "two-plans").glob("*.csv"))
NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\\\"'`${1}\u202e\u2028&lt;"


@pytest.fixture
def hand_made_tables() -> Tables:
    """Return the tables of two plans, one of them also as a scan, whose network is known."""
    assert len(TWO_PLANS) == 5
    return {path.stem: pd.read_csv(path, keep_default_na=False) for path in TWO_PLANS}


class Parts(HTMLParser):
    """The scripts, styles and attributes of a page, as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag if tag in self.texts else ""
        if self._open:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open][-1] += data

    @property
    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.texts["script"][0])

    @property
    def policy(self) -> str:
        return next(str(attributes["content"]) for _, attributes in self.tags if "http-equiv" in attributes)


def rename(tables: Tables, name: str) -> Tables:
    """Return the tables with one name wherever a name, a title or a quote may stand."""
    return {
        "entities": tables["entities"].assign(label=name, label_en=name, aliases=name),
        "relations": tables["relations"].assign(quote=name, section=name, rule=name),
        "mentions": tables["mentions"].assign(surface=name),
        "documents": tables["documents"].assign(title=name, title_en=name),
    }


def test_the_page_has_the_nodes_and_edges_of_the_network(hand_made_tables: Tables) -> None:
    graph = network(hand_made_tables)
    data = Parts(write_page(graph)).data
    keys = [node["key"] for node in data["nodes"]]
    assert keys == list(graph) != []
    edges = {frozenset((keys[edge["from"]], keys[edge["to"]])) for edge in data["edges"]}
    assert edges == {frozenset(edge) for edge in graph.edges}
    assert len(data["edges"]) == len(edges) == 6


def test_statements_in_both_directions_share_an_edge_with_two_arrows(hand_made_tables: Tables) -> None:
    data = Parts(write_page(network(hand_made_tables, "partners-mechanisms"))).data
    assert [(edge["arrows"], [said[:2] for said in edge["said"]]) for edge in data["edges"]] == [
        ("to, from", [["underMechanism", 0], ["hasParty", 1]])
    ]


def test_ties_without_direction_have_no_arrows(hand_made_tables: Tables) -> None:
    data = Parts(write_page(network(hand_made_tables, "co-mention"))).data
    assert {edge["arrows"] for edge in data["edges"]} == {""}


def test_every_statement_leads_to_its_quote(hand_made_tables: Tables) -> None:
    data = Parts(write_page(network(hand_made_tables, "partners-fields"))).data
    quotes = {data["passages"][said[2]]["quote"] for edge in data["edges"] for said in edge["said"]}
    assert quotes == {
        "全面推动中美在清洁能源领域的合作。",
        "加强与日本在清洁能源、农业领域的合作。",
        "推动中美在农业领域的合作。",
    }
    for passage in data["passages"]:
        names = [passage["quote"][start:end] for start, end, _ in passage["marks"]]
        assert set(names) <= {"美", "日本", "清洁能源", "农业"}
        assert names != []


def test_terms_are_called_as_the_ontology_says(hand_made_tables: Tables) -> None:
    terms = {"Country": ("国家", "country"), "cooperatesInField": ("合作领域为", "cooperates in field")}
    data = Parts(write_page(network(hand_made_tables), terms=terms)).data
    called = {term["id"]: (term["zh"], term["en"]) for term in data["types"] + data["predicates"]}
    assert called["Country"] == ("国家", "country")
    assert called["cooperatesInField"] == ("合作领域为", "cooperates in field")
    assert called["hasParty"] == ("hasParty", "hasParty")
    assert called["Other"] == ("其他", "other")


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_from_elsewhere(hand_made_tables: Tables) -> None:
    parts = Parts(write_page(network(hand_made_tables)))
    _, *scripts = parts.texts["script"]
    for text in (*scripts, *parts.texts["style"]):
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in parts.policy
    assert parts.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in parts.policy
    assert not re.search(r"\bhttps?:", parts.policy)
    loading = [
        (tag, value) for tag, attributes in parts.tags for name, value in attributes.items() if name in ("src", "href")
    ]
    assert loading == [("link", "data:,"), ("a", "#table")]


@pytest.mark.parametrize("name", [NASTY, NASTY * 40, "名" * 2000])
def test_whatever_a_name_holds_it_stays_a_text(hand_made_tables: Tables, name: str) -> None:
    harmless = Parts(write_page(network(hand_made_tables), title=("题", "Title"), views=[("x.html", ("图", "View"))]))
    parts = Parts(
        write_page(network(rename(hand_made_tables, name)), title=(name, name), views=[("x.html", (name, name))])
    )
    assert parts.names == harmless.names
    assert parts.texts["script"][1:] == harmless.texts["script"][1:]
    assert {node["zh"] for node in parts.data["nodes"]} == {name}
    assert {passage["quote"] for passage in parts.data["passages"]} == {name}


def test_what_no_file_can_hold_is_replaced(hand_made_tables: Tables) -> None:
    graph = network(hand_made_tables)
    graph.nodes["country/US"]["label"] = "半个\ud800字\x00和\x0b"
    page = Page(graph)
    assert "半个�字\x00和\x0b" in {node["zh"] for node in Parts(page.html).data["nodes"]}
    assert page.html.encode("utf-8")
    assert "半个�字�和�" in [element.text for element in ElementTree.fromstring(page.svg).iter()]


def test_pages_and_pictures_are_the_same_each_time(hand_made_tables: Tables) -> None:
    one, other = Page(network(hand_made_tables)), Page(network(hand_made_tables))
    assert (one.html, one.svg) == (other.html, other.svg)


@pytest.mark.parametrize("view", ["partners-fields", "bases-types"])
def test_the_picture_is_well_formed_and_names_every_node(hand_made_tables: Tables, view: str) -> None:
    graph = network(hand_made_tables, view)
    picture = ElementTree.fromstring(Page(graph).svg)
    names = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert sorted(filter(None, names)) == sorted(["国际科技合作网络", *nx.get_node_attributes(graph, "label").values()])


def test_the_picture_shows_nasty_names_as_text(hand_made_tables: Tables) -> None:
    picture = ElementTree.fromstring(Page(network(rename(hand_made_tables, "<b>&</b>"))).svg)
    assert "<b>&</b>" in [element.text for element in picture.iter("{http://www.w3.org/2000/svg}title")]


def test_a_notebook_gets_a_frame_a_picture_and_a_line(hand_made_tables: Tables) -> None:
    page = Page(network(hand_made_tables, "partners-fields"), language="en")
    bundle = page._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert bundle["text/plain"] == "Network of international S&T cooperation: 4 nodes, 4 edges"
    assert bundle["image/svg+xml"] == page.svg
    (frame,) = Parts(bundle["text/html"]).tags
    assert frame[0] == "iframe"
    assert frame[1]["srcdoc"] == page.html
    assert frame[1]["sandbox"] == "allow-scripts allow-downloads"


def test_an_empty_network_has_a_page(hand_made_tables: Tables) -> None:
    page = Page(network(hand_made_tables, "bases-types"))
    assert Parts(page.html).data["nodes"] == []
    assert ElementTree.fromstring(page.svg) is not None
