"""The unread map as one HTML file: what was taken from each sentence, and which sentences are the next rules to write."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from extract.coverage import Coverage, Reading, Unread
from extract.marking import Piece
from extract.rulebook import shown_quantity
from kg.lettering import printable
from kg.marks import load_marks
from kg.store import Table, Value
from kg.views import load_terms

#: A label in Chinese and in English.
Label = tuple[str, str]
#: The kinds of sentences, in the order of legend and bar.
KINDS = ("relations", "numbers", "names", "nothing", "unread")
#: What the page is called where it lies beside those of the graph.
PAGE = "coverage.html"
_TEMPLATES = Path(str(files("kg") / "templates"))
#: So many sentences are shown in full; beyond, the page of a large build would choke a browser.
_MOST_SENTENCES = 20_000
_MOST_UNREAD = 200
#: So many of the unread ones stand open.
_FIRST_UNREAD = 12
_BAR = 1000


def page_title() -> Label:
    """Return the title of the page in both languages."""
    return _words()["title"]


def coverage_page(
    coverages: Sequence[Coverage], unread: Sequence[Unread], *, language: str = "zh", linked: bool = False
) -> str:
    """Return the page; `linked` where the pages of the graph lie beside it."""
    environment, words = _environment(), _words()
    types = [{"id": name, "label": _label(load_terms().get(name, (name, name))), **mark} for name, mark in _types()]
    documents = list(_documents(coverages))
    page = environment.get_template("coverage.html.j2").render(
        language=language,
        words={key: _label(label) for key, label in words.items()},
        summary=_filled(words["summary"], **_totals(coverages, unread)),
        kinds=KINDS,
        types=types,
        documents=documents,
        unread=list(_unread(unread[:_MOST_UNREAD], coverages)),
        first=_FIRST_UNREAD,
        further=_filled(words["further"], count=max(0, min(len(unread), _MOST_UNREAD) - _FIRST_UNREAD)),
        more=_filled(words["more"], count=len(unread) - _MOST_UNREAD) if len(unread) > _MOST_UNREAD else None,
        linked=linked,
        style=_inline(environment.get_template("coverage.css.j2").render(types=types)),
        script=_inline((_TEMPLATES / "coverage" / "coverage.js").read_text("utf-8")),
    )
    return printable(page)


def coverage_table(coverages: Sequence[Coverage]) -> Table:
    """Return by document how many sentences there are and what was taken from them."""
    columns = ("document", "sentences", *KINDS)
    return Table(columns, tuple(map(_counts_row, coverages)))


def unread_table(unread: Sequence[Unread]) -> Table:
    """Return the unread sentences on cooperation, the weightiest first."""
    rows = (
        (
            item.reading.weight,
            item.document.id,
            " ".join(item.reading.sentence.text.split()),
            item.closest.rule.id if item.closest else "",
            item.closest.reason if item.closest else "",
        )
        for item in unread
    )
    return Table(("weight", "document", "sentence", "closest rule", "why not"), tuple(rows))


def _counts_row(coverage: Coverage) -> tuple[Value, ...]:
    counts = coverage.counts
    return coverage.document.id, coverage.sentences, *(counts[kind] for kind in KINDS)


# -- documents -----------------------------------------------------------------------------------------------------


def _documents(coverages: Sequence[Coverage]) -> Iterator[Mapping[str, Any]]:
    room = _MOST_SENTENCES
    for number, coverage in enumerate(coverages):
        room -= len(coverage.readings)
        yield {
            "id": coverage.document.id,
            "title": coverage.document.title or coverage.document.id,
            "sentences": coverage.sentences,
            "counts": coverage.counts,
            "bar": list(_bar(coverage)),
            "paragraphs": list(_paragraphs(number, coverage)) if room >= 0 or number == 0 else None,
        }


def _bar(coverage: Coverage) -> Iterator[Mapping[str, Any]]:
    """Yield the parts of a bar: unread sentences on cooperation stand apart from those that need not be read."""
    counts = dict(coverage.counts)
    for reading in coverage.readings:
        if reading.weight:
            counts[reading.taken] -= 1
    x = 0.0
    for kind in ("relations", "numbers", "unread", "names", "nothing"):
        width = _BAR * counts[kind] / max(1, coverage.sentences)
        if width:
            yield {"kind": kind, "x": round(x, 2), "width": round(width, 2)}
        x += width


def _paragraphs(number: int, coverage: Coverage) -> Iterator[Mapping[str, Any]]:
    for paragraph in coverage.paragraphs:
        heading = all(reading.taken == "heading" for reading in paragraph)
        sentences = [_sentence(number, reading) for reading in paragraph]
        yield {"kind": "heading" if heading else "body", "sentences": sentences}


def _sentence(number: int, reading: Reading) -> Mapping[str, Any]:
    return {
        "taken": reading.taken,
        "unread": reading.weight > 0,
        "anchor": _anchor(number, reading) if reading.weight else "",
        "facts": "\n".join(_facts(reading)),
        "pieces": list(_pieces(reading)),
    }


def _anchor(number: int, reading: Reading) -> str:
    return f"s{number + 1}-{reading.sentence.index}"


def _facts(reading: Reading) -> Iterator[str]:
    for relation in reading.relations:
        yield f"{relation.subject.label} {relation.predicate} {relation.object.label} ({relation.rule})"
    for quantity in reading.quantities:
        yield f"{shown_quantity(quantity)} ({quantity.rule})"
    if not reading.relations and not reading.quantities:
        for entity in reading.names:
            yield f"{entity.label} ({entity.type})"


def _pieces(reading: Reading) -> Iterator[Mapping[str, str]]:
    """Yield the outermost names and the figures of a sentence, what lies between them as plain text."""
    run: list[Piece] = []
    for piece in reading.marked.pieces:
        if run and (run[0].marks[:1] != piece.marks[:1]):
            yield _piece(run)
            run = []
        run.append(piece)
    if run:
        yield _piece(run)


def _piece(run: Sequence[Piece]) -> Mapping[str, str]:
    kind = run[0].marks[0].kind if run[0].marks else ""
    return {"text": "".join(piece.text for piece in run), "kind": kind}


# -- the next rules ------------------------------------------------------------------------------------------------


def _unread(unread: Sequence[Unread], coverages: Sequence[Coverage]) -> Iterator[Mapping[str, Any]]:
    numbers = {coverage.document.id: number for number, coverage in enumerate(coverages)}
    for item in unread:
        yield {
            "pieces": list(_pieces(item.reading)),
            "anchor": _anchor(numbers[item.document.id], item.reading),
            "document": item.document.title or item.document.id,
            "section": item.section,
            "copies": _filled(_words()["copies"], count=item.copies) if item.copies > 1 else None,
            "rule": item.closest.rule.id if item.closest else "",
            "reason": item.closest.reason if item.closest else "",
        }


def _totals(coverages: Sequence[Coverage], unread: Sequence[Unread]) -> Mapping[str, int]:
    taken = [reading.taken for coverage in coverages for reading in coverage.readings]
    return {
        "documents": len(coverages),
        "sentences": sum(coverage.sentences for coverage in coverages),
        "read": taken.count("relations") + taken.count("numbers"),
        "unread": len(unread),
    }


# -- words and styles ----------------------------------------------------------------------------------------------


def _types() -> Iterator[tuple[str, Mapping[str, str]]]:
    return ((name, mark) for name, mark in load_marks().items() if name != "Other")


def _label(label: Label) -> Mapping[str, str]:
    return {"zh": label[0], "en": label[1]}


def _filled(label: Label, **values: int) -> Mapping[str, str]:
    return _label((label[0].format(**values), label[1].format(**values)))


def _inline(text: str) -> Mapping[str, Markup]:
    """Return a script or style with the hash by which the page allows it and nothing else."""
    return {
        "text": Markup(text),
        "hash": Markup(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"),
    }


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Label]:
    texts = tomllib.loads((_TEMPLATES / "coverage" / "texts.toml").read_text("utf-8"))
    return {key: (zh, en) for key, (zh, en) in texts.items()}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # The colours are those of the pages of the graph.
    folders = [_TEMPLATES / "coverage", _TEMPLATES / "graph"]
    return Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined)
