"""Numbers with their unit and what they say: how many of what, when, as target, fact, norm or definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.english_figures import english_status, find_english_figures, find_english_periods, is_english
from extract.figures import Figure, find_figures
from extract.measures import find_measures
from extract.model import Mention, Quantity, Sentence
from extract.periods import Period, find_periods, first_year, period_of_title, year_of_title
from extract.quantity_rules import QuantityRules, Status, load_quantity_rules
from extract.scenes import Measure, Scene
from extract.subjects import Place, SubjectFinder, subjects_of

_CLAUSE_BREAK = re.compile("[，,。；;！？!?\n]")
_OPENING_QUOTES = '“《「『‘"〈'
_CLOSING_QUOTE = re.compile('[”》」』’"〉]')
#: A number at the end of a quotation without a comma belongs to a name: “海洋十年”.
_QUOTED_NAME = re.compile("[“《「『‘〈][^“”《》「」『』‘’〈〉，。；]{1,20}$")
#: A quotation this short that begins with a number is a name or a slogan: “三个面向”.
_SLOGAN = 14
#: A quote is the sentence, unless that is longer than this; then the clauses around the number.
_LONGEST_QUOTE = 200
_MARGIN = 60
#: Longer sentences are read piece by piece, so that no sentence takes more than linear time.
_LONGEST_PIECE = 400
_LONGEST_TITLE = 80
#: Names that a measure is told of, and does not begin with.
_HOLDERS = ("Organization", "Country")
#: How many sentences before one lead to it, and for how many a date at the beginning of a sentence holds.
_LEADS = 3
_DATED = 2


def find_quantities(
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[Mention]],
    *,
    title: str = "",
    rules: QuantityRules | None = None,
) -> list[Quantity]:
    """Return the quantities of a document in order of position; `mentions[i]` are those of `sentences[i]`.

    >>> [found] = find_quantities([Sentence(0, 0, 19, "到2030年，联合实验室达到一百二十家。", "")], [[]])
    >>> found.value, found.unit, found.measures, found.status, found.period
    (Decimal('120'), '家', '联合实验室', 'target', '2030年')
    """
    return list(_Reading(sentences, mentions, title, rules or load_quantity_rules()).quantities())


class _Reading:
    """Reads a document from front to back and remembers what later sentences go on with."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], title: str, rules: QuantityRules
    ) -> None:
        self.sentences, self.mentions, self.rules = sentences, mentions, rules
        self.title = f"{title}\n{_first_line(sentences)}"
        self.by_section = _by_section(sentences)
        self.subjects = SubjectFinder(sentences, mentions, self.by_section, title, self.title, rules)
        self.period, self.period_until, self.period_section = "", -1, ""
        self.year = year_of_title(self.title)
        self.measure: Measure | None = None
        self.until: int | None = None
        self.tasks: dict[str, bool] = {}
        self.known: dict[str, bool] = {}

    def quantities(self) -> Iterator[Quantity]:
        for sentence, mentions in zip(self.sentences, self.mentions, strict=True):
            if len(sentence.text) <= _LONGEST_PIECE:
                yield from self._read(sentence, mentions)
            else:
                for piece in _pieces(sentence):
                    yield from self._read(piece, [name for name in mentions if piece.start <= name.start < piece.end])

    def _read(self, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Quantity]:
        if is_english(sentence.text):
            return self._read_english(sentence, mentions)
        figures = find_figures(sentence.text, self.rules)
        return self._read_chinese(sentence, mentions, figures) if figures else iter(())

    def _read_chinese(
        self, sentence: Sentence, mentions: Sequence[Mention], figures: Sequence[Figure]
    ) -> Iterator[Quantity]:
        text = sentence.text
        mentions = [mention for mention in mentions if mention.type != "Field"]  # 两个旗舰领域 is a count, not a name
        names = [(mention.start - sentence.start, mention.end - sentence.start) for mention in mentions]
        figures = [figure for figure in figures if not _is_name(text, figure, names)]
        if not figures:
            return
        holders = [name for name, mention in zip(names, mentions, strict=True) if mention.type in _HOLDERS]
        scene = Scene(text, figures, names, frozenset(holders), self.rules)
        measures = find_measures(scene, self.measure if self._goes_on(sentence) else None)
        self.measure, self.known = measures[-1], {}
        periods = find_periods(text, self.rules)
        subjects = subjects_of(mentions)
        for figure, measure in zip(figures, measures, strict=True):
            place = Place(sentence, figure, measure, _clause(text, figure), subjects)
            period = self._period(place, periods)
            status = self._status(place, period)
            yield self._quantity(place, status, period or self._period_of_document(place, status), figure.unit.kind)

    def _read_english(self, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Quantity]:
        names = [(mention.start - sentence.start, mention.end - sentence.start) for mention in mentions]
        periods = find_english_periods(sentence.text)
        subjects = subjects_of(mentions)
        for figure, measure in find_english_figures(sentence.text, self.rules.english):
            if not any(start <= figure.start and figure.end <= end for start, end in names):
                place = Place(sentence, figure, measure, _clause(sentence.text, figure), subjects)
                nearest = min(periods, key=lambda period: abs(period.start - figure.start), default=None)
                status = english_status(sentence.text[slice(*place.clause)], self.rules.english)
                yield self._quantity(place, status, nearest.label if nearest else self.year, "english")

    def _quantity(self, place: Place, status: str, period: str, kind: str) -> Quantity:
        sentence, figure = place.sentence, place.figure
        start, end = _quote(sentence.text, figure)
        return Quantity(
            value=figure.value,
            value_max=figure.value_max,
            comparator=figure.comparator,
            unit=figure.unit.name,
            measures=place.measure.text,
            subject=self.subjects.find(place, status),
            status=status,
            period=period,
            start=sentence.start + start,
            end=sentence.start + end,
            quote=sentence.text[start:end],
            section=sentence.section,
            rule=_rule_of(self.rules, kind),
        )

    def _status(self, place: Place, period: str) -> str:
        return next((rule.status for rule in self.rules.statuses if self._holds(rule, place, period)), "actual")

    def _holds(self, rule: Status, place: Place, period: str) -> bool:
        if rule.scope in ("earlier", "later"):
            return self._is_timed(rule, place, period)
        if rule.scope == "tasks":
            return self._is_section_of_tasks(place.sentence.section)
        if rule.scope == "before":
            return rule.fits(place.sentence.text[place.clause[0] : place.figure.outer_start])
        if rule.scope == "clause":
            return rule.fits(place.sentence.text[slice(*place.clause)])
        if rule.scope == "sentence":
            return rule.fits(place.sentence.text[: place.clause[1]])
        if rule.id not in self.known:
            self.known[rule.id] = any(map(rule.fits, self._texts(rule.scope, place.sentence)))
        return self.known[rule.id]

    def _texts(self, scope: str, sentence: Sentence) -> Sequence[str]:
        if scope == "title":
            return [self.title]
        return [lead.text for lead in self.sentences[max(0, sentence.index - _LEADS) : sentence.index]]

    def _is_timed(self, rule: Status, place: Place, period: str) -> bool:
        """Say whether the date of a number lies before the plan's own period, or after the text reports up to."""
        year = first_year(period)
        if not year:
            return False
        if rule.scope == "earlier":
            start = first_year(period_of_title(self.title))
            limit_passed = 0 < year < start
        else:
            limit_passed = 0 < self._reported_until() < year
        return limit_passed and rule.fits(place.sentence.text[: place.clause[1]])

    def _reported_until(self) -> int:
        """Return the last year up to which the text says that it reports (截至2022年底)."""
        if self.until is None:
            said = (
                self.rules.words_regex("until", "{}(?P<year>(?:19|20)[0-9]{2})年").finditer(each.text)
                for each in self.sentences
            )
            self.until = max((int(found["year"]) for matches in said for found in matches), default=0)
        return self.until

    def _is_section_of_tasks(self, section: str) -> bool:
        """Say whether more sentences of a section begin with what is to be done than speak of the past."""
        if section not in self.tasks:
            begins, past = self.rules.words_regex("tasks"), self.rules.words_regex("past")
            texts = [sentence.text for sentence in self.by_section[section]]
            told = [text for text in texts if past.search(text)]
            to_do = [text for text in texts if begins.match(text) and not past.search(text)]
            self.tasks[section] = len(to_do) > max(1, len(told))
        return self.tasks[section]

    def _period(self, place: Place, periods: Sequence[Period]) -> str:
        """Return the date or period a number holds for: named before it, behind it, by its list."""
        sentence = place.sentence
        before = [period for period in periods if period.holds_for(place.figure.start)]
        after = next((period for period in periods if period.start >= place.figure.end and period.label), None)
        if before:
            self._remember(sentence, before)
            return before[-1].label
        if after and not _CLAUSE_BREAK.search(sentence.text, place.figure.end, after.start):
            return after.label
        if self.period and (self._goes_on(sentence) or self._still_dated(sentence)):
            return self.period
        return ""

    def _period_of_document(self, place: Place, status: str) -> str:
        """Return the planning period of the title for what is aimed at, or the year of a yearbook or budget."""
        if self._is_annual():
            so_far = self.rules.words_regex("so_far").search(place.sentence.text[slice(*place.clause)])
            return "" if so_far else self.year
        if status == "target":
            return period_of_title(self.title) or self.year
        return self.year if status == "requirement" else ""

    def _is_annual(self) -> bool:
        return self.rules.words_regex("annual").search(self.title) is not None

    def _remember(self, sentence: Sentence, periods: Sequence[Period]) -> None:
        opens = self.rules.words_regex("date_openings", "^{}*$").match(sentence.text[: periods[0].start])
        self.period, self.period_until = periods[-1].label, sentence.index + (_DATED if opens else 0)
        self.period_section = sentence.section
        if opens and not self.year:
            self.year = self.period

    def _still_dated(self, sentence: Sentence) -> bool:
        """Say whether a sentence stands right behind one that begins with its date."""
        return sentence.index <= self.period_until and sentence.section == self.period_section

    def _goes_on(self, sentence: Sentence) -> bool:
        """Say whether a sentence goes on with the list of the one before."""
        if not sentence.index:
            return False
        before = self.sentences[sentence.index - 1]
        if before.section != sentence.section:
            return False
        return before.text.endswith(("；", ";", "：", ":")) or bool(
            self.rules.words_regex("goes_on").match(sentence.text)
        )


def _by_section(sentences: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        found.setdefault(sentence.section, []).append(sentence)
    return found


def _first_line(sentences: Sequence[Sentence]) -> str:
    """Return the first sentence if it looks like a heading."""
    text = sentences[0].text if sentences else ""
    return text if len(text) <= _LONGEST_TITLE and not text.endswith(("。", "；", "！")) else ""


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """Yield a long sentence in pieces that end at a clause."""
    text, start = sentence.text, 0
    while start < len(text):
        end = min(len(text), start + _LONGEST_PIECE)
        if end < len(text):
            breaks = list(_CLAUSE_BREAK.finditer(text, start + _LONGEST_PIECE // 2, end))
            end = breaks[-1].end() if breaks else end
        yield Sentence(sentence.index, sentence.start + start, sentence.start + end, text[start:end], sentence.section)
        start = end


def _is_name(text: str, figure: Figure, names: Sequence[tuple[int, int]]) -> bool:
    """Say whether a number belongs to a name, a title or a slogan."""
    if any(start <= figure.start and figure.end <= end for start, end in names):
        return True
    if text.rfind("《", 0, figure.start) > text.rfind("》", 0, figure.start):
        return True
    if figure.start and text[figure.start - 1] in _OPENING_QUOTES:
        return _CLOSING_QUOTE.search(text, figure.end, figure.end + _SLOGAN) is not None
    return _CLOSING_QUOTE.match(text, figure.end) is not None and _QUOTED_NAME.search(text, 0, figure.start) is not None


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
