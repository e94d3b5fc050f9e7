"""The noun behind a figure: 8个|示范园区, 不少于3年的|持续支持, 15%的|企业."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.heads import clean_head, head_span
from extract.scenes import LONGEST, TRIMMED, Measure, Scene, clause_end, inside, measure_at

_QUOTED = re.compile("“[^“”]{0,40}”|《[^《》]{0,60}》|「[^「」]{0,40}」|[（(][^（()）]{0,40}[）)]")
#: Behind these no noun follows; the empty string is the end of the sentence.
_NO_NOUN = ("", *"（(”》）)、，,。；;：:")


def noun_behind(scene: Scene, position: int) -> Measure | None:
    """Return the noun that follows the figure: 8个示范园区, 不少于3年的持续支持, 15%的企业."""
    figure = scene.figures[position]
    if figure.unit.noun:
        return Measure(figure.unit.text, figure.start, figure.end, figure.unit.text)
    of = scene.text.startswith("的", figure.outer_end)
    kind = figure.unit.kind
    if of and ((kind == "time" and _is_condition(scene, position)) or _is_sum(scene, position)):
        return None
    if not of and kind != "count" and (kind != "time" or figure.comparator == "le"):
        return None
    return noun_from(scene, position, figure.outer_end + of, 2 * of)


def _is_condition(scene: Scene, position: int) -> bool:
    """Say whether a duration tells how long someone has done something, not what lasts: 注册|满1年的企业."""
    return scene.rules.words_regex("agents").match(scene.text, scene.figures[position].outer_end + 1) is not None


def _is_sum(scene: Scene, position: int) -> bool:
    """Say whether the noun before a figure is what it measures, whatever stands behind it: 总投资|达到5亿元的项目."""
    start, end = clean_head(scene, *head_span(scene, position))
    kind = scene.figures[position].unit.kind
    words = {"money": "sums", "share": "share_nouns", "time": "lengths"}.get(kind)
    return words is not None and scene.rules.words_regex(words, "{}$").search(scene.text, start, end) is not None


def noun_from(scene: Scene, position: int, start: int, least: int = 0) -> Measure | None:
    """Return the noun that begins at a position; what ends nouns may stand in its first `least` characters."""
    text, end = scene.text, clause_end(scene, position)
    if text[start : start + 1] in _NO_NOUN:
        return None
    stop = _noun_end(scene, position, start, end, least)
    if stop == start and scene.rules.words_regex("relative").match(text, start, end):
        of = text.rfind("的", start, end) + 1
        return noun_from(scene, position, of) if of and end - of > 1 else None
    shortest = 1 if scene.figures[position].unit.kind == "count" else 2
    return measure_at(text, start, stop) if len(text[start:stop].strip(TRIMMED)) >= shortest else None


def _noun_end(scene: Scene, position: int, start: int, end: int, least: int) -> int:
    text, rules = scene.text, scene.rules
    end = min(end, start + 2 * LONGEST)
    protected = [*scene.names, *(quoted.span() for quoted in _QUOTED.finditer(text, start, end))]
    nominal = rules.words_regex("verbs", "^{}$")  # 一次性资助: a verb at the end is a noun
    attributive = rules.words_regex("attributive", "{}$")
    for stop in rules.words_regex("stops").finditer(text, start, end):
        if stop.start() < start + least or inside(stop.start(), protected):
            continue
        if least and start < stop.start() and stop.end() == end and nominal.match(stop.group()):
            continue
        if stop.group() == "的" and end - stop.end() > 1 and attributive.search(text, start, stop.start()):
            continue
        end = stop.start()
        break
    end = _without_loose_joint(scene, position, start, end, protected)
    tail = rules.words_regex("tails", "{}$").search(text, start, end)
    return tail.start() if tail and tail.start() > start + 1 else end


def _without_loose_joint(
    scene: Scene, position: int, start: int, end: int, protected: Sequence[tuple[int, int]]
) -> int:
    """Return the end without what another noun or figure has been joined to: 300家企业和20|0所大学."""
    following = scene.figures[position + 1 : position + 2]
    next_figure = bool(following) and following[0].outer_start == end
    joints = [
        joint
        for joint in scene.rules.words_regex("joints").finditer(scene.text, start, end)
        if not inside(joint.start(), protected)
    ]
    for joint in joints:
        if scene.rules.words_regex("vague").match(scene.text, joint.end(), end):
            return joint.start()
    if joints and (not scene.text[joints[-1].end() : end].strip() or (next_figure and joints[-1].group() == "、")):
        return joints[0].start() if next_figure and joints[0].group() == "、" else joints[-1].start()
    if len(joints) == 1 and joints[0].group() == "、":
        return joints[0].start()
    return end
