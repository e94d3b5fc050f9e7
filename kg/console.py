"""What a person sees in the terminal: progress, summaries, tables. The only module that speaks to rich."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table as RichTable
from rich.text import Text

from kg.questions import Question
from kg.store import Table, Value

if TYPE_CHECKING:
    from kg.building import Progress, Report

#: A line of text in pieces, each with its style, as rich names styles.
Line = Sequence[tuple[str, str]]

#: Wide enough for any cell: what is piped elsewhere is not folded to the width of a terminal.
_UNFOLDED = 100_000


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Progress]:
    """Give a function that moves a progress bar; where nobody is looking it draws nothing."""
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ProgressBar(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("read", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def print_report(report: Report) -> None:
    """Print what a build made, how much of it, and where it lies."""
    counts = report.counts
    console = Console(highlight=False)
    texts, works = _many(counts["texts"], "text"), _many(counts["works"], "work")
    console.print(f"[bold]{texts} of {works}, {_many(counts['sentences'], 'sentence')}[/]\n")
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", style="bold cyan")
    grid.add_column(no_wrap=True)
    grid.add_column(style="dim")
    statements = f"stated {counts['statements']:,} times: {_listed(counts['statements_by_predicate'])}"
    grid.add_row(f"{counts['entities']:,}", "entities", _listed(counts["entities_by_type"]))
    grid.add_row(f"{counts['facts']:,}", "facts", statements if counts["facts"] else "")
    grid.add_row(f"{counts['quantities']:,}", "numbers", _listed(counts["quantities_by_status"]))
    grid.add_row(f"{counts['unresolved']:,}", "unresolved names", "see unresolved.csv" if counts["unresolved"] else "")
    console.print(grid)
    seconds = ", ".join(f"{stage} {taken:.1f}" for stage, taken in report.seconds.items())
    console.print(f"\n{counts['quads']:,} quads in {sum(report.seconds.values()):.1f} s [dim]({seconds})[/]")
    console.print(f"[bold green]{report.output}[/] is ready: open pages/all.html in it, or ask with kg query --list")


def print_table(table: Table, format: str) -> None:  # noqa: A002 (as the option is called)
    """Print rows as aligned columns, as CSV or as JSON."""
    if format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([table.columns, *([_cell(value) for value in row] for row in table.rows)])
    elif format == "json":
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print_columns(table)


def print_questions(questions: Mapping[str, Question]) -> None:
    """Print the named questions in both languages, each with its parameters."""
    console = _console()
    for question in questions.values():
        console.print(Text(question.name, style="bold cyan"))
        console.print(Text(f"  {question.zh}\n  {question.en}"))
        for parameter in question.parameters:
            needed = " (required)" if parameter.required else ""
            console.print(Text(f"  {parameter.name}=…{needed}  {parameter.meaning}", style="dim"))


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines of text with their styles; where nobody is looking, without."""
    console = _console()
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=not console.is_terminal)


def shows_colour() -> bool:
    """Tell whether what is printed is seen in colour."""
    console = _console()
    return console.is_terminal and not console.no_color


def _print_columns(table: Table) -> None:
    grid = RichTable(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(table.columns):
        numeric = bool(table.rows) and all(isinstance(row[number], int | float | None) for row in table.rows)
        grid.add_column(Text(column), justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(_cell(value)) for value in row))
    console = _console()
    console.print(grid)
    if console.is_terminal:
        console.print(f"[dim]{_many(len(table.rows), 'row')}[/]")


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_UNFOLDED)


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _listed(counts: Mapping[str, int]) -> str:
    """Return names with their counts, the most frequent first; a count stays on the line of its name."""
    return ", ".join(
        f"{name}\u00a0{count}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
