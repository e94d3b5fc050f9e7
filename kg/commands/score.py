"""Score extraction against gold: precision, recall and F1 of entities, relations and quantities."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "score extraction against annotated texts"

_EXAMPLES = """examples:
  kg score tests/extract/gold                   the texts lie beside the gold, or are the bundled ones
  kg score GOLD_DIR TEXT_DIR --misses           with every fact that is wrong or lost
  kg score GOLD_DIR --document 12fyp --json     one document, for machines

GOLD_DIR holds DOC.entities.jsonl, DOC.relations.jsonl and DOC.quantities.jsonl; optional facts are neither rewarded nor
punished.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    add_gold_arguments(parser)
    parser.add_argument("--misses", action="store_true", help="list what is wrong and what is lost")


def add_gold_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what all commands take that compare with gold."""
    parser.add_argument("gold", type=Path, metavar="GOLD_DIR", help="folder of annotations")
    parser.add_argument("texts", nargs="?", type=Path, metavar="TEXT_DIR", help="folder of the annotated texts")
    parser.add_argument("--document", action="append", default=[], metavar="ID", help="only this one (repeatable)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    parser.add_argument("--csv", dest="format", action="store_const", const="csv", help="the same as --format csv")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")


def run(options: argparse.Namespace) -> int:
    """Print the scores."""
    from extract.evaluation import judge_gold
    from kg.console import print_lines, print_table
    from kg.rule_report import attributes_table, documents_table, scores_table, verdict_lines

    judged = judge_gold(options.gold, options.texts, options.document)
    if options.format != "table":
        print_table(scores_table(judged), options.format)
        return 0
    for table in (documents_table(judged), scores_table(judged), attributes_table(judged)):
        print_table(table, "table")
        print()
    if options.misses:
        print_lines(verdict_lines(judged))
    return 0
