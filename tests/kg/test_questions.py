"""The named questions: asked in two languages, answered by Oxigraph, with parameters that cannot change the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import kg
from kg.graph import Graph
from kg.namespaces import PREFIXES
from kg.questions import Parameter, Question, QuestionError, load_questions, parse_question
from kg.store import select

HEAD = "# zh: 谁？\n# en: Who?\n"
QUESTIONS = load_questions()


def needs_parameters(question: Question) -> bool:
    return any(parameter.required for parameter in question.parameters)


def runs() -> list[object]:
    """Return every question as it is asked without parameters, and as its example asks it."""
    return [
        pytest.param(name, given, id=" ".join([name, *(f"{key}={value}" for key, value in given.items())]))
        for name, question in QUESTIONS.items()
        for given in ({}, question.example)
        if (given or given is not question.example) and not (not given and needs_parameters(question))
    ]


@pytest.fixture(scope="module")
def graph(built_output: Path) -> Graph:
    return kg.open(built_output)


def test_there_are_questions_in_both_languages() -> None:
    assert len(QUESTIONS) >= 12
    assert [question.name for question in QUESTIONS.values() if not question.zh.endswith("？")] == []
    assert [question.name for question in QUESTIONS.values() if not question.en.endswith("?")] == []


@pytest.mark.parametrize("name, given", runs())
def test_question_has_an_answer_in_the_bundled_texts(
    name: str, given: Mapping[str, str], graph: Graph, no_rdflib_engine: Callable[..., None]
) -> None:
    answer = graph.query(name, **given)
    assert len(answer) > 0
    assert not answer.duplicated().any()


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_question_is_sparql_as_it_stands(name: str, graph: Graph) -> None:
    question = QUESTIONS[name]
    as_it_stands = select(graph.store, question.sparql)
    assert as_it_stands.columns == select(graph.store, question.bound({}), PREFIXES).columns


@pytest.mark.parametrize("name", [name for name in sorted(QUESTIONS) if not needs_parameters(QUESTIONS[name])])
def test_parameter_that_is_not_given_leaves_the_answer_as_it_stands(name: str, graph: Graph) -> None:
    question = QUESTIONS[name]
    assert select(graph.store, question.sparql) == select(graph.store, question.bound({}))


def test_head_of_a_file_is_read() -> None:
    sparql = (
        f"{HEAD}# param who (entity, required): whom\n# param least (number): how many\n# example: who=中国 least=2\n"
        "SELECT ?x {\n  VALUES ?who_iri { UNDEF }\n  VALUES ?given_least { UNDEF }\n  ?x ?p ?who_iri }\n"
    )
    parameters = (Parameter("who", "entity", "whom", True), Parameter("least", "number", "how many"))
    assert parse_question("q", sparql) == Question(
        "q", "谁？", "Who?", parameters, sparql, {"who": "中国", "least": "2"}
    )


@pytest.mark.parametrize(
    "sparql, complaint",
    [
        ("SELECT * { ?s ?p ?o }", r"q.rq: no question in zh and en; put `# zh: …` on top"),
        ("# zh: 谁？\nSELECT * { ?s ?p ?o }", r"q.rq: no question in en"),
        (HEAD + "# param x (entity): whom\nSELECT * { ?x ?p ?o }", r"q.rq: parameter x .*`VALUES \?x { UNDEF }`"),
        (HEAD + "SELECT * {\nVALUES ?x { UNDEF }\n?x ?p ?o }", r"q.rq: parameter x .*`# param x \(KIND\): …`"),
        (
            HEAD + "# param x (thing): whom\nSELECT * {\nVALUES ?x { UNDEF }\n?x ?p ?o }",
            r"q.rq: x is 'thing', not one of",
        ),
    ],
)
def test_file_that_cannot_be_used_is_named_with_the_cure(sparql: str, complaint: str) -> None:
    with pytest.raises(QuestionError, match=complaint):
        parse_question("q", sparql)


@pytest.mark.parametrize(
    "name, given, complaint",
    [
        ("partners-by-feld", {}, "there is no question 'partners-by-feld'; did you mean partners-by-field"),
        (
            "partners-by-field",
            {"land": "美国"},
            "partners-by-field has no parameter 'land'; it has field, partner, document",
        ),
        ("everything-about", {}, "everything-about needs entity=…: the thing"),
        ("everything-about", {"entity": "没有的事物"}, "nothing in the graph is called '没有的事物'"),
        ("partners-by-plan", {"document": "14fyp"}, "there is no document '14fyp' .*12fyp, 12fyp-scan, 13fyp"),
        ("rules-at-work", {"predicate": "hasPartie"}, "there is no predicate 'hasPartie'; did you mean hasParty"),
        ("SELECT * { ?s ?p ?o }", {"x": "1"}, "SPARQL text takes no parameters"),
    ],
)
def test_question_that_cannot_be_asked_is_answered_with_the_cure(
    name: str, given: Mapping[str, str], complaint: str, graph: Graph
) -> None:
    with pytest.raises(ValueError, match=complaint):
        graph.query(name, **given)


@pytest.mark.parametrize("value", ['" } ?s ?p ?o . { "', "x\n} UNION { ?s ?p ?o", "\\", "目标"])
def test_text_given_by_a_person_is_a_literal_and_nothing_else(value: str, graph: Graph) -> None:
    assert len(graph.query("targets-and-actuals")) > 0
    assert len(graph.query("targets-and-actuals", status=value)) == 0


def test_entity_goes_by_label_alias_english_and_iri(graph: Graph) -> None:
    answers = [
        graph.query("mechanisms-by-partner", partner=name).to_dict("list")
        for name in ("美国", "United States", "united states", "https://w3id.org/stcoop/id/country/US")
    ]
    assert answers[0]["partner"]
    assert [answer for answer in answers if answer != answers[0]] == []
