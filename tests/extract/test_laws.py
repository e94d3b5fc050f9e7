"""What holds of every text: order and nesting of mentions, quotes in their place, the same result however it is come by."""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import subprocess
import sys
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import Document, Extraction, Sentence, extract, extract_all, load_corpus
from extract.lexicon import load_lexicon
from extract.repair import repair
from ontology import Concept, load_vocabulary

BUDGET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: Longer samples of the vocabulary are for the nightly run of a patient person.
SAMPLE = int(os.environ.get("KG_LABELS", 400))


@lru_cache(maxsize=1)
def corpus() -> tuple[Document, ...]:
    return load_corpus()


@lru_cache(maxsize=1)
def read_corpus() -> tuple[Extraction, ...]:
    return tuple(map(extract, corpus()))


@lru_cache(maxsize=1)
def sentences() -> tuple[str, ...]:
    found = [sentence.text for extraction in read_corpus() for sentence in extraction.sentences]
    assert len(found) > 1_000
    return tuple(found)


def read(text: str) -> Extraction:
    return extract(Document("unnamed text", "", "", text))


#: Pieces of real sentences and single characters that the stages look at, in any order.
pieces = st.one_of(
    st.integers(0, 10_000).map(lambda place: sentences()[place % len(sentences())]),
    st.sampled_from(
        [
            "中美",
            "中国—东盟",
            "与埃及、",
            "“甲计划”",
            "《乙规划》",
            "（ABC）",
            "等领域",
            "合作",
            "到2020年达到500家",
            "联合研究中心",
        ]
    ),
    st.text("中美俄与和及、，。；：“”《》（）—在领域合作计划中心等的一1A \n\u3000", max_size=12),
)
texts = st.lists(pieces, min_size=1, max_size=8).map("".join)


def crossing(extraction: Extraction) -> list[tuple[str, str]]:
    """Return the mentions that overlap without one holding the other."""
    found = extraction.mentions
    return [
        (one.surface, other.surface)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one.start < other.start < one.end < other.end
    ]


def disorder(extraction: Extraction) -> list[str]:
    """Return what is out of order, in the wrong sentence, or not in the text where it says it is."""
    text, raw = repair(extraction.document.text).text, extraction.document.text

    def stands(start: int, end: int, quote: str) -> bool:
        return raw[start:end] == quote if text == raw else quote in text

    faults = [f"not sorted: {rows}" for rows in unsorted_rows(extraction)]
    for mention in extraction.mentions:
        sentence = extraction.sentences[mention.sentence]
        if not sentence.start <= mention.start < mention.end <= sentence.end:
            faults.append(f"not in its sentence: {mention}")
        if not stands(mention.start, mention.end, mention.surface):
            faults.append(f"not in the text: {mention}")
    for fact in (*extraction.relations, *extraction.quantities):
        if not stands(fact.start, fact.end, fact.quote):
            faults.append(f"not in the text: {fact}")
        if fact.section not in {"", *(section.id for section in extraction.sections)}:
            faults.append(f"of no section: {fact}")
    told = extraction.definitions
    return [*faults, *(f"not in the text: {d}" for d in told if not stands(d.start, d.end, d.text))]


def unsorted_rows(extraction: Extraction) -> Iterable[object]:
    for rows in (extraction.sentences, extraction.mentions, extraction.relations, extraction.quantities):
        places = [row.start for row in rows]
        if places != sorted(places):
            yield rows


def fingerprint(extractions: Iterable[Extraction]) -> str:
    return hashlib.sha256("\n".join(map(repr, map(plain, extractions))).encode()).hexdigest()


def plain(extraction: Extraction) -> tuple[object, ...]:
    """Return all of an extraction but the document it was read from."""
    e = extraction
    return (
        e.document.id, e.sections, e.sentences, e.mentions, e.relations, e.quantities, e.unresolved, e.definitions,
    )  # fmt: skip


# -- order and place -----------------------------------------------------------------------------------------------


@given(texts)
@BUDGET
def test_mentions_are_sorted_and_nest_and_quotes_stand_in_the_text(text: str):
    extraction = read(text)
    assert disorder(extraction) == []
    assert crossing(extraction) == []


def test_the_corpus_keeps_the_same_laws():
    assert sum(len(extraction.mentions) for extraction in read_corpus()) > 800
    for extraction in read_corpus():
        assert disorder(extraction) == []
        assert crossing(extraction) == []


@given(texts, st.integers(0, 5))
@BUDGET
def test_spans_of_a_damaged_text_lead_to_what_was_repaired(text: str, seed: int):
    chance = random.Random(seed)
    damaged = "".join(char + chance.choice(["", "", "", "\u200b", "\x00"]) for char in text)
    clean, found = read(text), read(damaged)
    assert [mention.surface for mention in found.mentions] == [mention.surface for mention in clean.mentions]
    for mention in found.mentions:
        raw = damaged[mention.start : mention.end].replace("\u200b", "").replace("\x00", "")
        assert raw == mention.surface or repair(text).text != text


# -- the vocabulary ------------------------------------------------------------------------------------------------


def labels(kind: str) -> list[tuple[Concept, str]]:
    """Return a sample of the labels (`names`) or blocked labels (`blocked`) of the vocabulary."""
    rows = [(concept, name) for concept in load_vocabulary().concepts for name in getattr(concept, kind)]
    assert len(rows) > 50
    return random.Random(kind).sample(rows, min(SAMPLE, len(rows)))


@pytest.mark.parametrize("frame", ["下列事项涉及{}，请予关注。", "（{}）", "{}"])
def test_every_label_is_found(frame: str):
    missing = []
    for concept, name in labels("names"):
        if len(name) < 2 or len(load_vocabulary().by_name[name]) > 1:
            continue
        text = frame.format(f" {name} " if name.isascii() else name)
        # Fields are reported only where something is said of them: these are looked for in the text itself.
        if concept.iri not in (found_fields(text) if concept.type == "Field" else found_names(text)):
            missing.append((name, concept.iri))
    assert missing == []


def found_names(text: str) -> set[str]:
    return {mention.entity.iri for mention in read(text).mentions}


def found_fields(text: str) -> set[str]:
    hits = load_lexicon(load_vocabulary()).find(repair(text).text)
    return {entity.iri for hit in hits for entity in hit.entities}


def test_every_blocked_label_is_silent():
    rows = labels("blocked")
    speaking = []
    for concept, blocked in rows:
        text = f"下列事项涉及{blocked}，请予关注。"
        start = text.index(blocked)
        for mention in read(text).mentions:
            inside = start <= mention.start and mention.end <= start + len(blocked)
            if inside and mention.entity.iri == concept.iri and mention.rule == "label":
                speaking.append((blocked, mention.surface))
    assert speaking == []


# -- the same however it is come by --------------------------------------------------------------------------------


def test_two_runs_give_the_same():
    assert fingerprint(map(extract, corpus())) == fingerprint(read_corpus())


def test_hash_seeds_do_not_matter():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "import test_laws as laws; print(laws.fingerprint(map(laws.extract, laws.corpus())))"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    prints = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout.strip()
        for seed in ("1", "20211")
    }
    assert prints == {fingerprint(read_corpus())}


def test_two_workers_give_what_one_gives():
    assert fingerprint(extract_all(corpus(), workers=2)) == fingerprint(read_corpus())


def test_extractions_survive_pickling():
    for extraction in read_corpus():
        copy = pickle.loads(pickle.dumps(extraction))
        assert (copy, copy.document.metadata) == (extraction, extraction.document.metadata)


@given(st.permutations(range(len(load_corpus()))))
@settings(max_examples=3, deadline=None)
def test_the_order_of_documents_does_not_matter(order: list[int]):
    by_id = {extraction.document.id: plain(extraction) for extraction in read_corpus()}
    for extraction in extract_all(corpus()[place] for place in order):
        assert plain(extraction) == by_id[extraction.document.id]


def test_what_a_text_says_does_not_depend_on_what_was_read_before():
    text = "中国与希腊成立“甲乙”联合研究中心（以下简称中心）。中心聚焦海水养殖领域。"
    before = plain(read(text))
    read("美国设立甲乙联合研究中心（以下简称中心）。")
    assert plain(read(text)) == before


def test_sentences_do_not_overlap():
    for extraction in read_corpus():
        rows: tuple[Sentence, ...] = extraction.sentences
        assert all(one.end <= other.start for one, other in pairwise(rows))
