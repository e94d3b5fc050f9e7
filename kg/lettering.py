"""How wide a name is and where it breaks into lines: pages and pictures must agree on it before anything is drawn.

Names come from texts of any kind, so they may hold characters that no XML file and no encoding takes.
"""

from __future__ import annotations

import re
from math import ceil
from unicodedata import category, east_asian_width

#: A line holds so many Chinese characters; a Latin letter takes half the room of one.
_LINE = 9
_LINES = 3
_STRETCH = 3
_ELLIPSIS = "…"
_CLOSING, _OPENING = ("Pe", "Pf", "Po"), ("Ps", "Pi")
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
#: A run of Latin letters, digits and their signs, or a single character of a script that breaks anywhere.
_PIECE = re.compile(r"[^\s\u2e80-\uffff]+\s*|.", re.DOTALL)


def width(text: str) -> float:
    """Return the width of a text in Chinese characters.

    >>> width("中国—东盟 10+3")
    7.5
    """
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.55 if letter.isupper() else 0.5 for letter in text)


def printable(text: str) -> str:
    r"""Return a text with a mark in place of what XML forbids: control characters and halves of surrogate pairs.

    >>> printable("合\x00作")
    '合�作'
    """
    return _FORBIDDEN.sub("�", text)


def wrap(name: str, line: float = _LINE, lines: int = _LINES) -> tuple[str, ...]:
    """Return a name as a few lines of about the same length; what does not fit is cut.

    >>> wrap("国际热核聚变实验堆计划")
    ('国际热核聚变', '实验堆计划')
    >>> wrap("United Nations Framework Convention on Climate Change")
    ('United Nations', 'Framework Convention', 'on Climate Change')
    """
    pieces = _pieces(" ".join(name.split()))
    count = max(1, min(lines, ceil(width("".join(pieces)) / line)))
    limit = min(width("".join(pieces)) / count, line)
    found = _fill(pieces, limit)
    while len(found) > count and limit < line + _STRETCH:
        limit += 0.5
        found = _fill(pieces, limit)
    shown = [*found[: lines - 1], "".join(found[lines - 1 :])]
    return tuple(_cut(text.strip(), line + _STRETCH) for text in shown if text)


def _pieces(name: str) -> list[str]:
    """Return what may stand at the beginning of a line: Chinese characters with their punctuation, Latin words."""
    pieces: list[str] = []
    for piece in _PIECE.findall(name):
        glued = pieces and (category(piece[0]) in _CLOSING or category(pieces[-1].rstrip()[-1:] or " ") in _OPENING)
        if glued:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fill(pieces: list[str], limit: float) -> list[str]:
    """Return lines of whole pieces, none wider than the limit if its pieces are not."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip()) > limit:
            lines.append("")
        lines[-1] += piece
    return lines


def _cut(line: str, limit: float) -> str:
    """Return as much of a line as fits, with an ellipsis."""
    if width(line) <= limit:
        return line
    while line and width(line + _ELLIPSIS) > limit:
        line = line[:-1]
    return line + _ELLIPSIS
