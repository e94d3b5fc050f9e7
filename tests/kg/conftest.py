"""Small values that the tests of `kg` share: a plan and its scan, read by hand, and a vocabulary of three entries."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from extract.model import (
    Definition,
    Document,
    Entity,
    Extraction,
    Mention,
    Quantity,
    Relation,
    Section,
    Sentence,
    Unresolved,
)
from ontology import Vocabulary, read_vocabulary

CHINA = Entity("https://w3id.org/stcoop/id/country/CN", "Country", "中国", "China")
AMERICA = Entity("https://w3id.org/stcoop/id/country/US", "Country", "美国", "United States")
ENERGY = Entity("https://w3id.org/stcoop/id/field/清洁能源", "Field", "清洁能源", known=False)
PERIOD = Entity("https://w3id.org/stcoop/id/period/12fyp", "Period", "十二五", "12th Five-Year Plan")

VOCABULARY = """
@prefix coop: <https://w3id.org/stcoop/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/stcoop/id/country/CN> a coop:Country, skos:Concept ;
    skos:prefLabel "中国"@zh, "China"@en ; skos:altLabel "中华人民共和国"@zh ; coop:compoundForm "中"@zh .
<https://w3id.org/stcoop/id/country/US> a coop:Country, skos:Concept ;
    skos:prefLabel "美国"@zh, "United States"@en ; coop:compoundForm "美"@zh ; coop:blockedLabel "美国式"@zh ;
    skos:broader <https://w3id.org/stcoop/id/region/america> ;
    skos:exactMatch <http://www.wikidata.org/entity/Q30> .
<https://w3id.org/stcoop/id/region/america> a coop:Region, skos:Concept ;
    skos:prefLabel "美洲"@zh, "Americas"@en .
<https://w3id.org/stcoop/id/country/FR> a coop:Country, skos:Concept ;
    skos:prefLabel "法国"@zh, "France"@en .
<https://w3id.org/stcoop/id/period/12fyp> a coop:Period, skos:Concept ;
    skos:prefLabel "十二五"@zh, "12th Five-Year Plan"@en .
<https://w3id.org/stcoop/id/mechanism/dialogue> a coop:Mechanism, skos:Concept ;
    skos:prefLabel "中美创新对话"@zh ; coop:hasParty <https://w3id.org/stcoop/id/country/US> .
"""

CLEAN = "一、任务\n推动中美清洁能源合作，基地达到500家。"
SCAN = "一、任务\n推动中美清洁能 源合作，基地达到500家。"


def read_by_hand(document: Document, break_at: int | None = None) -> Extraction:
    """Return what the text of a plan says; `break_at` is where its scan has a stray space."""

    def at(position: int) -> int:
        return position + (break_at is not None and position > break_at)

    def mention(start: int, surface: str, entity: Entity) -> Mention:
        return Mention(at(start), at(start + len(surface)), surface, entity, "label", 1)

    sentence = CLEAN[5:]
    start, end = 5, at(len(CLEAN))
    relation = {"start": start, "end": end, "quote": sentence, "section": "一"}
    return Extraction(
        document=document,
        sections=(Section("一", "chapter", "一", "任务", 0, end),),
        sentences=(Sentence(0, 0, 4, "一、任务", "一"), Sentence(1, start, end, sentence, "一")),
        mentions=(mention(7, "中", CHINA), mention(8, "美", AMERICA), mention(9, "清洁能源", ENERGY)),
        relations=(
            Relation(CHINA, "cooperatesWith", AMERICA, rule="joint-name", modality="planned", **relation),
            Relation(AMERICA, "cooperatesInField", ENERGY, rule="partner-in-field", **relation),
        ),
        quantities=(
            Quantity(
                *(Decimal(500), None, "eq", "家", "基地", None, "target", "十二五"),
                *(start, end, sentence, "一", "number"),
            ),
        ),
        unresolved=(Unresolved("清洁", at(9), at(11), "Field", "two entries", sentence),),
        definitions=(Definition(ENERGY, sentence, start, end, "一", "glossary"),),
    )


@pytest.fixture
def plan() -> Extraction:
    """Return the plan as it was published."""
    facts = {"title_en": "Plan", "kind": "plan", "number": "国科发〔2011〕1号", "issuer": ["中国科技部"], "year": 2011}
    return read_by_hand(Document("plan", "合作规划", "plan.txt", CLEAN, {**facts, "period": "十二五"}))


@pytest.fixture
def scan() -> Extraction:
    """Return its scan."""
    return read_by_hand(Document("plan-scan", "合作规划", "plan-scan.txt", SCAN, {"copy_of": "plan"}), break_at=11)


@pytest.fixture
def vocabulary_file(tmp_path: Path) -> Path:
    """Return a small vocabulary as a file."""
    path = tmp_path / "small.ttl"
    path.write_text(VOCABULARY, "utf-8")
    return path


@pytest.fixture
def vocabulary(vocabulary_file: Path) -> Vocabulary:
    """Return the small vocabulary."""
    return read_vocabulary([vocabulary_file])


@pytest.fixture
def no_rdflib_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the SPARQL engine of rdflib fail: whoever asks it is found out."""
    import rdflib.plugins.sparql.evaluate
    import rdflib.plugins.sparql.processor

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("rdflib's own SPARQL engine was asked")

    monkeypatch.setattr(rdflib.plugins.sparql.evaluate, "evalQuery", refuse)
    monkeypatch.setattr(rdflib.plugins.sparql.processor, "evalQuery", refuse)
    monkeypatch.setattr(rdflib.plugins.sparql.processor.SPARQLProcessor, "query", refuse)
    return refuse
