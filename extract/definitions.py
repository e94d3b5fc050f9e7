"""Finds what a text says a thing is: the entries of its glossary, and sentences of the form X是指….

The definition of an entry is the sentence that defines its headword; where a sentence of the entry defines another term
on the way (研发活动是指…), that is a definition of its own.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from extract.lexicon import Lexicon
from extract.model import Definition, Entity, Mention, Section, Sentence
from extract.names import clean_label
from extract.ruleset import Rule, load_rules, read_rules
from ontology import mint

#: A line that is no longer than this may be a heading without a number.
_LONGEST_HEADING = 20
_PARAGRAPH = re.compile("[\n\u3000]")
_BOOK_QUOTES = re.compile("[《》]")
#: The class of a term that is none of the things cooperation is made of.
_TERM = "Term"
#: Headword and defined term are one from this likeness on: 研发经费与国内生产总值的比例, 研发经费占国内生产总值比例.
_ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class GlossaryRules:
    """What glossary.toml says: constructions, those of them that hold in glossaries only, and classes by last characters."""

    everywhere: tuple[Rule, ...]
    in_glossaries: tuple[Rule, ...]
    classes: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=4)
def load_glossary_rules(folder: Path | None = None) -> GlossaryRules:
    """Return the rules for definitions in a folder; without one, those that ship with the package."""
    path = (folder or Path(str(files("extract") / "rules"))) / "glossary.toml"
    rules = read_rules(path, load_rules(folder).words)
    classes = tomllib.loads(path.read_text(encoding="utf-8")).get("classes", {})
    return GlossaryRules(
        tuple(rule for rule in rules if "section" not in rule.options),
        tuple(rule for rule in rules if "section" in rule.options),
        {name: re.compile(ending) for name, ending in classes.items()},
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A term, the span of the words that say what it is, and the rule that saw them."""

    term: str
    term_start: int
    start: int
    sentence: Sentence
    rule: str


class DefinitionFinder:
    """Finds the definitions of a document with one vocabulary and one set of rules."""

    def __init__(self, lexicon: Lexicon, rules: GlossaryRules | None = None) -> None:
        self._lexicon = lexicon
        self._rules = rules or load_glossary_rules()
        self._triggers = tuple(dict.fromkeys(word for rule in self._rules.everywhere for word in rule.triggers))

    def find(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Sequence[Mention]],
        sections: Sequence[Section],
    ) -> list[Definition]:
        """Return the definitions of a document in order of position; `mentions[i]` are those of `sentences[i]`."""
        defined = {found.start: found for found in self._defined(text, sentences)}
        for headword, entry in self._entries(text, sentences, sections):
            inside = [found for found in defined.values() if entry[0].start <= found.start < entry[-1].end]
            itself = next((found for found in inside if _are_one(found.term, headword.term)), headword)
            defined[itself.start] = _Found(
                headword.term, headword.term_start, itself.start, itself.sentence, itself.rule
            )
        return [self._definition(text, defined[start], mentions) for start in sorted(defined)]

    def _defined(self, text: str, sentences: Sequence[Sentence]) -> Iterator[_Found]:
        """Yield the definitions in sentences that hold a trigger."""
        for sentence in _sentences_with(self._triggers, text, sentences):
            for rule in self._rules.everywhere:
                if found := _apply(rule, sentence):
                    yield found
                    break

    def _entries(
        self, text: str, sentences: Sequence[Sentence], sections: Sequence[Section]
    ) -> Iterator[tuple[_Found, Sequence[Sentence]]]:
        """Yield the entries of glossaries: the headword with the sentences that follow it in its paragraph."""
        for rule in self._rules.in_glossaries:
            inside = _under_heading(rule.options["section"], sentences, sections)
            for paragraph in _paragraphs(text, inside):
                if headword := _apply(rule, paragraph[0]):
                    yield headword, paragraph

    def _definition(self, text: str, found: _Found, mentions: Sequence[Sequence[Mention]]) -> Definition:
        sentence = found.sentence
        return Definition(
            term=self._term(found, mentions[sentence.index]),
            text=text[found.start : sentence.end],
            start=found.start,
            end=sentence.end,
            section=sentence.section,
            rule=found.rule,
        )

    def _term(self, found: _Found, mentions: Iterable[Mention]) -> Entity:
        """Return the entity of a term: what is mentioned there, what the vocabulary knows, else a new one."""
        span = (found.term_start, found.term_start + len(found.term))
        named = [mention.entity for mention in mentions if (mention.start, mention.end) == span]
        label = clean_label(_BOOK_QUOTES.sub("", found.term))
        known = self._lexicon.named(label)
        if named or len(known) == 1:
            return (*named, *known)[0]
        type_ = next((name for name, ending in self._rules.classes.items() if ending.search(label)), _TERM)
        return Entity(mint(type_, label), type_, label, known=False)


def _apply(rule: Rule, sentence: Sentence) -> _Found | None:
    """Return what a rule reads in a sentence as a definition."""
    match = rule.regex.search(sentence.text)
    if match is None or ("reject" in rule.options and rule.options["reject"].search(match["term"])):
        return None
    begin = sentence.start
    return _Found(match["term"], begin + match.start("term"), begin + match.start("definition"), sentence, rule.id)


def _sentences_with(words: Iterable[str], text: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that hold one of some words, by looking for the words and not through the sentences."""
    starts: list[int] = []
    found: set[int] = set()
    for word in words:
        place = text.find(word)
        while place >= 0:
            starts = starts or [sentence.start for sentence in sentences]
            found.add(bisect_right(starts, place) - 1)
            place = text.find(word, place + 1)
    return [sentences[index] for index in sorted(found) if index >= 0]


def _under_heading(
    heading: re.Pattern[str], sentences: Sequence[Sentence], sections: Sequence[Section]
) -> list[Sentence]:
    """Return the sentences of the sections with a heading of some kind, or behind a line that reads like one."""
    ids = {section.id for section in sections if heading.search(section.title)}
    lines = [s.index for s in sentences if _may_be_heading(s.text) and heading.search(s.text)]
    if not ids and not lines:
        return []
    headed: dict[str, int] = {}
    for index in lines:
        headed.setdefault(sentences[index].section, index)
    return [s for s in sentences if s.section in ids or s.index > headed.get(s.section, len(sentences))]


def _may_be_heading(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and line[-1] not in "。；，！？"


def _paragraphs(text: str, sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Yield sentences by the paragraph they stand in."""
    first = 0
    for index, sentence in enumerate(sentences):
        if index > first and _PARAGRAPH.search(text, sentences[index - 1].end, sentence.start):
            yield sentences[first:index]
            first = index
    if sentences:
        yield sentences[first:]


def _are_one(term: str, headword: str) -> bool:
    return term == headword or SequenceMatcher(None, term, headword, autojunk=False).ratio() >= _ALIKE
