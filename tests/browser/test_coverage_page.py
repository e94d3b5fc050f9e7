"""The unread map in a browser without a network: languages, themes, facts of a sentence, nothing wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract import Document, extract
from extract.coverage import cover, rank_unread
from kg.coverage_page import coverage_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
PLAN = "一、重点任务\n与法国合作。基地达到500家。\n德国的国际合作令人瞩目。\n天气很好。\n"


@pytest.fixture
def open_map(offline_page: Page, tmp_path: Path) -> Open:
    """Return a function that opens the map of two plans."""

    def show(address: str = "") -> Page:
        coverages = [cover(extract(Document(name, f"规划{name}", "", PLAN))) for name in ("甲", "乙")]
        file = tmp_path / "coverage.html"
        file.write_text(coverage_page(coverages, rank_unread(coverages)), "utf-8")
        offline_page.goto(file.as_uri() + address)
        return offline_page

    return show


def test_sentence_tells_what_was_taken_from_it(open_map: Open) -> None:
    page = open_map()
    assert page.is_hidden("#panel")
    page.click("#d1 .s.relations")
    assert page.inner_text("#facts") == "中国 cooperatesWith 法国 (cooperation-with)"
    page.keyboard.press("n")
    assert page.inner_text("#facts").startswith("500 eq 家 | 基地 |")
    page.keyboard.press("p")
    assert "法国" in page.inner_text("#facts")
    page.keyboard.press("Escape")
    assert page.is_hidden("#panel")


def test_language_and_theme_change_and_change_back(open_map: Open) -> None:
    page = open_map()
    before = page.inner_text("h1"), page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#language")
    page.click("#theme")
    after = page.inner_text("h1"), page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (before[0], after[0]) == ("未读地图", "The unread map")
    assert before[1] != after[1]
    page.click("#language")
    page.click("#theme")
    assert (page.inner_text("h1"), page.evaluate("getComputedStyle(document.body).backgroundColor")) == before


def test_only_paragraphs_with_unread_sentences_stay(open_map: Open) -> None:
    page = open_map()
    assert page.is_visible("#d1 .s.nothing")
    page.check("#only")
    assert page.is_hidden("#d1 .s.nothing")
    assert page.is_visible("#d1 .s.unread")


def test_link_opens_the_text_it_leads_into(open_map: Open) -> None:
    page = open_map("#d2")
    assert page.evaluate("document.getElementById('d2').open")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_an_accessibility_scan_finds_no_fault(open_map: Open, width: int, scheme: str) -> None:
    bundled = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    page = open_map()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.click("#d1 .s.relations")
    page.evaluate((files(bundled.__name__) / "axe.min.js").read_text("utf-8"))
    report = page.evaluate("axe.run()")
    assert len(report["passes"]) > 20
    assert [(fault["id"], fault["impact"]) for fault in report["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
