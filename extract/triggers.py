"""Tells which rules are worth trying in a sentence: one automaton over the trigger words of all rules, one pass a document."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from daachorse import CharwiseDoubleArrayAhoCorasick

from extract.model import Sentence
from extract.ruleset import Rule


class TriggerIndex:
    """The trigger words of some rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        owners: dict[str, list[Rule]] = defaultdict(list)
        self._order: dict[str, int] = {}
        for rule in rules:
            self._order[rule.id] = len(self._order)
            for word in rule.triggers:
                owners[word].append(rule)
        self._owners = [tuple(owners[word]) for word in sorted(owners)]
        self._automaton = CharwiseDoubleArrayAhoCorasick(sorted(owners) or ["\x00"])
        # The standard match reports the shortest hit at a place; overlapping matches lose none.
        self._find = self._automaton.find_overlapping

    def by_sentence(self, text: str, sentences: Sequence[Sentence]) -> list[tuple[Rule, ...]]:
        """Return for each sentence the rules one of whose triggers stands in it, in the order of the rule files."""
        starts = [sentence.start for sentence in sentences]
        found: list[set[int]] = [set() for _ in sentences]
        for start, end, index in self._find(text):
            place = bisect_right(starts, start) - 1
            if place >= 0 and end <= sentences[place].end:
                found[place].add(index)
        return [self._rules(indices) for indices in found]

    def _rules(self, indices: set[int]) -> tuple[Rule, ...]:
        if not indices:
            return ()
        rules = {rule.id: rule for index in indices for rule in self._owners[index]}
        return tuple(sorted(rules.values(), key=lambda rule: self._order[rule.id]))
