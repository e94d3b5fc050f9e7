"""The IRIs of all terms that the graph uses, in closed namespaces: a misspelt term is an error, not a new term.

How facts stand in the graph, by example (prefixes as in `PREFIXES`):

```turtle
# A text, as opposed to the work it is a text of. The catalogue's word about both stands in the graph of metadata.
text:12fyp a coop:Text ;
    dcterms:identifier "12fyp" ;
    dcterms:title "国际科技合作“十二五”专项规划"@zh ;
    coop:textOf document:国际科技合作十二五专项规划 ;
    coop:sha256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" ;
    coop:characters 20816 .
text:12fyp-scan a coop:Text ;
    dcterms:identifier "12fyp-scan" ;
    dcterms:title "国际科技合作“十二五”专项规划"@zh ;
    coop:textOf document:国际科技合作十二五专项规划 ;
    coop:copyOf text:12fyp ;
    coop:sha256 "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752" ;
    coop:characters 21503 .
document:国际科技合作十二五专项规划 a coop:Document ;
    skos:prefLabel "国际科技合作“十二五”专项规划"@zh ;
    dcterms:identifier "国科发计〔2011〕381号" ;
    dcterms:issued "2011"^^xsd:gYear ;
    dcterms:publisher organization:科学技术部 ;
    dcterms:temporal period:12fyp ;
    coop:kind "plan" .

# A section; its parent is another section, or the text.
<https://w3id.org/stcoop/id/section/12fyp/三/8> a coop:Section ;
    coop:kind "task" ;
    coop:number "8" ;
    dcterms:title "加强与发达国家的合作"@zh ;
    dcterms:isPartOf text:12fyp ;
    coop:inText text:12fyp ;
    oa:start "900"^^xsd:nonNegativeInteger ;
    oa:end "1600"^^xsd:nonNegativeInteger .

# A passage: shared by all statements and quantities that quote the same span. It stands in a section, or in the text.
<https://w3id.org/stcoop/id/passage/12fyp/1000-1024> a coop:Passage ;
    oa:hasSource text:12fyp ;
    oa:hasSelector <https://w3id.org/stcoop/id/selector/12fyp/1000-1024> ;
    coop:inSection <https://w3id.org/stcoop/id/section/12fyp/三/8> .
<https://w3id.org/stcoop/id/selector/12fyp/1000-1024> a oa:TextPositionSelector, oa:TextQuoteSelector ;
    oa:start "1000"^^xsd:nonNegativeInteger ;
    oa:end "1024"^^xsd:nonNegativeInteger ;
    oa:exact "全面推动中美在清洁能源领域的合作，建成500家基地" ;
    oa:prefix "的合作。" ;
    oa:suffix "。积极开展" .

# A fact: the plain triple, and beside it the statement with its evidence. `coop:modality` only where the wording tells.
country:US coop:cooperatesInField field:清洁能源 .
<https://w3id.org/stcoop/id/statement/0b2c6f3e9a41> a coop:Statement, rdf:Statement ;
    rdf:subject country:US ;
    rdf:predicate coop:cooperatesInField ;
    rdf:object field:清洁能源 ;
    prov:wasQuotedFrom <https://w3id.org/stcoop/id/passage/12fyp/1000-1024> ;
    coop:rule <https://w3id.org/stcoop/id/rule/partner-in-field> ;
    coop:modality "planned" .
# A glossary entry is a statement too: the predicate is skos:definition, the object the sentence.

# A number. `coop:maxValue` only of ranges; `coop:ofSubject`, `coop:period` where known; `dcterms:temporal` where the
# period is an entry of the vocabulary.
<https://w3id.org/stcoop/id/quantity/5d1f0c77be02> a coop:Quantity, coop:Target ;
    coop:value 500.0 ;
    coop:comparator "eq" ;
    coop:unit "家" ;
    coop:measures "基地总数" ;
    coop:ofSubject base-type:国际科技合作基地 ;
    coop:status "target" ;
    coop:period "十二五" ;
    dcterms:temporal period:12fyp ;
    prov:wasQuotedFrom <https://w3id.org/stcoop/id/passage/12fyp/1000-1024> ;
    coop:rule <https://w3id.org/stcoop/id/rule/number> .

# A mention: it is its own selector.
<https://w3id.org/stcoop/id/mention/12fyp/1005-1006> a coop:Mention ;
    coop:refersTo country:US ;
    coop:inText text:12fyp ;
    coop:inSection <https://w3id.org/stcoop/id/section/12fyp/三/8> ;
    oa:start "1005"^^xsd:nonNegativeInteger ;
    oa:end "1006"^^xsd:nonNegativeInteger ;
    oa:exact "美" .

# A rule, once for all statements it made. How often it was right only where it was measured, on annotated texts.
<https://w3id.org/stcoop/id/rule/partner-in-field> a coop:Rule ;
    dcterms:identifier "partner-in-field" ;
    rdfs:label "partner-in-field"@en ;
    rdfs:comment "A partner and then the fields it is tied to: 与X在A、B等领域开展合作."@en ;
    coop:precision 0.75 ;
    coop:hits 3 ;
    coop:misses 1 .
<https://w3id.org/stcoop/id/rule/number> a coop:Rule ;
    dcterms:identifier "number" .

# An entity: its class, one preferred label in each language, other names, the same thing elsewhere.
country:US a coop:Country ;
    skos:prefLabel "美国"@zh, "United States"@en ;
    skos:altLabel "美利坚合众国"@zh ;
    skos:exactMatch <http://www.wikidata.org/entity/Q30> .
field:清洁能源 a coop:Field ;
    skos:prefLabel "清洁能源"@zh .
base-type:国际科技合作基地 a coop:BaseType ;
    skos:prefLabel "国际科技合作基地"@zh .
organization:科学技术部 a coop:Organization ;
    skos:prefLabel "科学技术部"@zh .
period:12fyp a coop:Period ;
    skos:prefLabel "十二五"@zh, "12th Five-Year Plan"@en ;
    coop:startYear "2011"^^xsd:gYear ;
    coop:endYear "2015"^^xsd:gYear .
```
"""

# ruff: noqa: N815 (terms are written as in the ontology)

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, TIME, VANN, XSD, DefinedNamespace, Namespace

from ontology import DATA, ONTOLOGY, kebab

__all__ = [
    "COOP",
    "DCTERMS",
    "ENTITY_CLASSES",
    "OA",
    "OWL",
    "PREFIXES",
    "PROV",
    "QUANTITY_CLASSES",
    "RDF",
    "RDFS",
    "RELATIONS",
    "SCHEMA",
    "SH",
    "SKOS",
    "TIME",
    "VANN",
    "XSD",
    "prefix_lines",
]


class COOP(DefinedNamespace):
    """The terms of `ontology/ontology.ttl`, in its order."""

    _fail = True
    _NS = Namespace(ONTOLOGY)

    # Things that texts name
    Entity: URIRef
    Partner: URIRef
    Country: URIRef
    Region: URIRef
    Organization: URIRef
    Programme: URIRef
    Mechanism: URIRef
    Base: URIRef
    BaseType: URIRef
    Field: URIRef
    Document: URIRef
    Period: URIRef
    Term: URIRef

    # What is read from texts, and where
    Statement: URIRef
    Quantity: URIRef
    Target: URIRef
    Actual: URIRef
    Requirement: URIRef
    Definition: URIRef
    Text: URIRef
    Section: URIRef
    Passage: URIRef
    Mention: URIRef
    Rule: URIRef

    # Between entities
    cooperatesWith: URIRef
    cooperatesInField: URIRef
    underMechanism: URIRef
    hasParty: URIRef
    participatesIn: URIRef
    initiates: URIRef
    targetsPartner: URIRef
    coversField: URIRef
    partOf: URIRef
    narrowerThan: URIRef
    hasBaseType: URIRef
    issuedBy: URIRef
    basedOn: URIRef
    coversPeriod: URIRef
    plans: URIRef

    # The same, read from the other end; data holds the one above only
    fieldOfCooperationWith: URIRef
    mechanismFor: URIRef
    partyOf: URIRef
    hasParticipant: URIRef
    initiatedBy: URIRef
    targetOf: URIRef
    fieldOf: URIRef
    hasPart: URIRef
    broaderThan: URIRef
    baseTypeOf: URIRef
    issues: URIRef
    basisOf: URIRef
    periodOf: URIRef
    plannedBy: URIRef

    # Texts and evidence
    textOf: URIRef
    copyOf: URIRef
    inText: URIRef
    inSection: URIRef
    refersTo: URIRef
    rule: URIRef
    ofSubject: URIRef

    # What the vocabulary knows of entities
    basedIn: URIRef

    # Values
    kind: URIRef
    number: URIRef
    sha256: URIRef
    characters: URIRef
    modality: URIRef
    precision: URIRef
    hits: URIRef
    misses: URIRef
    value: URIRef
    maxValue: URIRef
    comparator: URIRef
    unit: URIRef
    measures: URIRef
    status: URIRef
    period: URIRef
    startYear: URIRef
    endYear: URIRef

    # Names that the vocabulary knows how to match
    blockedLabel: URIRef
    compoundForm: URIRef
    itemLabel: URIRef
    sharedLabel: URIRef

    # Closed lists of values, and systems of codes
    Comparator: URIRef
    Status: URIRef
    Modality: URIRef
    alpha2: URIRef
    alpha3: URIRef
    numeric: URIRef
    m49: URIRef


class OA(DefinedNamespace):
    """The terms of the Web Annotation vocabulary that evidence is written in."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    start: URIRef
    end: URIRef
    exact: URIRef
    prefix: URIRef
    suffix: URIRef


#: As schema.org itself writes its terms; rdflib's own name for the namespace is SDO.
SCHEMA = Namespace("https://schema.org/")

#: The classes of what texts name, as the tables call them.
ENTITY_CLASSES: tuple[URIRef, ...] = (
    COOP.Country,
    COOP.Region,
    COOP.Organization,
    COOP.Programme,
    COOP.Mechanism,
    COOP.Base,
    COOP.BaseType,
    COOP.Field,
    COOP.Document,
    COOP.Period,
    COOP.Term,
)
#: The class of a quantity by its status.
QUANTITY_CLASSES: Mapping[str, URIRef] = MappingProxyType(
    {
        "target": COOP.Target,
        "actual": COOP.Actual,
        "requirement": COOP.Requirement,
        "definition": COOP.Definition,
    }
)
#: The properties that statements are made of.
RELATIONS: tuple[URIRef, ...] = (
    COOP.cooperatesWith,
    COOP.cooperatesInField,
    COOP.underMechanism,
    COOP.hasParty,
    COOP.participatesIn,
    COOP.initiates,
    COOP.targetsPartner,
    COOP.coversField,
    COOP.partOf,
    COOP.narrowerThan,
    COOP.hasBaseType,
    COOP.issuedBy,
    COOP.basedOn,
    COOP.coversPeriod,
    COOP.plans,
)


def _data_prefixes() -> dict[str, str]:
    """Return a prefix for each class whose IRIs people write: `country:US`, `programme:iter`, `text:12fyp`."""
    segments = [kebab(term.removeprefix(ONTOLOGY)) for term in ENTITY_CLASSES]
    return {segment: f"{DATA}{segment}/" for segment in [*segments, "text"]}


#: Prefixes of every query and every Turtle file.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "coop": ONTOLOGY,
        **{
            name: str(namespace)
            for name, namespace in {
                "dcterms": DCTERMS,
                "oa": OA,
                "owl": OWL,
                "prov": PROV,
                "rdf": RDF,
                "rdfs": RDFS,
                "schema": SCHEMA,
                "sh": SH,
                "skos": SKOS,
                "time": TIME,
                "vann": VANN,
                "xsd": XSD,
            }.items()
        },
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        **_data_prefixes(),
    }
)


def prefix_lines() -> str:
    """Return the prefixes as the head of a SPARQL query; Turtle reads it as well.

    >>> prefix_lines().splitlines()[0]
    'PREFIX coop: <https://w3id.org/stcoop/ontology#>'
    """
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
