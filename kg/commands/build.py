"""Build a graph of texts: facts with their sentences, as RDF, tables and pages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "texts in, a graph of cited facts out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, patterns (none: the bundled texts)")
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="where to (default: output)")
    parser.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes that extract (default: 1)")
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def run(options: argparse.Namespace) -> int:
    """Build, and say what came of it; a file that could not be read makes the exit status 1."""
    from kg.building import build_output, read_inputs
    from kg.console import print_report, show_progress

    documents, errors = read_inputs(options.paths)
    for error in errors:
        print(f"kg: {error}", file=sys.stderr)
    with show_progress(quiet=options.quiet) as progress:
        report = build_output(documents, options.output, workers=options.workers, progress=progress)
    if not options.quiet:
        print_report(report)
    return 1 if errors else 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
