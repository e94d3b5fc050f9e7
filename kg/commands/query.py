"""Ask the graph: a question by name, a SPARQL query, or a file that holds one."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.errors import UsageError

HELP = "answer a named question or a SPARQL query"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="name of a question, SPARQL text, or .rq file")
    parser.add_argument("parameters", nargs="*", metavar="NAME=VALUE", help="what a named question is asked of")
    parser.add_argument("--list", action="store_true", help="list the named questions with their parameters")
    parser.add_argument("--graph", type=Path, default=Path("output"), metavar="DIR", help="a build (default: output)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")


def run(options: argparse.Namespace) -> int:
    """Print the answer, or the list of questions."""
    from kg.console import print_questions, print_table
    from kg.questions import load_questions

    if options.list:
        print_questions(load_questions())
        return 0
    if options.question is None:
        raise UsageError("what is the question? Name one of `kg query --list`, or give SPARQL")
    from kg.graph import open_graph

    graph = open_graph(options.graph)
    answer = graph.ask(read_question(options.question), **_parameters(options.parameters))
    print_table(answer, options.format)
    return 0


def read_question(question: str) -> str:
    """Return the SPARQL text of a file where the question names one, else the question itself."""
    path = Path(question)
    if path.suffix not in (".rq", ".sparql"):
        return question
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a readable query file ({error}); check the name") from error


def _parameters(pairs: list[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise UsageError(f"{pair!r} is no parameter; write NAME=VALUE")
        given[name] = value
    return given
