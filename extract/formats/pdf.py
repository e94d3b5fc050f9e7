"""PDF files with a text layer: the lines of the pages without what repeats at their heads and feet."""

from __future__ import annotations

import re

import pypdfium2

from extract.formats.errors import FormatError
from extract.furniture import find_furniture

_SCAN_CURE = "read it with an OCR program first and give the text"


def read_pdf(data: bytes) -> str:
    """Return the text of all pages, the lines as they stand on the page.

    Raises `FormatError` for a file that is damaged, protected or has no text layer.
    """
    pages = [_lines(text) for text in _pages(data)]
    if not any(pages):
        raise FormatError(f"has no text layer ({len(pages)} pages of pictures)", _SCAN_CURE)
    return "\n".join(
        line
        for page, furniture in zip(pages, find_furniture(pages), strict=True)
        for place, line in enumerate(page)
        if place not in furniture
    )


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
