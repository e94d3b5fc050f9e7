"""Where sentences end: at full stops, question marks, semicolons; never inside a title, a bracket or a quoted list.

Everything here runs in linear time, whatever the brackets look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = {pair[0]: pair[1] for pair in ("《》", "〈〉", "（）", "()", "【】", "[]", "〔〕", "「」", "『』", "“”")}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
#: A quotation holds its semicolons together, the other brackets hold every stop.
_QUOTES = frozenset('“「『"')
STOPS = "。！？；!?;"
_CLOSERS = "".join(_OPENING) + '’"'
_SPECIAL = re.escape("".join(_PAIRS) + _CLOSERS + STOPS)
_SIMPLE_PAIR = "|".join(f"{re.escape(left)}[^{_SPECIAL}.]*{re.escape(right)}" for left, right in _PAIRS.items())
_EVENT = re.compile(
    f"(?:{_SIMPLE_PAIR})|[{re.escape(''.join(_PAIRS))}]"
    f"|(?P<stop>[{STOPS}]+|\\.(?=[\\s{re.escape(_CLOSERS)}]))(?P<closers>[{re.escape(_CLOSERS)}]*)"
    f"|[{re.escape(_CLOSERS)}]"
)
_STOP = re.compile(f"(?P<stop>[{STOPS}]+|\\.(?=[\\s{re.escape(_CLOSERS)}]))(?P<closers>[{re.escape(_CLOSERS)}]*)")
#: A bracket that holds a stop or another bracket; without one there is nothing to follow.
_INVOLVED = re.compile(f'[{re.escape("".join(_PAIRS))}][^{_SPECIAL}.]*[{re.escape("".join(_PAIRS) + STOPS)}.]|"')
#: What shows that the stop before a closing mark was not the end: `“……。”的经验`, `（……；），`.
_GOES_ON = frozenset("，、；：。,;:的等")
#: A bracket that stays open longer than this holds nothing together; deeper nesting is not followed.
_LONGEST_BRACKET = 300
_DEEPEST_NESTING = 32
#: A longer sentence is cut at the last comma or space before this many characters: what comes after takes time that
#: grows faster than the sentence. The longest we have met had 324.
LONGEST_SENTENCE = 2_000
_WORD_BEFORE = re.compile(r"[\w.]*\Z")
#: Full stops after these are no ends: common abbreviations of English prose.
_ABBREVIATION = re.compile(
    r"(?<![A-Za-z])(?:al|approx|cf|Co|Corp|Dr|Eq|etc|Fig|Inc|Jr|Ltd|Mr|Mrs|Ms|No|pp|Prof|Sr|St|Vol|vs|[A-Za-z](?:\.[A-Za-z])*)\Z"
)


def find_stops(text: str, start: int, end: int) -> list[int]:
    """Return the positions after each sentence of a paragraph; the last one is the end of the paragraph.

    >>> text = "推广“引进；消化”经验；发布《你好！》。扩大合作"
    >>> find_stops(text, 0, len(text))
    [12, 20, 24]
    """
    if _INVOLVED.search(text, start, end):
        found = _follow_brackets(text, start, end)
    else:
        found = [event.end() for event in _STOP.finditer(text, start, end) if _ends_sentence(text, event, end)]
    if not found or found[-1] != end:
        found.append(end)
    return list(_cut_long(text, start, found)) if end - start > LONGEST_SENTENCE else found


def _follow_brackets(text: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    soft: set[int] = set()
    nesting: list[tuple[str, int, int]] = []
    for event in _EVENT.finditer(text, start, end):
        stop = event["stop"]
        if stop is None:
            if event.end() - event.start() == 1:
                _follow(text[event.start()], event.start(), nesting, found, soft)
            continue
        aside = False
        for offset, closer in enumerate(event["closers"], start=event.start("closers")):
            opened = _follow(closer, offset, nesting, found, soft)
            begun = found[-1] if found else start
            aside = (
                opened is not None
                and text[opened] not in _QUOTES
                and not text[begun:opened].isspace()
                and opened > begun
            )
        if not aside and _ends_sentence(text, event, end):
            found.append(event.end())
            if stop[0] in "；;":
                soft.add(event.end())
    return found


def _follow(
    mark: str, position: int, nesting: list[tuple[str, int, int]], found: list[int], soft: set[int]
) -> int | None:
    """Open or close a bracket; closing takes back the stops that it turned out to hold.

    Returns where the bracket was opened that is closed now.
    """
    opening = _OPENING.get(mark, mark)
    depth = next((depth for depth in reversed(range(len(nesting))) if nesting[depth][0] == opening), None)
    if mark in _PAIRS or (mark == '"' and depth is None):
        if len(nesting) < _DEEPEST_NESTING:
            nesting.append((mark, position, len(found)))
        return None
    if depth is None:
        return None
    _, since, inside = nesting[depth]
    del nesting[depth:]
    if position - since <= _LONGEST_BRACKET:
        found[inside:] = [stop for stop in found[inside:] if opening in _QUOTES and stop not in soft]
    return since


def _ends_sentence(text: str, event: re.Match[str], end: int) -> bool:
    after = event.end()
    if after >= end:
        return True
    following = text[after]
    if event["closers"] and following in _GOES_ON:
        return False
    mark = event["stop"][-1]
    if mark == ".":
        return _ends_english(text, event.start(), after)
    return mark not in ";!?" or following.isspace() or following > "\u2e7f"


def _ends_english(text: str, dot: int, after: int) -> bool:
    """Return whether a full stop of Latin script ends a sentence: no abbreviation, number or initial before it."""
    before = text[max(0, dot - 20) : dot]
    following = text[after : after + 20].lstrip()[:1]
    if not following or following.islower() or _ABBREVIATION.search(before):
        return False
    match = _WORD_BEFORE.search(before)
    word = match.group() if match else ""
    return not word.isdigit() or len(word) > 2


def _cut_long(text: str, start: int, stops: list[int]) -> Iterator[int]:
    for stop in stops:
        while stop - start > LONGEST_SENTENCE:
            window = text[start : start + LONGEST_SENTENCE]
            start += 1 + max(map(window.rfind, "，、,； ")) or LONGEST_SENTENCE
            yield start
        yield stop
        start = stop
