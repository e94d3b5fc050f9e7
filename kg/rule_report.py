"""What the commands tell of rules and of scores: tables and styled lines, nothing printed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.evaluation import OPEN_CLASSES, SelfCheck
from extract.measured import rounded_precision
from extract.rulebook import Entry, Firing, readable_regex
from extract.scoring import KINDS, Judged, Score, Verdict, add_attributes, score
from kg.console import Line
from kg.store import Table, Value

_SHORT = 60
_NOTHING = Score()
_WIDTH = 12


def rules_table(
    entries: Iterable[Entry], fired: Mapping[str, Sequence[Firing]], measured: Mapping[str, Score], *, full: bool
) -> Table:
    """Return the rules as a table: how often each fired, how precise it is, an example; in full for machines."""
    columns: tuple[str, ...] = ("rule", "kind", "file", "yields", "fired", "precision", "example")
    if full:
        columns += ("hits", "misses", "comment", "triggers", "pattern")
    return Table(columns, tuple(_rule_row(entry, fired, measured, full=full) for entry in entries))


def rule_lines(entry: Entry, fired: Sequence[Firing], measured: Score | None, *, quotes: int) -> Iterator[Line]:
    """Yield all that is to be said of one rule."""
    yield [(entry.id, "bold cyan"), (f"  {entry.kind}, {entry.file}", "dim")]
    if entry.comment:
        yield [(entry.comment, "")]
    yield from _field("yields", ", ".join(entry.yields) or "nothing")
    yield from _field("trigger", ", ".join(entry.triggers))
    yield from _field("pattern", entry.pattern)
    for name, value in entry.conditions:
        yield from _field(name, value)
    yield from _field("expanded", readable_regex(entry.regex))
    if measured is not None and measured.right + measured.wrong:
        share = f"{rounded_precision(measured):.3f} ({measured.right} hits, {measured.wrong} misses)"
        yield from _field("precision", share)
    yield from _examples("examples", ((example.text, "; ".join(example.facts)) for example in entry.positive))
    yield from _examples("near misses", ((example.text, "") for example in entry.near_misses))
    yield []
    yield [(f"fired {len(fired)} times in the bundled texts", "bold")]
    for firing in fired[:quotes]:
        where = [(f"  {firing.document}: ", "dim"), (" ".join(firing.quote.split()), "")]
        yield [("  • ", "dim"), (firing.fact, "green"), *where]
    if len(fired) > quotes:
        yield [(f"  and {len(fired) - quotes} more (--quotes N)", "dim")]


def scores_table(judged: Sequence[Judged]) -> Table:
    """Return the scores of each kind of fact, of each group in it, and of each document."""
    rows: list[tuple[Value, ...]] = []
    for kind in KINDS:
        verdicts = [verdict for document in judged for verdict in document.verdicts if verdict.kind == kind]
        rows += [
            _score_row(kind, group, [verdict for verdict in verdicts if verdict.group == group])
            for group in sorted({verdict.group for verdict in verdicts})
        ]
        rows.append(_score_row(kind, "all", verdicts))
    return Table(("facts", "of", "right", "wrong", "lost", "precision", "recall", "f1"), tuple(rows))


def documents_table(judged: Sequence[Judged]) -> Table:
    """Return the F1 of each kind of fact by document."""
    by_name = sorted(judged, key=lambda document: document.document)
    rows = [(document.document, *_f1s(document.verdicts)) for document in by_name]
    everything = [verdict for document in judged for verdict in document.verdicts]
    return Table(("document", *KINDS), (*rows, ("all", *_f1s(everything))))


def attributes_table(judged: Sequence[Judged]) -> Table:
    """Return how many attributes of the quantities found are right."""
    attributes = add_attributes(judged)
    rows = tuple((name, right, of, round(right / of, 3)) for name, (right, of) in attributes.items() if of)
    return Table(("of the quantities found", "right", "of", "share"), rows)


def verdict_lines(
    judged: Iterable[Judged], outcomes: Sequence[str] = ("wrong", "lost"), *, rule: str = ""
) -> Iterator[Line]:
    """Yield facts by what became of them, document by document; only those of a rule where one is given."""
    styles = {"right": "green", "wrong": "red", "lost": "yellow"}
    for document in judged:
        for verdict in document.verdicts:
            if verdict.outcome in outcomes and (not rule or rule in verdict.rules):
                rules = f"  ({', '.join(verdict.rules)})" if verdict.rules else ""
                mark = [(f"{verdict.outcome:<6}", styles[verdict.outcome]), (f"{document.document}  ", "dim")]
                yield [*mark, (f"{verdict.group}  ", "dim"), (verdict.label, ""), (rules, "dim")]


def rule_scores_table(entries: Iterable[Entry], scores: Mapping[str, Score]) -> Table:
    """Return hits, misses and precision of each rule that yielded something, the weakest first."""
    known = [(entry, scores[entry.id]) for entry in entries if entry.id in scores]
    known.sort(key=lambda pair: (pair[1].precision, -pair[1].wrong, pair[0].id))
    rows = ((entry.id, entry.kind, *_figures(measured)) for entry, measured in known)
    return Table(("rule", "kind", "hits", "misses", "precision"), tuple(rows))


def _figures(measured: Score) -> tuple[Value, ...]:
    return measured.right, measured.wrong, rounded_precision(measured) if measured.right + measured.wrong else None


def _rule_row(
    entry: Entry, fired: Mapping[str, Sequence[Firing]], measured: Mapping[str, Score], *, full: bool
) -> tuple[Value, ...]:
    hits, misses, precision = _figures(measured.get(entry.id, _NOTHING))
    places = fired.get(entry.id, ())
    example = _placed(places[0]) if places else next((" ".join(shown.text.split()) for shown in entry.examples), "")
    if not full and len(example) > _SHORT:
        example = example[: _SHORT - 1] + "…"
    row = (entry.id, entry.kind, entry.file, ", ".join(entry.yields), len(places), precision, example)
    return (*row, hits, misses, entry.comment, ", ".join(entry.triggers), entry.pattern) if full else row


def _placed(firing: Firing) -> str:
    return f"{firing.fact}: {' '.join(firing.quote.split())}"


def _score_row(kind: str, group: str, verdicts: Sequence[Verdict]) -> tuple[Value, ...]:
    total = score(verdicts)
    shares = (round(total.precision, 3), round(total.recall, 3), round(total.f1, 3))
    return kind, group, total.right, total.wrong, total.lost, *shares


def _f1s(verdicts: Sequence[Verdict]) -> tuple[Value, ...]:
    by_kind = (score(verdict for verdict in verdicts if verdict.kind == kind) for kind in KINDS)
    return tuple(round(total.f1, 3) for total in by_kind)


def _field(name: str, value: str) -> Iterator[Line]:
    if value:
        yield [(f"{name:<{_WIDTH}}", "dim"), (value, "")]


def _examples(title: str, examples: Iterable[tuple[str, str]]) -> Iterator[Line]:
    for number, (text, facts) in enumerate(examples):
        if not number:
            yield []
            yield [(title, "bold")]
        yield [("  • ", "dim"), (" ".join(text.split()), "")]
        if facts:
            yield [(f"    → {facts}", "green")]


def self_check_table(check: SelfCheck) -> Table:
    """Return what becomes of each open class without its vocabulary."""
    columns = ("class", "recall listed", "recall unlisted", "kept", "precision unlisted", "right", "wrong", "lost")
    rows = [_self_check_row(check, type_, (type_,)) for type_ in OPEN_CLASSES]
    return Table(columns, (*rows, _self_check_row(check, "all", OPEN_CLASSES)))


def self_check_lines(check: SelfCheck) -> Iterator[Line]:
    """Yield the names that only the vocabulary knows, and what is wrongly taken for one without it."""
    for title, style, found in (("lost", "yellow", check.lost), ("wrong", "red", check.wrong)):
        for document, verdict in found:
            yield [(f"{title:<6}", style), (f"{document}  {verdict.group}  ", "dim"), (verdict.label, "")]


def _self_check_row(check: SelfCheck, name: str, types: Sequence[str]) -> tuple[Value, ...]:
    listed, unlisted = check.scores(*types)
    shares = (listed.recall, unlisted.recall, check.kept(*types), unlisted.precision)
    return name, *(round(share, 3) for share in shares), unlisted.right, unlisted.wrong, unlisted.lost
