"""How facts stand in the graph: evidence beside each edge, one named graph a text, nothing passed off as extracted."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from extract.model import Extraction
from kg import iris
from kg.names import name_entities
from kg.nquads import triple_lines
from kg.quads import dataset_lines
from kg.store import Table, load_store, select
from ontology import DATA, Vocabulary

PREFIXES = {
    "coop": "https://w3id.org/stcoop/ontology#",
    "country": DATA + "country/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
SENTENCE = "推动中美清洁能源合作，基地达到500家。"


def lines_of(extractions: list[Extraction], vocabulary: Vocabulary, file: Path) -> list[str]:
    return dataset_lines(extractions, name_entities(extractions, vocabulary), vocabulary, [file])


@pytest.fixture
def lines(plan: Extraction, scan: Extraction, vocabulary: Vocabulary, vocabulary_file: Path) -> list[str]:
    return lines_of([plan, scan], vocabulary, vocabulary_file)


@pytest.fixture
def store(lines: list[str]) -> ox.Store:
    return load_store(lines, triple_lines(lines))


def ask(store: ox.Store, sparql: str) -> Table:
    return select(store, sparql, PREFIXES)


def graphs_with(store: ox.Store, pattern: str) -> set[str]:
    return {str(row[0]) for row in ask(store, f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {pattern} }} }}").rows}


def test_lines_are_sorted_valid_and_without_blank_nodes(lines: list[str]) -> None:
    quads = list(ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(lines) > 100
    assert lines == sorted(set(lines))
    assert not [
        quad for quad in quads if ox.BlankNode in {type(quad.subject), type(quad.object), type(quad.graph_name)}
    ]


def test_lines_do_not_depend_on_the_order_of_documents(
    plan: Extraction, scan: Extraction, lines: list[str], vocabulary: Vocabulary, vocabulary_file: Path
) -> None:
    assert lines_of([scan, plan], vocabulary, vocabulary_file) == lines


def test_graphs_are_the_texts_the_metadata_the_vocabulary_and_the_rules(store: ox.Store) -> None:
    assert graphs_with(store, "?s ?p ?o") == {
        iris.graph_iri("plan"),
        iris.graph_iri("plan-scan"),
        iris.METADATA_GRAPH,
        iris.RULES_GRAPH,
        iris.VOCABULARY_GRAPH,
    }


def test_edge_stands_plain_in_the_graph_of_each_text(store: ox.Store) -> None:
    graphs = graphs_with(store, "country:CN coop:cooperatesWith country:US")
    assert graphs == {iris.graph_iri("plan"), iris.graph_iri("plan-scan")}


def test_default_graph_is_a_set_so_that_counts_are_right(store: ox.Store) -> None:
    answer = ask(store, "SELECT (COUNT(*) AS ?n) { country:CN coop:cooperatesWith ?partner }")
    assert answer.rows == ((1,),)


def test_edge_leads_to_its_sentence(store: ox.Store) -> None:
    answer = ask(
        store,
        """
        SELECT ?text ?start ?end ?quote ?prefix ?rule ?modality ?section {
          ?statement a rdf:Statement, coop:Statement ; rdf:subject country:CN ; rdf:predicate coop:cooperatesWith ;
            rdf:object country:US ; coop:rule/dcterms:identifier ?rule ; coop:modality ?modality ;
            prov:wasQuotedFrom ?passage .
          ?passage a coop:Passage ; oa:hasSource/dcterms:identifier ?text ; coop:inSection/dcterms:title ?section ;
            oa:hasSelector ?selector .
          ?selector a oa:TextPositionSelector, oa:TextQuoteSelector ;
            oa:start ?start ; oa:end ?end ; oa:exact ?quote ; oa:prefix ?prefix .
        } ORDER BY ?text
        """,
    )
    assert answer.rows == (
        ("plan", 5, 25, SENTENCE, "一、任务\n", "joint-name", "planned", "任务"),
        ("plan-scan", 5, 26, SENTENCE, "一、任务\n", "joint-name", "planned", "任务"),
    )


def test_number_has_value_unit_class_and_period(store: ox.Store) -> None:
    answer = ask(
        store,
        """
        SELECT ?value ?unit ?measures ?comparator ?period ?of {
          ?quantity a coop:Quantity, coop:Target ; coop:status "target" ; coop:value ?value ; coop:unit ?unit ;
            coop:measures ?measures ; coop:comparator ?comparator ; coop:period ?period ; dcterms:temporal ?of ;
            prov:wasQuotedFrom/oa:hasSource/dcterms:identifier "plan" .
        }
        """,
    )
    assert answer.rows == ((500, "家", "基地", "eq", "十二五", DATA + "period/12fyp"),)


def test_mention_is_its_own_selector(store: ox.Store) -> None:
    answer = ask(
        store,
        """
        SELECT ?text ?start ?end ?exact {
          ?mention a coop:Mention ; coop:refersTo <https://w3id.org/stcoop/id/field/清洁能源> ;
            coop:inText/dcterms:identifier ?text ; oa:start ?start ; oa:end ?end ; oa:exact ?exact .
        } ORDER BY ?text
        """,
    )
    assert answer.rows == (("plan", 9, 13, "清洁能源"), ("plan-scan", 9, 14, "清洁能源"))


def test_definition_is_a_statement_with_evidence(store: ox.Store) -> None:
    answer = ask(
        store,
        """
        SELECT ?definition {
          <https://w3id.org/stcoop/id/field/清洁能源> skos:definition ?definition .
          ?statement rdf:predicate skos:definition ; rdf:object ?definition ; prov:wasQuotedFrom ?passage .
          ?passage oa:hasSource/dcterms:identifier "plan" .
        }
        """,
    )
    assert answer.rows == ((SENTENCE,),)


def test_two_texts_are_texts_of_one_work(store: ox.Store) -> None:
    answer = ask(
        store,
        """
        SELECT ?text ?work ?original ?characters {
          ?t a coop:Text ; dcterms:identifier ?text ; coop:textOf ?work ; coop:characters ?characters .
          OPTIONAL { ?t coop:copyOf/dcterms:identifier ?original }
        } ORDER BY ?text
        """,
    )
    work = DATA + "document/plan"
    assert answer.rows == (("plan", work, None, 25), ("plan-scan", work, "plan", 26))


@pytest.mark.parametrize(
    "pattern",
    [
        "?work dcterms:publisher ?issuer",
        "?work dcterms:issued ?year",
        "?work dcterms:temporal ?period . ?work a coop:Document",
        '?work dcterms:identifier "国科发〔2011〕1号"',
        "?text coop:copyOf ?original",
    ],
)
def test_what_the_catalogue_says_stands_in_the_metadata_only(pattern: str, store: ox.Store) -> None:
    assert graphs_with(store, pattern) == {iris.METADATA_GRAPH}


@pytest.mark.parametrize(
    "pattern, is_there",
    [
        ('country:US skos:prefLabel "United States"@en', True),
        ("country:US skos:exactMatch <http://www.wikidata.org/entity/Q30>", True),
        ("<https://w3id.org/stcoop/id/region/america> a coop:Region", True),
        ("<https://w3id.org/stcoop/id/period/12fyp> a coop:Period", True),
        ("country:FR ?p ?o", False),
        ("?s coop:blockedLabel ?o", False),
        ("?s coop:compoundForm ?o", False),
        ("?s coop:hasParty ?o", False),
    ],
)
def test_vocabulary_that_is_used_is_there_without_directions_for_matching(
    pattern: str, is_there: bool, store: ox.Store
) -> None:
    assert graphs_with(store, pattern) == ({iris.VOCABULARY_GRAPH} if is_there else set())


def test_copy_without_its_original_stands_for_the_work(
    scan: Extraction, vocabulary: Vocabulary, vocabulary_file: Path
) -> None:
    lines = lines_of([scan], vocabulary, vocabulary_file)
    store = load_store(lines, triple_lines(lines))
    answer = ask(store, "SELECT ?label { ?text coop:textOf ?work . ?work a coop:Document ; skos:prefLabel ?label }")
    assert answer.rows == (("合作规划",),)
    assert graphs_with(store, "?text coop:copyOf ?original") == set()


def test_discovered_entity_that_texts_write_differently_has_one_label(
    plan: Extraction, scan: Extraction, vocabulary: Vocabulary, vocabulary_file: Path
) -> None:
    lines = lines_of([plan, scan], vocabulary, vocabulary_file)
    labels = [line for line in lines if "field/清洁能源> <http://www.w3.org/2004/02/skos/core#prefLabel>" in line]
    assert len(labels) == 2
    assert len(triple_lines(labels)) == 1
