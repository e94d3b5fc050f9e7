"""The unread map as a page: complete, escaped, allowed to run its own script and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from extract import Document, extract
from extract.coverage import Coverage, cover, rank_unread
from kg import coverage_page as module
from kg.coverage_page import coverage_page, coverage_table, page_title, unread_table

PLAN = "一、重点任务\n与法国合作。基地达到500家。德国的国际合作令人瞩目。天气很好。\n"
NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'\x00\ud800"


def covered(text: str = PLAN, name: str = "plan", title: str = "规划") -> Coverage:
    return cover(extract(Document(name, title, "", text)))


def page_of(*coverages: Coverage, **options: object) -> str:
    return coverage_page(coverages, rank_unread(coverages), **options)  # type: ignore[arg-type]


class Parts(HTMLParser):
    """The elements of a page with their classes, and the text of script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, str] = {}
        self.text = ""
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style"):
            self.inline[self._open] = data
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def classes(self, name: str) -> list[str]:
        return [str(values["class"]) for tag, values in self.elements if name in str(values.get("class", "")).split()]


def test_every_sentence_stands_in_the_page_with_what_was_taken() -> None:
    parts = Parts(page_of(covered()))
    assert parts.classes("s") == ["s heading", "s relations", "s numbers", "s names unread", "s nothing"]
    titles = [values["title"] for _, values in parts.elements if values.get("title")]
    assert titles[0] == "中国 cooperatesWith 法国 (cooperation-with)"
    assert titles[1].startswith("500 eq 家 | 基地 |")


def test_unread_sentence_is_listed_and_leads_to_its_place() -> None:
    page = page_of(covered())
    assert re.findall(r'<a href="#(s1-\d+)">规划</a>', page) == re.findall(
        r'<span class="s names unread" id="(s1-\d+)"', page
    )
    assert "最该补的规则" in page


def test_page_without_unread_sentences_says_so() -> None:
    assert "谈合作的句子都读出了内容。" in page_of(covered("与法国合作。"))


def test_page_speaks_both_languages() -> None:
    english = page_of(covered(), language="en")
    assert '<html lang="en">' in english
    assert "<title>The unread map</title>" in english
    for zh, en in module._words().values():
        assert zh and en and zh != en
    assert page_title() == ("未读地图", "The unread map")


def test_only_its_own_script_and_style_may_run() -> None:
    parts = Parts(page_of(covered()))
    policy = next(str(values["content"]) for _, values in parts.elements if "http-equiv" in values)
    for kind in ("script", "style"):
        digest = b64encode(sha256(parts.inline[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert [values for _, values in parts.elements if "style" in values or "onclick" in values] == []
    addresses = [str(values.get("href", values.get("src", ""))) for _, values in parts.elements]
    assert [address for address in addresses if "//" in address] == []


def test_text_of_others_is_text_and_no_markup() -> None:
    page = page_of(covered(f"一、{NASTY}\n加强国际合作{NASTY}。", NASTY, NASTY))
    parts = Parts(page)
    assert [tag for tag, _ in parts.elements if tag in ("script", "img")] == ["script"]
    assert "<script>alert(1)</script>" in parts.text
    assert page.encode("utf-8")


def test_links_lead_to_the_graph_only_where_it_lies_beside() -> None:
    assert 'href="all.html"' in page_of(covered(), linked=True)
    assert 'href="all.html"' not in page_of(covered())


def test_texts_that_are_too_long_together_are_left_out_but_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_SENTENCES", 6)
    parts = Parts(page_of(covered(), covered(name="other")))
    assert len(parts.classes("s")) == 5
    assert "全文太长" in parts.text
    assert len([1 for tag, values in parts.elements if tag == "details" and values.get("class") == "text"]) == 2


def test_long_list_of_unread_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_UNREAD", 2)
    text = "".join(f"德国的国际合作第{number}回令人瞩目。" for number in "甲乙丙丁")
    page = page_of(covered(text))
    assert len(re.findall("<blockquote>", page)) == 2
    assert "另有 2 句未列出" in page


def test_tables_count_and_rank() -> None:
    coverages = [covered()]
    assert coverage_table(coverages).columns == (
        *("document", "sentences", "relations", "numbers", "names", "nothing", "unread"),
    )
    assert coverage_table(coverages).rows == (("plan", 4, 1, 1, 1, 1, 1),)
    [(weight, document, sentence, *_)] = unread_table(rank_unread(coverages)).rows
    assert (int(str(weight)) > 3, document, sentence) == (True, "plan", "德国的国际合作令人瞩目。")


def test_page_of_nothing_is_a_page() -> None:
    assert "0 份文献" in page_of()
