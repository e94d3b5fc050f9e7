"""Reads the declarative rule files: named word lists and patterns over masked sentences, each with its examples.

A pattern is a regular expression over a masked sentence (see `extract.masking`) with a few forms of its own:

    {p:Partner}     one name of a class, in the role p          {p:Partner+}   one name, or several coordinated by 、和与及
    $verb           a named list of words (any of them)         {~12}          up to 12 characters inside a clause
    {~~40}          up to 40 characters inside a sentence       {-12} {--40}   the same, but without a partner in between
    {fields:open+}  a list of names nobody has listed yet, to be cut at its separators

Every rule says what sets it off (`trigger`, words one of which must stand in the sentence), so that it costs nothing elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.masking import class_names, mask_class
from extract.requirements import Needs, needs_of

_SLOT = re.compile(r"\{(?:(?P<role>[a-z]+):)?(?P<kind>[A-Za-z|]+)(?P<many>\+?)\}")
_GAP = re.compile(r"\{(?P<kind>~~|~|--|-)(?P<size>\d+)\}")
_WORDS = re.compile(r"\$(?P<name>[a-z_]+)")
_CLAUSE_END = "，,。；;：！？!?\n"
_SENTENCE_END = "。；;！？!?\n"
_LIST_BREAK = "，,。；;：:！？!?\n“”《》（）()"
_LOOK_BEHIND = re.compile(r"^\(\?<[!=][^()]*\)")
_GUARD = re.compile(r"\(\?=\[(?:\\.|[^\]\\])*\]\)")
_PLAIN_WORDS = re.compile(r"\(\?:\(\?:(?:\w[^|()\[\]]*(?:\|(?=\w)|\)\)))+")
#: Lists shorter than this gain nothing from a guard.
_LONG_LIST = 6
#: A pattern that no text fulfils, for rules that read labels and not wording.
_NEVER = "(?!)"
_META = frozenset("[]?*+|^$\\{}.")
_SEPARATOR = "(?:、(?:协助|共同)?(?:开展)?|和|与|及|以及|或|，|同|-|—|－|等地区|等国家|等国|等|(?: ?(?:,|and|or) ?){1,2}(?:the )?)?"


class RuleError(ValueError):
    """A rule file that cannot be used; the message names file, rule, fault and cure."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what the rule must make of it; no facts means a near miss."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Yield:
    """One kind of fact that a rule states: `subject predicate object`, in terms of roles or of CN, DOC and HEAD."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A construction with what it yields."""

    id: str
    file: str
    pattern: str
    regex: re.Pattern[str]
    triggers: tuple[str, ...]
    yields: tuple[Yield, ...]
    type: str = ""
    heading: str = ""
    context: str = ""
    unless: re.Pattern[str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    comment: str = ""
    #: Mask characters one of each set of which every match holds.
    needs: Needs = ()


@dataclass(frozen=True)
class RuleSet:
    """The rules of all files, by kind of file, with the word lists they share."""

    names: tuple[Rule, ...]
    fields: tuple[Rule, ...]
    relations: tuple[Rule, ...]
    words: Mapping[str, str]

    def __iter__(self) -> Iterator[Rule]:
        yield from (*self.names, *self.fields, *self.relations)

    def word_regex(self, name: str) -> re.Pattern[str]:
        """Return a named word list as an expression to search for."""
        return _compiled(_for_search(self.words[name]))


def _for_search(alternation: str) -> str:
    """Return an alternation without the look ahead at its beginning, where all words begin with plain characters.

    The engine skips by itself to the next place where such a word can begin.
    """
    guard = _GUARD.match(alternation, len("(?:"))
    bare = alternation[: guard.start()] + alternation[guard.end() :] if guard else alternation
    return bare if _PLAIN_WORDS.fullmatch(bare) else alternation


@lru_cache(maxsize=512)
def _compiled(alternation: str) -> re.Pattern[str]:
    return re.compile(alternation)


@lru_cache(maxsize=4)
def load_rules(folder: Path | None = None) -> RuleSet:
    """Return the rules of a folder; without one, those that ship with the package."""
    base = folder or Path(str(files("extract") / "rules"))
    words = read_words(base / "words.toml")
    kinds = {
        kind: tuple(rule for path in sorted((base / kind).glob("*.toml")) for rule in read_rules(path, words))
        for kind in ("names", "fields", "relations")
    }
    _refuse_twins(rule for rules in kinds.values() for rule in rules)
    return RuleSet(kinds["names"], kinds["fields"], kinds["relations"], words)


def read_words(path: Path) -> Mapping[str, str]:
    """Return the named word lists of a file, each as one alternation; lists may use one another as $name."""
    lists = _toml(path)
    raw = {name: _alternation(value, lists) for name, value in lists.items()}
    return {name: expand(value, raw, f"{path.name}: {name}") for name, value in raw.items()}


def read_rules(path: Path, words: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules of one file in their order."""
    return tuple(_rule(path.name, number, entry, words) for number, entry in enumerate(_toml(path).get("rule", ()), 1))


def expand(pattern: str, words: Mapping[str, str], place: str) -> str:
    """Return the regular expression that a pattern of a rule file stands for.

    Raises `RuleError` for an unknown word list or class.
    """
    text = _expand_words(pattern, words, place)
    text = _GAP.sub(_gap, text)
    return _SLOT.sub(lambda slot: _slot(slot, place), text)


def _rule(file: str, number: int, entry: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    place = f"{file}: rule {number} '{entry.get('id', '?')}'"
    for key in _required(entry):
        if not entry.get(key):
            raise RuleError(f"{place}: '{key}' is missing; every rule over sentences has id, trigger and pattern")
    expanded = expand(str(entry.get("pattern", _NEVER)), words, place)
    try:
        regex = re.compile(expanded)
        unless = re.compile(expand(entry["unless"], words, place)) if "unless" in entry else None
    except re.error as error:
        raise RuleError(
            f"{place}: the pattern is no regular expression: {error}; expanded it reads {expanded}"
        ) from error
    yields = tuple(_yield(text, regex, place) for text in entry.get("yields", ()))
    known = {"id", "pattern", "trigger", "yields", "type", "heading", "context", "unless", "example", "comment"}
    return Rule(
        id=str(entry["id"]),
        file=file,
        pattern=str(entry.get("pattern", "")),
        regex=regex,
        triggers=_triggers(entry.get("trigger", []), words, place),
        yields=yields,
        type=str(entry.get("type", "")),
        heading=str(entry.get("heading", "")),
        context=str(entry.get("context", "")),
        unless=unless,
        options={key: _option(value, words, place) for key, value in entry.items() if key not in known},
        examples=tuple(Example(e["text"], tuple(e.get("facts", ()))) for e in entry.get("example", ())),
        comment=str(entry.get("comment", "")),
        needs=needs_of(expanded),
    )


def _required(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a rule must have: rules over the inside of names need no trigger, structural ones no pattern."""
    if not entry.get("inside"):
        return ("id", "pattern", "trigger")
    return ("id",) if entry.get("ends_with_type") else ("id", "pattern")


def _option(value: Any, words: Mapping[str, str], place: str) -> Any:
    """Return an option as it is used: a text is a regular expression, anything else is itself."""
    if not isinstance(value, str):
        return value
    try:
        return re.compile(expand(value, words, place))
    except re.error as error:
        raise RuleError(f"{place}: option {value!r} is no regular expression: {error}") from error


def _triggers(given: str | list[str], words: Mapping[str, str], place: str) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    literals: list[str] = []
    for item in listed:
        expanded = _GUARD.sub("", _expand_words(item, words, place))
        while expanded.startswith("(?:") and expanded.endswith(")"):
            expanded = expanded[3:-1]
        literals += expanded.split("|")
    faulty = [literal for literal in literals if not literal or set(literal) & _META]
    if faulty:
        raise RuleError(f"{place}: trigger {faulty[0]!r} is no plain word; name the words themselves")
    return tuple(dict.fromkeys(literals))


def _yield(text: str, regex: re.Pattern[str], place: str) -> Yield:
    parts = text.split()
    if len(parts) != 3:
        raise RuleError(f"{place}: '{text}' must read 'subject predicate object'")
    for role in (parts[0], parts[2]):
        if role.islower() and role not in regex.groupindex:
            raise RuleError(f"{place}: role '{role}' of '{text}' is not in the pattern")
    return Yield(*parts)


def _alternation(value: Any, lists: Mapping[str, Any]) -> str:
    """Return a word list as one alternation, behind a look at the next character where the first ones are known.

    An engine that tries the words one by one spends most of its time on places where none can begin.
    """
    if not isinstance(value, list):
        return str(value)
    firsts = [_first_characters(item, lists) for item in value]
    known = "".join(sorted(set().union(*(first for first in firsts if first is not None))))
    guard = f"(?=[{re.escape(known)}])" if all(firsts) and len(value) > _LONG_LIST else ""
    return f"(?:{guard}(?:{'|'.join(value)}))" if guard else f"(?:{'|'.join(value)})"


def _first_characters(item: str, lists: Mapping[str, Any]) -> set[str] | None:
    """Return the characters that a word of a list may begin with; nothing where the wording does not tell."""
    bare = _LOOK_BEHIND.sub("", item)
    named = _WORDS.match(bare)
    if named:
        inner = lists.get(named["name"])
        sets = [_first_characters(word, lists) for word in inner] if isinstance(inner, list) else [None]
        return None if None in sets else set().union(*(chars for chars in sets if chars is not None))
    if bare.startswith("["):
        members = bare[1 : bare.index("]", 2)]
        expanded = members.replace("0-9", "0123456789").replace("０-９", "０１２３４５６７８９").replace("\\", "")
        return None if "-" in expanded.strip("-") or "^" in members[:1] else set(expanded) | {" ", "\u3000", "\n", "\t"}
    return {bare[0]} if bare and bare[0] not in "(.?*+|^$\\" else None


def _expand_words(text: str, words: Mapping[str, str], place: str) -> str:
    def replacement(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in words:
            near = get_close_matches(name, words, 1)
            raise RuleError(f"{place}: unknown word list '${name}'" + (f", did you mean '${near[0]}'?" if near else ""))
        return words[name]

    for _ in range(4):
        if not _WORDS.search(text):
            return text
        text = _WORDS.sub(replacement, text)
    raise RuleError(f"{place}: word lists name one another in a circle")


def _gap(match: re.Match[str]) -> str:
    kind, size = match["kind"], match["size"]
    stops = _CLAUSE_END if len(kind) == 1 else _SENTENCE_END
    partners = mask_class("Partner") if kind[0] == "-" else ""
    return f"[^{stops}{partners}]{{0,{size}}}?"


def _slot(match: re.Match[str], place: str) -> str:
    role, kind, many = match["role"], match["kind"], bool(match["many"])
    if kind == "open":
        body = f"[^{_LIST_BREAK}]{{1,160}}?"
    else:
        body = _name_class(kind, place)
        if many:
            body = f"{body}(?:[（(]{body}[）)])?"
            body = f"{body}(?:{_SEPARATOR}{body}){{0,40}}"
    return f"(?P<{role}>{body})" if role else f"(?:{body})"


def _name_class(kind: str, place: str) -> str:
    chars = ""
    for name in kind.split("|"):
        if name not in class_names():
            near = get_close_matches(name, class_names(), 1)
            raise RuleError(f"{place}: unknown class '{name}'" + (f", did you mean '{near[0]}'?" if near else ""))
        chars += mask_class(name)
    return f"[{''.join(dict.fromkeys(chars))}]"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not readable as TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: {error}; restore the file") from error


def _refuse_twins(rules: Iterable[Rule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.file}: rule '{rule.id}' has the id of a rule in {seen[rule.id]}; give it another")
        seen[rule.id] = rule.file
