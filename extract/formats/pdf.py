"""PDF files with a text layer: the lines of the pages without what repeats at their heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import pypdfium2

from extract.formats.errors import FormatError

#: A line at the edge of a page that is only its number.
_PAGE_NUMBER = re.compile(
    r"\W{0,6}(?:第\s?|page\s?|p\.\s?)?[\divx]{1,5}(?:\s?页)?(?:\W{1,6}(?:共|of)?\s?\d{1,4}\s?页?)?\W{0,6}",
    re.IGNORECASE,
)
#: What a running head does not have.
_PROSE = re.compile("[，。；]")
#: Lines that are looked at on each edge of a page.
_EDGE = 2
_SCAN_CURE = "read it with an OCR program first and give the text"


def read_pdf(data: bytes) -> str:
    """Return the text of all pages, the lines as they stand on the page.

    Raises `FormatError` for a file that is damaged, protected or has no text layer.
    """
    pages = [_lines(text) for text in _pages(data)]
    if not any(pages):
        raise FormatError(f"has no text layer ({len(pages)} pages of pictures)", _SCAN_CURE)
    return "\n".join(line for page in _without_furniture(pages) for line in page)


def _pages(data: bytes) -> list[str]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            return [_page_text(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FormatError("is protected by a password", "save it without protection") from error
        raise FormatError(f"is no whole PDF file ({error})", "fetch or save it again") from error


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    text: str = layer.get_text_range()
    layer.close()
    page.close()
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip("\x00\ufffe\uffff \t")]


def _without_furniture(pages: Sequence[list[str]]) -> list[list[str]]:
    """Return the pages without running heads, running feet and page numbers."""
    edges = Counter(
        pattern
        for page in pages
        for pattern in {_pattern(line) for line in page[:_EDGE] + page[-_EDGE:] if not _PROSE.search(line)}
    )
    repeated = {line for line, uses in edges.items() if uses > 1 and uses * 2 > len(pages)}

    def is_furniture(line: str) -> bool:
        return _pattern(line) in repeated or _PAGE_NUMBER.fullmatch(line) is not None

    return [_trimmed(page, is_furniture) for page in pages]


def _trimmed(page: list[str], is_furniture: Callable[[str], bool]) -> list[str]:
    first, last = 0, len(page)
    while first < min(_EDGE, last) and is_furniture(page[first]):
        first += 1
    while last > max(first, len(page) - _EDGE) and is_furniture(page[last - 1]):
        last -= 1
    return page[first:last]


def _pattern(line: str) -> str:
    """Return a line with its numbers blotted out, so that heads of different pages are the same."""
    return re.sub(r"\d+", "#", line)
