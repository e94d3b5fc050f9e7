"""Word files (.docx): paragraphs and tables in their order, with the numbers that Word draws before paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from extract.formats.errors import FormatError
from extract.formats.tables import write_row

#: Office files that are encrypted, and those of the time before .docx, are containers that begin like this.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACKED_LIMIT = 500_000_000
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting")


def read_docx(data: bytes) -> str:
    """Return the text of a Word file, with a line for each paragraph and for each row of a table.

    Raises `FormatError` for a file that is encrypted, damaged or no Word file.
    """
    if data.startswith(OLD_OFFICE):
        raise FormatError("is encrypted, or in the format of Word before 2007", "save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _UNPACKED_LIMIT:
            raise FormatError(f"unpacks to {unpacked:,} bytes, the limit is {_UNPACKED_LIMIT:,}", "split the file")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"is no whole Word file ({error})", "open it in Word and save it again as .docx") from error
    return "\n".join(_lines(document))


def _lines(document: WordFile) -> Iterator[str]:
    numbers = _Numbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from filter(None, (write_row(_cells(row)) for row in block.rows))
        elif block.text.strip():
            yield numbers.before(block) + block.text.strip()


def _cells(row: _Row) -> Iterator[str]:
    """Yield the texts of the cells of a row, a merged one once."""
    merged = None
    for cell in row.cells:
        if cell._tc is not merged:
            yield cell.text
        merged = cell._tc


class _Numbers:
    """The counters of automatic numbering, which the text of a Word file does not hold."""

    def __init__(self, document: WordFile) -> None:
        self._levels: dict[str, dict[str, tuple[str, str, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        patterns = {pattern.get(qn("w:abstractNumId")): pattern for pattern in root.iter(qn("w:abstractNum"))}
        for number in root.iter(qn("w:num")):
            pattern = patterns.get(_value(number, "w:abstractNumId"))
            if pattern is not None:
                self._levels[number.get(qn("w:numId"))] = {
                    level.get(qn("w:ilvl")): (
                        _value(level, "w:numFmt"),
                        _value(level, "w:lvlText"),
                        int(_value(level, "w:start") or 1),
                    )
                    for level in pattern.iter(qn("w:lvl"))
                }

    def before(self, paragraph: Paragraph) -> str:
        """Return the number that Word draws before a paragraph, and count it."""
        found = self._place(paragraph)
        if found is None:
            return ""
        list_id, depth = found
        levels, counters = self._levels[list_id], self._counters.setdefault(list_id, {})
        start = levels[str(depth)][2]
        counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        label = levels[str(depth)][1]
        for level in range(depth + 1):
            form, _, start = levels.get(str(level), ("decimal", "", 1))
            label = label.replace(f"%{level + 1}", _numeral(counters.get(level, start), form))
        return "" if levels[str(depth)][0] in ("bullet", "none") else label

    def _place(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """Return the list and the depth of a numbered paragraph, by its own properties or those of its style."""
        style: Any = paragraph.style
        properties = [paragraph._p.pPr]
        while style is not None:
            properties.append(style.element.pPr)
            style = style.base_style
        for holder in properties:
            numbering = holder.find(qn("w:numPr")) if holder is not None else None
            if numbering is not None:
                list_id, depth = _value(numbering, "w:numId"), int(_value(numbering, "w:ilvl") or 0)
                return (list_id, depth) if str(depth) in self._levels.get(list_id, {}) else None
        return None


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    return "" if child is None else str(child.get(qn("w:val")))


def _numeral(number: int, form: str) -> str:
    """Return a number as a numbering format writes it.

    >>> [_numeral(number, "chineseCounting") for number in (3, 10, 12, 20, 21)], _numeral(12, "decimal")
    (['三', '十', '十二', '二十', '二十一'], '12')
    """
    if form not in _CHINESE or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")
