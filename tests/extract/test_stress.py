"""Texts that nobody would write: no pattern explodes, time and memory stay in proportion, strange characters do no harm.

Set KG_STRESS_BYTES=100000000 to read one line of 100 MB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract import Document, Extraction, extract
from extract.masking import LETTERS, mask
from extract.ruleset import load_rules

GROWTH = Path(__file__).with_name("growth.py")
LINE = int(os.environ.get("KG_STRESS_BYTES", 5_000_000))


def read(text: str) -> Extraction:
    return extract(Document("t", "", "", text))


def facts(extraction: Extraction) -> list[tuple[str, str, str]]:
    return [(r.subject.label, r.predicate, r.object.label) for r in extraction.relations]


def measure(*arguments: str, minutes: int = 10) -> tuple[Any, list[str]]:
    """Return what a measurement prints, and the names of what it went through."""
    command = [sys.executable, str(GROWTH), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            output, log = process.communicate(timeout=60 * minutes)
        except subprocess.TimeoutExpired:
            process.kill()
            _, log = process.communicate()
            pytest.fail(f"no end in sight: {log.splitlines()[-1]}")
    assert process.returncode == 0, log[-2_000:]
    return json.loads(output), log.splitlines()


def test_the_measure_tells_a_bad_pattern():
    assert measure("control")[0] > 7


def test_no_pattern_explodes():
    too_fast, names = measure("patterns")
    assert {rule.id for rule in load_rules()} <= set(names)
    assert too_fast == []


def test_time_grows_with_the_text_and_no_faster():
    too_fast, names = measure("texts", "40000")
    assert len(names) >= 25
    assert too_fast == []


def test_one_long_line_is_read_to_its_end_in_bounded_memory():
    found, _ = measure("line", str(LINE), minutes=60)
    assert found["unresolved"] == 1
    assert found["sentences"] > LINE / 3 / 2_000
    assert found["megabytes"] < 200 + LINE * 40 / 1_000_000


def test_a_monstrous_sentence_is_read_in_pieces_and_told():
    partners = "、".join(["美国", "德国", "埃及", "巴西"] * 12_500)
    extraction = read(f"我国与{partners}开展合作。")
    assert len(extraction.mentions) == 50_001
    [told] = extraction.unresolved
    assert told.reason == "a sentence of 150,007 characters, read in 76 pieces"
    assert (told.start, told.end) == (0, len(extraction.document.text))


def test_nested_quotation_marks_do_not_hide_what_follows():
    extraction = read("“" * 10_000 + "”" * 10_000 + "。\n推动中美科技合作。")
    assert facts(extraction) == [("中国", "cooperatesWith", "美国")]


@pytest.mark.parametrize("character", [*map(mask, LETTERS), "\ue400", "\ue4ff", "\uf0b7", "\ud800"])
@pytest.mark.parametrize("text", ["与{}开展合作。", "与{}在{}领域开展合作。", "参与{}{}{}，建设{}。", "{}与{}制定{}。"])
def test_private_use_and_half_characters_are_no_names(character: str, text: str):
    extraction = read(text.replace("{}", character))
    assert (extraction.mentions, extraction.relations) == ((), ())


@pytest.mark.parametrize("character", [mask("C"), mask("F"), "\ud800", "\x00", "\x1b", "\u202e", "\u200b", "\ufeff"])
def test_strange_characters_leave_the_facts_around_them_in_place(character: str):
    text = f"总则{character}。推动中美科技合作。{character}深化与埃及的合作{character}。"
    extraction = read(text)
    assert facts(extraction) == [("中国", "cooperatesWith", "美国"), ("中国", "cooperatesWith", "埃及")]
    assert [text[m.start : m.end] for m in extraction.mentions] == ["中", "美", "埃及"]
    quotes = {text[r.start : r.end].replace(character, "") for r in extraction.relations}
    assert quotes == {"推动中美科技合作。", "深化与埃及的合作。"}


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\x00", "\ufeff", "。", "，，，", "\ud800", "\ue443", "A"])
def test_next_to_nothing_yields_nothing(text: str):
    extraction = read(text)
    assert (extraction.mentions, extraction.relations, extraction.quantities) == ((), (), ())
