"""Print the facts of one file at once, without building a graph."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "print the facts of one file"

_EXAMPLES = """examples:
  kg extract plan.txt                           relations, numbers and names as tables
  kg extract plan.pdf --format text             the text with names in colour, numbers underlined, doubts in red
  kg extract plan.txt --format text | less      the same with [name|Class]; FORCE_COLOR=1 keeps the colour (less -R)
  kg extract plan.docx --format jsonl > facts.jsonl
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("file", type=Path, metavar="FILE", help="text, HTML, Markdown, DOCX or PDF")
    parser.add_argument("--format", choices=("table", "jsonl", "text"), default="table", help="default: table")


def run(options: argparse.Namespace) -> int:
    """Print the facts."""
    from extract import extract, read_document
    from kg.console import print_lines, print_table, shows_colour
    from kg.text_report import fact_lines, fact_tables, marked_lines

    extraction = extract(read_document(options.file))
    if options.format == "jsonl":
        for line in fact_lines(extraction):
            print(line)
    elif options.format == "text":
        print_lines(marked_lines(extraction, colour=shows_colour()))
    else:
        tables = list(fact_tables(extraction))
        for title, table in tables:
            print_lines([[(title, "bold")]])
            print_table(table, "table")
            print()
        if not tables:
            print("nothing was found; kg explain FILE says which rules came close")
    return 0
