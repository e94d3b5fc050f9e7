"""What an analyst would write instead: jieba with a user dictionary, sixty regular expressions, pairs by sentence.

Fair play: the same vocabulary, patterns compiled once, one pass over the sentences, plain tuples as results.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import product

import jieba

from ontology import load_vocabulary

_SENTENCE = re.compile("[^。；！？\n]+[。；！？]?")
_HAN = "[\u4e00-\u9fa5]"

_QUOTED_HEADS = "计划 工程 专项 行动 倡议 基金"
_PROGRAMME_HEADS = """
    科技伙伴计划 行动计划 联合研究计划 研究计划 大科学计划 大科学工程 合作计划
    重大专项 重点专项 合作专项 专项行动 倡议 科学基金
"""
_MECHANISM_HEADS = "对话 论坛 委员会 联委会 会议 磋商 合作机制 会晤 大会 工作组"
_BASE_HEADS = """
    联合研究中心 技术转移中心 创新中心 合作中心 联合实验室 重点实验室 示范基地 合作基地
    科技园 产业园 示范区 研究院 平台
"""
_ORGANIZATION_HEADS = "大学 科学院 研究所 基金会 协会 学会 有限公司 委员会"

_PROGRAMMES = [
    *(f"“[^“”]{{2,30}}{head}”" for head in _QUOTED_HEADS.split()),
    *(f"{_HAN}{{2,12}}{head}" for head in _PROGRAMME_HEADS.split()),
]
_MECHANISMS = [f"中{_HAN}{{1,12}}{head}" for head in _MECHANISM_HEADS.split()]
_BASES = [f"{_HAN}{{2,14}}{head}" for head in _BASE_HEADS.split()]
_ORGANIZATIONS = [f"{_HAN}{{2,12}}{head}" for head in _ORGANIZATION_HEADS.split()]
_DOCUMENTS = ["《[^《》]{2,60}》", f"{_HAN}{{2,16}}(?:协定|公约|宣言|备忘录)", "[一-龥]{1,6}〔[0-9]{4}〕[0-9]+号"]
_FIELDS = [
    "在([^，。；]{2,60}?)等?领域",
    "在([^，。；]{2,60}?)等?方面",
    "围绕([^，。；]{2,60}?)等",
    "聚焦([^，。；]{2,40})",
]
_QUANTITIES = [
    r"(?:超过|达到|约|近|不少于|不超过)?\s*[0-9][0-9.,]*\s*(?:余|多)?(?:家|个|项|名|人次|人|所|篇|件)",
    r"[0-9][0-9.]*\s*(?:亿|万)?(?:元|美元|欧元)",
    r"[0-9][0-9.]*\s*%",
    "[一二三四五六七八九十百千万两]+(?:余|多)?(?:家|个|项|名|人次|所)",
]
_DATES = ["(?:到|至|截至)[0-9]{4}年(?:底|末)?", "“十[一二三四五]五”(?:期间|末)?"]
_KINDS = {
    "Programme": _PROGRAMMES, "Mechanism": _MECHANISMS, "Base": _BASES, "Document": _DOCUMENTS,
    "Organization": _ORGANIZATIONS, "Field": _FIELDS, "Quantity": _QUANTITIES, "Date": _DATES,
}  # fmt: skip
PATTERNS = [(kind, re.compile(pattern)) for kind, patterns in _KINDS.items() for pattern in patterns]
_COOPERATION = re.compile("合作|交流|共建|联合|伙伴|签署")

Hit = tuple[str, int, int, str]


class Script:
    """The script with its dictionary loaded."""

    def __init__(self) -> None:
        jieba.setLogLevel(logging.ERROR)
        self._types: dict[str, str] = {}
        self._words = jieba.Tokenizer()
        for concept in load_vocabulary().concepts:
            for name in concept.names:
                self._types[name] = concept.type
                self._words.add_word(name)
        self._words.initialize()

    def read(self, text: str) -> tuple[list[Hit], list[tuple[str, str]]]:
        """Return the names and numbers of a text, and the pairs of names that share a sentence on cooperation."""
        hits: list[Hit] = []
        pairs: list[tuple[str, str]] = []
        for match in _SENTENCE.finditer(text):
            found = list(self._hits(match.group(), match.start()))
            hits += found
            if _COOPERATION.search(match.group()):
                partners = [hit[3] for hit in found if hit[0] in ("Country", "Region")]
                others = [hit[3] for hit in found if hit[0] in ("Field", "Programme", "Mechanism", "Base")]
                pairs += product(partners, others)
        return hits, pairs

    def _hits(self, sentence: str, offset: int) -> Iterator[Hit]:
        for word, start, end in self._words.tokenize(sentence):
            if word in self._types:
                yield self._types[word], offset + start, offset + end, word
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(sentence):
                yield kind, offset + match.start(), offset + match.end(), match.group()
