"""All rules in one list, whatever file they are in: what each yields, how it is written, what its examples show.

Where the rules fired is read off extractions: each mention, relation and quantity says which rule it comes from.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.definitions import load_glossary_rules
from extract.doubts import load_doubt_rules
from extract.figures import find_figures
from extract.masking import LETTERS, mask
from extract.model import Extraction, Mention, Quantity
from extract.quantities import find_quantities
from extract.quantity_rules import Comparator, Exclusion, Kind, QuantityRules, Status, load_quantity_rules
from extract.ruleset import Rule, load_rules

#: The kinds of rules, in the order they are listed.
KINDS = ("name", "field", "relation", "quantity", "comparator", "status", "exclusion", "definition", "doubt", "step")
_NUMBERS, _GLOSSARY, _DOUBTS = "quantities.toml", "glossary.toml", "doubts.toml"
#: The tables of rules in the files.
_TABLES = ("rule", "comparator", "status", "exclusion")
#: What an entry has a place of its own for.
_SHOWN_APART = frozenset({"id", "comment", "pattern", "trigger", "yields", "type", "example", "sign", "status"})
_READABLE = {**{ord(mask(letter)): f"‹{letter}›" for letter in LETTERS}, ord("\n"): "\\n"}
_BRACKET = re.compile(r"\[(?P<name>[^\[\]|]+)\|(?P<type>[A-Za-z]+)\]")
_NUMERALS = re.compile(r"[0-9０-９零〇一二两三四五六七八九十百千万亿]")


@dataclass(frozen=True, slots=True)
class Shown:
    """An example of a rule: its text and what comes out of it; where nothing must, a near miss."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as a person reads it. `pattern` is as in its file, `regex` what it stands for."""

    id: str
    kind: str
    file: str
    yields: tuple[str, ...]
    comment: str = ""
    triggers: tuple[str, ...] = ()
    pattern: str = ""
    regex: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    examples: tuple[Shown, ...] = ()

    @property
    def positive(self) -> tuple[Shown, ...]:
        """Return the examples from which something comes out."""
        return tuple(example for example in self.examples if example.facts)

    @property
    def near_misses(self) -> tuple[Shown, ...]:
        """Return the examples from which nothing must come out."""
        return tuple(example for example in self.examples if not example.facts)


@dataclass(frozen=True, slots=True)
class Firing:
    """A place where a rule fired: the document, the sentence or name, and what the rule made of it."""

    document: str
    quote: str
    fact: str


def load_rulebook(folder: Path | None = None) -> tuple[Entry, ...]:
    """Return the rules of all kinds in a folder; without one, those that ship with the package."""
    base = folder or Path(str(files("extract") / "rules"))
    rules, numbers, glossary = load_rules(folder), load_quantity_rules(folder), load_glossary_rules(folder)
    definitions = (*glossary.in_glossaries, *glossary.everywhere)
    written = _written_rules(base)
    return (
        *(_entry(rule, "name", (rule.type,), written) for rule in rules.names),
        *(_entry(rule, "field", ("Field",), written) for rule in rules.fields),
        *(_entry(rule, "relation", _statements(rule), written) for rule in rules.relations),
        *(_number_entry(rule, "quantity", ("Quantity",), written) for rule in numbers.kinds),
        *(_number_entry(rule, "comparator", (rule.sign,), written) for rule in numbers.comparators),
        *(_number_entry(rule, "status", (rule.status,), written) for rule in numbers.statuses),
        *(_near_miss(rule, written) for rule in numbers.exclusions),
        *(_entry(rule, "definition", ("skos:definition",), written) for rule in definitions),
        *(_entry(rule, "doubt", (rule.type,), written) for rule in load_doubt_rules(folder)),
        *_steps(base / "steps.toml"),
    )


def firings(
    extractions: Iterable[Extraction], quantity_rules: QuantityRules | None = None
) -> Mapping[str, list[Firing]]:
    """Return for each rule where it fired, in the order of the texts."""
    numbers = quantity_rules or load_quantity_rules()
    found: dict[str, list[Firing]] = defaultdict(list)
    for extraction in extractions:
        for rule, firing in (*_of_facts(extraction), *_of_wording(extraction, numbers)):
            found[rule].append(firing)
    return found


def shown_quantity(quantity: Quantity) -> str:
    """Return a quantity in one line, as the examples of the rules write it."""
    upper = "" if quantity.value_max is None else f"~{quantity.value_max:f}"
    what = f"{quantity.value:f}{upper} {quantity.comparator} {quantity.unit}"
    return " | ".join((what, quantity.measures, quantity.status, quantity.period)).strip()


def readable_regex(regex: str) -> str:
    """Return an expanded pattern as a person can read it: masks as letters in ‹›, line ends as a backslash and n.

    >>> readable_regex(f"与[{mask('C')}{mask('R')}]合作")
    '与[‹C›‹R›]合作'
    """
    return regex.translate(_READABLE)


def excluded_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a sentence that count nothing, each with a rule that leaves it out.

    >>> list(excluded_numbers("第三届论坛在青岛举行。"))
    [('ordinals and ranks', '三届')]
    """
    if _NUMERALS.search(text):
        yield from _excluding(text, load_quantity_rules())


# -- entries -------------------------------------------------------------------------------------------------------


def _written_rules(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the rules by id as they are written, nothing expanded."""
    single = (folder / name for name in (_NUMBERS, _GLOSSARY, _DOUBTS))
    tables = [tomllib.loads(path.read_text("utf-8")) for path in (*folder.glob("*/*.toml"), *single)]
    rows = (row for table in tables for kind in _TABLES for row in table.get(kind, ()))
    return {row["id"]: row for row in rows}


def _conditions(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what else a rule asks for, in the words of its file."""
    return tuple((name, _in_words(value)) for name, value in row.items() if name not in _SHOWN_APART)


def _in_words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entry(rule: Rule, kind: str, yields: tuple[str, ...], written: Mapping[str, Mapping[str, Any]]) -> Entry:
    return Entry(
        rule.id,
        kind,
        rule.file if rule.file in (_GLOSSARY, _DOUBTS) else f"{kind}s/{rule.file}",
        yields,
        rule.comment,
        rule.triggers,
        rule.pattern,
        rule.regex.pattern if rule.pattern else "",
        _conditions(written[rule.id]),
        tuple(_shown(example.text, example.facts) for example in rule.examples),
    )


def _shown(text: str, facts: Sequence[str]) -> Shown:
    """Return an example; what it marks in brackets counts as what comes out."""
    marked = (f"{match['name']} ({match['type']})" for match in _BRACKET.finditer(text))
    return Shown(_BRACKET.sub(lambda match: match["name"], text), (*marked, *facts))


def _statements(rule: Rule) -> tuple[str, ...]:
    return tuple(f"{stated.subject} {stated.predicate} {stated.object}" for stated in rule.yields)


def _number_entry(
    rule: Kind | Comparator | Status, kind: str, yields: tuple[str, ...], written: Mapping[str, Mapping[str, Any]]
) -> Entry:
    examples = tuple(Shown(example.text, example.quantities) for example in rule.examples)
    return Entry(rule.id, kind, _NUMBERS, yields, conditions=_conditions(written[rule.id]), examples=examples)


def _near_miss(rule: Exclusion, written: Mapping[str, Mapping[str, Any]]) -> Entry:
    examples = tuple(Shown(example.text) for example in rule.examples)
    comment = "A number with a unit that counts nothing."
    return Entry(
        rule.id, "exclusion", _NUMBERS, (), comment, conditions=_conditions(written[rule.id]), examples=examples
    )


def _steps(path: Path) -> Iterator[Entry]:
    if path.exists():
        for name, step in tomllib.loads(path.read_text("utf-8")).items():
            yield Entry(name, "step", path.name, (step["yields"],), step["comment"])


# -- where they fired ----------------------------------------------------------------------------------------------


def _of_facts(extraction: Extraction) -> Iterator[tuple[str, Firing]]:
    document = extraction.document.id
    sentences = {sentence.index: sentence.text for sentence in extraction.sentences}
    for mention in extraction.mentions:
        yield mention.rule, Firing(document, sentences[mention.sentence], f"{mention.surface} ({mention.type})")
    for relation in extraction.relations:
        fact = f"{relation.subject.label} {relation.predicate} {relation.object.label}"
        yield relation.rule, Firing(document, relation.quote, fact)
    for quantity in extraction.quantities:
        yield quantity.rule, Firing(document, quantity.quote, shown_quantity(quantity))
    for definition in extraction.definitions:
        yield definition.rule, Firing(document, definition.text, definition.term.label)
    for doubt in extraction.unresolved:
        yield doubt.rule, Firing(document, doubt.quote, f"{doubt.surface} ({doubt.type}?)")


def _of_wording(extraction: Extraction, rules: QuantityRules) -> Iterator[tuple[str, Firing]]:
    """Yield where the rules fired that only say how a number is meant, or that it counts nothing."""
    document = extraction.document.id
    for sentence in extraction.sentences:
        if _NUMERALS.search(sentence.text):
            for rule, figure in (*_excluding(sentence.text, rules), *_comparing(sentence.text, rules)):
                yield rule, Firing(document, sentence.text, figure)
    for rule, quantity in deciding_statuses(extraction, rules):
        yield rule, Firing(document, quantity.quote, shown_quantity(quantity))


def _excluding(text: str, rules: QuantityRules) -> Iterator[tuple[str, str]]:
    """Yield the rules that leave out a number of a sentence, each looked at as if it were the only one."""
    free = find_figures(text, replace(rules, exclusions=()))
    if len(free) == len(find_figures(text, rules)):
        return
    for exclusion in rules.exclusions:
        kept = {figure.start for figure in find_figures(text, replace(rules, exclusions=(exclusion,)))}
        yield from ((exclusion.id, text[f.start : f.end]) for f in free if f.start not in kept)


def _comparing(text: str, rules: QuantityRules) -> Iterator[tuple[str, str]]:
    plain = {figure.start: figure.comparator for figure in find_figures(text, replace(rules, comparators=()))}
    full = find_figures(text, rules)
    if all(plain.get(figure.start) == figure.comparator for figure in full):
        return
    for comparator in rules.comparators:
        for figure in find_figures(text, replace(rules, comparators=(comparator,))):
            if figure.comparator == comparator.sign != plain.get(figure.start):
                yield comparator.id, text[figure.outer_start : figure.outer_end]


def deciding_statuses(extraction: Extraction, rules: QuantityRules) -> Iterator[tuple[str, Quantity]]:
    """Yield the quantities of a document with the rule that decided whether each is a target, a fact or a norm."""
    if not extraction.quantities:
        return
    named = replace(rules, statuses=tuple(replace(status, status=status.id) for status in rules.statuses))
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        mentions[mention.sentence].append(mention)
    in_sentences = [mentions[sentence.index] for sentence in extraction.sentences]
    title = extraction.document.title
    by_rule = find_quantities(extraction.sentences, in_sentences, title=title, rules=named)
    ids = {status.id for status in rules.statuses}
    by_place = {(q.start, q.value, q.measures): q.status for q in by_rule if q.status in ids}
    for quantity in extraction.quantities:
        if rule := by_place.get((quantity.start, quantity.value, quantity.measures)):
            yield rule, quantity
