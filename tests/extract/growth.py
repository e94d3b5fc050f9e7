"""Measures how the time of patterns and of whole texts grows with their length; run as a program by test_stress.py.

Prints what grows too fast as a JSON list. CPU time is measured and only ratios are judged, each after its best of several
rounds, and only where there is enough of it to measure.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from extract import Document, extract
from extract.definitions import load_glossary_rules
from extract.fields import FieldGrammar
from extract.masking import LETTERS, mask
from extract.pipeline import load_extractor
from extract.ruleset import Rule, load_rules

#: Cubic growth doubles to eight times the time; anything below this is quadratic with room for noise.
BELOW_CUBIC = 6.5
#: A text twice as long may take this many times as long: linear growth with room for noise.
ABOUT_LINEAR = 3.3
#: Times below these are not judged.
ENOUGH_FOR_A_PATTERN, ENOUGH_FOR_A_TEXT = 0.03, 0.15
SHORT, LONG = 2_000, 4_000
ROUNDS = 4
SEPARATORS = ["、", "和", "与", "及", "等", "，", "的", "“", "”", "《", "（", "）", "—", "：", " ", "1", "一", "A"]


def patterns() -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    """Yield every pattern of the rule files by name, with the words that set it off."""
    rules = load_rules()
    for rule in (*rules, *load_glossary_rules().everywhere, *load_glossary_rules().in_glossaries):
        yield from _of_rule(rule)
    for name in rules.words:
        if not name.startswith("field_"):
            yield f"words: {name}", rules.word_regex(name), ()
    grammar = FieldGrammar(rules, load_extractor().mentions.lexicon)
    for name, value in vars(grammar).items():
        if isinstance(value, re.Pattern):
            yield f"words of fields: {name}", value, ()


def _of_rule(rule: Rule) -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    yield rule.id, rule.regex, rule.triggers
    if rule.unless:
        yield f"{rule.id}: unless", rule.unless, rule.triggers
    for name, value in rule.options.items():
        if isinstance(value, re.Pattern):
            yield f"{rule.id}: {name}", value, rule.triggers


def adversaries(pattern: re.Pattern[str], triggers: tuple[str, ...]) -> Iterator[str]:
    """Yield what a monstrous text repeats: words of the pattern, names, separators, mixtures of them."""
    chance = random.Random(pattern.pattern)
    words = sorted(_words(pattern))
    words = [*triggers[:4], *chance.sample(words, min(12, len(words)))]
    masks = [mask(letter) for letter in LETTERS]
    yield from words
    yield from masks
    yield from SEPARATORS
    yield from (name + separator for name in (mask("C"), mask("F")) for separator in SEPARATORS[:5])
    pool = [*words, *masks, *SEPARATORS]
    yield from ("".join(chance.choices(pool, k=size)) for size in (2, 3, 6, 12, 400))


def _words(pattern: re.Pattern[str]) -> set[str]:
    """Return the runs of plain characters in a pattern."""
    found: set[str] = set()

    def walk(items: Any) -> None:
        run = ""
        for code, value in items:
            if code is codes.LITERAL:
                run += chr(value)
                continue
            found.add(run)
            run = ""
            for inner in _inner(code, value):
                walk(inner)
        found.add(run)

    walk(parser.parse(pattern.pattern))
    return found - {""}


def _inner(code: Any, value: Any) -> list[Any]:
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    return [value[1]] if code in (codes.ASSERT, codes.ASSERT_NOT) else []


def growth_of_patterns() -> Iterator[dict[str, Any]]:
    """Yield the patterns whose time more than quadruples, by far, from 2,000 to 4,000 characters."""
    for name, pattern, triggers in patterns():
        print(name, file=sys.stderr, flush=True)  # the last one named is the one that never ended
        for repeated in adversaries(pattern, triggers):
            ratio = _growth(
                lambda size, repeated=repeated, pattern=pattern: _all(pattern, f"{_line(repeated, size)}Z"),  # type: ignore[misc]
                (SHORT, LONG),
                ENOUGH_FOR_A_PATTERN,
                BELOW_CUBIC,
            )
            if ratio > BELOW_CUBIC:
                yield {"pattern": name, "repeated": repeated, "growth": round(ratio, 1)}


def _peak_megabytes() -> int:
    """Return the most memory this program has held; getrusage would count the program that started it, too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) // 1024  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _line(repeated: str, size: int) -> str:
    return (repeated * (size // len(repeated) + 1))[:size]


def _all(pattern: re.Pattern[str], text: str) -> None:
    for _ in pattern.finditer(text):
        pass


def _growth(work: Callable[[int], object], sizes: tuple[int, int], enough: float, limit: float) -> float:
    """Return how many times as long the larger size takes; 0 where that is too little to tell."""
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        for place in (1, 0):
            begun = time.process_time()
            work(sizes[place])
            best[place] = min(best[place], time.process_time() - begun)
            if place == 1 and best[1] < enough:
                return 0.0
        if best[1] / max(best[0], 1e-9) <= limit:
            break
    return best[1] / max(best[0], 1e-9)


def texts(size: int) -> Mapping[str, str]:
    """Return texts of about so many characters that nobody would write."""
    half = size // 2
    return {
        "one line": _line("推动国际科技合作发展", size),
        "one sentence again and again": _line("推动中美在清洁能源领域开展国际科技合作。", size),
        "nested quotation marks": "“" * half + "”" * half,
        "nested titles": "《" * half + "》" * half,
        "nested marks of all kinds": "“《（「" * (half // 4) + "」）》”" * (half // 4),
        "brackets that never close": "合作（“《" * (size // 5),
        "partners": f"与{_line('美国、德国、', size)}开展合作。",
        "partners and fields": f"与{_line('美国、德国、', half)}在{_line('农业、新材料、', half)}领域开展合作。",
        "compounds": _line("中美日韩合作", size),
        "conjunctions": _line("和与及", size),
        "quoted programmes": f"参与{_line('“甲计划”、', size)}等大科学计划。",
        "kinds of base": _line("建设国际技术转移中心", size),
        "short names": "".join(
            f"中德{chr(0x4E00 + i)}研究中心（以下简称甲{chr(0x4E00 + i)}心）。" for i in range(size // 20)
        ),
        "numbers": _line("到2020年达到500家，", size),
        "digits": "1" * size,
        "chinese digits": _line("一百二十", size),
        "spaces": " " * size,
        "commas": "，" * size,
        "line ends": "\n" * size,
        "headings": "\n".join(f"{number}．推进中美合作" for number in range(size // 12)),
        "controls": _line("".join(map(chr, range(32))), size),
        "private use": _line("".join(map(chr, range(0xE400, 0xE500))), size),
        "surrogates": _line("\ud800合作", size),
        "right to left": _line("\u202e中美合作。", size),
        "english": _line("cooperation between China and Germany in agriculture ", size),
        "straight quotation marks": _line('"合作"', size),
        "formulas": _line("$1 2$", size),
        "glossary": "六、名词解释\n"
        + "\n".join(f"词{number}：词{number}是指某种东西而已。" for number in range(size // 20)),
        "traditional": _line("國際科技合作與發展", size),
    }


def growth_of_texts(size: int) -> Iterator[dict[str, Any]]:
    """Yield the texts that take far more than twice the time at twice the length."""
    extract(Document("warm", "", "", "推动中美合作。"))
    for name in texts(100):
        print(name, file=sys.stderr, flush=True)
        prepared = {length: Document(name, "", "", texts(length)[name]) for length in (size // 2, size)}
        ratio = _growth(
            lambda length, prepared=prepared: extract(prepared[length]),  # type: ignore[misc]
            (size // 2, size),
            ENOUGH_FOR_A_TEXT,
            ABOUT_LINEAR,
        )
        if ratio > ABOUT_LINEAR:
            yield {"text": name, "growth": round(ratio, 1)}


def one_long_line(size: int) -> dict[str, int]:
    """Return what reading one line of so many bytes gives, and the memory it took, in megabytes."""
    line = _line("我国与埃及在农业领域开展合作，推动国际科技合作发展，", size // 3)
    extraction = extract(Document("line", "", "", line))
    peak = _peak_megabytes()
    return {"sentences": len(extraction.sentences), "unresolved": len(extraction.unresolved), "megabytes": peak}


def growth_of_a_bad_pattern() -> float:
    """Return the growth that is measured of a pattern known to grow with the fourth power."""
    bad = re.compile("1*1*1*2")
    return _growth(lambda size: _all(bad, "1" * size), (120, 240), ENOUGH_FOR_A_PATTERN, BELOW_CUBIC)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["patterns"]:
            print(json.dumps(list(growth_of_patterns()), ensure_ascii=True))
        case ["control"]:
            print(json.dumps(growth_of_a_bad_pattern()))
        case ["texts", length]:
            print(json.dumps(list(growth_of_texts(int(length))), ensure_ascii=True))
        case ["line", length]:
            print(json.dumps(one_long_line(int(length))))
