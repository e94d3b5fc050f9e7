"""Tells which rules are worth trying in a sentence: one automaton over the trigger words of all rules, one pass a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from daachorse import CharwiseDoubleArrayAhoCorasick

from extract.model import Sentence
from extract.ruleset import Rule

#: So many sets of rules are remembered: sentences of one kind set off the same ones.
_REMEMBERED = 4096


class TriggerIndex:
    """The trigger words of some rules; a set of rules is a number with one bit a rule."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._order = tuple(rules)
        owners: dict[str, int] = defaultdict(int)
        for place, rule in enumerate(self._order):
            for word in rule.triggers:
                owners[word] |= 1 << place
        self._owners = [owners[word] for word in sorted(owners)]
        self._automaton = CharwiseDoubleArrayAhoCorasick(sorted(owners) or ["\x00"])
        # The standard match reports the shortest hit at a place; overlapping matches lose none.
        self._find = self._automaton.find_overlapping
        self._rules = lru_cache(_REMEMBERED)(self._decoded)

    def by_sentence(self, text: str, sentences: Sequence[Sentence]) -> list[tuple[Rule, ...]]:
        """Return for each sentence the rules one of whose triggers stands in it, in the order of the rule files."""
        if not self._owners or not sentences:
            return [()] * len(sentences)
        owners = self._owners
        found = [0] * len(sentences)
        place, start_of_sentence, end_of_sentence = 0, sentences[0].start, sentences[0].end
        for start, end, index in self._find(text):  # in the order of their ends
            while end > end_of_sentence:
                place += 1
                if place == len(sentences):
                    return [self._rules(rules) for rules in found]
                start_of_sentence, end_of_sentence = sentences[place].start, sentences[place].end
            if start >= start_of_sentence:
                found[place] |= owners[index]
        return [self._rules(rules) for rules in found]

    def _decoded(self, rules: int) -> tuple[Rule, ...]:
        return tuple(rule for place, rule in enumerate(self._order) if rules >> place & 1)
