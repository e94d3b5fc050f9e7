"""How often each rule was right on annotated texts: a file that `kg rules --score` writes and the graph takes over."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from extract.scoring import Score

_DIGITS = 4
_HEAD = """\
# How often each rule was right on annotated texts: `hits` facts that are in the gold, `misses` that are not.
# Made by `kg rules --score GOLD_DIR --write`; not to be edited by hand.
"""


class MeasuredError(ValueError):
    """A file of measured rules that cannot be used; the message names file, fault and cure."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, and on which texts."""

    texts: tuple[str, ...]
    scores: Mapping[str, Score]


def measured_file() -> Path:
    """Return the file that ships with the package."""
    return Path(str(files("extract") / "rules" / "measured.toml"))


@lru_cache(maxsize=2)
def load_measured(path: Path | None = None) -> Measured:
    """Return what was measured; nothing where nothing was."""
    path = path or measured_file()
    if not path.exists():
        return Measured((), {})
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        rows = content.get("rule", {}).items()
        scores = {rule: Score(right=row["hits"], wrong=row["misses"]) for rule, row in rows}
        return Measured(tuple(content.get("texts", ())), scores)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise MeasuredError(f"{path}: cannot be used: {error}; make it anew by `kg rules --score … --write`") from error


def to_toml(texts: Sequence[str], scores: Mapping[str, Score]) -> str:
    """Return measured rules as the text of a file.

    >>> print(to_toml(["plan"], {"takes-part": Score(right=3, wrong=1)}), end="")
    # How often each rule was right on annotated texts: `hits` facts that are in the gold, `misses` that are not.
    # Made by `kg rules --score GOLD_DIR --write`; not to be edited by hand.
    texts = ["plan"]
    <BLANKLINE>
    [rule."takes-part"]
    hits = 3
    misses = 1
    precision = 0.75
    """
    rows = (_row(rule, score) for rule, score in sorted(scores.items()) if score.right + score.wrong)
    return "".join((_HEAD, f"texts = {json.dumps(sorted(texts), ensure_ascii=False)}\n", *rows))


def rounded_precision(score: Score) -> float:
    """Return the precision as it is published."""
    return round(score.precision, _DIGITS)


def _row(rule: str, score: Score) -> str:
    name = json.dumps(rule, ensure_ascii=False)
    precision = rounded_precision(score)
    return f"\n[rule.{name}]\nhits = {score.right}\nmisses = {score.wrong}\nprecision = {precision}\n"
