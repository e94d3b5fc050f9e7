"""Lists what looks like a name and was recognised as none; which wordings look like one is said in `rules/doubts.toml`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from extract.model import Mention, Sentence, Unresolved
from extract.ruleset import Rule, load_rules, read_rules
from extract.triggers import TriggerIndex

_REASON = "no name that is known"
#: How many mentions that begin before a span may lie upon it: names hold names, but not many.
_REACH = 12


@lru_cache(maxsize=4)
def load_doubt_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules for doubtful names in a folder; without one, those that ship with the package."""
    base = folder or Path(str(files("extract") / "rules"))
    return read_rules(base / "doubts.toml", load_rules(folder).words)


@lru_cache(maxsize=1)
def _index() -> TriggerIndex:
    return TriggerIndex(load_doubt_rules())


def find_doubts(text: str, sentences: Sequence[Sentence], seen: Sequence[Mention | Unresolved]) -> Iterator[Unresolved]:
    """Yield what looks like a name where nothing was seen; `seen`, mentions and doubts, is sorted by start."""
    starts = [name.start for name in seen]
    for sentence, tried in zip(sentences, _index().by_sentence(text, sentences), strict=True):
        for rule in tried:
            for match in rule.regex.finditer(sentence.text):
                start, end = (sentence.start + place for place in match.span("name"))
                if not _is_covered(start, end, seen, starts):
                    yield Unresolved(match["name"], start, end, rule.type, _REASON, sentence.text, rule.id)


def _is_covered(start: int, end: int, seen: Sequence[Mention | Unresolved], starts: Sequence[int]) -> bool:
    """Tell whether something seen lies upon a span; it may begin some names before, where names hold names."""
    before = seen[max(0, bisect_left(starts, end) - _REACH) : bisect_left(starts, end)]
    return any(name.end > start for name in before)
