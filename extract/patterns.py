"""Takes the pattern of a rule apart, to tell how far it matches a text that it does not match as a whole.

A pattern is a sequence of pieces: a slot, a gap, a word list, a group, plain words. Where its first pieces match and
with one more they do not, that piece is what the text lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.ruleset import expand

#: More alternatives of one pattern than these are not told apart.
_MOST_VARIANTS = 16
#: So many words of a list are shown.
_SHOWN_WORDS = 8

_PIECE = re.compile(
    r"(?P<slot>\{(?:[a-z]+:)?[A-Za-z|]+\+?\})|(?P<gap>\{(?:~~|~|--|-)\d+\})|(?P<words>\$[a-z_]+)"
    r"|(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\()|(?P<bar>\|)|(?P<literal>.)",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*,?\d*\})\??")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?")
_SLOT = re.compile(r"\{(?:(?P<role>[a-z]+):)?(?P<kind>[A-Za-z|]+)(?P<many>\+?)\}")
_GAP = re.compile(r"\{(?P<kind>~~|~|--|-)(?P<size>\d+)\}")
_LOOK = re.compile(r"\(\?<?[=!](?:\\.|[^()\\])*\)")
_PLAIN = re.compile(r"[^\\\[\](){}|$*+?.^]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern as it is written, with its quantifier."""

    text: str
    kind: str  # slot | gap | words | group | look | set | plain | end
    optional: bool = False

    @property
    def must_stand(self) -> bool:
        """Tell whether the piece can fail: gaps and what is optional cannot."""
        return self.kind != "gap" and not self.optional

    @property
    def counts(self) -> bool:
        """Tell whether the piece must find something in the text."""
        return self.kind in ("slot", "words", "group", "plain") and not self.optional


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a pattern gets in a text: the span that its first pieces match, and the piece that does not."""

    start: int
    end: int
    matched: tuple[Piece, ...]
    missing: tuple[Piece, ...]

    @property
    def share(self) -> float:
        """Return the share of the pieces that count which match."""
        reached = sum(piece.counts for piece in self.matched)
        return reached / max(1, reached + sum(piece.counts for piece in self.missing))

    @property
    def wanted(self) -> tuple[Piece, ...]:
        """Return the piece that is missing, behind the gaps that may stand before it."""
        gaps: list[Piece] = []
        for piece in self.missing:
            if piece.must_stand:
                return (*gaps, piece)
            gaps += [piece] if piece.kind == "gap" else []
        return self.missing[:1]


class Prober:
    """Tries the beginnings of patterns that share their word lists, each compiled once."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._beginnings: dict[tuple[Piece, ...], re.Pattern[str]] = {}

    def reach(self, pattern: str, text: str) -> Reach:
        """Return how far a pattern gets in a (masked) text; of several alternatives, the one that gets farthest."""
        reaches = [self._reach(pieces, text) for pieces in variants(pattern)]
        return max(reaches, key=lambda found: (found.share, -found.start))

    def _reach(self, pieces: tuple[Piece, ...], text: str) -> Reach:
        count, span = 0, (0, 0)
        while count < len(pieces) and (match := self._beginning(pieces[: count + 1]).search(text)):
            count, span = count + 1, match.span()
        while count and count < len(pieces) and not pieces[count - 1].must_stand:
            count -= 1
        if count and (match := self._beginning(pieces[:count]).search(text)):
            span = match.span()
        return Reach(*(span if count else (0, 0)), pieces[:count], pieces[count:])

    def _beginning(self, pieces: tuple[Piece, ...]) -> re.Pattern[str]:
        if pieces not in self._beginnings:
            written = "".join(piece.text for piece in pieces)
            self._beginnings[pieces] = re.compile(expand(written, self._words, "a part of a pattern"))
        return self._beginnings[pieces]


def variants(pattern: str) -> tuple[tuple[Piece, ...], ...]:
    """Return the sequences of pieces that a pattern stands for, one for each way through its alternatives.

    Alternatives of plain words are one piece: it is the slots and lists in them that tell them apart.

    >>> [[piece.text for piece in pieces] for pieces in variants("(?:与|同){p:Partner+}{~12}$joint_work")]
    [['(?:与|同)', '{p:Partner+}', '{~12}', '$joint_work']]
    >>> [[piece.text for piece in pieces] for pieces in variants("(?:{b:Base}等|由{c:Country}){~9}建成")]
    [['{b:Base}', '等', '{~9}', '建成'], ['由', '{c:Country}', '{~9}', '建成']]
    """
    found = [path for branch in _branches(pattern) for path in _paths(branch)]
    return tuple(dict.fromkeys(found[:_MOST_VARIANTS]))


def describe(piece: Piece, words: Mapping[str, str]) -> str:
    """Return in words what a piece wants.

    >>> describe(Piece("{p:Partner+}", "slot"), {})
    'one or more names of Partner (p)'
    >>> describe(Piece("(?:与|同)", "group"), {})
    'one of 与, 同'
    """
    if piece.kind == "slot" and (slot := _SLOT.match(piece.text)):
        many = "one or more names" if slot["many"] else "a name"
        return f"{many} of {slot['kind'].replace('|', ' or ')}" + (f" ({slot['role']})" if slot["role"] else "")
    if piece.kind == "gap" and (gap := _GAP.match(piece.text)):
        inside = "clause" if len(gap["kind"]) == 1 else "sentence"
        partners = ", with no partner between" if gap["kind"][0] == "-" else ""
        return f"within {gap['size']} characters of the {inside}{partners}"
    if piece.kind == "words":
        name = piece.text[1:].rstrip("?*+")
        return f"one of the list {name} ({_listed(words.get(name, ''))})"
    if piece.kind == "look":
        return f"a place that fits {piece.text}"
    listed = _listed(piece.text)
    return f"one of {listed}" if ", " in listed else listed


def _branches(pattern: str) -> list[list[Piece]]:
    """Cut a pattern at its outermost bars, and each branch into pieces."""
    branches: list[list[Piece]] = [[]]
    position = 0
    while position < len(pattern):
        token = _PIECE.match(pattern, position)
        assert token is not None  # the last alternative takes any character
        end = _closing(pattern, position) if token["open"] else token.end()
        if token["bar"]:
            branches.append([])
        else:
            quantifier = None if token["gap"] else _QUANTIFIER.match(pattern, end)
            end = quantifier.end() if quantifier else end
            branches[-1].append(_piece(pattern[position:end], token.lastgroup or "", quantifier))
        position = end
    return [_joined(branch) for branch in branches]


def _piece(text: str, kind: str, quantifier: re.Match[str] | None) -> Piece:
    optional = quantifier is not None and quantifier[0].startswith(("?", "*", "{0"))
    if kind == "open":
        kind = "look" if text.startswith(("(?=", "(?!", "(?<=", "(?<!")) else "group"
    elif kind in ("literal", "escape"):
        kind = "end" if text in ("^", "$") else "plain"
    return Piece(text, kind, optional)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with plain characters that follow one another as one word."""
    joined: list[Piece] = []
    for piece in pieces:
        bare = piece.kind == "plain" and _PLAIN.fullmatch(piece.text)
        if bare and joined and joined[-1].kind == "plain" and _PLAIN.fullmatch(joined[-1].text):
            joined[-1] = Piece(joined[-1].text + piece.text, "plain")
        else:
            joined.append(piece)
    return joined


def _paths(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield each way through the pieces, the groups that hold more than words laid open."""
    if not pieces:
        yield ()
        return
    first, rest = pieces[0], pieces[1:]
    ways: list[tuple[Piece, ...]] = [(first,)]
    if first.kind == "group" and not first.optional and first.text.endswith(")") and _holds_more_than_words(first.text):
        inside = first.text[_opening(first.text) : -1]
        ways = [way for branch in _branches(inside) for way in _paths(branch)]
    for tail in _paths(rest):
        for way in ways[:_MOST_VARIANTS]:
            yield (*way, *tail)


def _holds_more_than_words(group: str) -> bool:
    return re.search(r"\{(?:[a-z]+:)?[A-Z]|\$[a-z]|\(\?P<", group) is not None


def _opening(group: str) -> int:
    opening = _GROUP.match(group)
    return opening.end() if opening else 1


def _closing(pattern: str, position: int) -> int:
    """Return the place behind the bracket that closes the one at a position."""
    depth = 0
    for token in _PIECE.finditer(pattern, position):
        depth += (token["open"] is not None) - (token["literal"] == ")")
        if depth == 0:
            return token.end()
    return len(pattern)


def _listed(alternation: str) -> str:
    """Return the words of an alternation as a person lists them, the first few."""
    bare = alternation
    while _LOOK.search(bare):
        bare = _LOOK.sub("", bare)
    bare = re.sub(r"\(\?:|\(\?P<\w+>|[()]", "", bare).rstrip("?*+")
    words = list(dict.fromkeys(word for word in bare.split("|") if word))
    return ", ".join(words[:_SHOWN_WORDS]) + (", …" if len(words) > _SHOWN_WORDS else "")
