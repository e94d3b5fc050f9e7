"""The mentions of a sentence while they are collected: outermost names, and inside them the names they hold."""

from __future__ import annotations

from bisect import bisect_right, insort_right
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter

from extract.lexicon import CHINA
from extract.masking import Masked, letter_of, mask_sentence
from extract.model import Entity, Mention, Sentence

#: Classes whose entities are sides of a cooperation.
PARTNERS = ("Country", "Region", "Organization")
#: Classes of things that several parties may have together.
JOINT = ("Mechanism", "Base", "Programme")
#: What the end of a name is, and no thing that the name speaks of: the 联合实验室 of 中德智能制造联合实验室.
_NO_PART = {"Base": ("BaseType", "Base"), "Programme": ("Programme",), "Mechanism": ("Mechanism",)}
_START, _START_OF_SENTENCE = attrgetter("start"), attrgetter("sentence.start")


@dataclass(slots=True)
class SentenceMentions:
    """A sentence with its outermost mentions, sorted and never overlapping, and by span what stands inside them."""

    sentence: Sentence
    outer: list[Mention] = field(default_factory=list)
    inner: dict[tuple[int, int], list[Mention]] = field(default_factory=partial(defaultdict, list))
    #: The masked sentence as long as nothing changes, and how many Chinese bodies were known then.
    _masked: tuple[int, Masked] | None = field(default=None, repr=False, compare=False)

    def all(self) -> list[Mention]:
        """Return every mention, nested ones included, by position, the longer first."""
        nested = self.nested()
        if not nested:
            return list(self.outer)
        return sorted([*self.outer, *nested], key=lambda m: (m.start, -m.end, m.entity.iri))

    def nested(self) -> list[Mention]:
        """Return the mentions inside other names, in no order."""
        return [mention for mentions in self.inner.values() for mention in mentions]

    def inside(self, mention: Mention) -> list[Mention]:
        """Return the mentions inside a name."""
        return self.inner.get((mention.start, mention.end), [])

    def at(self, start: int, end: int) -> list[Mention]:
        """Return the outermost mention of exactly this span, if there is one."""
        return [mention for mention in self.outer if (mention.start, mention.end) == (start, end)]

    def over(self, start: int, end: int) -> list[Mention]:
        """Return the outermost mentions that touch a span."""
        return [mention for mention in self.outer if mention.start < end and start < mention.end]

    def mention(self, text: str, start: int, end: int, entity: Entity, rule: str) -> Mention:
        """Return a mention of this sentence."""
        return Mention(start, end, text[start:end], entity, rule, self.sentence.index)

    def add(self, mention: Mention) -> None:
        """Add an outermost mention at its place."""
        self._masked = None
        if not self.outer or self.outer[-1].start <= mention.start:
            self.outer.append(mention)
        else:
            insort_right(self.outer, mention, key=_START)

    def add_inside(self, name: Mention, part: Mention) -> None:
        """Add a mention inside a name, unless another part already stands there."""
        parts = self.inner[(name.start, name.end)]
        if not any(other.start < part.end and part.start < other.end for other in parts):
            parts.append(part)

    def wrap(self, name: Mention) -> None:
        """Put a name around the mentions it holds; one of its class at the same place stays, a crossing one wins."""
        touched = self.over(name.start, name.end)
        inside = [m for m in touched if name.start <= m.start and m.end <= name.end]
        same = any((m.start, m.end) == (name.start, name.end) and m.type == name.type for m in inside)
        if same or len(inside) < len(touched):
            return
        nested = [part for m in inside for part in (m, *self.inner.pop((m.start, m.end), []))]
        self.outer = [m for m in self.outer if m not in inside]
        self.add(name)
        self.inner[(name.start, name.end)] += [
            m
            for m in nested
            if (m.start, m.end) != (name.start, name.end) and m.type not in _NO_PART.get(name.type, ())
        ]

    def masked(self, text: str, domestic: Set[str]) -> Masked:
        """Return the sentence with its outermost names as single characters; `domestic` only ever grows."""
        if self._masked is None or self._masked[0] != len(domestic):
            letters = [letter_of(mention, CHINA, domestic) for mention in self.outer]
            masked = mask_sentence(text, self.sentence.start, self.sentence.end, self.outer, letters)
            self._masked = len(domestic), masked
        return self._masked[1]

    def replace(self, mention: Mention) -> None:
        """Put a mention in the place of those it covers; where it would cross another, leave things as they are."""
        self._masked = None
        self.outer = [m for m in self.outer if not (mention.start <= m.start and m.end <= mention.end)]
        if not self.over(mention.start, mention.end):
            self.add(mention)


def sentence_at(collected: Sequence[SentenceMentions], start: int, end: int) -> SentenceMentions | None:
    """Return the sentence that holds a span, if one does."""
    place = bisect_right(collected, start, key=_START_OF_SENTENCE) - 1
    if place < 0 or end > collected[place].sentence.end:
        return None
    return collected[place]


def masked_sentence(text: str, found: SentenceMentions, domestic: Set[str]) -> Masked:
    """Return a sentence with its outermost names as single characters."""
    return found.masked(text, domestic)
