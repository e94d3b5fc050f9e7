"""What the commands tell of one text: its facts as tables or JSON, the text with its names marked, and why it gives them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from extract.explain import Explained, NearMiss, Stated
from extract.marking import QUANTITY, UNRESOLVED, Mark, Piece, paragraphs
from extract.missing import Answer, Fact, Place
from extract.model import Extraction, Mention, Quantity, Relation
from extract.rulebook import shown_quantity
from kg.console import Line
from kg.marks import load_marks
from kg.store import Table

#: How figures and doubtful names are printed; names are printed in the colour of their class.
_QUANTITY_STYLE, _UNRESOLVED_STYLE = "bold underline", "bold red underline"
#: Dark letters on the light colours of the page for dark screens: legible on any ground.
_NAME_STYLE = "black on {dark}"


def fact_tables(extraction: Extraction) -> Iterator[tuple[str, Table]]:
    """Yield the facts of one document as tables, each with its title; those without rows are left out."""
    for title, table in (
        ("relations", _relations(extraction.relations)),
        ("numbers", _quantities(extraction.quantities)),
        ("names", _names(extraction.mentions)),
        ("unresolved", _unresolved(extraction)),
    ):
        if table.rows:
            yield title, table


def fact_lines(extraction: Extraction) -> Iterator[str]:
    """Yield the facts of one document as JSON, one a line: mentions, relations, quantities, definitions, doubts."""
    document = extraction.document.id
    rows = (*_mention_rows(extraction), *_relation_rows(extraction), *_quantity_rows(extraction))
    for row in (*rows, *_definition_rows(extraction), *_unresolved_rows(extraction)):
        yield json.dumps({"document": document, **row}, ensure_ascii=False)


def marked_lines(extraction: Extraction, *, colour: bool) -> Iterator[Line]:
    """Yield the text with names, figures and doubtful names marked: by colour, else by [name|Class]."""
    if colour:
        yield _legend(extraction)
        yield []
    for paragraph in paragraphs(extraction):
        pieces = [piece for sentence in paragraph for piece in sentence.pieces]
        yield [(piece.text, _style(piece)) for piece in pieces] if colour else [("".join(_bracketed(pieces)), "")]


def explained_lines(sentences: Sequence[Explained], *, most: int, everything: bool) -> Iterator[Line]:
    """Yield sentence by sentence what was found by which rule, and where nothing was, which rules came close."""
    for explained in sentences:
        yield [(" ".join(explained.sentence.text.split()), "bold")]
        yield from _explained(explained, most, everything=everything)
        yield []


def answer_lines(fact: Fact, answer: Answer, *, most: int) -> Iterator[Line]:
    """Yield where a fact is stated, or what keeps the texts from stating it."""
    wording = f"{fact.subject} {fact.predicate} {fact.object}"
    if answer.stated:
        yield [(wording, "bold"), (f" is stated in {_many(len(answer.stated), 'sentence')}", "")]
    else:
        yield [(wording, "bold"), (" is stated nowhere", "red")]
    for note in answer.notes:
        yield [("  • ", "dim"), (note, "")]
    for place in (*answer.stated, *answer.close)[:most]:
        yield []
        yield from _place(place, most)
    if len(answer.stated) + len(answer.close) > most:
        yield [(f"and {len(answer.stated) + len(answer.close) - most} more (--most N)", "dim")]


# -- tables --------------------------------------------------------------------------------------------------------


def _relations(relations: Iterable[Relation]) -> Table:
    rows = (
        (r.subject.label, r.predicate, r.object.label, r.modality, r.rule, " ".join(r.quote.split())) for r in relations
    )
    return Table(("subject", "predicate", "object", "modality", "rule", "sentence"), tuple(rows))


def _quantities(quantities: Iterable[Quantity]) -> Table:
    columns = ("value", "comparator", "unit", "measures", "subject", "status", "period", "rule", "sentence")
    rows = (
        (
            *(_number(q), q.comparator, q.unit, q.measures, q.subject.label if q.subject else "", q.status, q.period),
            *(q.rule, " ".join(q.quote.split())),
        )
        for q in quantities
    )
    return Table(columns, tuple(rows))


def _names(mentions: Sequence[Mention]) -> Table:
    counts = Counter(mention.entity for mention in mentions)
    rules: dict[str, dict[str, None]] = {}
    for mention in mentions:
        rules.setdefault(mention.entity.iri, {})[mention.rule] = None
    rows = ((e.label, e.type, e.known, count, ", ".join(rules[e.iri])) for e, count in counts.items())
    by_class = sorted(
        rows, key=lambda row: (list(load_marks()).index(row[1]) if row[1] in load_marks() else 99, -row[3])
    )
    return Table(("name", "class", "known", "mentions", "found by"), tuple(by_class))


def _unresolved(extraction: Extraction) -> Table:
    rows = ((u.surface, u.type, u.reason, " ".join(u.quote.split())) for u in extraction.unresolved)
    return Table(("name", "class", "reason", "sentence"), tuple(rows))


def _number(quantity: Quantity) -> str:
    upper = "" if quantity.value_max is None else f"~{quantity.value_max:f}"
    return f"{quantity.value:f}{upper}"


# -- JSON ----------------------------------------------------------------------------------------------------------

_Row = Mapping[str, Any]


def _mention_rows(extraction: Extraction) -> Iterator[_Row]:
    for m in extraction.mentions:
        entity = {"entity": m.entity.iri, "type": m.type, "label": m.entity.label}
        yield {"kind": "mention", "start": m.start, "end": m.end, "surface": m.surface, **entity, "rule": m.rule}


def _relation_rows(extraction: Extraction) -> Iterator[_Row]:
    for r in extraction.relations:
        ends = {"subject": r.subject.iri, "predicate": r.predicate, "object": r.object.iri}
        labels = {"subject_label": r.subject.label, "object_label": r.object.label, "modality": r.modality}
        yield {"kind": "relation", **ends, **labels, **_cited(r)}


def _quantity_rows(extraction: Extraction) -> Iterator[_Row]:
    for q in extraction.quantities:
        upper = None if q.value_max is None else float(q.value_max)
        number = {"value": float(q.value), "value_max": upper, "comparator": q.comparator, "unit": q.unit}
        subject = {"subject": q.subject.iri, "subject_label": q.subject.label} if q.subject else {"subject": None}
        meaning = {"measures": q.measures, **subject, "status": q.status, "period": q.period}
        yield {"kind": "quantity", **number, **meaning, **_cited(q)}


def _definition_rows(extraction: Extraction) -> Iterator[_Row]:
    for d in extraction.definitions:
        term = {"term": d.term.iri, "label": d.term.label, "definition": d.text}
        yield {"kind": "definition", **term, "section": d.section, "start": d.start, "end": d.end, "rule": d.rule}


def _unresolved_rows(extraction: Extraction) -> Iterator[_Row]:
    for u in extraction.unresolved:
        name = {"surface": u.surface, "type": u.type, "reason": u.reason}
        yield {"kind": "unresolved", **name, "start": u.start, "end": u.end, "quote": u.quote}


def _cited(fact: Relation | Quantity) -> _Row:
    place = {"section": fact.section, "start": fact.start, "end": fact.end}
    return {**place, "quote": fact.quote, "rule": fact.rule}


# -- the text, marked ----------------------------------------------------------------------------------------------


def _style(piece: Piece) -> str:
    if not piece.marks:
        return ""
    kinds = [mark.kind for mark in piece.marks]
    named = next((kind for kind in reversed(kinds) if kind in load_marks()), "")
    style = _NAME_STYLE.format(dark=load_marks()[named]["dark"]) if named else ""
    added = {QUANTITY: _QUANTITY_STYLE, UNRESOLVED: _UNRESOLVED_STYLE}.get(kinds[-1], "")
    return f"{added} {style}".strip()


def _bracketed(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield a text with [name|Class] around its outermost names, as the examples of the rules write them."""
    open_: Mark | None = None
    for piece in pieces:
        outermost = piece.marks[0] if piece.marks else None
        if outermost is not open_:
            if open_ is not None:
                yield f"|{open_.kind}]"
            if outermost is not None:
                yield "["
            open_ = outermost
        yield piece.text
    if open_ is not None:
        yield f"|{open_.kind}]"


def _legend(extraction: Extraction) -> Line:
    seen = {mention.type for mention in extraction.mentions}
    line = [(f" {kind} ", _NAME_STYLE.format(dark=mark["dark"])) for kind, mark in load_marks().items() if kind in seen]
    if extraction.quantities:
        line.append((QUANTITY, _QUANTITY_STYLE))
    if extraction.unresolved:
        line.append((UNRESOLVED, _UNRESOLVED_STYLE))
    return [part for style in line for part in (style, (" ", ""))]


# -- why -----------------------------------------------------------------------------------------------------------


def _explained(explained: Explained, most: int, *, everything: bool) -> Iterator[Line]:
    for mention in explained.mentions:
        new = "" if mention.entity.known else ", not in the vocabulary"
        name = (
            f"{mention.surface} = {mention.entity.label}"
            if mention.surface != mention.entity.label
            else mention.surface
        )
        yield [("  name      ", "dim"), (name, ""), (f"  {mention.type}, by {mention.rule}{new}", "dim")]
    for stated in explained.stated:
        yield from _stated(stated)
    for quantity in explained.quantities:
        yield [("  number    ", "dim"), (shown_quantity(quantity), "green"), (f"  by {quantity.rule}", "dim")]
    for doubt in explained.unresolved:
        yield [("  doubt     ", "dim"), (doubt.surface, "red"), (f"  {doubt.reason}", "dim")]
    for note in explained.notes:
        yield [("  note      ", "dim"), (note, "")]
    if explained.is_silent or everything:
        for miss in explained.near_misses[:most]:
            yield from _near_miss(miss)


def _stated(stated: Stated) -> Iterator[Line]:
    relation = stated.relation
    modality = f" ({relation.modality})" if relation.modality else ""
    fact = f"{relation.subject.label} {relation.predicate} {relation.object.label}"
    yield [("  fact      ", "dim"), (fact, "green"), (modality, "dim")]
    yield [("            ", ""), (f"by {stated.rule.id}", "cyan"), (" on ", "dim"), (f"“{stated.matched}”", "")]
    if stated.rule.pattern:
        yield [("            ", ""), (stated.rule.pattern, "dim")]


def _near_miss(miss: NearMiss) -> Iterator[Line]:
    matched = (
        [(" matches “", "dim"), (miss.matched, ""), ("”", "dim")] if miss.matched else [(" matches nothing", "dim")]
    )
    yield [
        ("  close     ", "dim"),
        (miss.rule.id, "cyan"),
        (f" ({miss.kind})", "dim"),
        *matched,
        (f": {miss.reason}", "yellow"),
    ]
    yield [("            ", ""), (miss.rule.pattern, "dim")]


def _place(place: Place, most: int) -> Iterator[Line]:
    text = " ".join(place.sentence.sentence.text.split())
    yield [(f"{place.document}: ", "dim"), (text, "bold")]
    for stated in place.stated:
        yield from _stated(stated)
    for miss in () if place.stated else place.near_misses[:most]:
        yield from _near_miss(miss)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
