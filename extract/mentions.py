"""Finds the names in a text and says which entity each is: labels of the vocabulary, compounds, names built by rule, fields.

Names may nest (中美清洁能源联合研究中心 holds 中国, 美国 and 清洁能源) but never cross. What could be two things, or looks like
a name and is none, is handed back as unresolved with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

from extract.compounds import CompoundGrammar, choose
from extract.fields import FieldGrammar
from extract.lexicon import CHINA, Lexicon
from extract.masking import Masked, letter_of, mask_class, mask_sentence
from extract.model import Entity, Mention, Sentence, Unresolved
from extract.names import Found, clean_label, find_names
from extract.ruleset import Rule, RuleSet
from extract.triggers import TriggerIndex
from ontology import mint

_SHORT_NAME = re.compile("[（(](?:以下|下)?(?:统?简称|合称)(?:为|“|《|：)*(?P<short>[^（）()《》“”]{2,20})[》”]*[）)]")
_ACRONYM = re.compile("”?[（(](?P<short>[A-Z][A-Za-z0-9-]{1,9})[)）]")
_JOINT_WORDS = re.compile("^(?:两国|双方|国家)")
_NAMES_WITH_PARTS = ("Mechanism", "Base", "Programme", "Document", "Organization")
_PARTS = ("Country", "Region", "Organization", "Period")
_SHORTEST_WITH_PARTS = 5
#: The rule that is told for a field which stands in the name of a programme or centre.
_FIELD_OF_NAME = "field-of-name"
_PARTNERS = ("Country", "Region", "Organization")
_ORGANIZATION_LIKE = ("Organization", "Mechanism", "Base", "Programme")


@dataclass(slots=True)
class SentenceMentions:
    """The mentions of one sentence while they are collected: outermost names and the names inside them."""

    sentence: Sentence
    outer: list[Mention] = field(default_factory=list)
    inner: dict[tuple[int, int], list[Mention]] = field(default_factory=lambda: defaultdict(list))

    def all(self) -> list[Mention]:
        """Return every mention, nested ones included, by position, the longer first."""
        nested = [mention for mentions in self.inner.values() for mention in mentions]
        return sorted([*self.outer, *nested], key=lambda m: (m.start, -m.end, m.entity.iri))

    def inside(self, mention: Mention) -> list[Mention]:
        """Return the mentions inside a name."""
        return self.inner.get((mention.start, mention.end), [])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the mention stage knows of a document: mentions by sentence, masks, parties of names, what stayed unresolved."""

    text: str
    by_sentence: tuple[SentenceMentions, ...]
    parties: Mapping[str, tuple[Entity, ...]]
    domestic: frozenset[str]
    itself: Entity
    unresolved: tuple[Unresolved, ...]


class MentionFinder:
    """Finds the mentions of a document with one vocabulary and one set of rules."""

    def __init__(self, lexicon: Lexicon, rules: RuleSet) -> None:
        self.lexicon = lexicon
        self.rules = rules
        self.china = lexicon.entities[CHINA]
        self.domestic = frozenset(
            concept.iri for concept in lexicon.vocabulary.of_type("Organization") if CHINA in concept.countries
        )
        self._names = TriggerIndex(rules.names)
        self._fields = TriggerIndex(rules.fields)
        self._compounds = CompoundGrammar(lexicon, rules, self.china)
        self._grammar = FieldGrammar(rules, lexicon)
        self._variant = rules.word_regex("field_variant")
        self._with_partner = re.compile(f"[与同][{mask_class('Partner')}]")
        self._after_field = rules.word_regex("after_field_in_name")
        self._field_of_name = rules.word_regex("field_of_name")
        self._cooperation = rules.word_regex("cooperation")
        self._international = rules.word_regex("international")

    # -- the stage ---------------------------------------------------------------------------------------------

    def read(self, text: str, sentences: Sequence[Sentence], itself: Entity, headings: Mapping[str, str]) -> Reading:
        """Return the mentions of a text; `headings` gives for each section the titles above its sentences."""
        unresolved: list[Unresolved] = []
        collected = [SentenceMentions(sentence) for sentence in sentences]
        self._add_labels(text, collected, unresolved)
        named = {m.entity.iri: m.entity for s in collected for m in s.outer}
        self._add_compounds(text, collected, named, unresolved)
        domestic = set(self.domestic)
        local = self._add_names(text, collected, itself, domestic)
        self._add_own_title(text, collected, itself)
        self._add_local_names(text, collected, local)
        self._add_fields_of_names(text, collected)
        parties = self._parties(collected)
        self._add_fields(text, collected, headings, domestic)
        return Reading(text, tuple(collected), parties, frozenset(domestic), itself, tuple(unresolved))

    # -- steps -------------------------------------------------------------------------------------------------

    def _add_labels(self, text: str, collected: list[SentenceMentions], unresolved: list[Unresolved]) -> None:
        for hit in self.lexicon.find(text):
            found = _sentence_at(collected, hit.start, hit.end)
            if found is None:
                continue
            if len(hit.entities) > 1 and len({e.type for e in hit.entities}) == 1:
                unresolved.append(_unresolved(text, hit.start, hit.end, hit.entities, found.sentence))
                continue
            _add(found, text, hit.start, hit.end, hit.entities[0], "label")
            self._look_inside(found, text, hit.start, hit.end, hit.entities[0])

    def _look_inside(self, found: SentenceMentions, text: str, start: int, end: int, entity: Entity) -> None:
        """Add the parties and fields that stand inside a name of the vocabulary, which the longest match has hidden."""
        if entity.type not in _NAMES_WITH_PARTS or end - start < _SHORTEST_WITH_PARTS:
            return
        for part in self.lexicon.find(text[start : end - 1]):  # without its end the name does not match itself
            first = part.entities[0]
            wanted = _PARTS if entity.type != "Organization" else ("Country",)
            if len(part.entities) == 1 and first.type in wanted:
                found.inner[(start, end)].append(
                    Mention(
                        start + part.start,
                        start + part.end,
                        text[start + part.start : start + part.end],
                        first,
                        "label",
                        found.sentence.index,
                    )
                )

    def _add_compounds(
        self,
        text: str,
        collected: list[SentenceMentions],
        named: Mapping[str, Entity],
        unresolved: list[Unresolved],
    ) -> None:
        names_start = {mention.start for found in collected for mention in found.outer}
        for parts in chain(self._compounds.compounds(text, names_start), self._compounds.series(text)):
            found = _sentence_at(collected, parts[0].start, parts[-1].end)
            if found is None:
                continue
            around = [m for m in found.outer if m.start < parts[-1].end and parts[0].start < m.end]
            if around and not _holds_parts(around, parts[0].start, parts[-1].end):
                continue
            for part in parts:
                entity = choose(part.candidates, named)
                if entity is None:
                    unresolved.append(_unresolved(text, part.start, part.end, part.candidates, found.sentence))
                elif around:
                    _add_inside(found, around[0], text, part.start, part.end, entity)
                else:
                    _add(found, text, part.start, part.end, entity, "compound")
        by_text = {m.entity.iri: m.entity for s in collected for m in s.outer}
        for start, end, entity in self._compounds.sides(text, by_text):
            found = _sentence_at(collected, start, end)
            if found is not None and not _covered(found, start, end):
                _add(found, text, start, end, entity, "side")

    def _add_own_title(self, text: str, collected: list[SentenceMentions], itself: Entity) -> None:
        """The line that is the document's own title names the document."""
        for found in collected[:6]:
            line = clean_label(found.sentence.text).strip("《》")
            if itself.label and line.startswith(clean_label(itself.label)) and len(line) < len(itself.label) + 18:
                _wrap(found, text, Found(found.sentence.start, found.sentence.end, "Document", "", "own-title"), itself)
                return

    def _add_names(
        self, text: str, collected: list[SentenceMentions], itself: Entity, domestic: set[str]
    ) -> dict[str, Entity]:
        """Add the names that rules see; return the short names and acronyms that the text itself defines."""
        local: dict[str, Entity] = {}
        by_parties: dict[tuple[frozenset[str], str], Entity] = {}
        per_sentence = self._names.by_sentence(text, [found.sentence for found in collected])
        for found, rules in zip(collected, per_sentence, strict=True):
            self._remember_short_names(text, found, found.outer, local)
            if rules:
                masked = masked_sentence(text, found, domestic)
                for name in find_names(text, masked, rules, self.rules):
                    entity = itself if name.itself else self._entity(name, local)
                    entity = self._same_parties(found, text, name, entity, by_parties)
                    _wrap(found, text, name, entity)
                    if entity.type == "Organization" and not entity.known:
                        if _is_domestic(name, found, domestic):
                            domestic.add(entity.iri)
                        self._remember_without_country(found, text, name, entity, local)
                    self._add_quoted_field(found, text, name)
                    self._remember_short_names(text, found, _at(found, name.start, name.end), local)
        return local

    def _entity(self, name: Found, local: Mapping[str, Entity]) -> Entity:
        """Return the entity of a name: what the text has defined, what the vocabulary knows, else a new one."""
        label = self._canonical(name)
        if label in local:
            return local[label]
        known = [entity for entity in self.lexicon.named(label) if _compatible(entity.type, name.type)]
        if len(known) == 1:
            return known[0]
        return Entity(mint(name.type, label), name.type, label, known=False)

    def _same_parties(
        self,
        found: SentenceMentions,
        text: str,
        name: Found,
        entity: Entity,
        seen: dict[tuple[frozenset[str], str], Entity],
    ) -> Entity:
        """Return one entity for 中埃科技联委会 and 中国与埃及科技联委会: the same parties before the same words."""
        front = [m for m in found.outer if name.start <= m.start and m.end <= name.end and m.type in _PARTNERS]
        if entity.known or len(front) < 2 or front[0].start != name.start or front[1].start > front[0].end + 1:
            return entity
        rest = _JOINT_WORDS.sub("", text[front[1].end : name.end])
        return seen.setdefault((frozenset(m.entity.iri for m in front[:2]), rest), entity)

    def _canonical(self, name: Found) -> str:
        label = name.label
        if name.type == "Mechanism":
            label = re.sub("(?<=会议|会晤|论坛|联委|员会|委会)机制$", "", label)
        return label

    def _add_quoted_field(self, found: SentenceMentions, text: str, name: Found) -> None:
        """Add what stands in the quotation marks of “海洋负排放”国际大科学计划 as the field of the programme."""
        if name.field_span is None:
            return
        start, end = name.field_span
        parts = found.inner[(name.start, name.end)]
        parts[:] = [part for part in parts if part.type != "Field"]
        if 3 <= end - start <= 12 and not any(start <= part.start < end for part in parts):
            entity = self._field(text[start:end])
            parts.append(Mention(start, end, text[start:end], entity, _FIELD_OF_NAME, found.sentence.index))

    def _remember_without_country(
        self, found: SentenceMentions, text: str, name: Found, entity: Entity, local: dict[str, Entity]
    ) -> None:
        """Let 瑞典查尔姆斯理工大学 be 查尔姆斯理工大学 in the rest of the text."""
        for part in found.inner.get((name.start, name.end), []):
            rest = text[part.end : name.end]
            if part.type == "Country" and part.start == name.start and len(rest) > _SHORTEST_WITH_PARTS:
                local.setdefault(rest, entity)

    def _remember_short_names(
        self, text: str, found: SentenceMentions, mentions: Iterable[Mention], local: dict[str, Entity]
    ) -> None:
        """Note what the text itself defines: （以下简称《规划纲要》）, an acronym in brackets."""
        for mention in mentions:
            if mention.type in ("Country", "Region", "Field", "Period"):
                continue
            ceiling = found.sentence.end
            for match in (
                _ACRONYM.match(text, mention.end, ceiling),
                _SHORT_NAME.match(text, mention.end, ceiling),
                _SHORT_NAME.match(text, mention.end + 1, ceiling),
            ):
                if match and match["short"] not in local and not self.lexicon.named(match["short"]):
                    local[match["short"]] = mention.entity

    def _add_local_names(self, text: str, collected: list[SentenceMentions], local: Mapping[str, Entity]) -> None:
        if not local:
            return
        pattern = re.compile("|".join(re.escape(name) for name in sorted(local, key=len, reverse=True)))
        for match in pattern.finditer(text):
            found = _sentence_at(collected, match.start(), match.end())
            if found is None or _covered(found, match.start(), match.end()) or _inside_word(text, match):
                continue
            _add(found, text, match.start(), match.end(), local[match[0]], "short-name")

    def _parties(self, collected: Iterable[SentenceMentions]) -> dict[str, tuple[Entity, ...]]:
        """Return the parties of each name: those of the vocabulary and those that the name itself holds."""
        parties: dict[str, dict[str, Entity]] = defaultdict(dict)
        for concept in self.lexicon.vocabulary.concepts:
            for iri in concept.parties:
                if iri in self.lexicon.entities:
                    parties[concept.iri][iri] = self.lexicon.entities[iri]
        for found in collected:
            for mention in found.outer:
                if mention.type in ("Mechanism", "Base", "Programme"):
                    for part in found.inside(mention):
                        if part.type in ("Country", "Region", "Organization"):
                            parties[mention.entity.iri][part.entity.iri] = part.entity
        return {iri: tuple(entities.values()) for iri, entities in parties.items()}

    def _add_fields_of_names(self, text: str, collected: Iterable[SentenceMentions]) -> None:
        """Add the field that stands in the name of a joint centre or programme, between its parties and 合作 or 示范."""
        for found in collected:
            for name in found.outer:
                parts = found.inner[(name.start, name.end)]
                parts[:] = [part for part in parts if part.type != "Field" or self._is_told_by_name(text, name, part)]
                if self._may_tell_field(found, name) and all(part.type != "Field" for part in parts):
                    self._add_field_of_name(found, text, name, _behind_parties(name, parts))

    def _may_tell_field(self, found: SentenceMentions, name: Mention) -> bool:
        """Tell whether the field in a name is one of cooperation: in joint names, and in kinds of base built with somebody."""
        if name.type in ("Base", "Programme"):
            return True
        partner = any(self._is_outside(mention.entity) for mention in found.outer)
        return name.type == "BaseType" and not name.entity.known and partner

    def _is_told_by_name(self, text: str, name: Mention, part: Mention) -> bool:
        """Tell whether a field inside a name is what the name is about: 核能 in 第四代核能系统 is not cooperation in it."""
        return self._after_field.match(text, part.end, name.end) is not None or part.rule == _FIELD_OF_NAME

    def _add_field_of_name(self, found: SentenceMentions, text: str, name: Mention, behind: int) -> None:
        match = self._field_of_name.match(text, behind, name.end)
        if match is None or self._grammar.is_generic(match["field"]):
            return
        if any(part.start < match.end("field") and match.start("field") < part.end for part in found.inside(name)):
            return
        found.inner[(name.start, name.end)].append(
            Mention(
                match.start("field"),
                match.end("field"),
                match["field"],
                self._field(match["field"]),
                _FIELD_OF_NAME,
                found.sentence.index,
            )
        )

    def _add_fields(
        self, text: str, collected: list[SentenceMentions], headings: Mapping[str, str], domestic: Set[str]
    ) -> None:
        seen: dict[str, Entity] = {}
        per_sentence = self._fields.by_sentence(text, [found.sentence for found in collected])
        for index, (found, rules) in enumerate(zip(collected, per_sentence, strict=True)):
            if not rules:
                continue
            masked = masked_sentence(text, found, domestic)
            if self._about_cooperation(collected, index, headings, masked):
                before = " ".join(other.sentence.text for other in collected[max(0, index - 5) : index])
                for span in self._grammar.find(text, masked, rules, before):
                    self._put_field(found, text, span.start, span.end, span.rule, seen)

    def _put_field(
        self, found: SentenceMentions, text: str, start: int, end: int, rule: str, seen: dict[str, Entity]
    ) -> None:
        entity = self._field(text[start:end], seen)
        found.outer = [m for m in found.outer if not (start <= m.start and m.end <= end)]
        if not _covered(found, start, end):
            found.outer.append(Mention(start, end, text[start:end], entity, rule, found.sentence.index))
            found.outer.sort(key=lambda m: m.start)

    def _field(self, label: str, seen: dict[str, Entity] | None = None) -> Entity:
        """Return the field of a label; 重大疾病 and 重大疾病防控 of one text are one."""
        names = (label, label.lower()) if label.isascii() else (label,)
        known = [entity for name in names for entity in self.lexicon.named(name) if entity.type == "Field"]
        if known:
            return known[0]
        entity = Entity(mint("Field", label), "Field", label, known=False)
        return seen.setdefault(self._variant.sub("", label), entity) if seen is not None else entity

    def _about_cooperation(
        self, collected: Sequence[SentenceMentions], index: int, headings: Mapping[str, str], masked: Masked
    ) -> bool:
        """Tell whether a sentence speaks of cooperation with somebody outside, itself or through what stands above it."""
        found = collected[index]
        here = found.sentence.text
        above = headings.get(found.sentence.section, "") + _before(collected, index)
        if self._with_partner.search(masked.text) or self._names_joint_thing(found):
            return True
        if self._cooperation.search(here):
            outside = self._international.search(here) or self._international.search(above)
            return bool(outside) or self._names_partner_near(collected, index)
        return bool(self._cooperation.search(above)) and (
            bool(self._international.search(above)) or self._names_partner_near(collected, index)
        )

    def _names_joint_thing(self, found: SentenceMentions) -> bool:
        """Tell whether a centre, mechanism or programme with a party outside stands in the sentence."""
        return any(
            self._is_outside(part.entity)
            for mention in found.outer
            if mention.type in ("Base", "Mechanism", "Programme")
            for part in found.inside(mention)
        )

    def _names_partner_near(self, collected: Sequence[SentenceMentions], index: int) -> bool:
        """Tell whether a sentence or one of the three before it in its section names somebody outside."""
        section = collected[index].sentence.section
        near = (found for found in collected[max(0, index - 3) : index + 1] if found.sentence.section == section)
        return any(
            self._is_outside(mention.entity)
            for found in near
            if found is collected[index] or self._cooperation.search(found.sentence.text)
            for mention in found.all()
        )

    def _is_outside(self, entity: Entity) -> bool:
        if entity.type == "Organization":
            return entity.known and entity.iri not in self.domestic
        return entity.type in ("Country", "Region", "Mechanism") and entity.iri != CHINA


def masked_sentence(text: str, found: SentenceMentions, domestic: Set[str]) -> Masked:
    """Return a sentence with its outermost names as single characters."""
    letters = [letter_of(mention, CHINA, domestic) for mention in found.outer]
    return mask_sentence(text, found.sentence.start, found.sentence.end, found.outer, letters)


def _is_domestic(name: Found, found: SentenceMentions, domestic: Set[str]) -> bool:
    """Tell whether a body that no list holds is Chinese: no foreign country, region or body stands in its name."""
    parts = [m.entity for m in found.inner.get((name.start, name.end), []) if m.type != "Field"]
    return all(part.iri == CHINA or part.iri in domestic or part.type not in _PARTNERS for part in parts)


def _before(collected: Sequence[SentenceMentions], index: int) -> str:
    """Return the three sentences before, as far as they belong to the same section."""
    section = collected[index].sentence.section
    near = (found.sentence for found in collected[max(0, index - 3) : index])
    return " ".join(sentence.text for sentence in near if sentence.section == section)


def _sentence_at(collected: Sequence[SentenceMentions], start: int, end: int) -> SentenceMentions | None:
    """Return the sentence that holds a span."""
    place = bisect_right(collected, start, key=lambda found: found.sentence.start) - 1
    if place < 0 or end > collected[place].sentence.end:
        return None
    return collected[place]


def _at(found: SentenceMentions, start: int, end: int) -> list[Mention]:
    return [mention for mention in found.outer if (mention.start, mention.end) == (start, end)]


def _covered(found: SentenceMentions, start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in found.outer)


def _add(found: SentenceMentions, text: str, start: int, end: int, entity: Entity, rule: str) -> None:
    place = bisect_right(found.outer, start, key=lambda m: m.start)
    found.outer.insert(place, Mention(start, end, text[start:end], entity, rule, found.sentence.index))


def _behind_parties(name: Mention, parts: Sequence[Mention]) -> int:
    """Return where the parties at the front of a name end: behind 中英 in 中英非洲猪瘟联合研究中心."""
    end = name.start
    for part in sorted(parts, key=lambda part: part.start):
        if part.start - end > 1 or part.type not in _PARTNERS or (part.rule == "label") != (parts[0].rule == "label"):
            break
        end = part.end
    return end


def _holds_parts(around: Sequence[Mention], start: int, end: int) -> bool:
    """Tell whether one joint name of the vocabulary holds the whole compound."""
    name = around[0]
    return len(around) == 1 and name.type in _NAMES_WITH_PARTS and name.start <= start and end <= name.end


def _add_inside(found: SentenceMentions, name: Mention, text: str, start: int, end: int, entity: Entity) -> None:
    parts = found.inner[(name.start, name.end)]
    if not any(part.start < end and start < part.end for part in parts):
        parts.append(Mention(start, end, text[start:end], entity, "compound", found.sentence.index))


def _wrap(found: SentenceMentions, text: str, name: Found, entity: Entity) -> None:
    """Put a found name around the mentions it holds; a name the vocabulary knows at the same place stays as it is."""
    inside = [m for m in found.outer if name.start <= m.start and m.end <= name.end]
    crossing = [m for m in found.outer if m.start < name.end and name.start < m.end and m not in inside]
    if crossing or any((m.start, m.end) == (name.start, name.end) and m.type == entity.type for m in inside):
        return
    nested = [part for m in inside for part in (m, *found.inner.pop((m.start, m.end), []))]
    nested = [m for m in nested if (m.start, m.end) != (name.start, name.end)]
    found.outer = [m for m in found.outer if m not in inside]
    _add(found, text, name.start, name.end, entity, name.rule)
    if nested:
        found.inner[(name.start, name.end)] += nested


def _unresolved(text: str, start: int, end: int, candidates: Sequence[Entity], sentence: Sentence) -> Unresolved:
    names = " | ".join(entity.label for entity in candidates) or "nothing"
    kind = candidates[0].type if candidates else ""
    return Unresolved(text[start:end], start, end, kind, f"may be {names}", sentence.text)


def _compatible(known: str, wanted: str) -> bool:
    return known == wanted or known in _ORGANIZATION_LIKE and wanted in _ORGANIZATION_LIKE


def _inside_word(text: str, match: re.Match[str]) -> bool:
    """Tell whether a short Latin name is a part of a longer Latin word."""
    neighbours = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return match[0].isascii() and any(char.isascii() and char.isalnum() for char in neighbours)


__all__ = ["MentionFinder", "Reading", "SentenceMentions"]
