"""What is known beyond the wording of the texts: the catalogue's word about them, the vocabulary they use, the rules.

Nothing here was read from a text, and none of it goes into the named graph of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from extract.measured import load_measured, rounded_precision
from extract.model import Document, Extraction
from extract.rulebook import Entry, load_rulebook
from extract.scoring import Score
from kg import terms as t
from kg.iris import named_iri, rule_iri, text_iri, work_iri
from kg.names import Name
from kg.namespaces import COOP, XSD
from kg.nquads import Triple, decimal, iri, language_of, text, whole
from kg.store import read_turtle
from kg.tables import text_checksum
from kg.works import works
from ontology import ONTOLOGY, Vocabulary

#: What the graph takes over from an entry in our own terms. The others direct how names are matched, or are relations,
#: which only a text can state.
_PUBLISHED = frozenset(map(iri, (COOP.startYear, COOP.endYear)))
_OURS = f"<{ONTOLOGY}"


def metadata(documents: Sequence[Document], names: Mapping[str, Name], vocabulary: Vocabulary) -> Iterator[Triple]:
    """Yield what is known of texts, and of the works they are texts of, which the original describes, not the copy."""
    originals = works(documents)
    by_id = {document.id: document for document in documents}
    described: set[str] = set()
    for document in sorted(documents, key=lambda document: (originals[document.id] != document.id, document.id)):
        original = by_id.get(originals[document.id], document)
        work = work_iri(original.id)
        yield from _text(document, work)
        if original is not document:
            yield Triple(iri(text_iri(document.id)), t.COPY_OF, iri(text_iri(original.id)))
        if work not in described:
            described.add(work)
            yield from _work(original, work, names, vocabulary)


def named(entity: str, type_: str, label: str, label_en: str = "") -> Iterator[Triple]:
    """Yield class and labels of an entity that the vocabulary does not hold."""
    node = iri(entity)
    yield Triple(node, t.A, iri(ONTOLOGY + type_))
    yield Triple(node, t.PREF_LABEL, text(label, "zh"))
    if label_en:
        yield Triple(node, t.PREF_LABEL, text(label_en, "en"))


def period_iri(name: str, vocabulary: Vocabulary) -> str:
    """Return the IRI of the vocabulary's period with this name, or nothing."""
    entries = [concept.iri for concept in vocabulary.by_name.get(name, ()) if concept.type == "Period"]
    return entries[0] if len(entries) == 1 else ""


def rules(extractions: Iterable[Extraction]) -> Iterator[Triple]:
    """Yield the rules that made statements and quantities, with what they are for and how often they were right."""
    entries = {entry.id: entry for entry in load_rulebook()}
    scores = load_measured().scores
    for rule in sorted(_rules_used(extractions)):
        yield from _rule(rule, entries.get(rule), scores.get(rule))


def _rules_used(extractions: Iterable[Extraction]) -> set[str]:
    return {
        fact.rule
        for extraction in extractions
        for facts in (extraction.relations, extraction.quantities, extraction.definitions)
        for fact in facts
    }


def _rule(rule: str, entry: Entry | None, measured: Score | None) -> Iterator[Triple]:
    node = iri(rule_iri(rule))
    yield Triple(node, t.A, t.RULE_CLASS)
    yield Triple(node, t.IDENTIFIER, text(rule))
    yield Triple(node, t.LABEL, text(rule, "en"))
    if entry is not None and entry.comment:
        yield Triple(node, t.COMMENT, text(entry.comment, "en"))
    if measured is not None:
        yield Triple(node, t.PRECISION, decimal(Decimal(str(rounded_precision(measured)))))
        yield Triple(node, t.HITS, whole(measured.right))
        yield Triple(node, t.MISSES, whole(measured.wrong))


def concepts(used: Iterable[str], vocabulary: Vocabulary, files: Iterable[Path]) -> Iterator[Triple]:
    """Yield the entries of the vocabulary among the terms used, those above them, and the schemes they are in."""
    wanted = {iri(entity) for entity in _with_broader((term.strip("<>") for term in used), vocabulary)}
    triples = [triple for path in files for triple in read_turtle(path)]
    wanted |= {object_ for subject, predicate, object_ in triples if subject in wanted and predicate == t.IN_SCHEME}
    for subject, predicate, object_ in triples:
        if subject in wanted and (predicate in _PUBLISHED or not predicate.startswith(_OURS)):
            yield Triple(subject, predicate, object_)


def _with_broader(entities: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    found: set[str] = set()
    waiting = list(entities)
    while waiting:
        concept = vocabulary.by_iri.get(waiting.pop())
        if concept is not None and concept.iri not in found:
            found.add(concept.iri)
            waiting.extend(concept.broader)
    return found


def _text(document: Document, work: str) -> Iterator[Triple]:
    node = iri(text_iri(document.id))
    yield Triple(node, t.A, t.TEXT)
    yield Triple(node, t.IDENTIFIER, text(document.id))
    yield Triple(node, t.TITLE, text(document.title, language_of(document.title)))
    yield Triple(node, t.TEXT_OF, iri(work))
    yield Triple(node, t.SHA256, text(text_checksum(document.text)))
    yield Triple(node, t.CHARACTERS, whole(len(document.text)))
    if title_en := str(document.metadata.get("title_en", "")):
        yield Triple(node, t.TITLE, text(title_en, "en"))


def _work(document: Document, work: str, names: Mapping[str, Name], vocabulary: Vocabulary) -> Iterator[Triple]:
    facts, node = document.metadata, iri(work)
    if work not in vocabulary.by_iri:
        name = names.get(work)
        label_en = (name and name.label_en) or str(facts.get("title_en", ""))
        yield from named(work, "Document", name.label if name else document.title, label_en)
    if kind := str(facts.get("kind", "")):
        yield Triple(node, t.KIND, text(kind))
    if number := str(facts.get("number", "")):
        yield Triple(node, t.IDENTIFIER, text(number))
    if re.fullmatch(r"[0-9]{4}", year := str(facts.get("year", ""))):
        yield Triple(node, t.ISSUED, f'"{year}"^^<{XSD.gYear}>')
    if period := period_iri(str(facts.get("period", "")), vocabulary):
        yield Triple(node, t.TEMPORAL, iri(period))
    for issuer in issuers(document):
        publisher = named_iri("Organization", issuer, vocabulary)
        yield Triple(node, t.PUBLISHER, iri(publisher))
        if publisher not in vocabulary.by_iri:
            label = names[publisher].label if publisher in names else issuer
            yield from named(publisher, "Organization", label)


def issuers(document: Document) -> tuple[str, ...]:
    """Return who issued a document, as the catalogue says: one name or a list of them."""
    given = document.metadata.get("issuer", ())
    return (given,) if isinstance(given, str) and given else tuple(map(str, given))
