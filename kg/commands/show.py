"""Write one view of the network as an interactive page that needs no network connection."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "write a view of the network as one interactive page"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("view", nargs="?", default="all", metavar="VIEW", help="which view (default: all)")
    parser.add_argument("--graph", type=Path, default=Path("output"), metavar="DIR", help="a build (default: output)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to (default: VIEW.html)")
    parser.add_argument("--document", action="append", metavar="ID", help="keep what this document says (repeatable)")


def run(options: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    from kg.graph import open_graph
    from kg.output import write_text

    page = options.output or Path(f"{options.view}.html")
    write_text(page, open_graph(options.graph).show(options.view, documents=options.document).html)
    print(page)
    return 0
