"""Facts with a sentence behind each, as a graph: build it, open it, ask it.

    import kg
    graph = kg.build()            # the bundled texts; or kg.build("plans/*.txt"), kg.open("output")
    graph.query("partners-by-field")

Importing the package loads nothing heavy; the first call does.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["build", "open"]


def build(*paths: str | PathLike[str], output: str | PathLike[str] = "output", workers: int = 1) -> Graph:
    """Build a graph of files, folders and glob patterns (of the bundled texts where none is given) and open it.

    What cannot be read is warned of; the rest is built.
    """
    from kg.graph import build_graph

    return build_graph(*paths, output=output, workers=workers)


def open(output: str | PathLike[str] = "output") -> Graph:  # noqa: A001 (called as kg.open)
    """Open the output of an earlier build for reading."""
    from kg.graph import open_graph

    return open_graph(output)
