"""Markdown: the text without marks of emphasis, links, pictures and code; tables row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extract.formats.tables import write_row

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HAN = re.compile("[\u2e80-\uffef]")


def read_markdown(source: str) -> str:
    r"""Return the text of a Markdown file, with a line for each heading, paragraph, list item and row of a table.

    >>> read_markdown("## 一、合作\n\n- 与**法国**在[核能](http://x)领域\n  开展合作\n\n1. 甲\n2. 乙")
    '一、合作\n与法国在核能领域开展合作\n1. 甲\n2. 乙'
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", source))
    return "\n".join(line for line in _lines(tokens) if line)


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    mark = ""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield write_row(row or [])
            row = None
        elif token.type == "inline":
            text = _text(token.children or [])
            if row is None:
                yield mark + text
                mark = ""
            else:
                row.append(text)


def _text(tokens: Sequence[Token]) -> str:
    written = ""
    for place, token in enumerate(tokens):
        if token.type in ("text", "code_inline"):
            written += token.content
        elif token.type == "hardbreak":
            written += "\n"
        elif token.type == "softbreak":
            following = tokens[place + 1].content if place + 1 < len(tokens) else ""
            written += "" if _HAN.match(written[-1:]) or _HAN.match(following) else " "
    return written.strip()
