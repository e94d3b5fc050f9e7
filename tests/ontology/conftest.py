"""What the tests of the ontology share: its files, read once, and the example of `kg.namespaces` as a graph."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from rdflib import Graph

import kg.namespaces
from kg.namespaces import prefix_lines


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Return the ontology. Never write to it."""
    return Graph().parse(str(files("ontology") / "ontology.ttl"))


@pytest.fixture(scope="session")
def example() -> str:
    """Return the example of how facts are written, as Turtle."""
    (turtle,) = re.findall(r"```turtle\n(.*?)```", kg.namespaces.__doc__ or "", re.DOTALL)
    return prefix_lines() + turtle
