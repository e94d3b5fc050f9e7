"""How each type of thing is drawn: its colour on light and on dark ground, its shape."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def load_marks() -> Mapping[str, Mapping[str, str]]:
    """Return how each type is drawn, in the order of the legend."""
    return tomllib.loads((files("kg") / "templates" / "graph" / "marks.toml").read_text("utf-8"))
