"""The noun before a figure: the words of its clause without openings, verbs and links (力争|基地总数|达到500家)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.quantity_rules import QuantityRules
from extract.scenes import BREAK, LONGEST, TRIMMED, Measure, Scene, begins_name, ends_name, inside, inside_quotes

_OF = re.compile("[”》]?(?:[下中内]?的)?")
#: A noun as short as this says too little without its verb.
_SHORT_NOUN = 2


def head_span(scene: Scene, position: int, done: Sequence[Measure] = ()) -> tuple[int, int]:
    """Return the span between the last break, or the figure before with its noun, and the figure."""
    text, end = scene.text, scene.figures[position].outer_start
    start = scene.figures[position - 1].outer_end if position else 0
    if done and start <= done[-1].start and done[-1].end < end:
        within = scene.rules.words_regex("tails").match(text, done[-1].end)
        start = start if within else done[-1].end
    if position and text.startswith("、", start):
        start += 1
    for mark in BREAK.finditer(text, start, end):
        said_before = mark.group() in "：:" and not text[mark.end() : end].strip()
        if not said_before and not inside(mark.start(), scene.names) and not inside_quotes(text, start, mark.start()):
            start = mark.end()
    for opening, closing in ("（）", "()", "“”"):
        opened = text.rfind(opening, start, end)
        if opened >= 0 and text.find(closing, opened, end) < 0:
            start = opened + 1
    return start, end


def clean_head(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the noun within the words before a figure, without openings, verbs and links."""
    text, rules = scene.text, scene.rules
    links = rules.words_regex("links", "{}\\s*$")
    openings = rules.words_regex("openings")
    asides = rules.words_regex("asides", "{}\\s*$")
    changed = True
    while changed and start < end:
        changed = False
        while end > start and text[end - 1] in TRIMMED + "$":
            end, changed = end - 1, True
        while end > start and text[start] in " \t\u3000，、）)”$":
            start, changed = start + 1, True
        for trailing in (links, asides):
            found = trailing.search(text, max(start, end - 44), end)
            if found and not ends_name(found, scene.names) and found.start() < end:
                end, changed = found.start(), True
        opening = openings.match(text, start, end)
        if opening and not begins_name(start, opening.end(), scene.names):
            start, changed = opening.end(), True
    start = _after_holder(scene, _after_verbs(scene, start, end), end)
    return _within_longest(text, start, end)


def _after_verbs(scene: Scene, start: int, end: int) -> int:
    """Return where the object of the last verb begins: 消费品以旧换新拉动|商品销售额."""
    text, rules = scene.text, scene.rules
    together = rules.words_regex("together").match(text, start, end)
    for name in () if together else ("transitive", "within"):
        for verb in rules.words_regex(name).finditer(text, start, end):
            free = not inside(verb.start(), scene.names) and text[verb.end() : verb.end() + 1] not in ("的", "")
            if free and end - verb.end() >= 2:
                start = _behind(scene, verb, end)
    for verb in rules.words_regex("verbs_within").finditer(text, start, end):
        if _takes_object(scene, verb.end(), end) and not inside(verb.start(), scene.names):
            start = verb.end()
    verb_first = rules.words_regex("verbs_first").match(text, start, end)
    if verb_first and _takes_object(scene, verb_first.end(), end) and not inside(start, scene.names, closed=True):
        start = verb_first.end()
    return _after_list(scene, start, end)


def _behind(scene: Scene, verb: re.Match[str], end: int) -> int:
    """Return where the object of a verb begins; a short noun keeps its verb: 发表论文."""
    short = end - verb.end() <= _SHORT_NOUN and verb.end() - verb.start() == 2
    return verb.start() if short else verb.end()


def _takes_object(scene: Scene, start: int, end: int) -> bool:
    """Say whether what follows a verb is its object, not the rest of a compound: 培训|人员, 支持|项目."""
    compounds = scene.rules.words_regex("compounds")
    return end - start > 2 and scene.text[start] not in "的和与及、" and not compounds.match(scene.text, start, end)


def _after_holder(scene: Scene, start: int, end: int) -> int:
    """Return where the measure begins behind the name that it is told of: “X”计划下的|旗舰任务."""
    for left, right in sorted(scene.names):
        follow = _OF.match(scene.text, right, end)
        of_name = follow is not None and follow.end() > right
        if abs(left - start) <= 1 and follow and (of_name or (left, right) in scene.holders):
            behind = follow.end()
            if end - behind > 1 and scene.text[behind] not in "和与同及、-—–":
                start = behind
    return start


def _after_list(scene: Scene, start: int, end: int) -> int:
    """Return where the class begins that a list gives cases of: 人工智能学院等|创新平台."""
    ends = [case.end() for case in scene.rules.words_regex("cases").finditer(scene.text, start, end)]
    return ends[-1] if ends and end - ends[-1] > 1 else start


def _within_longest(text: str, start: int, end: int) -> tuple[int, int]:
    if end - start > LONGEST:
        position = text.find("的", end - LONGEST, end - 2)
        start = position + 1 if position >= 0 else end - LONGEST
    return start, end


def ends_in_verb(head: str, rules: QuantityRules) -> bool:
    """Say whether the words before a figure are a verb that the figure is the object of: 企业可获得|25万元资助."""
    return bool(
        rules.words_regex("verbs", "^{}[了过到出]?$").match(head) or rules.words_regex("transitive", "{}$").search(head)
    )
