"""Finds the names in a text and says which entity each is: labels of the vocabulary, compounds, names built by rule, fields.

Names may nest (中美清洁能源联合研究中心 holds 中国, 美国 and 清洁能源) but never cross. What could be two things is handed back as
unresolved with the reason, and never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from extract.collected import JOINT, PARTNERS, SentenceMentions, masked_sentence, sentence_at
from extract.compounds import CompoundGrammar, Part, choose
from extract.lexicon import CHINA, Hit, Lexicon
from extract.localnames import LocalNames
from extract.model import Entity, Mention, Sentence, Unresolved
from extract.names import Found, clean_label, find_names
from extract.ruleset import RuleSet
from extract.topics import TopicFinder
from extract.triggers import TriggerIndex
from ontology import mint

_NAMES_WITH_PARTS = (*JOINT, "Document", "Organization")
_PARTS = (*PARTNERS, "Period")
_SHORTEST_WITH_PARTS = 5
#: From a name to the acronym in brackets behind it there is a bracket, perhaps a quotation mark.
_BRACKET_REACH = 2
_TITLE_WITHIN, _TITLE_EXTRA = 6, 18
#: Classes that one name may pass between: a forum can be a body, a university a base.
_BODY_LIKE = (*JOINT, "Organization")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the mention stage knows of a document: its mentions by sentence, parties of names, Chinese bodies, doubts."""

    text: str
    by_sentence: tuple[SentenceMentions, ...]
    parties: Mapping[str, tuple[Entity, ...]]
    domestic: frozenset[str]
    itself: Entity
    unresolved: tuple[Unresolved, ...]


class MentionFinder:
    """Finds the mentions of documents with one vocabulary and one set of rules."""

    def __init__(self, lexicon: Lexicon, rules: RuleSet) -> None:
        self.lexicon = lexicon
        self.rules = rules
        self.china = lexicon.entities[CHINA]
        bodies = lexicon.vocabulary.of_type("Organization")
        self.domestic = frozenset(concept.iri for concept in bodies if CHINA in concept.countries)
        self._names = TriggerIndex(rules.names)
        self._compounds = CompoundGrammar(lexicon, rules, self.china)
        self._topics = TopicFinder(lexicon, rules, self.domestic)
        self._spare_head = rules.word_regex("spare_mechanism_head")
        self._known_parties = _parties_of_vocabulary(lexicon)

    def read(self, text: str, sentences: Sequence[Sentence], itself: Entity, headings: Mapping[str, str]) -> Reading:
        """Return the mentions of a text; `headings` gives for each section the titles above its sentences."""
        unresolved: list[Unresolved] = []
        collected = [SentenceMentions(sentence) for sentence in sentences]
        self._add_labels(text, collected, unresolved)
        self._add_compounds(text, collected, unresolved)
        domestic = set(self.domestic)
        local = self._add_names(text, collected, itself, domestic)
        _add_own_title(text, collected, itself)
        _add_local_names(text, collected, local)
        self._topics.add_fields_of_names(text, collected)
        self._topics.add_fields(text, collected, headings, domestic)
        parties = self._parties(collected)
        return Reading(text, tuple(collected), parties, frozenset(domestic), itself, tuple(unresolved))

    # -- labels of the vocabulary --------------------------------------------------------------------------------

    def _add_labels(self, text: str, collected: Sequence[SentenceMentions], unresolved: list[Unresolved]) -> None:
        for hit in self.lexicon.find(text):
            found = sentence_at(collected, hit.start, hit.end)
            if found is None:
                continue
            entities = _explained_by_name(found, hit)
            if len(entities) > 1 and len({entity.type for entity in entities}) == 1:
                unresolved.append(_in_doubt(text, hit.start, hit.end, entities, found.sentence))
                continue
            mention = found.mention(text, hit.start, hit.end, entities[0], "label")
            found.add(mention)
            self._look_inside(text, found, mention)

    def _look_inside(self, text: str, found: SentenceMentions, name: Mention) -> None:
        """Add the parties and periods that stand inside a name of the vocabulary, which the longest match has hidden."""
        if name.type not in _NAMES_WITH_PARTS or name.end - name.start < _SHORTEST_WITH_PARTS:
            return
        wanted = ("Country",) if name.type == "Organization" else _PARTS
        for part in self.lexicon.find(text[name.start : name.end - 1]):  # without its end the name is not found itself
            if len(part.entities) == 1 and part.entities[0].type in wanted:
                start, end = name.start + part.start, name.start + part.end
                found.add_inside(name, found.mention(text, start, end, part.entities[0], "label"))

    # -- compounds -----------------------------------------------------------------------------------------------

    def _add_compounds(self, text: str, collected: Sequence[SentenceMentions], unresolved: list[Unresolved]) -> None:
        named = {m.entity.iri: m.entity for found in collected for m in found.all()}
        names_start = {m.start for found in collected for m in found.outer}
        for parts in chain(self._compounds.compounds(text, names_start, named), self._compounds.series(text)):
            found = sentence_at(collected, parts[0].start, parts[-1].end)
            if found is not None:
                _add_parts(text, found, parts, named, unresolved)
        named = {m.entity.iri: m.entity for found in collected for m in found.outer}
        for start, end, entity in self._compounds.sides(text, named):
            found = sentence_at(collected, start, end)
            if found is not None and not found.over(start, end):
                found.add(found.mention(text, start, end, entity, "side"))

    # -- names that nobody listed --------------------------------------------------------------------------------

    def _add_names(
        self, text: str, collected: Sequence[SentenceMentions], itself: Entity, domestic: set[str]
    ) -> LocalNames:
        """Add the names that rules see; return the names that the text itself defines."""
        local = LocalNames(self.lexicon, self.rules)
        per_sentence = self._names.by_sentence(text, [found.sentence for found in collected])
        for found, rules in zip(collected, per_sentence, strict=True):
            local.remember_short_names(text, found, found.outer)
            if rules:
                masked = masked_sentence(text, found, domestic)
                for name in find_names(text, masked, rules, self.rules):
                    self._add_name(text, found, name, itself, local, domestic)
        return local

    def _add_name(
        self,
        text: str,
        found: SentenceMentions,
        name: Found,
        itself: Entity,
        local: LocalNames,
        domestic: set[str],
    ) -> None:
        entity = itself if name.itself else local.same_parties(text, found, name, self._entity(name, local))
        found.wrap(found.mention(text, name.start, name.end, entity, name.rule))
        if entity.type == "Organization" and not entity.known:
            if _is_domestic(name, found, domestic):
                domestic.add(entity.iri)
            local.remember_without_country(text, found, name, entity)
        self._topics.add_quoted_field(text, found, name)
        local.remember_short_names(text, found, found.at(name.start, name.end))

    def _entity(self, name: Found, local: LocalNames) -> Entity:
        """Return the entity of a name: what the text has defined, what the vocabulary knows, else a new one."""
        label = self._spare_head.sub("", name.label) if name.type == "Mechanism" else name.label
        if label in local:
            return local[label]
        known = [entity for entity in self.lexicon.named(label) if _compatible(entity.type, name.type)]
        return known[0] if len(known) == 1 else Entity(mint(name.type, label), name.type, label, known=False)

    # -- parties -------------------------------------------------------------------------------------------------

    def _parties(self, collected: Iterable[SentenceMentions]) -> dict[str, tuple[Entity, ...]]:
        """Return the parties of each name: those of the vocabulary and those that the name itself holds."""
        parties = {iri: {entity.iri: entity for entity in known} for iri, known in self._known_parties.items()}
        for found in collected:
            for mention in found.outer:
                if mention.type in JOINT:
                    held = {p.entity.iri: p.entity for p in found.inside(mention) if p.type in PARTNERS}
                    parties.setdefault(mention.entity.iri, {}).update(held)
        return {iri: tuple(entities.values()) for iri, entities in parties.items()}


def _explained_by_name(found: SentenceMentions, hit: Hit) -> tuple[Entity, ...]:
    """Return which entity an acronym in brackets means where the name before it says so: 综合大洋钻探计划（IODP）."""
    before = found.outer[-1] if found.outer else None
    if before is not None and before.entity in hit.entities and 0 < hit.start - before.end <= _BRACKET_REACH:
        return (before.entity,)
    return hit.entities


def _parties_of_vocabulary(lexicon: Lexicon) -> dict[str, tuple[Entity, ...]]:
    parties: dict[str, list[Entity]] = defaultdict(list)
    for concept in lexicon.vocabulary.concepts:
        parties[concept.iri] += [lexicon.entities[iri] for iri in concept.parties if iri in lexicon.entities]
    return {iri: tuple(entities) for iri, entities in parties.items() if entities}


def _add_parts(
    text: str,
    found: SentenceMentions,
    parts: Sequence[Part],
    named: Mapping[str, Entity],
    unresolved: list[Unresolved],
) -> None:
    """Add the countries of a compound, inside the joint name that holds it if there is one."""
    around = found.over(parts[0].start, parts[-1].end)
    if around and not _holds_whole(around, parts[0].start, parts[-1].end):
        return
    for part in parts:
        entity = choose(part.candidates, named)
        if entity is None:
            unresolved.append(_in_doubt(text, part.start, part.end, part.candidates, found.sentence))
            continue
        mention = found.mention(text, part.start, part.end, entity, "compound")
        if around:
            found.add_inside(around[0], mention)
        else:
            found.add(mention)


def _holds_whole(around: Sequence[Mention], start: int, end: int) -> bool:
    name = around[0]
    return len(around) == 1 and name.type in _NAMES_WITH_PARTS and name.start <= start and end <= name.end


def _add_own_title(text: str, collected: Sequence[SentenceMentions], itself: Entity) -> None:
    """Let the line that is the document's own title name the document."""
    title = clean_label(itself.label)
    for found in collected[:_TITLE_WITHIN]:
        line = clean_label(found.sentence.text).strip("《》")
        if title and line.startswith(title) and len(line) < len(title) + _TITLE_EXTRA:
            found.wrap(found.mention(text, found.sentence.start, found.sentence.end, itself, "own-title"))
            return


def _add_local_names(text: str, collected: Sequence[SentenceMentions], local: LocalNames) -> None:
    for start, end, entity in local.find(text):
        found = sentence_at(collected, start, end)
        if found is not None and not found.over(start, end):
            found.add(found.mention(text, start, end, entity, "short-name"))


def _is_domestic(name: Found, found: SentenceMentions, domestic: Set[str]) -> bool:
    """Tell whether a body that no list holds is Chinese: no foreign country, region or body stands in its name."""
    parts = [m.entity for m in found.inner.get((name.start, name.end), []) if m.type != "Field"]
    return all(part.iri == CHINA or part.iri in domestic or part.type not in PARTNERS for part in parts)


def _in_doubt(text: str, start: int, end: int, candidates: Sequence[Entity], sentence: Sentence) -> Unresolved:
    names = " | ".join(entity.label for entity in candidates)
    return Unresolved(text[start:end], start, end, candidates[0].type, f"may be {names}", sentence.text)


def _compatible(known: str, wanted: str) -> bool:
    return known == wanted or (known in _BODY_LIKE and wanted in _BODY_LIKE)
