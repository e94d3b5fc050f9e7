"""Compare two documents: what is new, what is gone, what is kept, each with a quote."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "say what is new, gone and kept between two documents"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("old", metavar="OLD", help="id of the earlier document")
    parser.add_argument("new", metavar="NEW", help="id of the later document")
    parser.add_argument("--kind", choices=("entity", "relation", "quantity"), help="compare only these")
    parser.add_argument("--graph", type=Path, default=Path("output"), metavar="DIR", help="a build (default: output)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")


def run(options: argparse.Namespace) -> int:
    """Print the comparison."""
    from kg.console import print_table
    from kg.graph import open_graph
    from kg.tables import to_table

    changes = open_graph(options.graph).compare(options.old, options.new)
    if options.kind:
        changes = changes[changes["kind"] == options.kind]
    print_table(to_table(changes), options.format)
    return 0
