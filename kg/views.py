"""Views of the network as pages with titles, labels of terms, and links from one to the other."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.namespaces import RDFS
from kg.nquads import iri
from kg.store import read_labels
from ontology import ONTOLOGY

if TYPE_CHECKING:
    import pandas as pd

    from kg.pages import Label, Page


def view_page(
    tables: Mapping[str, pd.DataFrame],
    view: str,
    *,
    documents: Collection[str] | None = None,
    linked: bool = False,
) -> Page:
    """Return the page of a view; `linked` where the pages of the other views and of coverage will lie beside it."""
    from kg.coverage_page import PAGE, page_title
    from kg.network import network
    from kg.pages import Page

    titles = load_titles()
    graph = network(tables, view, documents=documents)
    others = [(f"{other}.html", title) for other, title in titles.items() if other != view]
    links = [*others, (PAGE, page_title())] if linked else []
    return Page(graph, title=titles.get(view), terms=load_terms(), views=links)


@lru_cache(maxsize=1)
def load_titles() -> Mapping[str, Label]:
    """Return the titles of the views in both languages, by name in the order of their links."""
    text = (files("kg") / "views.toml").read_text("utf-8")
    return {view: (zh, en) for view, (zh, en) in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def load_terms() -> Mapping[str, Label]:
    """Return the labels of the terms of the ontology in both languages, by local name."""
    labels = read_labels(Path(str(files("ontology") / "ontology.ttl")), iri(RDFS.label))
    return {
        term.removeprefix(ONTOLOGY): (spoken["zh"], spoken["en"])
        for term, spoken in labels.items()
        if term.startswith(ONTOLOGY) and {"zh", "en"} <= spoken.keys()
    }
