"""What a figure measures, in the words of the text: the noun behind it (8个示范园区), or before it (总数达到500家)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.figures import Figure
from extract.quantity_rules import QuantityRules

_BREAK = re.compile("[，,。；;：:！？!?\n]|——")
_QUOTED = re.compile("“[^“”]{0,40}”|《[^《》]{0,60}》|「[^「」]{0,40}」|[（(][^（()）]{0,40}[）)]")
_OF = re.compile("[”》]?(?:[下中内]?的)?")
#: Behind these no noun follows; the empty string is the end of the sentence.
_NO_NOUN = ("", *"（(”》）)、，,。；;：:")
_TRIMMED = " \t\u3000、，,：:；;。（(“—-－"
#: A noun as short as this says too little without its verb.
_SHORT_NOUN = 2
#: So few characters behind a sum are a noun even if they look like a verb: 25万元资助。
_SHORT_REST = 5
#: The longest measure; a longer one is cut at its beginning, a longer noun behind a number at its end.
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, with the place of the words; `stem` is it without what happened to it (竣工, 增长).

    `told_of` is the place of the name in a row of shares that only names change in (德国马普学会为36%).
    """

    text: str
    start: int
    end: int
    stem: str = ""
    told_of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its figures, the names no noun is cut in, and those of them that measures are told of."""

    text: str
    figures: Sequence[Figure]
    names: Sequence[tuple[int, int]]
    holders: frozenset[tuple[int, int]]
    rules: QuantityRules


def find_measures(scene: Scene, before: Measure | None) -> list[Measure]:
    """Return for each figure of a sentence what it measures; `before` is the last measure of the sentence before."""
    measures: list[Measure] = []
    for position, figure in enumerate(scene.figures):
        measure = _noun_behind(scene, position) or _noun_before(scene, position, measures, before)
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


# ------------------------------------------------------------------------------------------------ the noun behind it


def _noun_behind(scene: Scene, position: int) -> Measure | None:
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
    return _noun_from(scene, position, figure.outer_end + of, 2 * of)


def _is_condition(scene: Scene, position: int) -> bool:
    """Say whether a duration tells how long someone has done something, not what lasts: 注册|满1年的企业."""
    return scene.rules.words_regex("agents").match(scene.text, scene.figures[position].outer_end + 1) is not None


def _is_sum(scene: Scene, position: int) -> bool:
    """Say whether the noun before a figure is what it measures, whatever stands behind it: 总投资|达到5亿元的项目."""
    start, end = clean_head(scene, *_head_span(scene, position))
    kind = scene.figures[position].unit.kind
    words = {"money": "sums", "share": "share_nouns", "time": "lengths"}.get(kind)
    return words is not None and scene.rules.words_regex(words, "{}$").search(scene.text, start, end) is not None


def _noun_from(scene: Scene, position: int, start: int, least: int = 0) -> Measure | None:
    """Return the noun that begins at a position; what ends nouns may stand in its first `least` characters."""
    text, end = scene.text, _clause_end(scene, position)
    if text[start : start + 1] in _NO_NOUN:
        return None
    stop = _noun_end(scene, position, start, end, least)
    if stop == start and scene.rules.words_regex("relative").match(text, start, end):
        of = text.rfind("的", start, end) + 1
        return _noun_from(scene, position, of) if of and end - of > 1 else None
    shortest = 1 if scene.figures[position].unit.kind == "count" else 2
    return _measure(text, start, stop) if len(text[start:stop].strip(_TRIMMED)) >= shortest else None


def _clause_end(scene: Scene, position: int) -> int:
    """Return where the words that belong to a figure end: at the next break, or before the next figure."""
    start = scene.figures[position].outer_end
    end = len(scene.text)
    for mark in _BREAK.finditer(scene.text, start):
        if not _inside(mark.start(), scene.names) and not _inside_quotes(scene.text, start, mark.start()):
            end = mark.start()
            break
    if position + 1 < len(scene.figures):
        end = min(end, scene.figures[position + 1].outer_start)
    return end


def _noun_end(scene: Scene, position: int, start: int, end: int, least: int) -> int:
    text, rules = scene.text, scene.rules
    end = min(end, start + 2 * _LONGEST)
    protected = [*scene.names, *(quoted.span() for quoted in _QUOTED.finditer(text, start, end))]
    nominal = rules.words_regex("verbs", "^{}$")  # 一次性资助: a verb at the end is a noun
    attributive = rules.words_regex("attributive", "{}$")
    for stop in rules.words_regex("stops").finditer(text, start, end):
        if stop.start() < start + least or _inside(stop.start(), protected):
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
        if not _inside(joint.start(), protected)
    ]
    for joint in joints:
        if scene.rules.words_regex("vague").match(scene.text, joint.end(), end):
            return joint.start()
    if joints and (not scene.text[joints[-1].end() : end].strip() or (next_figure and joints[-1].group() == "、")):
        return joints[0].start() if next_figure and joints[0].group() == "、" else joints[-1].start()
    if len(joints) == 1 and joints[0].group() == "、":
        return joints[0].start()
    return end


# ------------------------------------------------------------------------------------------------ the noun before it


def _noun_before(scene: Scene, position: int, done: Sequence[Measure], before: Measure | None) -> Measure | None:
    """Return the noun that the figure says something of (旗舰任务2项), or what the figure before measured."""
    rules, figure = scene.rules, scene.figures[position]
    if figure.unit.kind == "time" and figure.comparator == "le" and figure.outer_end > figure.end:
        deed = _verb_behind(scene, position)
        if deed is not None:
            return deed
    previous = done[-1] if done else before
    start, end = _head_span(scene, position, done)
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
        return _measure(scene.text, *figure.base)
    if not head and previous is not None:
        return previous
    if head and not _ends_in_verb(head, rules):
        return _measure(scene.text, head_start, head_end, rules)
    if figure.unit.kind == "money":
        rest = _clause_end(scene, position) - figure.outer_end
        behind = _noun_from(scene, position, figure.outer_end, 2 if rest <= _SHORT_REST else 0)
        if behind is not None:
            return behind
    if previous is not None and _same_unit(scene, position):
        return replace(previous, text=head + (previous.stem or previous.text))
    if head:
        forced = _noun_from(scene, position, figure.outer_end, 2) if figure.unit.kind == "count" else None
        return forced or _measure(scene.text, head_start, head_end, rules)
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


def _head_span(scene: Scene, position: int, done: Sequence[Measure] = ()) -> tuple[int, int]:
    """Return the span between the last break, or the figure before with its noun, and the figure."""
    text, end = scene.text, scene.figures[position].outer_start
    start = scene.figures[position - 1].outer_end if position else 0
    if done and start <= done[-1].start and done[-1].end < end:
        inside = scene.rules.words_regex("tails").match(text, done[-1].end)
        start = start if inside else done[-1].end
    if position and text.startswith("、", start):
        start += 1
    for mark in _BREAK.finditer(text, start, end):
        said_before = mark.group() in "：:" and not text[mark.end() : end].strip()
        if not said_before and not _inside(mark.start(), scene.names) and not _inside_quotes(text, start, mark.start()):
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
        while end > start and text[end - 1] in _TRIMMED + "$":
            end, changed = end - 1, True
        while end > start and text[start] in " \t\u3000，、）)”$":
            start, changed = start + 1, True
        for trailing in (links, asides):
            found = trailing.search(text, max(start, end - 44), end)
            if found and not _ends_name(found, scene.names) and found.start() < end:
                end, changed = found.start(), True
        opening = openings.match(text, start, end)
        if opening and not _begins_name(start, opening.end(), scene.names):
            start, changed = opening.end(), True
    start = _after_holder(scene, _after_verbs(scene, start, end), end)
    return _within_longest(text, start, end)


def _after_verbs(scene: Scene, start: int, end: int) -> int:
    """Return where the object of the last verb begins: 消费品以旧换新拉动|商品销售额."""
    text, rules = scene.text, scene.rules
    together = rules.words_regex("together").match(text, start, end)
    for name in () if together else ("transitive", "within"):
        for verb in rules.words_regex(name).finditer(text, start, end):
            free = not _inside(verb.start(), scene.names) and text[verb.end() : verb.end() + 1] not in ("的", "")
            if free and end - verb.end() >= 2:
                start = _behind(scene, verb, end)
    for verb in rules.words_regex("verbs_within").finditer(text, start, end):
        if _takes_object(scene, verb.end(), end) and not _inside(verb.start(), scene.names):
            start = verb.end()
    verb_first = rules.words_regex("verbs_first").match(text, start, end)
    if verb_first and _takes_object(scene, verb_first.end(), end) and not _inside(start, scene.names, closed=True):
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
            if end - behind > 1 and scene.text[behind] not in "和与及、-—–":
                start = behind
    return start


def _after_list(scene: Scene, start: int, end: int) -> int:
    """Return where the class begins that a list gives cases of: 人工智能学院等|创新平台."""
    ends = [case.end() for case in scene.rules.words_regex("cases").finditer(scene.text, start, end)]
    return ends[-1] if ends and end - ends[-1] > 1 else start


def _within_longest(text: str, start: int, end: int) -> tuple[int, int]:
    if end - start > _LONGEST:
        position = text.find("的", end - _LONGEST, end - 2)
        start = position + 1 if position >= 0 else end - _LONGEST
    return start, end


def _ends_in_verb(head: str, rules: QuantityRules) -> bool:
    """Say whether the words before a figure are a verb that the figure is the object of: 企业可获得|25万元资助."""
    return bool(
        rules.words_regex("verbs", "^{}[了过到出]?$").match(head) or rules.words_regex("transitive", "{}$").search(head)
    )


def _verb_behind(scene: Scene, position: int) -> Measure | None:
    """Return what is done with or in so much: 用90天|建成数据中心, 15日内|提交材料."""
    figure = scene.figures[position]
    if figure.unit.kind != "time":
        return None
    end = _clause_end(scene, position)
    words = scene.text[figure.outer_end : end].strip(_TRIMMED)
    return _measure(scene.text, figure.outer_end, min(end, figure.outer_end + _LONGEST)) if len(words) > 1 else None


def _clause_before(scene: Scene, end: int) -> Measure | None:
    """Return the noun of the clause before, where the own clause says no more than `达到300家`."""
    text = scene.text
    while end > 0 and text[end - 1] in _TRIMMED:
        end -= 1
    if not end:
        return None
    start = 0
    for mark in _BREAK.finditer(text, 0, end):
        start = mark.end()
    start, end = clean_head(scene, start, end)
    growing = scene.rules.words_regex("events").search(text, start + 2, end)
    return _measure(text, start, growing.start() if growing else end, scene.rules) if end - start > 1 else None


def _measure(text: str, start: int, end: int, rules: QuantityRules | None = None) -> Measure:
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    while start < end and (
        text[start] in " \t\u3000、，,：:；;。”）)的了-—－" or (text[start] == "“" and text.find("”", start, end) < 0)
    ):
        start += 1
    measured = text[start:end]
    if rules is None:
        return Measure(measured, start, end, measured)
    shown = rules.words_regex("comparisons").sub("", measured)
    event = rules.words_regex("events", "{}$").search(measured, 2)
    deed = rules.words_regex("transitive").match(measured)
    stem = measured[deed.end() if deed else 0 : event.start() if event else len(measured)]
    return Measure(shown or measured, start, end, stem or measured)


# ------------------------------------------------------------------------------------------------------------- spans


def _inside(position: int, spans: Sequence[tuple[int, int]], closed: bool = False) -> bool:
    return any(
        ((start <= position if closed else start < position) and position < end) or start == position < end
        for start, end in spans
    )


def _inside_quotes(text: str, start: int, position: int) -> bool:
    opened = max(text.rfind("“", start, position), text.rfind("《", start, position))
    closed = max(text.rfind("”", start, position), text.rfind("》", start, position))
    return opened > closed


def _begins_name(start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    return any(start <= left < end < right or (left <= start < right and end < right) for left, right in names)


def _ends_name(found: re.Match[str], names: Sequence[tuple[int, int]]) -> bool:
    return any(left < found.start() < right for left, right in names)
