"""Networks for the browser: one of two plans with names that try to be markup, and one that is large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.evidence import Evidence
from kg.pages import write_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

NASTY = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">\u202e’\\"
DOCUMENTS = (
    {"document": "old", "title": "十二五规划", "title_en": "The 12th plan", "period": "十二五", "work": "old"},
    {"document": "new", "title": "十三五规划", "title_en": "The 13th plan", "period": "十三五", "work": "new"},
)
TERMS = {
    "Country": ("国家", "country"),
    "Field": ("领域", "field"),
    "cooperatesInField": ("合作领域为", "cooperates in field"),
    "cooperatesWith": ("与…合作", "cooperates with"),
}


def evidence(
    subject: str, predicate: str, object_: str, document: str, quote: str, *names: tuple[str, str]
) -> Evidence:
    """Return the evidence of a statement; `names` are the strings of the quote that name an entity, and the entity."""
    marks = tuple((quote.index(name), quote.index(name) + len(name), entity) for name, entity in names)
    title = next(row["title"] for row in DOCUMENTS if row["document"] == document)
    return Evidence(
        subject,
        predicate,
        object_,
        document,
        document,
        title,
        "重点任务",
        100,
        100 + len(quote),
        quote,
        "by-hand",
        marks,
    )


def add_tie(graph: nx.DiGraph, *passages: Evidence) -> None:
    """Tie two nodes by the passages that say so."""
    graph.add_edge(
        passages[0].subject,
        passages[0].object,
        weight=len(passages),
        passages=len(passages),
        works=len({item.work for item in passages}),
        predicates=tuple(sorted({item.predicate for item in passages})),
        evidence=passages,
    )


def finish(graph: nx.DiGraph) -> nx.DiGraph:
    """Complete a network by what its nodes and documents must tell."""
    for node, data in graph.nodes(data=True):
        data.update(aliases=(), documents=1, mentions=1, degree=len(set(nx.all_neighbors(graph, node))))
    graph.graph.update(view="all", weight="evidence", directed=True, documents=DOCUMENTS)
    return graph


@pytest.fixture(scope="session")
def small_network() -> nx.DiGraph:
    """Return a network of five nodes in two languages; one name and one quote are full of markup."""
    graph = nx.DiGraph()
    graph.add_node("CN", label="中国", label_en="China", type="Country")
    graph.add_node("US", label="美国", label_en="United States", type="Country")
    graph.add_node("JP", label="日本", label_en="Japan", type="Country")
    graph.add_node("energy", label="清洁能源", label_en="clean energy", type="Field")
    graph.add_node("nasty", label=NASTY, label_en="", type="Field")
    both = "推动中美在清洁能源领域的合作。"
    add_tie(graph, evidence("CN", "cooperatesWith", "US", "old", both, ("中", "CN"), ("美", "US")))
    add_tie(
        graph,
        evidence("US", "cooperatesInField", "energy", "old", both, ("中", "CN"), ("美", "US"), ("清洁能源", "energy")),
        evidence("US", "cooperatesInField", "energy", "new", "美国的清洁能源", ("美国", "US"), ("清洁能源", "energy")),
    )
    add_tie(
        graph, evidence("JP", "cooperatesInField", "nasty", "new", f"𠀀日本在{NASTY}", ("日本", "JP"), (NASTY, "nasty"))
    )
    return finish(graph)


@pytest.fixture(scope="session")
def large_network() -> nx.DiGraph:
    """Return a network of two thousand nodes."""
    graph = nx.DiGraph()
    drawn = nx.barabasi_albert_graph(2000, 2, seed=1)
    graph.add_nodes_from((f"n{node}", {"label": f"名称{node}", "label_en": "", "type": "Field"}) for node in drawn)
    for one, other in drawn.edges:
        add_tie(graph, evidence(f"n{one}", "cooperatesInField", f"n{other}", "old", f"引文{one}{other}"))
    return finish(graph)


@pytest.fixture
def open_network(offline_page: Page, tmp_path: Path) -> Callable[..., Page]:
    """Return a function that opens the page of a network from a file and waits until it is drawn."""

    def show(graph: nx.DiGraph, address: str = "", **options: object) -> Page:
        file = tmp_path / "network.html"
        file.write_text(write_page(graph, terms=TERMS, **options), "utf-8")  # type: ignore[arg-type]
        offline_page.goto(file.as_uri() + address)
        offline_page.wait_for_selector("html[data-ready]")
        return offline_page

    return show


@pytest.fixture(autouse=True)
def no_faults(offline_page: Page) -> object:
    """Watch what a page asks for and complains of, and fail the test if it does either."""
    faults: list[str] = []
    offline_page.on(
        "request", lambda request: request.url.startswith(("file:", "data:", "blob:")) or faults.append(request.url)
    )
    offline_page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    offline_page.on("pageerror", lambda error: faults.append(str(error)))
    yield faults
    assert faults == []
