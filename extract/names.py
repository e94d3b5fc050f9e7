"""Finds names that nobody listed, by the way they are built: parties and a head, a quotation and a class noun, a title in 《》.

What is found is a span with a class and a label; which entity it is, the mention stage decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.masking import Masked, mask_class
from extract.ruleset import Rule, RuleSet

_QUOTES = re.compile('[“”"‘’]')
_DASHES = re.compile("[-－–―─]+(?![0-9])")
_ACRONYM_AT_END = re.compile(r"[（(][A-Za-z][A-Za-z0-9 .+/&-]{1,20}[）)]$")
_PARTY = mask_class("Partner")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text: its span, its class, the label it gets and the rule that saw it."""

    start: int
    end: int
    type: str
    label: str
    rule: str
    itself: bool = False
    field_span: tuple[int, int] | None = None


def find_names(text: str, masked: Masked, rules: Iterable[Rule], ruleset: RuleSet) -> list[Found]:
    """Return the names that the rules see in a masked sentence, sorted, none overlapping another."""
    found = [name for rule in rules for name in _apply(rule, text, masked, ruleset)]
    return _longest(found)


def clean_label(text: str) -> str:
    """Return a name as it is shown: no quotation marks, one kind of dash, no acronym in brackets behind it.

    >>> clean_label("“深海碳循环”国际大科学计划（DCC）")
    '深海碳循环国际大科学计划'
    """
    bare = _QUOTES.sub("", _ACRONYM_AT_END.sub("", text.strip()))
    return bare if bare.isascii() else _DASHES.sub("—", bare)


def _apply(rule: Rule, text: str, masked: Masked, ruleset: RuleSet) -> Iterator[Found]:
    for match in rule.regex.finditer(masked.text):
        if "each" in rule.options:
            yield from _items(rule, text, masked, match)
            continue
        start, end = masked.span(match.start("name"), match.end("name"))
        label = _renamed(rule, clean_label(text[start:end]))
        if _refused(rule, match["name"], label, ruleset):
            continue
        quoted = _quoted_field(rule, masked, match)
        yield Found(start, end, rule.type, label, rule.id, bool(rule.options.get("self")), quoted)
        if rule.options.get("spread"):
            yield from _spread(rule, text, masked, match)


def _renamed(rule: Rule, label: str) -> str:
    """Return the label as the rule wants it shown: 我驻匈使馆 is 中国驻匈使馆."""
    pattern, replacement = rule.options.get("rename", ("", ""))
    return re.sub(pattern, replacement, label) if pattern else label


def _quoted_field(rule: Rule, masked: Masked, match: re.Match[str]) -> tuple[int, int] | None:
    """Return the span inside the quotation marks where the class noun behind them says nothing of the field itself."""
    wanted = rule.options.get("field_in_quotes")
    name = match["name"]
    if wanted is None or "”" not in name or not wanted.fullmatch(name.partition("”")[2]):
        return None
    return masked.span(match.start("name") + 1, match.start("name") + name.index("”"))


def _refused(rule: Rule, name: str, label: str, ruleset: RuleSet) -> bool:
    options = rule.options
    if "require" in options and not options["require"].search(label):
        return True
    if "reject" in options and options["reject"].search(label):
        return True
    return bool(options.get("generic")) and ruleset.word_regex("generic_name").fullmatch(label) is not None


def _items(rule: Rule, text: str, masked: Masked, match: re.Match[str]) -> Iterator[Found]:
    """Yield each quoted item of a list whose class noun stands behind it."""
    for item in rule.options["each"].finditer(match["names"]):
        offset = match.start("names")
        start, end = masked.span(offset + item.start(1), offset + item.end(1))
        yield Found(start, end, rule.type, clean_label(text[start:end]), rule.id)


def _spread(rule: Rule, text: str, masked: Masked, match: re.Match[str]) -> Iterator[Found]:
    """Yield the first of two names that share their tail: 中国—东盟、中国—南亚绿色发展对话机制."""
    before = re.search(f"([{_china()}][—\\-－–―与][{_PARTY}])、$", masked.text[: match.start("name")])
    own = re.match(f"[{_china()}][—\\-－–―与][{_PARTY}](?:五国|国家)?", match["name"])
    if before and own:
        start, end = masked.span(before.start(1), before.end(1))
        tail_start, tail_end = masked.span(match.start("name") + own.end(), match.end("name"))
        yield Found(start, end, rule.type, clean_label(text[start:end] + text[tail_start:tail_end]), rule.id)


def _china() -> str:
    return mask_class("China")


def _longest(found: Sequence[Found]) -> list[Found]:
    """Return the names without those that overlap a longer one; of two equal spans the first rule wins."""
    chosen: list[Found] = []
    for name in sorted(found, key=lambda n: n.start - n.end):
        if all(name.end <= other.start or other.end <= name.start for other in chosen):
            chosen.append(name)
    return sorted(chosen, key=lambda n: n.start)
