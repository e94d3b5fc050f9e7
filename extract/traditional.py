"""Traditional Chinese is read as simplified Chinese, character by character where it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import opencc

from extract.offsets import Edit

_LINE = re.compile(r"[^\n]+")


def simplify(text: str) -> Iterator[Edit]:
    """Yield the changes that turn a traditional text into a simplified one, line by line.

    >>> from extract.offsets import Draft
    >>> draft = Draft("推動國際科技合作")
    >>> draft.apply(simplify(draft.text))
    >>> draft.text, draft.offsets.raw_span(2, 4)
    ('推动国际科技合作', (2, 4))
    """
    for line in _LINE.finditer(text):
        simplified = _converter().convert(line.group())
        if len(simplified) != len(line.group()):
            simplified = "".join(_simplify_character(mark) for mark in line.group())
        yield Edit(line.start(), line.end(), simplified)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simplify_character(mark: str) -> str:
    simplified: str = _converter().convert(mark)
    return simplified if len(simplified) == 1 else mark
