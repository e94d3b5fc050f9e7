"""Reading Turtle into concepts, and finding the faults of a vocabulary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ontology import Concept, Vocabulary, VocabularyError, read_vocabulary
from ontology.checks import check_vocabulary

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix coop: <https://w3id.org/stcoop/ontology#> .
@prefix x: <https://example.org/> .
"""


def vocabulary_of(folder: Path, *texts: str) -> Vocabulary:
    paths = [folder / f"{number}.ttl" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(PREFIXES + text, encoding="utf-8")
    return read_vocabulary(paths)


def test_an_entry_becomes_a_concept_with_everything_it_says(tmp_path: Path) -> None:
    vocabulary = vocabulary_of(
        tmp_path,
        """
        x:fr a skos:Concept, coop:Country ;
            skos:prefLabel "法国"@zh, "France"@en ; skos:altLabel "法兰西共和国"@zh, "法兰西"@zh, "French Republic"@en ;
            skos:hiddenLabel "法國"@zh ; coop:compoundForm "法"@zh ;
            coop:blockedLabel "方法国内"@zh, "French fries"@en ;
            coop:itemLabel "法兰西"@zh ; coop:sharedLabel "法兰西共和国"@zh ;
            skos:broader x:europe ; coop:hasParty x:cn ; coop:basedIn x:eu ; skos:exactMatch x:Q142 ;
            skos:notation "FR" .
        x:scheme a skos:ConceptScheme ; skos:prefLabel "国家"@zh .
        """,
    )
    assert vocabulary.concepts == (
        Concept(
            iri="https://example.org/fr",
            type="Country",
            label="法国",
            label_en="France",
            alt=("法兰西", "法兰西共和国"),
            alt_en=("French Republic",),
            hidden=("法國",),
            blocked=("French fries", "方法国内"),
            compound=("法",),
            items=("法兰西",),
            broader=("https://example.org/europe",),
            parties=("https://example.org/cn",),
            same_as=("https://example.org/Q142",),
            countries=("https://example.org/eu",),
            shared=("法兰西共和国",),
            source="0.ttl",
        ),
    )


def test_names_are_looked_for_and_item_labels_are_only_looked_up(tmp_path: Path) -> None:
    vocabulary = vocabulary_of(
        tmp_path,
        """
        x:a a coop:Field ; skos:prefLabel "农业"@zh, "agriculture"@en ;
            skos:altLabel "农业领域"@zh ; coop:itemLabel "农业"@zh .
        """,
    )
    (field,) = vocabulary.concepts
    assert field.names == ("agriculture", "农业领域")
    assert vocabulary.by_name == dict.fromkeys(("agriculture", "农业领域", "农业"), (field,))


def test_a_second_file_adds_to_an_entry_of_the_first(tmp_path: Path) -> None:
    vocabulary = vocabulary_of(
        tmp_path,
        'x:mn a coop:Country ; skos:prefLabel "蒙古国"@zh .',
        'x:mn skos:altLabel "蒙古"@zh . x:new a coop:Base ; skos:prefLabel "江门中微子实验"@zh .',
    )
    assert [(concept.type, concept.names, concept.source) for concept in vocabulary.concepts] == [
        ("Country", ("蒙古国", "蒙古"), "0.ttl"),
        ("Base", ("江门中微子实验",), "1.ttl"),
    ]
    assert [concept.label for concept in vocabulary.of_type("Base")] == ["江门中微子实验"]
    assert [concept.label for concept in vocabulary.without("Base").concepts] == ["蒙古国"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'x:a a coop:Country ; skos:prefLabel "法国"@zh, "法兰西"@zh .',
            "0.ttl: <https://example.org/a> has 2 Chinese",
        ),
        ('x:a a coop:Country ; skos:prefLabel "France"@en .', "0.ttl: <https://example.org/a> has 0 Chinese"),
        ('x:a a coop:Country\n skos:prefLabel "法国"@zh .', "0.ttl: not readable as Turtle: .*line 6"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        vocabulary_of(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"none\.ttl: not readable"):
        read_vocabulary([tmp_path / "none.ttl"])


FR = 'x:fr a coop:Country ; skos:prefLabel "法国"@zh, "France"@en .'
AGENCY = 'x:p a coop:Organization ; skos:prefLabel "法国航天局"@zh, "CNES"@en .'
TWO_OF_ONE_NAME = """
x:a a coop:Programme ; skos:prefLabel "大洋发现计划"@zh, "IODP"@en ; coop:sharedLabel "IODP"@en .
x:b a coop:Programme ; skos:prefLabel "大洋钻探计划"@zh, "IODP"@en ; coop:sharedLabel "IODP"@en .
"""
CIRCLE = """
x:a a coop:Field ; skos:prefLabel "能源学"@zh, "energy"@en ; skos:broader x:b .
x:b a coop:Field ; skos:prefLabel "核能"@zh, "nuclear energy"@en ; skos:broader x:a .
"""


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (FR, []),
        (FR + 'x:f2 a coop:Country ; skos:prefLabel "高卢"@zh, "France"@en .', ["x:f2 and x:fr both carry “France”"]),
        (FR + 'x:f2 a coop:Region ; skos:prefLabel "法国本土"@zh, "France"@en .', []),
        (TWO_OF_ONE_NAME, []),
        ('x:a a coop:Base ; skos:prefLabel "上海光源"@zh .', ["x:a has no English"]),
        (FR + 'x:fr skos:altLabel "法"@zh .', ["x:fr carries “法”"]),
        (FR + 'x:fr skos:altLabel " 法国"@zh .', ["x:fr carries “ 法国”"]),
        (FR + 'x:fr coop:sharedLabel "高卢"@zh .', ["x:fr shares “高卢” but does not carry it"]),
        (FR + 'x:fr coop:blockedLabel "办法"@zh .', ["x:fr blocks “办法”, which holds none of its labels"]),
        (FR + AGENCY + 'x:fr coop:blockedLabel "法国航天局"@zh .', ["x:fr blocks “法国航天局”, a label of x:p"]),
        (FR + "x:fr skos:broader x:europe .", ["x:fr points at x:europe"]),
        (FR + "x:fr coop:hasParty x:none .", ["x:fr points at x:none"]),
        (CIRCLE, ["x:a is broader than itself", "x:b is broader than itself"]),
    ],
)
def test_faults_are_told_one_by_one_with_a_cure(tmp_path: Path, text: str, faults: list[str]) -> None:
    lines = check_vocabulary(vocabulary_of(tmp_path, text))
    found = [re.sub("<https://example.org/(.*?)>", r"x:\1", line) for line in lines]
    assert len(found) == len(faults)
    assert all(line.startswith(fault) and "; " in line for line, fault in zip(found, faults, strict=True))
