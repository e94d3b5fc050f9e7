"""HTML pages: the main text without menus, scripts and footers; tables row by row."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

import trafilatura

from extract.formats.tables import write_row

_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "list", "table", "row", "cell", "div", "main"})
#: The stricter reading of a page is taken unless it leaves out more than this share of the laxer one.
_LOST = 0.5


class Page(NamedTuple):
    """The title and the main text of a page."""

    title: str
    text: str


def read_html(page: str) -> Page:
    r"""Return title and main text of a page, with a line for each paragraph, list item and row of a table.

    >>> read_html("<title>合作</title><body><p>加强联合研究。<script>var a</script><table><tr><td>法国<td>核能</table>")
    Page(title='合作', text='加强联合研究。\n法国 | 核能')
    """
    if "<" not in page:
        return Page("", page)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    if "<body" not in page.lower():
        page = f"<html><body>{page}</body></html>"
    strict, lax = _main_text(page, precisely=True), _main_text(page, precisely=False)
    found = strict if len(strict.text) > _LOST * len(lax.text) else lax
    return found if found.text else Page("", str(trafilatura.html2txt(page)))


def _main_text(page: str, *, precisely: bool) -> Page:
    marked = trafilatura.extract(
        page,
        output_format="xml",
        with_metadata=True,
        include_comments=False,
        favor_precision=precisely,
        favor_recall=not precisely,
    )
    if not marked:
        return Page("", "")
    root = ElementTree.fromstring(marked)
    main = root.find("main")
    lines = _lines(main) if main is not None else ()
    return Page(root.get("title", ""), "\n".join(line for line in lines if line))


def _lines(element: ElementTree.Element) -> Iterator[str]:
    """Yield the lines of an element: its own text, and that of the blocks inside it."""
    blocks = [child for child in element if child.tag in _BLOCKS]
    if element.tag == "row" and not any(cell.find("p") is not None for cell in blocks):
        yield write_row("".join(cell.itertext()) for cell in blocks)
    elif not blocks:
        yield from _own_lines(element)
    else:
        yield (element.text or "").strip()
        for number, child in enumerate(blocks, start=1):
            mark = f"{number}. " if element.get("rend") == "ol" else ""
            first, *others = [line for line in _lines(child) if line] or [""]
            yield mark + first if first else ""
            yield from others
            yield (child.tail or "").strip()


def _own_lines(element: ElementTree.Element) -> Iterator[str]:
    text = element.text or ""
    for child in element:
        text += ("\n" if child.tag == "lb" else "".join(child.itertext())) + (child.tail or "")
    for line in text.split("\n"):
        yield line.strip()
