"""Draw the unread map: what was taken from each sentence, and which sentences on cooperation gave nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "show what was read of each text and what was not"

_EXAMPLES = """examples:
  kg coverage                                   the bundled texts: coverage.html in this folder
  kg coverage plans/*.txt --output maps         one page for all: maps/coverage.html
  kg coverage plan.txt --most 30                thirty unread sentences, each with the rule that came closest
  kg coverage --format csv > coverage.csv       the counts by document; no page is written
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, patterns (none: the bundled texts)")
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR", help="where to (default: this folder)")
    parser.add_argument("--most", type=int, default=10, metavar="N", help="unread sentences to print (default: 10)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")


def run(options: argparse.Namespace) -> int:
    """Write the page, print the counts; a file that could not be read makes the exit status 1."""
    from extract import extract, load_corpus, read_documents
    from extract.coverage import cover, rank_unread
    from kg.console import print_lines, print_table
    from kg.coverage_page import PAGE, coverage_page, coverage_table, unread_table
    from kg.output import write_text

    documents, errors = read_documents(options.paths) if options.paths else (load_corpus(), ())
    for error in errors:
        print(f"kg: {error}", file=sys.stderr)
    if not documents:
        return 1
    coverages = [cover(extract(document)) for document in documents]
    if options.format != "table":
        print_table(coverage_table(coverages), options.format)
        return 1 if errors else 0
    unread = rank_unread(coverages, explained=True)
    print_table(coverage_table(coverages), "table")
    if unread and options.most > 0:
        print_lines([[], [("the next rules to write", "bold")]])
        print_table(unread_table(unread[: options.most]), "table")
    page = options.output / PAGE
    write_text(page, coverage_page(coverages, unread))
    print(page)
    return 1 if errors else 0
