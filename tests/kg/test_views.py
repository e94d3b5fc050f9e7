"""Every view of the network has a title and a page whose terms have labels in both languages."""

from __future__ import annotations

import pandas as pd
import pytest

from extract.model import Extraction
from kg.namespaces import ENTITY_CLASSES, RELATIONS
from kg.network import VIEWS
from kg.tables import make_tables
from kg.views import load_terms, load_titles, view_page
from ontology import ONTOLOGY, Vocabulary


@pytest.fixture
def tables(plan: Extraction, scan: Extraction, vocabulary: Vocabulary) -> dict[str, pd.DataFrame]:
    return make_tables([plan, scan], vocabulary)


def test_titles_are_those_of_the_views() -> None:
    assert load_titles().keys() == VIEWS.keys()


@pytest.mark.parametrize("term", [*ENTITY_CLASSES, *RELATIONS])
def test_term_has_labels_in_both_languages(term: str) -> None:
    zh, en = load_terms()[term.removeprefix(ONTOLOGY)]
    assert zh and en and zh != en


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_page_of_a_view_has_its_title_and_links_to_the_others(view: str, tables: dict[str, pd.DataFrame]) -> None:
    html = view_page(tables, view, linked=True).html
    assert load_titles()[view][0] in html
    assert [other for other in VIEWS if other != view and f"{other}.html" not in html] == []
