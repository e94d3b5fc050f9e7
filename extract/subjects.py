"""Whom or what a number is about: a name in or before what is measured, the theme of the sentence, else the country."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.figures import Figure
from extract.lexicon import CHINA
from extract.model import Entity, Mention, Sentence
from extract.quantity_rules import QuantityRules
from extract.scenes import Measure

THE_COUNTRY = Entity(CHINA, "Country", "中国", "China")
#: Classes of entities that numbers are about, those that say most first.
SUBJECTS = ("Base", "BaseType", "Programme", "Mechanism", "Organization", "Document", "Region", "Country")
_JOINED = ("Programme", "Mechanism", "Document")
_LASTING = ("Base", "BaseType", "Programme", "Mechanism")
_PLACES = ("Country", "Region")
_NO_QUOTES = str.maketrans("", "", '“”"《》')
_SPAN_OF_TIME = re.compile("[一二两三四五六七八九十]{1,3}(?:年|个月|天)")
_ENTRY = re.compile("[^，。；：]{2,30}：")
_THEME = re.compile(r"[\s“—\d．.、（）()]*$")
#: How many sentences back a name is looked for that ends in what is measured.
_MEMORY = 8
_SHORTEST_SHORT_NAME = 4
_LONGEST_HEADING = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in its sentence, with what it measures, its clause, and the names of the sentence it may be about."""

    sentence: Sentence
    figure: Figure
    measure: Measure
    clause: tuple[int, int]
    names: Sequence[Mention]

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the names that lie within a span of the sentence."""
        low, high = start + self.sentence.start, end + self.sentence.start
        return [name for name in self.names if low <= name.start and name.end <= high]


class SubjectFinder:
    """Finds the subjects of the numbers of one document."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        mentions: Sequence[Sequence[Mention]],
        by_section: Mapping[str, Sequence[Sentence]],
        title: str,
        heading: str,
        rules: QuantityRules,
    ) -> None:
        self.sentences, self.mentions, self.title, self.rules = sentences, mentions, title, rules
        self.heading = heading  # the title with the first line, where that looks like one
        self.by_section = by_section
        self._national: bool | None = None
        self._itself: tuple[Entity | None] | None = None
        self._announcement: tuple[Entity | None] | None = None
        self._institution: tuple[Entity | None] | None = None

    def find(self, place: Place, status: str) -> Entity | None:
        """Return the entity that a number is about, if the text tells."""
        if place.measure.told_of is not None:
            return self._told_of(place)
        itself = self._document() if self._of_itself(place) else None
        if itself is not None:
            return itself
        named = (
            self._in_clause(place) or self._in_heading(place) or self._theme_before(place) or self._named_before(place)
        )
        if named is not None:
            return named.entity
        return self._owner() or self._announced() or (self._country() if status in ("actual", "target") else None)

    def _told_of(self, place: Place) -> Entity | None:
        """Return the name a share is told of in a row of such: ……，德国马普学会为36%."""
        _, end = place.measure.told_of or (0, 0)
        ending = (name for name in place.names if name.end == place.sentence.start + end)
        longest = max(ending, key=lambda name: name.end - name.start, default=None)
        return longest.entity if longest else None

    def _in_measure(self, place: Place) -> Mention | None:
        """Return the name in what is measured: the last of facilities and bodies, or the first of places."""
        inside = place.between(place.measure.start, place.measure.end)
        within = [name for name in inside if name.type != "Document"]  # 111个合作协定 are not about one agreement
        bodies = [name for name in within if name.type not in _PLACES]
        return bodies[-1] if bodies else within[0] if within else None

    def _in_clause(self, place: Place) -> Mention | None:
        """Return the name that the words around a number give, those of its own clause first."""
        if self._with_partners(place):
            return self._actor(place) or self._in_measure(place)
        return (
            self._instrument(place)
            or self._in_measure(place)
            or self._theme(place)
            or self._joined(place)
            or self._actor(place)
            or self._in_clauses_before(place)
        )

    def _instrument(self, place: Place) -> Mention | None:
        """Return the programme or mechanism through which those who are counted are reached."""
        instruments = self.rules.words_regex("instruments", "{}[“《]?$")
        text, offset = place.sentence.text, place.sentence.start
        for name in reversed(place.between(0, place.clause[1])):
            if name.type in ("Programme", "Mechanism") and instruments.search(text, 0, name.start - offset):
                return name
        return None

    def _with_partners(self, place: Place) -> bool:
        """Say whether the number counts those with whom something is done: 已与16个国家签署协议."""
        before = place.sentence.text[place.clause[0] : place.figure.outer_start]
        return self._counts_partners(place) and self.rules.words_regex("with", "{}$").search(before) is not None

    def _counts_partners(self, place: Place) -> bool:
        return self.rules.words_regex("partners").match(place.measure.text) is not None

    def _theme(self, place: Place) -> Mention | None:
        """Return the name that a sentence sets before its colon."""
        return _theme_of(place.sentence, place.names)

    def _theme_before(self, place: Place) -> Mention | None:
        """Return the name that an entry of a glossary began with: 国家高新区：……. 目前，共有83家."""
        index = place.sentence.index
        for earlier in reversed(self.sentences[max(0, index - _MEMORY) : index]):
            if earlier.section != place.sentence.section:
                return None
            opening = _ENTRY.match(earlier.text)
            if opening:
                names = [name for name in self.mentions[earlier.index] if name.type in SUBJECTS]
                return _theme_of(earlier, names)
        return None

    def _joined(self, place: Place) -> Mention | None:
        """Return what those who are counted take part in: 15个国家签署了……协定, 在20多个国家实施“……”项目."""
        if not self._counts_partners(place):
            return None
        behind = (name for name in place.between(place.figure.end, place.clause[1]) if name.type in _JOINED)
        return next(behind, None)

    def _actor(self, place: Place) -> Mention | None:
        """Return the last name before the number in its clause, neither a place nor a case of what is counted."""
        text, offset = place.sentence.text, place.sentence.start
        cases, whereabouts = (
            self.rules.words_regex("cases"),
            self.rules.words_regex("whereabouts", "{}[^，。；]{0,30}$"),
        )
        for name in reversed(place.between(place.clause[0], place.figure.start)):
            start, end = name.start - offset, name.end - offset
            is_case = cases.search(text, end, max(end, place.measure.start + 2)) is not None
            is_place = name.type in _PLACES and whereabouts.search(text, place.clause[0], start) is not None
            if not is_case and not is_place:
                return name
        return None

    def _in_clauses_before(self, place: Place) -> Mention | None:
        """Return the weightiest name of the clauses before, unless the clause has an actor of its own."""
        if self._has_actor(place):
            return None
        before = [name for name in place.between(0, place.clause[0]) if name.type in _LASTING]
        return min(reversed(before), key=lambda name: SUBJECTS.index(name.type), default=None)

    def _has_actor(self, place: Place) -> bool:
        """Say whether someone else stands before the number in its clause: a noun that is no place, verb or adverb."""
        start = place.clause[0]
        end = max(start, min(place.measure.start, place.figure.outer_start))
        words = re.split("[0-9０-９]", place.sentence.text[start:end], maxsplit=1)[0]
        for name in place.between(start, end):
            if name.type in _PLACES:
                words = words.replace(name.surface, "")
        words = _SPAN_OF_TIME.sub("", self.rules.words_regex("relative_dates").sub("", words))
        for names in ("transitive", "verbs", "openings", "links", "whereabouts", "adverbs", "partners"):
            words = self.rules.words_regex(names).sub("", words)
        return len(re.sub(r"\W", "", words)) > 1

    def _in_heading(self, place: Place) -> Mention | None:
        """Return the one name of the heading that the sentence stands under."""
        if not place.sentence.section:
            return None
        first = self.by_section[place.sentence.section][0]
        names = [name for name in self.mentions[first.index] if name.type in _LASTING]
        return names[0] if len(names) == 1 and len(first.text) <= _LONGEST_HEADING else None

    def _named_before(self, place: Place) -> Mention | None:
        """Return a name of the sentences before that ends in what is measured: 三届|创新合作大会."""
        short = place.measure.text
        if len(short) < _SHORTEST_SHORT_NAME:
            return None
        index = place.sentence.index
        for mentions in reversed(self.mentions[max(0, index - _MEMORY) : index]):
            for name in reversed(mentions):
                if name.type in SUBJECTS and name.surface.endswith(short):
                    return name
        return None

    def _of_itself(self, place: Place) -> bool:
        clause = place.sentence.text[: place.clause[1]]
        return bool(self.title) and self.rules.words_regex("itself").search(clause) is not None

    def _document(self) -> Entity | None:
        """Return the document as an entity, if it names itself; for a notice, what it gives notice of."""
        if self._itself is None:
            named = (name.entity for names in self.mentions for name in names if name.type == "Document")
            title = self.title.translate(_NO_QUOTES)
            within = {label: entity for entity in named if (label := entity.label.translate(_NO_QUOTES)) in title}
            is_notice = self.rules.words_regex("notices", "{}$").search(title) is not None
            others = [label for label in within if label != title] if is_notice else []
            self._itself = (within.get(max(others, key=len, default=title)),)
        return self._itself[0]

    def _owner(self) -> Entity | None:
        """Return the institution whose report, yearbook or budget a text is, or that it calls its own (我院)."""
        if self._institution is None:
            named = [name for names in self.mentions for name in names if name.type == "Organization"]
            annual = self.rules.words_regex("annual").search(self.heading) is not None
            in_title = (name.entity for name in named if annual and name.surface in self.heading)
            self._institution = (next(in_title, None) or self._own(named),)
        return self._institution[0]

    def _announced(self) -> Entity | None:
        """Return the programme that a notice or call announces."""
        if self._announcement is None:
            calls = self.rules.words_regex("calls").search(self.heading) is not None
            named = (name.entity for names in self.mentions for name in names if name.type == "Programme")
            self._announcement = (next(named, None) if calls else None,)
        return self._announcement[0]

    def _own(self, named: Sequence[Mention]) -> Entity | None:
        if not named or self._ending is None:
            return None
        return next((name.entity for name in named if self._ending.search(name.entity.label)), None)

    @cached_property
    def _ending(self) -> re.Pattern[str] | None:
        """Return how the name of the body ends that the text speaks for, if the text speaks for one."""
        text = "\n".join(sentence.text for sentence in self.sentences)
        return next((ending for way, ending in self.rules.own if way.search(text)), None)

    def _country(self) -> Entity | None:
        """Return China for what a national text tells, unless the text is a province's or an institution's own."""
        if self._national is None:
            texts = [self.title, *(sentence.text for sentence in self.sentences)]
            local = any(map(self.rules.words_regex("local").search, texts))
            self._national = not local and any(map(self.rules.words_regex("national").search, texts))
        return THE_COUNTRY if self._national else None


def subjects_of(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the names that numbers may be about; a country inside a name says whose, not what: 德国 in 德国马普学会."""
    named = [mention for mention in mentions if mention.type in SUBJECTS]
    return [name for name in named if name.type not in _PLACES or not any(_holds(other, name) for other in named)]


def _holds(outer: Mention, inner: Mention) -> bool:
    return outer is not inner and outer.start <= inner.start and inner.end <= outer.end


def _theme_of(sentence: Sentence, names: Sequence[Mention]) -> Mention | None:
    first = names[0] if names else None
    if first is None or not _THEME.match(sentence.text[: first.start - sentence.start]):
        return None
    return first if sentence.text.startswith("：", first.end - sentence.start) else None
