"""Reads units.toml and quantities.toml: what counts, what only looks like it, and the words around it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.numerals import ENGLISH_NUMBER_WORDS, ENGLISH_SCALES

CLAUSE_END = r"(?=[，,。；;：:！？!?、）)\]】”\n]|$)"


class QuantityRuleError(ValueError):
    """A file of quantity rules that cannot be used; the message names file, entry, fault and cure."""


@dataclass(frozen=True, slots=True)
class QuantityExample:
    """A text and the quantities that must come out of it; none means a near miss."""

    text: str
    quantities: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands in the text, what it is called in the tables, and its kind."""

    text: str
    name: str
    kind: str  # count | share | money | time | size
    noun: bool = False  # the unit says itself what is counted


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of quantity; its `id` is the `rule` of what it finds."""

    id: str
    kind: str
    examples: tuple[QuantityExample, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Numbers with a unit that count nothing; everything that is given must hold."""

    id: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    whole: re.Pattern[str] | None
    units: frozenset[str]
    numeral: str
    examples: tuple[QuantityExample, ...]


@dataclass(frozen=True, slots=True)
class Comparator:
    """Words before or behind a number that say how exact it is."""

    id: str
    sign: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    examples: tuple[QuantityExample, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Words that say whether a number is a target, a fact, a norm or part of a definition."""

    id: str
    status: str
    scope: str  # clause | sentence | lead | title
    cue: re.Pattern[str]
    unless: re.Pattern[str] | None
    examples: tuple[QuantityExample, ...]

    def fits(self, text: str) -> bool:
        """Say whether a text has the cue and nothing that speaks against it."""
        return self.cue.search(text) is not None and not (self.unless and self.unless.search(text))


@dataclass(frozen=True, slots=True)
class EnglishSign:
    """Words beside an English number that say how exact it is; `over five years` is no comparison."""

    sign: str
    cue: re.Pattern[str]
    of_time: bool


@dataclass(frozen=True, slots=True)
class English:
    """The constructions of English text."""

    number: re.Pattern[str]
    currencies: Mapping[str, str]
    durations: frozenset[str]
    before: tuple[EnglishSign, ...]
    after: tuple[EnglishSign, ...]
    target: re.Pattern[str]
    requirement: re.Pattern[str]
    noun_before: re.Pattern[str]


@dataclass(frozen=True, eq=False)
class QuantityRules:
    """All that the two files say."""

    kinds: tuple[Kind, ...]
    exclusions: tuple[Exclusion, ...]
    comparators: tuple[Comparator, ...]
    statuses: tuple[Status, ...]
    units: Mapping[str, Unit]
    unit_pattern: str
    words: Mapping[str, str]
    english: English
    own: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = ()
    compiled: dict[tuple[str, str], re.Pattern[str]] = field(default_factory=dict, compare=False, repr=False)

    def words_regex(self, name: str, form: str = "{}") -> re.Pattern[str]:
        """Return a named word list as a regular expression, put into a form such as `^(?:{})`."""
        if (name, form) not in self.compiled:
            self.compiled[name, form] = re.compile(form.replace("{}", f"(?:{self.words[name]})"))
        return self.compiled[name, form]

    def __iter__(self) -> Any:
        yield from (*self.kinds, *self.exclusions, *self.comparators, *self.statuses)


@lru_cache(maxsize=4)
def load_quantity_rules(folder: Path | None = None) -> QuantityRules:
    """Return the quantity rules of a folder; without one, those that ship with the package."""
    base = folder or Path(str(files("extract") / "rules"))
    return _Reader(base / "quantities.toml", base / "units.toml").read()


class _Reader:
    def __init__(self, rules: Path, units: Path) -> None:
        self.rules_file, self.units_file = rules, units
        self.rules, self.unit_data = _toml(rules), _toml(units)
        self.words: dict[str, str] = {}
        for name, entries in self.rules["words"].items():
            self.words[name] = _WORDS.sub(self._word_list, "|".join(entries))

    def _word_list(self, used: re.Match[str]) -> str:
        if used["name"] not in self.words:
            raise QuantityRuleError(
                f"{self.rules_file.name}: ${used['name']} is no word list above this one; name one or move it up"
            )
        return f"(?:{self.words[used['name']]})"

    def read(self) -> QuantityRules:
        units = {unit.text: unit for unit in self._units()}
        return QuantityRules(
            kinds=tuple(Kind(row["id"], row["kind"], _examples(row)) for row in self._rows("rule", "id", "kind")),
            exclusions=tuple(self._exclusion(row, units) for row in self._rows("exclusion", "id")),
            comparators=tuple(self._comparator(row) for row in self._rows("comparator", "id", "sign")),
            statuses=tuple(self._status(row) for row in self._rows("status", "id", "status", "scope", "cue")),
            units=units,
            unit_pattern=self._unit_pattern(),
            words=self.words,
            english=self._english(),
            own=tuple(
                (self._compile(way, "own"), self._compile(f"(?:{end})$", "own"))
                for way, end in self.rules.get("own", {}).items()
            ),
        )

    def _rows(self, key: str, *needed: str) -> Iterable[Mapping[str, Any]]:
        for number, row in enumerate(self.rules.get(key, ()), 1):
            for name in needed:
                if name not in row:
                    place = f"{self.rules_file.name}: {key} {number} {row.get('id', '')!r}"
                    raise QuantityRuleError(f"{place}: '{name}' is missing; every {key} has {', '.join(needed)}")
            yield row

    def _units(self) -> Iterable[Unit]:
        aliases = self.unit_data["aliases"]
        for row in self.unit_data["units"]:
            for text in row["names"]:
                yield Unit(text, aliases.get(text, text), row["kind"], bool(row.get("noun")))

    def _unit_pattern(self) -> str:
        """Return the alternation of all units, longest first."""
        rows = [(text, bool(row.get("figures"))) for row in self.unit_data["units"] for text in row["names"]]
        return "|".join(self._one_unit(*row) for row in sorted(rows, key=lambda row: (-len(row[0]), row[0])))

    def _one_unit(self, text: str, figures: bool) -> str:
        guard = self.unit_data["guards"].get(text)
        needed = self.unit_data["only_before"].get(text)
        pattern = ("(?<![一二两三四五六七八九十几])" if figures else "") + re.escape(text)
        if text in self.unit_data["per"]["units"]:
            pattern += f"(?:{self.unit_data['per']['each']})?"
        if text[-1].isascii() and text[-1].isalpha():
            pattern += "(?![A-Za-z])"
        if text in self.unit_data["again"]:
            pattern += f"(?:{self.unit_data['again'][text]})?"
        if guard:
            pattern += f"(?!{guard})"
        if needed:
            pattern += f"(?={needed})".replace("$clause", CLAUSE_END)
        return pattern

    def _exclusion(self, row: Mapping[str, Any], units: Mapping[str, Unit]) -> Exclusion:
        unknown = [name for name in row.get("units", ()) if name not in units and name not in _NOT_UNITS]
        if unknown:
            raise QuantityRuleError(
                f"{self.rules_file.name}: exclusion '{row['id']}': {unknown[0]} is no unit of {self.units_file.name}"
            )
        return Exclusion(
            row["id"],
            self._regex(row, "before", "(?:{})\\s*$"),
            self._regex(row, "after", "(?:{})"),
            self._regex(row, "whole", "(?:{})$"),
            frozenset(row.get("units", ())),
            row.get("numeral", ""),
            _examples(row),
        )

    def _comparator(self, row: Mapping[str, Any]) -> Comparator:
        before, after = ("|".join(row.get(side, ())) or "(?!)" for side in ("before", "after"))
        filler = self.words["fillers"]
        return Comparator(
            row["id"],
            row["sign"],
            self._compile(
                f"(?P<word>{before})(?P<share>占)?(?:{filler})?(?P<base>{self.words['base']})?\\s*$", row["id"]
            ),
            self._compile(f"(?:{after})", row["id"]),
            _examples(row),
        )

    def _status(self, row: Mapping[str, Any]) -> Status:
        cue = self._compile(row["cue"], row["id"])
        return Status(row["id"], row["status"], row["scope"], cue, self._regex(row, "unless", "{}"), _examples(row))

    def _english(self) -> English:
        rules, units = self.rules["english"], self.unit_data["english"]
        symbols = _alternation(units["currencies"])
        nouns = f"{_alternation([*units['counted'], *units['durations']])}|{units['plural']}"
        figure = r"(?P<number>\d{1,3}(?:[, \u2009]\d{3}){1,5}(?!\d)(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
        number = (
            rf"(?<![\w.,/-])(?:(?P<sign>{symbols})\s?)?(?:{figure}|\b(?P<word>(?i:{'|'.join(ENGLISH_NUMBER_WORDS)}))\b)"
            rf"(?:(?:\s?[-–—]\s?|\sto\s)(?P<high>\d{{1,12}}(?:\.\d{{1,4}})?))?"
            rf"(?:[\s-]?(?P<scale>(?i:{'|'.join(ENGLISH_SCALES)}))\b)?(?P<vague>\+)?"
            rf"(?(sign)|(?:\s?(?P<share>{_alternation(units['shares'])})|\s(?P<currency>{symbols})(?!\w)"
            rf"|\s(?P<noun>(?:{units['qualifier']}\s){{0,5}}?(?:{nouns})(?:\sand\s{units['plural']})?)\b(?!-))?)"
        )
        return English(
            number=self._compile(number, "english"),
            currencies=units["currencies"],
            durations=frozenset(units["durations"]),
            before=tuple(self._english_sign(row, "\\b(?i:{})\\s*$") for row in rules["before"]),
            after=tuple(self._english_sign(row, "\\s*(?:{})\\b") for row in rules["after"]),
            target=self._compile(rules["target"], "english"),
            requirement=self._compile(rules["requirement"], "english"),
            noun_before=self._compile(
                rf"(?P<noun>(?:[A-Za-z&'’()-]{{1,25}}\s){{1,4}}?)(?:(?:{rules['verbs']})\s){{1,4}}(?:[a-z]+ly\s)?$",
                "english",
            ),
        )

    def _english_sign(self, row: Mapping[str, Any], form: str) -> EnglishSign:
        return EnglishSign(
            row["sign"], self._compile(form.replace("{}", row["cue"]), "english"), row.get("of_time", True)
        )

    def _regex(self, row: Mapping[str, Any], key: str, form: str) -> re.Pattern[str] | None:
        return self._compile(form.replace("{}", row[key]), row["id"]) if key in row else None

    def _compile(self, pattern: str, place: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern)
        except re.error as error:
            raise QuantityRuleError(
                f"{self.rules_file.name}: {place!r} is no regular expression: {error}: {pattern}"
            ) from error


_WORDS = re.compile(r"\$(?P<name>[a-z_]+)")
_NOT_UNITS = frozenset({"周年", "代", "期", "级", "维"})
_ENGLISH_NUMBERS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
]
_ENGLISH_SCALES = ("thousand", "million", "billion", "trillion")


def _alternation(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _examples(row: Mapping[str, Any]) -> tuple[QuantityExample, ...]:
    return tuple(
        QuantityExample(entry)
        if isinstance(entry, str)
        else QuantityExample(entry["text"], tuple(entry["quantities"]), entry.get("title", ""))
        for entry in row.get("example", ())
    )


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuantityRuleError(f"{path}: cannot be read: {error.strerror}; put the file back") from error
    except tomllib.TOMLDecodeError as error:
        raise QuantityRuleError(f"{path}: is no TOML: {error}; correct that line") from error
