"""List the rules: what each yields, how often it fired on the bundled texts, how precise it was measured to be."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.rulebook import Entry

HELP = "list the rules, show one, measure all against gold"

_EXAMPLES = """examples:
  kg rules --kind relation                      the rules that state relations
  kg rules cooperation-with                     one rule: pattern, examples, near misses, where it fired
  kg rules --csv > rules.csv                    all rules for a spreadsheet
  kg rules --score tests/extract/gold           hits and misses of each rule, the weakest first
  kg rules cooperation-with --score GOLD TEXTS  which facts of one rule are right and wrong
  kg rules --score tests/extract/gold --write   keep the figures: the next build puts them into the graph
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("rule", nargs="?", metavar="RULE", help="id of the rule to be shown in full")
    parser.add_argument("--kind", help="only rules of this kind: name, field, relation, quantity …")
    parser.add_argument("--quotes", type=int, default=5, metavar="N", help="places where a rule fired (default: 5)")
    parser.add_argument(
        "--score", nargs="+", type=Path, metavar="DIR", help="measure against gold: GOLD_DIR, or GOLD_DIR TEXT_DIR"
    )
    parser.add_argument("--write", action="store_true", help="with --score: keep the figures in extract/rules")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    parser.add_argument("--csv", dest="format", action="store_const", const="csv", help="the same as --format csv")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")


def run(options: argparse.Namespace) -> int:
    """Print what was asked for."""
    from extract.rulebook import KINDS, load_rulebook

    entries = load_rulebook()
    if options.kind:
        if options.kind not in KINDS:
            raise UsageError(f"there are no rules of the kind {options.kind!r}; kinds are {', '.join(KINDS)}")
        entries = tuple(entry for entry in entries if entry.kind == options.kind)
    if options.rule:
        entries = (_find(options.rule, entries),)
    if options.write and not options.score:
        raise UsageError("--write keeps what --score measures; name the gold: --score GOLD_DIR --write")
    return _score(options, entries) if options.score else _list(options, entries)


def _list(options: argparse.Namespace, entries: Sequence[Entry]) -> int:
    from extract import extract_all, load_corpus
    from extract.measured import load_measured
    from extract.rulebook import firings
    from kg.console import print_lines, print_table
    from kg.rule_report import rule_lines, rules_table

    fired, measured = firings(extract_all(load_corpus())), load_measured().scores
    if options.rule and options.format == "table":
        [entry] = entries
        print_lines(rule_lines(entry, fired.get(entry.id, ()), measured.get(entry.id), quotes=max(0, options.quotes)))
    else:
        print_table(rules_table(entries, fired, measured, full=options.format != "table"), options.format)
    return 0


def _score(options: argparse.Namespace, entries: Sequence[Entry]) -> int:
    from extract.evaluation import judge_gold
    from extract.measured import measured_file, to_toml
    from extract.scoring import score_rules
    from kg.console import print_lines, print_table
    from kg.output import write_text
    from kg.rule_report import rule_scores_table, verdict_lines

    gold, *texts = options.score
    if len(texts) > 1:
        raise UsageError("--score takes a folder of gold and at most one of texts")
    judged = judge_gold(gold, *texts)
    scores = score_rules(judged)
    print_table(rule_scores_table(entries, scores), options.format)
    if options.rule and options.format == "table":
        print_lines(verdict_lines(judged, ("right", "wrong"), rule=options.rule))
    if options.write:
        write_text(measured_file(), to_toml([document.document for document in judged], scores))
    return 0


def _find(rule: str, entries: Sequence[Entry]) -> Entry:
    for entry in entries:
        if entry.id == rule:
            return entry
    near = get_close_matches(rule, [entry.id for entry in entries], 3, 0.4)
    meant = f"did you mean {', '.join(near)}?" if near else "`kg rules` lists them"
    raise UsageError(f"there is no rule {rule!r}; {meant}")
