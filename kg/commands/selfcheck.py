"""Switch off the vocabulary of programmes, mechanisms, bases and documents: how many of their names are still found?"""

from __future__ import annotations

import argparse
import sys

from kg.commands.score import add_gold_arguments

HELP = "find names with their vocabulary switched off"

_EXAMPLES = """examples:
  kg selfcheck tests/extract/gold               what the rules for names find on their own
  kg selfcheck GOLD_DIR --document 12fyp --document keyinst

Exit status 1 where less than 0.80 of the recall is kept, or precision without the vocabulary is below 0.85.
"""
_LEAST_KEPT, _LEAST_PRECISION = 0.80, 0.85


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    add_gold_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print what is kept and what is lost; the exit status tells whether it is enough."""
    from extract.evaluation import check_open_classes
    from kg.console import print_lines, print_table
    from kg.rule_report import self_check_lines, self_check_table

    check = check_open_classes(options.gold, options.texts, options.document)
    print_table(self_check_table(check), options.format)
    if options.format == "table":
        print()
        print_lines(self_check_lines(check))
    kept, precision = check.kept(), check.scores()[1].precision
    if kept >= _LEAST_KEPT and precision >= _LEAST_PRECISION:
        return 0
    wanted = f"{_LEAST_KEPT:.2f} and {_LEAST_PRECISION:.2f} are wanted; write rules for the names that are lost"
    print(f"kg: recall kept {kept:.3f}, precision {precision:.3f}; {wanted}", file=sys.stderr)
    return 1
