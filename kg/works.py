"""Two texts of one work are one work: what must not count a work twice asks here which work a text belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from extract.model import Document


def works(documents: Iterable[Document]) -> Mapping[str, str]:
    """Return for each document the document that stands for its work: itself, or the one that it is a copy of.

    >>> clean = Document("plan", "规划", "plan.txt", "……")
    >>> scan = Document("plan-scan", "规划", "scan.txt", "……", {"copy_of": "plan"})
    >>> works([clean, scan])
    {'plan': 'plan', 'plan-scan': 'plan'}
    """
    originals = {document.id: str(document.metadata.get("copy_of", "")) for document in documents}
    return {document: _original(document, originals) for document in originals}


def count_once(texts: Iterable[str], work_of: Mapping[str, str]) -> int:
    """Return how many times a thing stands in works, given the text of each time.

    Of the copies of a work the fullest counts.

    >>> count_once(["plan", "plan", "plan-scan", "other"], {"plan": "plan", "plan-scan": "plan", "other": "other"})
    3
    """
    fullest: dict[str, int] = {}
    for text, times in Counter(texts).items():
        fullest[work_of[text]] = max(times, fullest.get(work_of[text], 0))
    return sum(fullest.values())


def _original(document: str, originals: Mapping[str, str]) -> str:
    """Follow copies of copies; a circle ends where it began, so that its texts still share one work."""
    seen = [document]
    while (original := originals.get(seen[-1], "")) and original not in seen:
        seen.append(original)
    return min(seen) if original else seen[-1]
