"""Networks as pages: one HTML file each that needs nothing else, opens at rest, and tells of every tie who says so.

The only module that speaks to PyVis, whose bundled vis-network draws the page; the template, the places of the nodes
and the texts are ours. Nothing here writes a file.
"""

from __future__ import annotations

import json
import tomllib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.lettering import printable
from kg.marks import load_marks
from kg.page_data import Placed, page_edges, page_nodes, page_passages, place_nodes
from kg.picture import draw

#: A label in Chinese and in English.
Label = tuple[str, str]
_TEMPLATES = Path(str(files("kg") / "templates" / "graph"))
_SCRIPTS = ("data", "words", "filters", "drawing", "details", "search", "tables", "state", "main")
_VIS = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def write_page(
    graph: nx.Graph,
    *,
    title: Label | None = None,
    terms: Mapping[str, Label] | None = None,
    views: Sequence[tuple[str, Label]] = (),
    language: str = "zh",
) -> str:
    """Return the page of a network as HTML.

    `graph` is what `kg.network.network` returns, `terms` are the labels of types and predicates by local name, `views`
    are links to other pages as (address, label).
    """
    return Page(graph, title=title, terms=terms, views=views, language=language).html


@dataclass(frozen=True)
class Page:
    """The page of a network; a notebook shows it in a frame of its own, or as a picture where scripts may not run."""

    graph: nx.Graph
    title: Label | None = None
    terms: Mapping[str, Label] | None = None
    views: Sequence[tuple[str, Label]] = ()
    language: str = "zh"
    height: int = 640

    @cached_property
    def html(self) -> str:
        """Return the page as one HTML file."""
        marks = load_marks()
        types = [{"id": name, **style} for name, style in marks.items()]
        return (
            _environment()
            .get_template("page.html.j2")
            .render(
                language=self.language,
                title=_by_language(self._title),
                words={key: label[_number(self.language)] for key, label in _words().items()},
                views=[(address, _by_language(label)) for address, label in self.views],
                style=_Inline(_environment().get_template("page.css.j2").render(types=types)),
                scripts=[_Inline(_vis()), _Inline(_script())],
                data=Markup(_json(self._data)),
            )
        )

    @cached_property
    def svg(self) -> str:
        """Return the network as a still picture."""
        title = self._title[_number(self.language)]
        return printable(draw(_environment(), self.graph, self._placed, load_marks(), title, self.language))

    @cached_property
    def _placed(self) -> Mapping[str, Placed]:
        return place_nodes(self.graph)

    @property
    def _title(self) -> Label:
        return self.title or _words()["title"]

    @property
    def _data(self) -> dict[str, Any]:
        passages, numbers = page_passages(self.graph)
        visual = _visual(page_nodes(self.graph, self._placed, load_marks()), page_edges(self.graph, numbers))
        predicates = sorted({item[0] for edge in visual.edges for item in edge["said"]})
        return {
            "title": _by_language(self._title),
            "language": self.language,
            "words": {key: _by_language(label) for key, label in _words().items()},
            "options": visual.options,
            "types": [{"id": name, **style, **self._term(name)} for name, style in load_marks().items()],
            "predicates": [{"id": name, **self._term(name)} for name in predicates],
            "documents": [
                {**document, "zh": document["title"], "en": document["title_en"]}
                for document in self.graph.graph["documents"]
            ],
            "nodes": visual.nodes,
            "edges": visual.edges,
            "passages": passages,
        }

    def _term(self, name: str) -> dict[str, str]:
        """Return what a type or a predicate is called: by the ontology, by the page itself, else by its local name."""
        return _by_language((self.terms or {}).get(name) or _words().get(name) or (name, name))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        title = self._title[_number(self.language)]
        frame = _environment().get_template("frame.html.j2").render(page=self.html, height=self.height, title=title)
        return {"text/html": frame, "image/svg+xml": self.svg, "text/plain": repr(self)}

    def __repr__(self) -> str:
        nodes, edges = self.graph.number_of_nodes(), self.graph.number_of_edges()
        return f"{self._title[_number(self.language)]}: {nodes} nodes, {edges} edges"


class _Inline:
    """A script or a style as it stands in the page, and the hash by which the page allows it and nothing else."""

    def __init__(self, text: str) -> None:
        self.text = Markup(text)
        self.hash = Markup(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")


def _visual(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> Any:
    """Return the network as PyVis keeps it. Its own methods of adding look through all nodes at each call."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    visual = Network(directed=True, cdn_resources="in_line")
    visual.set_options((_TEMPLATES / "options.json").read_text("utf-8"))
    visual.nodes = [Node(node.pop("id"), "custom", node["zh"], **node).options for node in nodes]
    visual.edges = [Edge(edge.pop("from"), edge.pop("to"), **edge).options for edge in edges]
    return visual


@lru_cache(maxsize=1)
def _vis() -> str:
    """Return vis-network as PyVis bundles it, without the pointer to a source map that is not there."""
    text = files("pyvis").joinpath(*_VIS).read_text("utf-8")
    return text.replace("//# sourceMappingURL=vis-network.min.js.map", "")


@lru_cache(maxsize=1)
def _script() -> str:
    return "\n".join((_TEMPLATES / f"{name}.js").read_text("utf-8") for name in _SCRIPTS)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Label]:
    """Return the texts of the page in both languages."""
    return {key: (zh, en) for key, (zh, en) in tomllib.loads((_TEMPLATES / "texts.toml").read_text("utf-8")).items()}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


def _by_language(label: Label) -> dict[str, str]:
    return {"zh": label[0], "en": label[1]}


def _number(language: str) -> int:
    return 1 if language == "en" else 0


def _json(value: Mapping[str, Any]) -> str:
    """Return JSON that can stand in a script element: no character in it can end the element or open a comment."""
    text = printable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
