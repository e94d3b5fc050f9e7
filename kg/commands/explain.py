"""Say why a text gives the facts it gives, and which rules came close where it gives none."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from extract.explain import Explained
    from extract.missing import Fact

HELP = "say which rules made a fact, or came close"

_EXAMPLES = """examples:
  kg explain '全面推动中美在清洁能源领域的合作。'        names, facts and rules of a text
  kg explain plan.txt --about 非洲               the sentences of a file that hold a word
  kg explain plan.txt --silent                  only those that give neither relation nor number
  kg explain '中国 cooperatesWith 美国'          who says so in the bundled texts, by which rule
  kg explain '美国 cooperatesInField 核能' plan.txt    where a file says so, or what it lacks
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("what", metavar="WHAT", help="a text, a file, or a fact: 'SUBJECT PREDICATE OBJECT'")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="where to look for a fact (none: the bundled texts)")
    parser.add_argument("--about", default="", metavar="WORD", help="only sentences that hold this word")
    parser.add_argument("--silent", action="store_true", help="only sentences that give neither relation nor number")
    parser.add_argument("--all", action="store_true", help="rules that came close also where facts were found")
    parser.add_argument("--most", type=int, default=5, metavar="N", help="rules or places to show (default: 5)")


def run(options: argparse.Namespace) -> int:
    """Print the explanation."""
    from extract.missing import parse_fact

    path = Path(options.what)
    is_file = len(options.what) < _LONGEST_PATH and "\n" not in options.what and path.is_file()
    fact = None if is_file else parse_fact(options.what)
    if fact is not None:
        return _explain_fact(fact, options.paths, options.most)
    if options.paths:
        raise UsageError(f"{options.what!r} is no fact; write SUBJECT PREDICATE OBJECT, or name one text or file")
    _refuse_misspelt(options.what, is_file=is_file)
    return _explain_text(options, path if is_file else None)


_LONGEST_PATH = 250


def _explain_text(options: argparse.Namespace, path: Path | None) -> int:
    from extract import Document, read_document
    from extract.explain import explain
    from kg.console import print_lines
    from kg.text_report import explained_lines

    document = read_document(path) if path else Document("text", "", "", options.what)
    sentences = [sentence for sentence in explain(document).sentences if _wanted(sentence, options)]
    if not sentences:
        raise UsageError("no sentence is left to explain; give a text, or another word to --about")
    print_lines(explained_lines(sentences, most=max(0, options.most), everything=options.all))
    return 0


def _wanted(explained: Explained, options: argparse.Namespace) -> bool:
    return options.about in explained.sentence.text and (explained.is_silent or not options.silent)


def _explain_fact(fact: Fact, paths: Sequence[str], most: int) -> int:
    from extract import load_corpus, read_documents
    from extract.missing import explain_fact
    from kg.console import print_lines
    from kg.text_report import answer_lines

    documents = load_corpus()
    if paths:
        documents, errors = read_documents(paths)
        if errors:
            raise errors[0]
    print_lines(answer_lines(fact, explain_fact(fact, documents), most=max(1, most)))
    return 0


def _refuse_misspelt(what: str, *, is_file: bool) -> None:
    """Raise `UsageError` where a person means a file or a fact and misspelt it."""
    from difflib import get_close_matches

    from extract.missing import predicates
    from extract.reading import SUFFIXES

    words = what.split()
    near = get_close_matches(words[1], predicates(), 1) if len(words) == 3 and words[1].isascii() else []
    if near:
        raise UsageError(f"there is no predicate {words[1]!r}; did you mean {near[0]}?")
    if not is_file and len(words) == 1 and what.endswith(SUFFIXES):
        raise UsageError(f"{what}: there is no such file; check the name")
