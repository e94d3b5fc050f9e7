"""IRIs of what a build makes: texts, named graphs, sections, passages, statements, quantities.

The same document and position give the same IRI in every build. Entities bring theirs from `ontology`.
"""

from __future__ import annotations

from functools import lru_cache

from extract.model import Definition, Quantity, Relation
from ontology import DATA, Vocabulary, mint, short_hash, slug

#: The named graph of what the catalogue says about the documents; nothing in it was extracted.
METADATA_GRAPH = DATA + "graph/metadata"
#: The named graph of the vocabulary entries that the documents name.
VOCABULARY_GRAPH = DATA + "graph/vocabulary"
#: The named graph of the rules that made the statements.
RULES_GRAPH = DATA + "graph/rules"


def text_iri(document: str) -> str:
    """Return the IRI of a text, as opposed to the work that it is a copy of.

    >>> text_iri("12fyp-scan")
    'https://w3id.org/stcoop/id/text/12fyp-scan'
    """
    return f"{DATA}text/{_local(document)}"


def graph_iri(document: str) -> str:
    """Return the IRI of the named graph that holds what was extracted from a text.

    >>> graph_iri("12fyp")
    'https://w3id.org/stcoop/id/graph/text/12fyp'
    """
    return f"{DATA}graph/text/{_local(document)}"


def section_iri(document: str, section: str) -> str:
    """Return the IRI of a section of a text; the empty path is the text as a whole.

    >>> section_iri("nstp12", "三/8/专栏1")
    'https://w3id.org/stcoop/id/section/nstp12/三/8/专栏1'
    """
    return f"{DATA}section/{_local(document)}/{section_path(section)}" if section else text_iri(document)


def section_path(section: str) -> str:
    """Return a path of sections that is safe in an IRI."""
    return "/".join(slug(part) for part in section.split("/"))


def passage_iri(document: str, start: int, end: int) -> str:
    """Return the IRI of a span of characters of a text."""
    return f"{DATA}passage/{_local(document)}/{start}-{end}"


def selector_iri(document: str, start: int, end: int) -> str:
    """Return the IRI of what picks a span of characters out of a text."""
    return f"{DATA}selector/{_local(document)}/{start}-{end}"


def mention_iri(document: str, start: int, end: int) -> str:
    """Return the IRI of a span of characters that names something."""
    return f"{DATA}mention/{_local(document)}/{start}-{end}"


def rule_iri(rule: str) -> str:
    """Return the IRI of a rule.

    >>> rule_iri("partner-in-field")
    'https://w3id.org/stcoop/id/rule/partner-in-field'
    """
    return f"{DATA}rule/{_local(rule)}"


def work_iri(document: str) -> str:
    """Return the IRI of the work that a text is a text of; for a copy, give the original."""
    return mint("Document", document)


def named_iri(type_: str, name: str, vocabulary: Vocabulary) -> str:
    """Return the IRI of the one entry of the vocabulary with this class and name, else that of a discovered name."""
    entries = [concept.iri for concept in vocabulary.by_name.get(name, ()) if concept.type == type_]
    return entries[0] if len(entries) == 1 else mint(type_, name)


def definition_iri(document: str, definition: Definition) -> str:
    """Return the IRI of the statement that a term is defined by a sentence."""
    return f"{DATA}statement/{short_hash(document, definition.term.iri, definition.start, definition.end)}"


def statement_iri(document: str, relation: Relation) -> str:
    """Return the IRI of one statement of a fact: read in two places, or by two rules, it is two statements."""
    triple = (relation.subject.iri, relation.predicate, relation.object.iri)
    return f"{DATA}statement/{short_hash(document, *triple, relation.start, relation.end, relation.rule)}"


def quantity_iri(document: str, quantity: Quantity) -> str:
    """Return the IRI of a number read at a position of a text."""
    content = (quantity.value, quantity.value_max, quantity.comparator, quantity.unit, quantity.measures, quantity.rule)
    return f"{DATA}quantity/{short_hash(document, quantity.start, quantity.end, *content)}"


@lru_cache(maxsize=1024)
def _local(document: str) -> str:
    """Keep the plain hyphens of file names, which the IRIs of names have as dashes."""
    return slug(document).replace("—", "-")
