"""Tells which rules are worth trying in a sentence: one automaton over the trigger words of all rules, one pass a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from daachorse import CharwiseDoubleArrayAhoCorasick

from extract.masking import Masked, bits_of
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
        self._needs = [tuple(map(bits_of, rule.needs)) for rule in self._order]
        self._decode = lru_cache(_REMEMBERED)(self._decoded)
        self._possible = lru_cache(_REMEMBERED)(self._possible_with)

    def by_sentence(self, text: str, sentences: Sequence[Sentence]) -> list[tuple[Rule, ...]]:
        """Return for each sentence the rules one of whose triggers stands in it, in the order of the rule files."""
        return [self._decode(found) for found in self.sets_by_sentence(text, sentences)]

    def sets_by_sentence(self, text: str, sentences: Sequence[Sentence]) -> list[int]:
        """Return for each sentence the set of the rules one of whose triggers stands in it."""
        found = [0] * len(sentences)
        if not self._owners or not sentences:
            return found
        owners = self._owners
        place, start_of_sentence, end_of_sentence = 0, sentences[0].start, sentences[0].end
        for start, end, index in self._find(text):  # in the order of their ends
            while end > end_of_sentence:
                place += 1
                if place == len(sentences):
                    return found
                start_of_sentence, end_of_sentence = sentences[place].start, sentences[place].end
            if start >= start_of_sentence:
                found[place] |= owners[index]
        return found

    def rules(self, found: int) -> tuple[Rule, ...]:
        """Return the rules of a set in the order of the rule files."""
        return self._decode(found)

    def rules_for(self, found: int, masked: Masked) -> tuple[Rule, ...]:
        """Return the rules of a set that may match a sentence, by the kinds of names that stand in it."""
        return self._decode(found & self._possible(masked.letters))

    def _possible_with(self, letters: int) -> int:
        """Return the set of the rules that need no other names than some."""
        return sum(1 << place for place, needs in enumerate(self._needs) if all(letters & need for need in needs))

    def _decoded(self, found: int) -> tuple[Rule, ...]:
        return tuple(rule for place, rule in enumerate(self._order) if found >> place & 1)
