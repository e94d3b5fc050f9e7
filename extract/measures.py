"""What a figure measures, in the words of the text: the noun behind it (8个示范园区), or before it (总数达到500家)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.heads import clean_head, ends_in_verb, head_span
from extract.nouns import noun_behind, noun_from
from extract.scenes import BREAK, LONGEST, TRIMMED, Measure, Scene, clause_end, measure_at

#: So few characters behind a sum are a noun even if they look like a verb: 25万元资助。
_SHORT_REST = 5


def find_measures(scene: Scene, before: Measure | None) -> list[Measure]:
    """Return for each figure of a sentence what it measures; `before` is the last measure of the sentence before."""
    measures: list[Measure] = []
    for position, figure in enumerate(scene.figures):
        measure = noun_behind(scene, position) or _noun_before(scene, position, measures, before)
        measures.append(measure or Measure(figure.unit.name, figure.start, figure.end))
    return _told_respectively(scene, measures)


def _told_respectively(scene: Scene, measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures with each figure given its own of a list: 甲和乙所占比重分别为11%和82%."""
    apart, shared = scene.rules.words_regex("respectively"), scene.rules.words_regex("shared_ends")
    told = list(measures)
    for position, measure in enumerate(measures):
        run = _run(measures, position)
        items = apart.split(measure.text)
        first = scene.figures[position]
        if len(run) < 2 or "分别" not in scene.text[measure.start : first.start]:
            continue
        if len(items) != len(run):
            for index in run[: position if position == len(run) else 0]:
                event = measure.text.removeprefix(measure.stem)
                same = told[index - position]
                told[index] = _of_same(same, same.stem or same.text, event.replace("分别", ""))
            continue
        end = shared.search(items[-1], 1)
        for index, item in zip(run, items, strict=True):
            own = item if item is items[-1] or not end or shared.search(item, 1) else item + end.group()
            told[index] = Measure(own.replace("分别", ""), measure.start, measure.end, own)
    return told


def _run(measures: Sequence[Measure], position: int) -> range:
    """Return the positions from one on that have the same measure."""
    end = position + 1
    while end < len(measures) and measures[end].text == measures[position].text:
        end += 1
    return range(position, end)


def _noun_before(scene: Scene, position: int, done: Sequence[Measure], before: Measure | None) -> Measure | None:
    """Return the noun that the figure says something of (旗舰任务2项), or what the figure before measured."""
    rules, figure = scene.rules, scene.figures[position]
    if figure.unit.kind == "time" and figure.comparator == "le" and figure.outer_end > figure.end:
        deed = _verb_behind(scene, position)
        if deed is not None:
            return deed
    previous = done[-1] if done else before
    start, end = head_span(scene, position, done)
    head_start, head_end = clean_head(scene, start, end)
    head = scene.text[head_start:head_end]
    if previous is not None:
        if _tells_of_another(scene, position, head_end, head):
            return replace(previous, told_of=(head_start, head_end))
        previous = replace(previous, told_of=None)
        if rules.words_regex("events", "^{}$").search(head):
            return _of_same(previous, previous.stem or previous.text, head)
        if rules.words_regex("leaning").match(head):
            return _of_same(previous, (previous.stem or previous.text).rpartition("的")[2], head)
    if not head and figure.base != (0, 0):
        return measure_at(scene.text, *figure.base)
    if not head and previous is not None:
        return previous
    if head and not ends_in_verb(head, rules):
        return measure_at(scene.text, head_start, head_end, rules)
    if figure.unit.kind == "money":
        rest = clause_end(scene, position) - figure.outer_end
        behind = noun_from(scene, position, figure.outer_end, 2 if rest <= _SHORT_REST else 0)
        if behind is not None:
            return behind
    if previous is not None and _same_unit(scene, position):
        return replace(previous, text=head + (previous.stem or previous.text))
    if head:
        forced = noun_from(scene, position, figure.outer_end, 2) if figure.unit.kind == "count" else None
        return forced or measure_at(scene.text, head_start, head_end, rules)
    return _verb_behind(scene, position) or _clause_before(scene, start)


def _tells_of_another(scene: Scene, position: int, head_end: int, head: str) -> bool:
    """Say whether only a name stands before a share: ……比例为17%，德国马普学会为36%."""
    if scene.figures[position].unit.kind != "share" or not _same_unit(scene, position) or not head:
        return False
    named = any(right == head_end for _, right in scene.names)
    return named or scene.rules.words_regex("bodies", "{}$").search(head) is not None


def _of_same(previous: Measure, stem: str, event: str) -> Measure:
    """Return the measure of a figure that tells what happened to the things counted before: 开工120个、竣工95个."""
    return Measure(stem + event, previous.start, previous.end, stem)


def _same_unit(scene: Scene, position: int) -> bool:
    return position == 0 or scene.figures[position - 1].unit.name == scene.figures[position].unit.name


def _verb_behind(scene: Scene, position: int) -> Measure | None:
    """Return what is done with or in so much: 用90天|建成数据中心, 15日内|提交材料."""
    figure = scene.figures[position]
    if figure.unit.kind != "time":
        return None
    end = clause_end(scene, position)
    words = scene.text[figure.outer_end : end].strip(TRIMMED)
    return measure_at(scene.text, figure.outer_end, min(end, figure.outer_end + LONGEST)) if len(words) > 1 else None


def _clause_before(scene: Scene, end: int) -> Measure | None:
    """Return the noun of the clause before, where the own clause says no more than `达到300家`."""
    text = scene.text
    while end > 0 and text[end - 1] in TRIMMED:
        end -= 1
    if not end:
        return None
    start = 0
    for mark in BREAK.finditer(text, 0, end):
        start = mark.end()
    start, end = clean_head(scene, start, end)
    growing = scene.rules.words_regex("events").search(text, start + 2, end)
    return measure_at(text, start, growing.start() if growing else end, scene.rules) if end - start > 1 else None
