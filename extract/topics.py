"""Finds the fields of a document: in the names of joint things, and in sentences that are about cooperation with somebody.

A national plan is full of fields that nobody is invited to share; a field counts where the sentence, its heading or its
neighbours speak of cooperation and name, or take as international, who is on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache, cached_property

from extract.collected import JOINT, PARTNERS, SentenceMentions, masked_sentence
from extract.fields import FieldGrammar
from extract.lexicon import CHINA, Lexicon
from extract.masking import Masked, mask_class
from extract.model import Entity, Mention
from extract.names import Found
from extract.ruleset import RuleSet
from extract.triggers import TriggerIndex
from ontology import mint

#: The rule that is told for a field which stands in the name of a programme or centre.
FIELD_OF_NAME = "field-of-name"
_NEAR, _ANNOUNCED = 3, 5
_SHORTEST_QUOTED, _LONGEST_QUOTED = 3, 12


class TopicFinder:
    """Finds fields with one vocabulary and one set of rules."""

    def __init__(self, lexicon: Lexicon, rules: RuleSet, domestic: Set[str]) -> None:
        self._lexicon = lexicon
        self._domestic = domestic
        self._rules = TriggerIndex(rules.fields)
        self._grammar = FieldGrammar(rules, lexicon)
        self._variant = rules.word_regex("field_variant")
        self._behind_field = rules.word_regex("after_field_in_name")
        self._field_of_name = rules.word_regex("field_of_name")
        self.cooperation = rules.word_regex("cooperation")
        self.international = rules.word_regex("international")
        self.with_partner = re.compile(f"[与同][{mask_class('Partner')}]")

    # -- fields that stand in names ------------------------------------------------------------------------------

    def add_quoted_field(self, text: str, found: SentenceMentions, name: Found) -> None:
        """Add what stands in the quotation marks of “深海碳循环”国际大科学计划 as the field of the programme."""
        if name.field_span is None:
            return
        start, end = name.field_span
        parts = found.inner[(name.start, name.end)]
        parts[:] = [part for part in parts if part.type != "Field"]
        if _SHORTEST_QUOTED <= end - start <= _LONGEST_QUOTED and not any(start <= part.start < end for part in parts):
            parts.append(found.mention(text, start, end, self._entity(text[start:end]), FIELD_OF_NAME))

    def add_fields_of_names(self, text: str, collected: Iterable[SentenceMentions]) -> None:
        """Add the field that stands in the name of a joint centre or programme, between its parties and 合作 or 示范."""
        for found in collected:
            for name in found.outer:
                parts = found.inside(name)
                if self._may_tell_field(found, name) and all(part.rule != FIELD_OF_NAME for part in parts):
                    self._add_field_of_name(text, found, name, _behind_parties(name, parts))
                    parts = found.inside(name)
                parts[:] = [part for part in parts if part.type != "Field" or self._is_told_by_name(text, name, part)]

    def _may_tell_field(self, found: SentenceMentions, name: Mention) -> bool:
        """Tell whether a field in the name is one of cooperation: in joint things, and in kinds built with somebody."""
        if name.type != "BaseType":
            return name.type in ("Base", "Programme")
        return not name.entity.known and any(self.is_outside(mention.entity) for mention in found.outer)

    def _is_told_by_name(self, text: str, name: Mention, part: Mention) -> bool:
        """Tell whether a field inside a name is what the name is about: 核能 in 第四代核能系统 is not cooperation in it."""
        return self._behind_field.match(text, part.end, name.end) is not None or part.rule == FIELD_OF_NAME

    def _add_field_of_name(self, text: str, found: SentenceMentions, name: Mention, behind: int) -> None:
        match = self._field_of_name.match(text, behind, name.end)
        if match is not None and not self._grammar.is_generic(match["field"]):
            start, end = match.span("field")
            parts = found.inner[(name.start, name.end)]
            parts[:] = [part for part in parts if part.type != "Field" or not start <= part.start < end]
            found.add_inside(name, found.mention(text, start, end, self._entity(match["field"]), FIELD_OF_NAME))

    # -- fields that a construction marks ------------------------------------------------------------------------

    def add_fields(
        self, text: str, collected: Sequence[SentenceMentions], headings: Mapping[str, str], domestic: Set[str]
    ) -> None:
        """Add the fields that rules mark in sentences about cooperation; `headings` are the titles above a section."""
        seen: dict[str, Entity] = {}
        talk = _Talk(self, collected, headings)
        per_sentence = self._rules.sets_by_sentence(text, [found.sentence for found in collected])
        for index, (found, triggered) in enumerate(zip(collected, per_sentence, strict=True)):
            if not triggered:
                continue
            masked = masked_sentence(text, found, domestic)
            if self.with_partner.search(masked.text) or talk.is_of_cooperation(index):
                announced = " ".join(other.sentence.text for other in collected[max(0, index - _ANNOUNCED) : index])
                rules = self._rules.rules_for(triggered, masked)
                for span in self._grammar.find(text, masked, rules, announced):
                    entity = self._entity(text[span.start : span.end], seen)
                    found.replace(found.mention(text, span.start, span.end, entity, span.rule))

    def _entity(self, label: str, seen: dict[str, Entity] | None = None) -> Entity:
        """Return the field of a label; 重大疾病 and 重大疾病防控 of one text are one."""
        names = (label, label.lower()) if label.isascii() else (label,)
        known = [entity for name in names for entity in self._lexicon.named(name) if entity.type == "Field"]
        if known:
            return known[0]
        entity = Entity(mint("Field", label), "Field", label, known=False)
        return seen.setdefault(self._variant.sub("", label), entity) if seen is not None else entity

    def is_of_cooperation(
        self, collected: Sequence[SentenceMentions], headings: Mapping[str, str], index: int, masked: Masked
    ) -> bool:
        """Tell whether a sentence is read for fields."""
        talk = _Talk(self, collected, headings)
        return self.with_partner.search(masked.text) is not None or talk.is_of_cooperation(index)

    def is_outside(self, entity: Entity) -> bool:
        """Tell whether an entity is somebody abroad, or something one has with somebody abroad."""
        if entity.type == "Organization":
            return entity.known and entity.iri not in self._domestic
        return entity.type in ("Country", "Region", "Mechanism") and entity.iri != CHINA


class _Talk:
    """What the sentences of one document are about; each wording is looked at once."""

    def __init__(self, finder: TopicFinder, collected: Sequence[SentenceMentions], headings: Mapping[str, str]) -> None:
        self._is_outside = finder.is_outside
        self._collected = collected
        self._headings = headings
        self._cooperation = cache(lambda text: finder.cooperation.search(text) is not None)
        self._international = cache(lambda text: finder.international.search(text) is not None)
        self._has_partner = cache(self._names_partner)

    def is_of_cooperation(self, index: int) -> bool:
        """Tell whether a sentence speaks of cooperation with somebody outside, itself or through what stands above it."""
        found = self._collected[index]
        if self._names_joint_thing(found):
            return True
        heading = self._headings.get(found.sentence.section, "")
        above = [heading, *(other.sentence.text for other in self._before(index))]
        here = self._cooperation(found.sentence.text)
        if not here and not any(map(self._cooperation, above)):
            return False
        abroad = any(map(self._international, above)) or (here and self._international(found.sentence.text))
        return abroad or self._names_partner_near(index) or self._has_partner(heading)

    def _before(self, index: int) -> list[SentenceMentions]:
        """Return the sentences just before, as far as they belong to the same section."""
        section = self._collected[index].sentence.section
        near = self._collected[max(0, index - _NEAR) : index]
        return [found for found in near if found.sentence.section == section]

    def _names_partner(self, heading: str) -> bool:
        """Tell whether a heading speaks of cooperation with somebody outside: 中国与印度尼西亚科技合作的现状."""
        return self._cooperation(heading) and any(surface in heading for surface in self._outside)

    @cached_property
    def _outside(self) -> frozenset[str]:
        """Return how the text calls those outside."""
        mentions = (mention for found in self._collected for mention in found.all())
        return frozenset(mention.surface for mention in mentions if self._is_outside(mention.entity))

    def _names_joint_thing(self, found: SentenceMentions) -> bool:
        """Tell whether a centre, mechanism or programme with a party outside stands in the sentence."""
        return any(
            self._is_outside(part.entity)
            for mention in found.outer
            if mention.type in JOINT
            for part in found.inside(mention)
        )

    def _names_partner_near(self, index: int) -> bool:
        """Tell whether the sentence, or one on cooperation just before it in its section, names somebody outside."""
        near = [self._collected[index], *(f for f in self._before(index) if self._cooperation(f.sentence.text))]
        return any(self._is_outside(mention.entity) for found in near for mention in (*found.outer, *found.nested()))


def _behind_parties(name: Mention, parts: Sequence[Mention]) -> int:
    """Return where the parties at the front of a name end: behind 中英 in 中英非洲猪瘟联合研究中心."""
    end = name.start
    in_order = sorted(parts, key=lambda part: part.start)
    for part in in_order:
        one_kind = (part.rule == "label") == (in_order[0].rule == "label")
        if part.start - end > 1 or part.type not in PARTNERS or not one_kind:
            break
        end = part.end
    return end
