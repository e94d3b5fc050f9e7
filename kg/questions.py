"""The named questions: SPARQL files with the question in both languages on top; parameters are bound as RDF terms.

A file opens with comments: `# zh: …？`, `# en: …?`, then for each parameter `# param NAME (KIND): what it is`, where
KIND is entity, document, predicate, class, text or number; `KIND, required` where the question makes no sense without
it. In the query a parameter is the line `VALUES ?NAME { UNDEF }`; where the answer has a column ?NAME of its own, the
line is `VALUES ?NAME_iri { UNDEF }` or `VALUES ?given_NAME { UNDEF }`. The line goes when the parameter is not given, so
that every file is SPARQL as it stands. A line `# example: NAME=VALUE …` shows parameters that have an answer in the bundled texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kg.errors import UsageError

KINDS = ("entity", "document", "predicate", "class", "text", "number")

_HEADER = re.compile(r"^# (?P<language>zh|en): (?P<question>.+)$", re.MULTILINE)
_PARAMETER = re.compile(
    r"^# param (?P<name>\w+) \((?P<kind>\w+)(?P<required>, required)?\): (?P<meaning>.+)$", re.MULTILINE
)
_EXAMPLE = re.compile(r"^# example: (?P<pairs>.+)$", re.MULTILINE)
_ANY_PLACE = re.compile(r"^[ \t]*VALUES \?(?:given_)?(\w+?)(?:_iri)? \{ UNDEF \}[ \t]*\n", re.MULTILINE)


class QuestionError(UsageError):
    """A question that cannot be asked, or a question file that cannot be used; the message names the cure."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be asked of; `kind` says how the value given is read."""

    name: str
    kind: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that has a name."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    sparql: str
    example: Mapping[str, str]

    def check_parameters(self, given: Mapping[str, object]) -> None:
        """Raise `QuestionError` where a parameter is unknown, or a required one is missing."""
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                raise QuestionError(f"{self.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise QuestionError(f"{self.name} needs {parameter.name}=…: {parameter.meaning}")

    def bound(self, terms: Mapping[str, str]) -> str:
        r"""Return the query with parameters bound to RDF terms, each written as SPARQL writes it.

        >>> head = "# zh: 谁？\n# en: Who?\n# param x (entity): whom\n"
        >>> print(parse_question("who", head + "SELECT * {\nVALUES ?x { UNDEF }\n}").bound({"x": "<urn:x>"}))
        # zh: 谁？
        # en: Who?
        # param x (entity): whom
        SELECT * {
        VALUES ?x { <urn:x> }
        }
        """

        def bind(match: re.Match[str]) -> str:
            term = terms.get(match[1])
            return match[0].replace("UNDEF", term) if term else ""

        return _ANY_PLACE.sub(bind, self.sparql)


@lru_cache(maxsize=1)
def load_questions() -> Mapping[str, Question]:
    """Return the questions that ship with the package, by name in order."""
    folder = Path(str(files("kg") / "queries"))
    return {path.stem: parse_question(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq"))}


def parse_question(name: str, sparql: str) -> Question:
    """Return the question that a file holds; raise `QuestionError` where its head is not as it should be."""
    asked = {match["language"]: match["question"] for match in _HEADER.finditer(sparql)}
    if missing := [language for language in ("zh", "en") if language not in asked]:
        raise QuestionError(f"{name}.rq: no question in {' and '.join(missing)}; put `# {missing[0]}: …` on top")
    parameters = tuple(
        Parameter(match["name"], match["kind"], match["meaning"], bool(match["required"]))
        for match in _PARAMETER.finditer(sparql)
    )
    example = dict(pair.partition("=")[::2] for match in _EXAMPLE.finditer(sparql) for pair in match["pairs"].split())
    question = Question(name, asked["zh"], asked["en"], parameters, sparql, example)
    _check_places(question)
    return question


def _check_places(question: Question) -> None:
    declared = {parameter.name for parameter in question.parameters}
    used = set(_ANY_PLACE.findall(question.sparql))
    for name in sorted(declared ^ used):
        cure = f"VALUES ?{name} {{ UNDEF }}" if name in declared else f"# param {name} (KIND): …"
        raise QuestionError(f"{question.name}.rq: parameter {name} is declared or used alone; add the line `{cure}`")
    for parameter in question.parameters:
        if parameter.kind not in KINDS:
            kinds = ", ".join(KINDS)
            raise QuestionError(f"{question.name}.rq: {parameter.name} is {parameter.kind!r}, not one of {kinds}")
