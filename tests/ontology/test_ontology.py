"""The ontology says of each term what it means, in both languages, and everything else agrees with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import to_canonical_graph
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, TIME, VANN, DefinedNamespace
from rdflib.term import Node

from kg.namespaces import COOP, ENTITY_CLASSES, QUANTITY_CLASSES, RELATIONS
from ontology import ONTOLOGY

FOLDER = Path(str(files("ontology")))
QUERIES = Path(str(files("kg"))) / "queries"
HEADER = URIRef(ONTOLOGY.removesuffix("#"))
TERMS = sorted(COOP[name] for name in COOP.__annotations__ if not name.startswith("_"))
PROPERTIES = [term for term in TERMS if term.removeprefix(ONTOLOGY)[0].islower()]
CODES = {COOP.alpha2, COOP.alpha3, COOP.numeric, COOP.m49}
LANGUAGES = ["en", "zh"]
#: Where owlrl writes down that a graph contradicts itself.
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")

PARTNERS = {COOP.Country, COOP.Region, COOP.Organization}
ENDS = {
    COOP.cooperatesWith: (PARTNERS, PARTNERS),
    COOP.cooperatesInField: (PARTNERS, {COOP.Field}),
    COOP.underMechanism: (PARTNERS, {COOP.Mechanism, COOP.Organization}),
    COOP.hasParty: ({COOP.Mechanism, COOP.Base, COOP.Programme}, PARTNERS),
    COOP.participatesIn: (PARTNERS, {COOP.Programme, COOP.Organization}),
    COOP.initiates: (PARTNERS, {COOP.Programme}),
    COOP.targetsPartner: ({COOP.Programme, COOP.BaseType, COOP.Document}, {COOP.Country, COOP.Region}),
    COOP.coversField: ({COOP.Programme, COOP.BaseType, COOP.Base}, {COOP.Field}),
    COOP.partOf: ({COOP.Programme, COOP.Base}, {COOP.Programme}),
    COOP.narrowerThan: ({COOP.BaseType}, {COOP.BaseType}),
    COOP.hasBaseType: ({COOP.Base}, {COOP.BaseType}),
    COOP.issuedBy: ({COOP.Document}, {COOP.Organization}),
    COOP.basedOn: ({COOP.Document}, {COOP.Document, COOP.Programme}),
    COOP.coversPeriod: ({COOP.Document}, {COOP.Period}),
    COOP.plans: ({COOP.Document}, {COOP.Document}),
}


def name_of(term: object) -> str:
    return str(term).removeprefix(ONTOLOGY)


def classes(graph: Graph, node: Node | None) -> set[Node]:
    """Return the classes that a domain or range stands for: itself, or those it is the union of."""
    union = graph.value(node, OWL.unionOf)
    if node == COOP.Partner:
        union = graph.value(graph.value(node, OWL.equivalentClass), OWL.unionOf)
    return set(Collection(graph, union)) if union is not None else {node} - {None}


def languages(graph: Graph, term: Node, predicate: URIRef) -> list[str]:
    return sorted(o.language or "" for o in graph.objects(term, predicate) if isinstance(o, Literal) and o.strip())


def test_ontology_and_namespace_name_the_same_terms(ontology: Graph) -> None:
    assert len(TERMS) > 70
    assert sorted({s for s in ontology.subjects() if isinstance(s, URIRef) and s != HEADER}) == TERMS


def test_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="hasPerty"):
        _ = COOP.hasPerty


def test_header_says_version_licence_and_prefix(ontology: Graph) -> None:
    assert ontology.value(HEADER, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert ontology.value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/{ontology.value(HEADER, OWL.versionInfo)}")
    assert str(ontology.value(HEADER, VANN.preferredNamespacePrefix)) == "coop"
    assert str(ontology.value(HEADER, VANN.preferredNamespaceUri)) == ONTOLOGY
    assert languages(ontology, HEADER, DCTERMS.title) == LANGUAGES


@pytest.mark.parametrize("term", TERMS, ids=name_of)
def test_term_has_one_label_and_one_definition_in_each_language(ontology: Graph, term: URIRef) -> None:
    assert languages(ontology, term, RDFS.label) == LANGUAGES
    assert languages(ontology, term, SKOS.definition) == LANGUAGES
    assert ontology.value(term, RDFS.isDefinedBy) == HEADER


def test_no_two_terms_of_a_kind_share_a_label(ontology: Graph) -> None:
    for same in (PROPERTIES, [term for term in TERMS if term not in PROPERTIES]):
        labels = [label for term in same for label in ontology.objects(term, RDFS.label)]
        assert len(labels) == len(set(labels)) == 2 * len(same)


@pytest.mark.parametrize("term", sorted(set(PROPERTIES) - CODES), ids=name_of)
def test_property_has_one_domain_and_one_range(ontology: Graph, term: URIRef) -> None:
    (domain,), (range_,) = ontology.objects(term, RDFS.domain), ontology.objects(term, RDFS.range)
    assert classes(ontology, domain) <= set(TERMS)
    assert all(str(node).startswith((ONTOLOGY, str(XSD), str(RDF))) for node in classes(ontology, range_))


def test_ends_of_relations_are_as_designed(ontology: Graph) -> None:
    assert ENDS.keys() == set(RELATIONS)
    found = {
        term: tuple(classes(ontology, ontology.value(term, end)) for end in (RDFS.domain, RDFS.range))
        for term in RELATIONS
    }
    assert found == ENDS


def test_inverse_swaps_the_ends(ontology: Graph) -> None:
    pairs = set(ontology.subject_objects(OWL.inverseOf))
    assert len(pairs) == 2 * (len(RELATIONS) - 1), "all but the symmetric one, said on both sides"
    for one, other in pairs:
        assert (other, one) in pairs
        domain, range_ = (classes(ontology, ontology.value(one, end)) for end in (RDFS.domain, RDFS.range))
        assert (range_, domain) == tuple(
            classes(ontology, ontology.value(other, end)) for end in (RDFS.domain, RDFS.range)
        )


def test_classes_of_entities_and_quantities_are_those_of_the_ontology(ontology: Graph) -> None:
    above = {COOP.Entity, COOP.Partner}
    assert {c for parent in above for c in ontology.subjects(RDFS.subClassOf, parent)} - above == set(ENTITY_CLASSES)
    assert set(ontology.subjects(RDFS.subClassOf, COOP.Quantity)) == set(QUANTITY_CLASSES.values())


def test_classes_of_things_are_disjoint(ontology: Graph) -> None:
    groups = [set(Collection(ontology, members)) for members in ontology.objects(None, OWL.members)]
    assert set(QUANTITY_CLASSES.values()) in groups
    assert any(set(ENTITY_CLASSES) | {COOP.Statement, COOP.Quantity, COOP.Text, COOP.Section} <= g for g in groups)


@pytest.mark.parametrize("namespace", [ORG, PROV, SDO, TIME, SKOS], ids=lambda namespace: namespace.__name__)
def test_alignments_exist_in_the_other_vocabulary(ontology: Graph, namespace: type[DefinedNamespace]) -> None:
    found = {term for triple in ontology for term in triple if str(term).startswith(str(namespace))}
    assert found
    for term in found:
        assert term in namespace, f"{term} is no term of its vocabulary"


def written_terms() -> Iterator[tuple[str, str]]:
    """Yield each term that a data or query file names with the prefix, and the file."""
    paths = [
        p for folder in (FOLDER, QUERIES) for p in folder.rglob("*") if p.suffix in {".ttl", ".jsonld", ".rq", ".toml"}
    ]
    for path in sorted(paths):
        for name in re.findall(r"(?<![\w-])coop:([A-Za-z]\w*)", path.read_text(encoding="utf-8")):
            yield name, path.name


def test_no_file_names_a_term_that_is_not_defined() -> None:
    found = set(written_terms())
    assert len({path for _, path in found}) > 5
    assert {(name, path) for name, path in found if name not in COOP.__annotations__} == set()


# Consistency


#: owlrl teaches rdflib further datatypes for as long as the process lives, so it gets one of its own.
CLOSE = """
import sys, owlrl, rdflib
graph = rdflib.Graph().parse(sys.stdin.buffer, format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
for subject in list(graph.subjects()):
    if isinstance(subject, rdflib.Literal):
        graph.remove((subject, None, None))
sys.stdout.buffer.write(graph.serialize(format="nt", encoding="utf-8"))
"""


def closed(*graphs: Graph) -> Graph:
    """Return what follows from the graphs by the rules of OWL RL."""
    given = "".join(graph.serialize(format="nt") for graph in graphs)
    run = subprocess.run([sys.executable, "-c", CLOSE], input=given.encode(), capture_output=True, check=True)
    return Graph().parse(data=run.stdout, format="nt")


def contradictions(graph: Graph) -> list[str]:
    return sorted(str(message) for message in graph.objects(None, ERROR))


def test_example_follows_the_ontology_without_contradiction(ontology: Graph, example: str) -> None:
    united = closed(ontology, Graph().parse(data=example, format="turtle"))
    assert contradictions(united) == []
    energy, america = (URIRef(f"https://w3id.org/stcoop/id/{path}") for path in ("field/清洁能源", "country/US"))
    assert (energy, COOP.fieldOfCooperationWith, america) in united
    assert (america, RDF.type, COOP.Partner) in united
    assert (energy, RDF.type, SKOS.Concept) in united


def test_contradiction_is_found(ontology: Graph) -> None:
    thing = URIRef("https://w3id.org/stcoop/id/country/US")
    wrong = Graph().add((thing, RDF.type, COOP.Country)).add((thing, RDF.type, COOP.Field))
    assert len(contradictions(closed(ontology, wrong))) > 0


# JSON-LD

CONTEXT: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def expanded(name: str) -> str:
    entry = CONTEXT[name]
    prefix, _, local = (entry if isinstance(entry, str) else entry["@id"]).partition(":")
    return f"{CONTEXT[prefix]}{local}"


@pytest.mark.parametrize("term", TERMS, ids=name_of)
def test_context_has_the_term_with_the_kind_of_value_it_takes(ontology: Graph, term: URIRef) -> None:
    entry = CONTEXT[name_of(term)]
    assert expanded(name_of(term)) == str(term)
    kinds, range_ = set(ontology.objects(term, RDF.type)), ontology.value(term, RDFS.range)
    if OWL.ObjectProperty in kinds:
        assert entry["@type"] == "@id"
    elif OWL.AnnotationProperty in kinds:
        assert entry["@container"] == ["@language", "@set"]
    elif range_ is not None and str(range_).startswith(str(XSD)) and range_ != XSD.string:
        assert entry["@type"] == f"xsd:{str(range_).removeprefix(str(XSD))}"
    else:
        assert isinstance(entry, str)


def test_json_is_read_as_the_graph_it_stands_for() -> None:
    document = {
        "@context": CONTEXT,
        "id": "https://w3id.org/stcoop/id/quantity/1",
        "type": ["Quantity", "Target"],
        "value": "500",
        "unit": "家",
        "start": "7",
        "ofSubject": {
            "id": "https://w3id.org/stcoop/id/base-type/国际科技合作基地",
            "label": {"zh": "国际科技合作基地", "en": "base for international S&T cooperation"},
            "altLabel": {"zh": ["国合基地"]},
        },
    }
    expected = """
        PREFIX coop: <https://w3id.org/stcoop/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        <https://w3id.org/stcoop/id/quantity/1> a coop:Quantity, coop:Target ; coop:value "500"^^xsd:decimal ;
            coop:unit "家" ; oa:start "7"^^xsd:nonNegativeInteger ;
            coop:ofSubject <https://w3id.org/stcoop/id/base-type/国际科技合作基地> .
        <https://w3id.org/stcoop/id/base-type/国际科技合作基地> skos:altLabel "国合基地"@zh ;
            skos:prefLabel "国际科技合作基地"@zh, "base for international S&T cooperation"@en ."""
    read = Graph().parse(data=json.dumps(document), format="json-ld")
    assert set(read) == set(Graph().parse(data=expected, format="turtle"))


def test_example_survives_the_way_to_json_and_back(example: str) -> None:
    graph = Graph().parse(data=example, format="turtle")
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False)
    assert '"cooperatesInField"' in text
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert set(to_canonical_graph(Graph().parse(data=text, format="json-ld"))) == set(graph)
