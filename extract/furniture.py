"""What belongs to the pages and not to the text: running heads, running feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

#: A line at the edge of a page that is only its number.
_PAGE_NUMBER = re.compile(
    r"\W{0,6}(?:第\s?|page\s?|p\.\s?)?[\divx]{1,5}(?:\s?页)?(?:\W{1,6}(?:共|of)?\s?\d{1,4}\s?页?)?\W{0,6}",
    re.IGNORECASE,
)
#: What a running head does not have.
_PROSE = re.compile("[，。；]")
#: Lines that are looked at on each edge of a page.
_EDGE = 2


def find_furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """Return for each page which of its lines are furniture: page numbers, and what most pages have at their edge.

    >>> find_furniture([["合作规划", "推进合作。", "- 1 -"], ["合作规划", "加强交流。", "- 2 -"]])
    [{0, 2}, {0, 2}]
    """
    edges = Counter(
        pattern
        for page in pages
        for pattern in {_pattern(line) for line in (*page[:_EDGE], *page[-_EDGE:]) if not _PROSE.search(line)}
    )
    repeated = {pattern for pattern, uses in edges.items() if uses > 1 and uses * 2 > len(pages)}
    return [_at_the_edges(page, repeated) for page in pages]


def _at_the_edges(page: Sequence[str], repeated: set[str]) -> set[int]:
    found: set[int] = set()
    for inwards in (range(min(_EDGE, len(page))), range(len(page) - 1, max(-1, len(page) - 1 - _EDGE), -1)):
        for place in inwards:
            if _pattern(page[place]) not in repeated and not _PAGE_NUMBER.fullmatch(page[place]):
                break
            found.add(place)
    return found


def _pattern(line: str) -> str:
    """Return a line with its numbers blotted out, so that heads of different pages are the same."""
    return re.sub(r"\d+", "#", line)
