"""How the rows of a table are written in a text, whatever the format of the file."""

from __future__ import annotations

from collections.abc import Iterable


def write_row(cells: Iterable[str]) -> str:
    """Return a row as one line: the cells in their order, without the empty ones.

    >>> write_row(["法国", "核能 ", "", "12项"])
    '法国 | 核能 | 12项'
    """
    return " | ".join(text for cell in cells if (text := " ".join(cell.split())))
