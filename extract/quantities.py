"""Numbers with their unit and what they say: how many of what, for which period, as target, fact, norm or definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.english_figures import english_status, find_english_figures, find_english_periods, is_english
from extract.figures import Figure, find_figures
from extract.measures import Measure, Scene, find_measures
from extract.model import Entity, Mention, Quantity, Sentence
from extract.periods import Period, find_periods, period_of_title
from extract.quantity_rules import QuantityRules, load_quantity_rules

CHINA = Entity("https://w3id.org/stcoop/id/country/CN", "Country", "中国", "China")

_CLAUSE_BREAK = re.compile("[，,。；;！？!?\n]")
_THEME = re.compile(r"[\s“—\d．.、（）()]*$")
_OPENING_QUOTES = "“《「『‘\"〈"
_CLOSING_QUOTE = re.compile("[”》」』’\"〉]")
#: A quotation this short that begins with a number is a name or a slogan: “三个面向”.
_SLOGAN = 14
#: A quote is the sentence, unless that is longer than this; then the clauses around the number.
_LONGEST_QUOTE = 200
_MARGIN = 60
#: Classes of entities that numbers are about, those that say most first.
_HOLDERS = ("Organization", "Country")
_SUBJECTS = ("Base", "BaseType", "Programme", "Mechanism", "Organization", "Document", "Region", "Country")


def find_quantities(
    sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], *, title: str = ""
) -> list[Quantity]:
    """Return the quantities of a document in order of position; `mentions[i]` are those of `sentences[i]`.

    >>> [found] = find_quantities([Sentence(0, 0, 19, "到2030年，联合实验室达到一百二十家。", "")], [[]])
    >>> found.value, found.unit, found.measures, found.status, found.period
    (Decimal('120'), '家', '联合实验室', 'target', '2030年')
    """
    return list(_Reading(sentences, mentions, title, load_quantity_rules()).quantities())


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure in its sentence, with what it measures."""

    sentence: Sentence
    figure: Figure
    measure: Measure
    mentions: Sequence[Mention]
    clause: tuple[int, int]


class _Reading:
    """Reads a document from front to back and remembers what later sentences go on with."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], title: str, rules: QuantityRules
    ) -> None:
        self.sentences, self.mentions, self.title, self.rules = sentences, mentions, title, rules
        self.scope: bool | None = None
        self.period, self.period_until, self.period_section = "", -1, ""
        self.measure: Measure | None = None

    def quantities(self) -> Iterator[Quantity]:
        for sentence, mentions in zip(self.sentences, self.mentions, strict=True):
            if is_english(sentence.text):
                yield from self._of_english(sentence, mentions)
            else:
                yield from self._of_sentence(sentence, mentions)

    def _of_sentence(self, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Quantity]:
        figures = find_figures(sentence.text, self.rules)
        if not figures:
            return
        names = [(mention.start - sentence.start, mention.end - sentence.start) for mention in mentions]
        figures = [figure for figure in figures if not _is_name(sentence.text, figure, names)]
        if not figures:
            return
        holders = [name for name, mention in zip(names, mentions, strict=True) if mention.type in _HOLDERS]
        scene = Scene(sentence.text, figures, names, holders, self.rules)
        measures = find_measures(scene, self.measure if self._goes_on(sentence) else None)
        self.measure = measures[-1]
        periods = find_periods(sentence.text, self.rules)
        for figure, measure in zip(figures, measures, strict=True):
            place = _Place(sentence, figure, measure, mentions, _clause(sentence.text, figure))
            status = self._status(place)
            yield self._quantity(place, status, self._period(place, periods, status))

    def _of_english(self, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Quantity]:
        english = self.rules.english
        names = [(mention.start - sentence.start, mention.end - sentence.start) for mention in mentions]
        periods = find_english_periods(sentence.text)
        for figure, measure in find_english_figures(sentence.text, english):
            if not any(start <= figure.start and figure.end <= end for start, end in names):
                place = _Place(sentence, figure, measure, mentions, _clause(sentence.text, figure))
                period = min(periods, key=lambda period: abs(period.start - figure.start), default=None)
                yield self._quantity(place, english_status(sentence.text, english), period.label if period else "", "english")

    def _quantity(self, place: _Place, status: str, period: str, kind: str = "") -> Quantity:
        sentence, figure = place.sentence, place.figure
        start, end = _quote(sentence.text, figure)
        return Quantity(
            value=figure.value,
            value_max=figure.value_max,
            comparator=figure.comparator,
            unit=figure.unit.name,
            measures=place.measure.text,
            subject=self._subject(place),
            status=status,
            period=period,
            start=sentence.start + start,
            end=sentence.start + end,
            quote=sentence.text[start:end],
            section=sentence.section,
            rule=_rule_of(self.rules, kind or figure.unit.kind),
        )

    # ---------------------------------------------------------------------------------------------------- status

    def _status(self, place: _Place) -> str:
        clause = place.sentence.text[slice(*place.clause)]
        for rule in self.rules.statuses:
            text = {"clause": clause, "sentence": place.sentence.text, "title": self.title}.get(rule.scope)
            if text is None:
                if any(rule.cue.search(lead) and not (rule.unless and rule.unless.search(lead)) for lead in self._leads(place)):
                    return rule.status
            elif rule.cue.search(text) and not (rule.unless and rule.unless.search(text)):
                return rule.status
        return "actual"

    def _leads(self, place: _Place) -> list[str]:
        index = place.sentence.index
        around = self.sentences[max(0, index - 3) : index]
        return [sentence.text for sentence in around]

    # ---------------------------------------------------------------------------------------------------- period

    def _period(self, place: _Place, periods: Sequence[Period], status: str) -> str:
        """Return the date or period a number holds for: named before it, behind it, by the list it stands in, by the title."""
        sentence = place.sentence
        before = [period for period in periods if period.holds_for(place.figure.start)]
        after = [period for period in periods if period.start >= place.figure.end and period.label]
        if before:
            self._remember(sentence, before)
            return before[-1].label
        if after and not _CLAUSE_BREAK.search(sentence.text, place.figure.end, after[0].start):
            return after[0].label
        if self.period and (self._goes_on(sentence) or self._still_told(sentence)):
            return self.period
        return period_of_title(self.title) if status == "target" else ""

    def _remember(self, sentence: Sentence, periods: Sequence[Period]) -> None:
        opens = self.rules.words_regex("date_openings", "^{}*$").match(sentence.text[: periods[0].start])
        self.period, self.period_until = periods[-1].label, sentence.index + (2 if opens else 0)
        self.period_section = sentence.section

    def _still_told(self, sentence: Sentence) -> bool:
        """Say whether a sentence stands right behind one that begins with its date."""
        return sentence.index <= self.period_until and sentence.section == self.period_section

    def _goes_on(self, sentence: Sentence) -> bool:
        """Say whether a sentence goes on with the list of the one before."""
        if not sentence.index:
            return False
        before = self.sentences[sentence.index - 1]
        same = before.section == sentence.section
        return same and (before.text.endswith(("；", ";", "：", ":")) or bool(self.rules.words_regex("goes_on").match(sentence.text)))

    # --------------------------------------------------------------------------------------------------- subject

    def _subject(self, place: _Place) -> Entity | None:
        """Return what a number is about: a name in what is measured, before it, or of the sentence; else the country."""
        start, end = place.clause
        named = [mention for mention in place.mentions if mention.type in _SUBJECTS]
        within = _last(_between(named, place, place.measure.start, place.measure.end))
        if within is None and self._with_partners(place):
            return self._country(place)
        ways = (
            lambda: within,
            lambda: _title_of_list(named, place),
            lambda: self._joined(place, named),
            lambda: _last(_between(named, place, start, place.figure.start)),
            lambda: self._itself(place),
            lambda: _weightiest(_between(named, place, 0, start)),
        )
        found = next(filter(None, (way() for way in ways)), None)
        return found.entity if found is not None else self._country(place)

    def _with_partners(self, place: _Place) -> bool:
        """Say whether the number counts those with whom something is done: 已与16个国家签署……"""
        start, _ = place.clause
        before = place.sentence.text[start : place.figure.outer_start]
        partners = self.rules.words_regex("partners").match(place.measure.text)
        return bool(partners and self.rules.words_regex("with", "{}$").search(before))

    def _joined(self, place: _Place, named: Sequence[Mention]) -> Mention | None:
        """Return what those who are counted take part in: 15个国家签署了《……协定》, 33个国家实施的“……”项目."""
        if not self.rules.words_regex("partners").match(place.measure.text):
            return None
        _, end = place.clause
        common = [mention for mention in named if mention.type in ("Programme", "Mechanism", "Document")]
        return next(iter(_between(common, place, place.figure.end, end)), None)

    def _itself(self, place: _Place) -> Mention | None:
        """Return the document itself, where the sentence speaks of it: 本指南, 本批."""
        start, _ = place.clause
        own = self.rules.words_regex("itself").search(place.sentence.text, 0, place.figure.start)
        if not own or not self.title:
            return None
        everywhere = (mention for mentions in self.mentions for mention in mentions)
        return next((mention for mention in everywhere if mention.entity.label == self.title), None)

    def _country(self, place: _Place) -> Entity | None:
        """Return China for what a national text says was done, unless the text is a province's or an institution's own."""
        if self.scope is None:
            texts = [sentence.text for sentence in self.sentences]
            local = any(map(self.rules.words_regex("local").search, texts))
            self.scope = not local and any(map(self.rules.words_regex("national").search, [self.title, *texts]))
        return CHINA if self.scope else None


def _between(mentions: Sequence[Mention], place: _Place, start: int, end: int) -> list[Mention]:
    offset = place.sentence.start
    return [mention for mention in mentions if start <= mention.start - offset and mention.end - offset <= end]


def _title_of_list(named: Sequence[Mention], place: _Place) -> Mention | None:
    """Return the name that a sentence sets before its colon as its theme."""
    text, offset = place.sentence.text, place.sentence.start
    first = named[0] if named else None
    return first if first and _THEME.match(text[: first.start - offset]) and text[first.end - offset :].startswith("：") else None


def _last(mentions: Sequence[Mention]) -> Mention | None:
    return mentions[-1] if mentions else None


def _weightiest(mentions: Sequence[Mention]) -> Mention | None:
    """Return the nearest of those mentions whose class says most: a programme before the ministry that runs it."""
    return min(reversed(mentions), key=lambda mention: _SUBJECTS.index(mention.type), default=None)


def _is_name(text: str, figure: Figure, names: Sequence[tuple[int, int]]) -> bool:
    """Say whether a number belongs to a name, a title or a slogan."""
    if any(start <= figure.start and figure.end <= end for start, end in names):
        return True
    if text.rfind("《", 0, figure.start) > text.rfind("》", 0, figure.start):
        return True
    if figure.start and text[figure.start - 1] in _OPENING_QUOTES:
        return _CLOSING_QUOTE.search(text, figure.end, figure.end + _SLOGAN) is not None
    return False


def _clause(text: str, figure: Figure) -> tuple[int, int]:
    start = 0
    for mark in _CLAUSE_BREAK.finditer(text, 0, figure.start):
        start = mark.end()
    after = _CLAUSE_BREAK.search(text, figure.end)
    return start, after.start() if after else len(text)


def _quote(text: str, figure: Figure) -> tuple[int, int]:
    """Return the sentence, or of a long one the clauses around the number."""
    if len(text) <= _LONGEST_QUOTE:
        return 0, len(text)
    start = 0
    for mark in _CLAUSE_BREAK.finditer(text, 0, max(0, figure.start - _MARGIN)):
        start = mark.end()
    after = _CLAUSE_BREAK.search(text, min(len(text), figure.end + _MARGIN))
    return start, after.end() if after else len(text)


@lru_cache(maxsize=16)
def _rule_of(rules: QuantityRules, kind: str) -> str:
    return next(row.id for row in rules.kinds if row.kind == kind)
