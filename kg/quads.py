"""Extractions as N-Quads: one named graph a text, and one each for vocabulary, rules and what the catalogue says.

How a fact stands in the graph is described in `kg.namespaces`. What the catalogue says stands in the graph of metadata
only: it is never passed off as read from a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extract.model import Definition, Extraction, Quantity, Relation
from kg import iris
from kg import terms as t
from kg.metadata import concepts, metadata, named, period_iri, rules
from kg.names import Name, entities_of
from kg.namespaces import QUANTITY_CLASSES
from kg.nquads import Triple, decimal, iri, language_of, quad_lines, text
from ontology import ONTOLOGY, Vocabulary

#: Characters before and after a quote that find it again where the text has moved.
CONTEXT = 16


def dataset_lines(
    extractions: Sequence[Extraction],
    names: Mapping[str, Name],
    vocabulary: Vocabulary,
    vocabulary_files: Iterable[Path],
) -> list[str]:
    """Return the sorted N-Quads lines of all extractions together."""
    graphs: dict[str, set[Triple]] = {
        iris.METADATA_GRAPH: set(metadata([extraction.document for extraction in extractions], names, vocabulary)),
        iris.RULES_GRAPH: set(rules(extractions)),
    }
    for extraction in extractions:
        graphs[iris.graph_iri(extraction.document.id)] = set(text_triples(extraction, names, vocabulary))
    used = {triple.object for triples in graphs.values() for triple in triples}
    graphs[iris.VOCABULARY_GRAPH] = set(concepts(used, vocabulary, vocabulary_files))
    return sorted(line for graph, triples in graphs.items() for line in quad_lines(triples, graph))


def text_triples(extraction: Extraction, names: Mapping[str, Name], vocabulary: Vocabulary) -> Iterator[Triple]:
    """Yield what was read from one text, some of it more than once."""
    document = extraction.document.id
    yield from _sections(extraction)
    yield from _entities(extraction, names)
    yield from _mentions(extraction)
    for relation in extraction.relations:
        yield from _statement(document, relation)
    for quantity in extraction.quantities:
        yield from _quantity(document, quantity, vocabulary)
    yield from _definitions(extraction)
    yield from _passages(extraction)


def _sections(extraction: Extraction) -> Iterator[Triple]:
    document = extraction.document.id
    for section in extraction.sections:
        node = iri(iris.section_iri(document, section.id))
        yield Triple(node, t.A, t.SECTION)
        yield Triple(node, t.KIND, text(section.kind))
        yield Triple(node, t.IS_PART_OF, iri(iris.section_iri(document, section.parent)))
        yield Triple(node, t.IN_TEXT, iri(iris.text_iri(document)))
        yield from _span(node, section.start, section.end)
        if section.number:
            yield Triple(node, t.NUMBER, text(section.number))
        if section.title:
            yield Triple(node, t.TITLE, text(section.title, language_of(section.title)))


def _entities(extraction: Extraction, names: Mapping[str, Name]) -> Iterator[Triple]:
    """Yield class and label of what was discovered; entries of the vocabulary are described in its own graph."""
    for entity in dict.fromkeys(entity.iri for entity in entities_of(extraction)):
        if not names[entity].known:
            yield from named(names[entity].iri, names[entity].type, names[entity].label, names[entity].label_en)


def _mentions(extraction: Extraction) -> Iterator[Triple]:
    document = extraction.document.id
    sections = {sentence.index: sentence.section for sentence in extraction.sentences}
    for mention in extraction.mentions:
        node = iri(iris.mention_iri(document, mention.start, mention.end))
        yield Triple(node, t.A, t.MENTION)
        yield Triple(node, t.REFERS_TO, iri(mention.entity.iri))
        yield Triple(node, t.IN_TEXT, iri(iris.text_iri(document)))
        yield Triple(node, t.IN_SECTION, iri(iris.section_iri(document, sections.get(mention.sentence, ""))))
        yield Triple(node, t.EXACT, text(mention.surface))
        yield from _span(node, mention.start, mention.end)


def _statement(document: str, relation: Relation) -> Iterator[Triple]:
    subject, predicate, object_ = (
        iri(relation.subject.iri),
        iri(ONTOLOGY + relation.predicate),
        iri(relation.object.iri),
    )
    node = iri(iris.statement_iri(document, relation))
    yield Triple(subject, predicate, object_)
    yield from _stated(node, subject, predicate, object_)
    yield from _evidence(node, document, relation)
    if relation.modality:
        yield Triple(node, t.MODALITY, text(relation.modality))


def _definitions(extraction: Extraction) -> Iterator[Triple]:
    document = extraction.document.id
    predicate = t.DEFINITION
    for definition in extraction.definitions:
        node = iri(iris.definition_iri(document, definition))
        subject, sentence = iri(definition.term.iri), text(definition.text, language_of(definition.text))
        yield Triple(subject, predicate, sentence)
        yield from _stated(node, subject, predicate, sentence)
        yield from _evidence(node, document, definition)


def _stated(node: str, subject: str, predicate: str, object_: str) -> Iterator[Triple]:
    # Both classes: a reader without our ontology looks for the one that RDF itself has.
    yield Triple(node, t.A, t.STATEMENT)
    yield Triple(node, t.A, t.RDF_STATEMENT)
    yield Triple(node, t.SUBJECT, subject)
    yield Triple(node, t.PREDICATE, predicate)
    yield Triple(node, t.OBJECT, object_)


def _quantity(document: str, quantity: Quantity, vocabulary: Vocabulary) -> Iterator[Triple]:
    node = iri(iris.quantity_iri(document, quantity))
    yield Triple(node, t.A, t.QUANTITY)
    yield Triple(node, t.A, iri(QUANTITY_CLASSES[quantity.status]))
    yield Triple(node, t.STATUS, text(quantity.status))
    yield Triple(node, t.VALUE, decimal(quantity.value))
    yield Triple(node, t.COMPARATOR, text(quantity.comparator))
    yield Triple(node, t.UNIT, text(quantity.unit))
    yield Triple(node, t.MEASURES, text(quantity.measures))
    if quantity.value_max is not None:
        yield Triple(node, t.MAX_VALUE, decimal(quantity.value_max))
    if quantity.subject is not None:
        yield Triple(node, t.OF_SUBJECT, iri(quantity.subject.iri))
    if quantity.period:
        yield Triple(node, t.PERIOD, text(quantity.period))
        if period := period_iri(quantity.period, vocabulary):
            yield Triple(node, t.TEMPORAL, iri(period))
    yield from _evidence(node, document, quantity)


def _evidence(node: str, document: str, fact: Relation | Quantity | Definition) -> Iterator[Triple]:
    yield Triple(node, t.WAS_QUOTED_FROM, iri(iris.passage_iri(document, fact.start, fact.end)))
    yield Triple(node, t.RULE, iri(iris.rule_iri(fact.rule)))


def _passages(extraction: Extraction) -> Iterator[Triple]:
    document, raw = extraction.document.id, extraction.document.text
    for start, end, quote, section in _quoted(extraction):
        passage, selector = iri(iris.passage_iri(document, start, end)), iri(iris.selector_iri(document, start, end))
        yield Triple(passage, t.A, t.PASSAGE)
        yield Triple(passage, t.HAS_SOURCE, iri(iris.text_iri(document)))
        yield Triple(passage, t.HAS_SELECTOR, selector)
        yield Triple(passage, t.IN_SECTION, iri(iris.section_iri(document, section)))
        yield Triple(selector, t.A, t.TEXT_POSITION_SELECTOR)
        yield Triple(selector, t.A, t.TEXT_QUOTE_SELECTOR)
        yield Triple(selector, t.EXACT, text(quote))
        yield Triple(selector, t.PREFIX, text(raw[max(0, start - CONTEXT) : start]))
        yield Triple(selector, t.SUFFIX, text(raw[end : end + CONTEXT]))
        yield from _span(selector, start, end)


def _quoted(extraction: Extraction) -> dict[tuple[int, int, str, str], None]:
    """Return the spans that facts are quoted from, each once: facts share passages."""
    facts: tuple[Relation | Quantity, ...] = (*extraction.relations, *extraction.quantities)
    spans = dict.fromkeys((fact.start, fact.end, fact.quote, fact.section) for fact in facts)
    return spans | dict.fromkeys((d.start, d.end, d.text, d.section) for d in extraction.definitions)


def _span(node: str, start: int, end: int) -> Iterator[Triple]:
    yield Triple(node, t.START, _position(start))
    yield Triple(node, t.END, _position(end))


def _position(offset: int) -> str:
    return f'"{offset}"^^{t.POSITION}'
