from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

#: Whether some canvas holds a pixel that is neither empty nor white.
DRAWN = """() => [...document.querySelectorAll('canvas')].some((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, index) => index % 4 !== 3 && value > 0 && value < 200);
})"""


def place(page: Page, key: str) -> tuple[float, float]:
    """Return where on the screen a node stands."""
    found = page.evaluate(
        """(key) => {
            const { id } = nodeOf.get(key);
            const { x, y } = network.canvasToDOM(network.getPositions([id])[id]);
            const frame = document.getElementById('network').getBoundingClientRect();
            return [x + frame.left, y + frame.top];
        }""",
        key,
    )
    return found[0], found[1]


def click(page: Page, key: str) -> None:
    page.mouse.click(*place(page, key))


def click_between(page: Page, one: str, other: str) -> None:
    (x1, y1), (x2, y2) = place(page, one), place(page, other)
    page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)


def details(page: Page) -> str:
    return page.inner_text("#details")


def table(page: Page) -> list[list[str]]:
    return [row.split("\t") for row in page.locator("#rows tbody tr").all_inner_texts()]


def test_the_page_is_drawn_without_the_network(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    assert page.title() == "国际科技合作网络"
    assert page.inner_text("#summary") == "5 个实体，3 条联系，4 处原文，2 份文献"
    page.wait_for_function(DRAWN)
    assert page.evaluate("[drawn.length, network.getSelection().nodes.length]") == [5, 0]


def test_a_click_on_an_edge_shows_who_says_so(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    click_between(page, "US", "energy")
    assert page.locator("#details blockquote").all_inner_texts() == ["推动中美在清洁能源领域的合作。", "美国的清洁能源"]
    assert page.locator("#details .passage").first.locator("mark").all_inner_texts() == ["美", "清洁能源"]
    assert page.locator("#details .passage footer").first.inner_text() == (
        "十二五规划\n重点任务 · 字符 100–115 · 规则 by-hand"
    )


def test_a_click_on_a_node_shows_its_neighbours_by_relation(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    click(page, "US")
    assert page.inner_text("#details h2") == "美国"
    assert page.locator("#details h3").all_inner_texts() == ["合作领域为 → 1", "← 与…合作 1"]
    assert page.locator("#details .go").all_inner_texts() == ["清洁能源", "中国"]
    assert page.locator("#details .why").all_inner_texts() == ["2 处", "1 处"]
    page.locator("#details .why").first.click()
    assert page.locator("#details blockquote").count() == 2


def test_names_and_quotes_are_shown_as_text_and_never_run(open_network: Open, small_network: nx.DiGraph) -> None:
    nasty = small_network.nodes["nasty"]["label"]
    page = open_network(small_network)
    click_between(page, "JP", "nasty")
    assert page.locator("#details blockquote").text_content() == f"𠀀日本在{nasty}"
    assert page.locator("#details mark").all_text_contents() == ["日本", nasty]
    page.fill("#search", "<script")
    assert nasty in page.locator("#suggestions li").first.text_content()
    page.wait_for_timeout(100)
    assert page.title() == "国际科技合作网络"
    assert page.locator("img").count() == 0


@pytest.mark.parametrize(
    "query, name", [("清洁", "清洁能源"), ("qjny", "清洁能源"), ("meiguo", "美国"), ("united", "美国"), ("Jap", "日本")]
)
def test_search_finds_by_characters_sound_and_english(
    open_network: Open, small_network: nx.DiGraph, query: str, name: str
) -> None:
    page = open_network(small_network)
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.keyboard.press("Enter")
    assert page.inner_text("#details h2") == name


def test_search_says_when_nothing_fits(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    page.fill("#search", "火星")
    assert page.locator("#suggestions li").all_inner_texts() == ["没有找到“火星”"]


def test_the_legend_filters_the_diagram_and_the_table(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    assert len(table(page)) == 3
    page.locator("#predicates .choice", has_text="合作领域为").click()
    assert table(page) == [["中国", "与…合作", "美国", "1", "1"]]
    assert page.inner_text("#summary") == "2 个实体，1 条联系，1 处原文，1 份文献"
    page.click("#reset")
    page.locator("#documents .choice", has_text="十二五规划").click()
    assert table(page)[0][:3] == ["美国", "合作领域为", "清洁能源"]
    assert page.inner_text("#summary") == "4 个实体，2 条联系，2 处原文，1 份文献"
    page.locator("#types .choice", has_text="国家").click()
    assert page.is_visible("#empty")


def test_only_the_neighbours_of_a_node_can_be_shown(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    click(page, "CN")
    page.click("text=只看它的邻居")
    assert page.evaluate("[...shown.nodes].map((id) => nodes[id].key).sort()") == ["CN", "US"]
    page.click("text=回到全图")
    assert page.evaluate("shown.nodes.size") == 5


def test_the_diagram_can_be_walked_by_keyboard(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    page.focus("#network")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#details h2") == "美国"  # the best connected one comes first
    seen = set()
    for key in ["ArrowLeft"] * 4 + ["ArrowRight"] * 4 + ["ArrowUp", "ArrowDown", "ArrowLeft"] * 3:
        page.keyboard.press(key)
        seen.add(page.text_content("#details h2"))
    assert len(seen) == 5
    assert page.text_content("#status").startswith(page.text_content("#details h2"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.focus("#network")
    page.keyboard.press("Escape")
    assert page.evaluate("view.selected") is None


def test_the_address_leads_back_to_the_view(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    click_between(page, "US", "energy")
    page.click("#language")
    page.locator("#documents .choice", has_text="13th").click()
    address = page.evaluate("location.hash")
    page.goto("about:blank")
    again = open_network(small_network, address)
    assert again.locator("#details blockquote").all_inner_texts() == ["推动中美在清洁能源领域的合作。"]
    assert again.inner_text("h1") == "Network of international S&T cooperation"
    assert again.inner_text("#summary") == "Entities 3 · ties 2 · passages 2 · documents 1"


@pytest.mark.parametrize(
    "address", ["#node=nobody", "#edge=x~y&language=fr&theme=pink&without-types=Nothing", "#%E0%A4%A", "#####"]
)
def test_an_address_that_means_nothing_shows_the_whole(
    open_network: Open, small_network: nx.DiGraph, address: str
) -> None:
    page = open_network(small_network, address)
    assert page.inner_text("#summary").startswith("5 个实体，3 条联系")


def test_both_languages_and_both_colour_schemes(open_network: Open, small_network: nx.DiGraph) -> None:
    page = open_network(small_network)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("#theme")
    assert page.evaluate(paper) != light
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#types .what").all_inner_texts() == ["Country", "Field"]
    assert page.inner_text("#theme") == "Light"


@pytest.mark.parametrize("width, height", [(360, 740), (768, 1024), (1600, 900)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(
    open_network: Open, small_network: nx.DiGraph, tmp_path: Path, width: int, height: int, scheme: str
) -> None:
    page = open_network(small_network)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.getElementById('network').clientHeight") > 300
    page.screenshot(path=tmp_path / f"{width}-{scheme}.png", full_page=True)
    assert (tmp_path / f"{width}-{scheme}.png").stat().st_size > 10_000


def test_names_on_the_screen_do_not_overlap(open_network: Open, large_network: nx.DiGraph) -> None:
    page = open_network(large_network)
    boxes = page.evaluate(
        """() => {
            const taken = [];
            const take = Room.prototype.take;
            Room.prototype.take = function note(...given) { taken.push(given); take.apply(this, given); };
            network.redraw();
            return taken.filter(([, owner]) => owner === -1).map(([box]) => box);
        }"""
    )
    assert len(boxes) > 10
    assert not [
        (one, other)
        for index, one in enumerate(boxes)
        for other in boxes[:index]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


def test_two_thousand_nodes_are_drawn_and_can_be_asked(open_network: Open, large_network: nx.DiGraph) -> None:
    page = open_network(large_network)
    assert page.evaluate("drawn.length") == 2000
    assert len(table(page)) == 100
    page.fill("#search", "名称1999")
    page.keyboard.press("Enter")
    assert page.inner_text("#details h2") == "名称1999"


@pytest.mark.parametrize("nodes", [0, 1])
def test_a_network_of_almost_nothing_has_a_friendly_page(
    open_network: Open, small_network: nx.DiGraph, nodes: int
) -> None:
    graph = small_network.subgraph(list(small_network)[:nodes]).copy()
    page = open_network(graph)
    assert page.evaluate("drawn.length") == nodes
    assert page.is_visible("#empty") == (nodes == 0)


def test_several_pages_live_in_frames_of_one_notebook(
    offline_page: Page, small_network: nx.DiGraph, tmp_path: Path
) -> None:
    from kg.pages import Page as NetworkPage

    cells = [
        NetworkPage(small_network, language=language)._repr_mimebundle_()["text/html"] for language in ("zh", "en")
    ]
    file = tmp_path / "notebook.html"
    file.write_text("<!doctype html><meta charset=utf-8>" + "".join(cells), "utf-8")
    offline_page.goto(file.as_uri())
    offline_page.mouse.wheel(0, 300)
    for frame, title in zip(
        offline_page.frames[1:], ["国际科技合作网络", "Network of international S&T cooperation"], strict=True
    ):
        frame.wait_for_selector("html[data-ready]")
        assert frame.inner_text("h1") == title
        frame.evaluate("select({ node: nodes[0] })")
        assert frame.inner_text("#details h2") in ("中国", "China")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_an_accessibility_scan_finds_no_fault(
    open_network: Open, small_network: nx.DiGraph, width: int, scheme: str
) -> None:
    bundled = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    axe = (files(bundled.__name__) / "axe.min.js").read_text("utf-8")
    page = open_network(small_network)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate(axe)
    for what in ("null", "{ node: nodes[1] }", "{ edge: edges[1] }"):
        page.evaluate(f"select({what})")
        report = page.evaluate("axe.run()")
        assert len(report["passes"]) > 30
        assert [(fault["id"], fault["impact"]) for fault in report["violations"]] == []
