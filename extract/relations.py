"""States relations between mentions, by the declarative rules and by nothing else.

A rule is tried in a sentence that holds one of its triggers. Its roles are mentions of the sentence; beside them stand CN
(中国), DOC (the text itself), HEAD (what the heading of the section names), LEAD (the partners of the sentence before), TITLE
(those of the nearest heading on cooperation) and NAME (the name whose inside a rule reads). Where a partner is wanted and a
mechanism or centre stands, its parties are meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.collected import JOINT, PARTNERS, SentenceMentions, masked_sentence
from extract.lexicon import CHINA
from extract.masking import Masked, letter_of, mask_class, mask_sentence
from extract.mentions import MentionFinder, Reading
from extract.model import Entity, Mention, Relation, Section
from extract.ruleset import Rule
from extract.triggers import TriggerIndex

#: For each predicate the side on which a partner stands; there a joint name stands for its parties.
_PARTNER_SIDE = {"cooperatesWith": "object", "cooperatesInField": "subject", "underMechanism": "subject"}
_FOREIGN_SUBJECT = re.compile(
    f"(?:^|[，：])(?:但|而|其中|目前，?)?[{mask_class('Country')}](?!$|[、和与—\\-－–―(（]|方|国家)"
)
#: How many sentences back the partner of 双方 or of a bare list of fields may stand.
_LEAD_REACH = 4
#: A mechanism stands for its parties only where it has few: what ten states do under it, no single one need do.
_FEW_PARTIES = 3
_CHINA_MASK = mask_class("China")
_PARTNER_MASK = mask_class("Partner")


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a rule states, with the wording it read: whether it is done or planned is told by the clause around it."""

    rule: Rule
    subject: Entity
    predicate: str
    object: Entity
    wording: str


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence with all that its rules may refer to."""

    found: SentenceMentions
    masked: Masked
    head: tuple[Entity, ...]
    head_is_box: bool
    lead: tuple[Entity, ...]
    title: tuple[Entity, ...]
    that: tuple[Entity, ...]


#: Whom a sentence without a partner goes on about: the role in a rule, and where it is found.
_CONTEXTS: Mapping[str, Callable[[_Scene], tuple[Entity, ...]]] = {
    "LEAD": lambda scene: scene.lead,
    "TITLE": lambda scene: scene.title,
}


class RelationFinder:
    """Finds the relations of a document that has been read for mentions."""

    def __init__(self, finder: MentionFinder) -> None:
        self._finder = finder
        rules = finder.rules
        self._inside = tuple(rule for rule in rules.relations if rule.options.get("inside"))
        self._index = TriggerIndex(rule for rule in rules.relations if not rule.options.get("inside"))
        self._negation = rules.word_regex("negation")
        self._joint = rules.word_regex("joint_work")
        self._modalities = tuple((name, rules.word_regex(name)) for name in ("planned", "done", "ongoing"))

    def find(self, reading: Reading, sections: Sequence[Section]) -> list[Relation]:
        """Return the relations of a document in order of position, each stated once a sentence."""
        self._vocabulary_seen = {m.entity.iri for s in reading.by_sentence for m in s.all()}
        self._headings: dict[str, tuple[tuple[Entity, ...], bool, tuple[Entity, ...]]] = {}
        relations: list[Relation] = []
        triggered = self._index.by_sentence(reading.text, [s.sentence for s in reading.by_sentence])
        heads = {section.id: section for section in sections}
        types = _entities_by_type(reading)
        for index, (found, rules) in enumerate(zip(reading.by_sentence, triggered, strict=True)):
            if not found.outer:
                continue
            facts = list(self._inside_names(reading, found, types))
            if rules:
                scene = self._scene(reading, index, heads)
                for rule in rules:
                    facts += self._apply(rule, scene, reading)
            relations += self._relations(facts, found, reading)
        return relations

    # -- rules over a sentence -----------------------------------------------------------------------------------

    def _scene(self, reading: Reading, index: int, heads: Mapping[str, Section]) -> _Scene:
        found = reading.by_sentence[index]
        masked = masked_sentence(reading.text, found, reading.domestic)
        named = found.sentence.section
        if named not in self._headings:  # a section has many sentences, and one heading
            section = heads.get(named)
            title = self._partners_of_title(reading, section, heads)
            self._headings[named] = (*self._heading(reading, section, heads), title)
        head, box, title = self._headings[named]
        return _Scene(found, masked, head, box, self._lead(reading, index), title, _that(reading, index))

    def _heading(
        self, reading: Reading, section: Section | None, heads: Mapping[str, Section]
    ) -> tuple[tuple[Entity, ...], bool]:
        """Return what the heading of a section names, and whether the section is a box."""
        while section is not None and section.kind == "document":
            section = None
        if section is None:
            return (), False
        end = section.start + len(section.title) + 40
        named = tuple(
            mention.entity
            for found in _sentences_between(reading, section.start, end)
            for mention in found.outer
            if mention.start < end and found.sentence.text.rstrip("。：:").endswith(section.title[-4:])
        )
        direct = tuple(entity for entity in named if entity.label and entity.label in section.title)
        return direct or self._titled(section.title), section.kind == "box"

    def _titled(self, title: str) -> tuple[Entity, ...]:
        return tuple(entity for entity in self._finder.lexicon.named(title))

    def _lead(self, reading: Reading, index: int) -> tuple[Entity, ...]:
        """Return the partners of the nearest sentence before that speaks of cooperation with some."""
        for before in reversed(reading.by_sentence[max(0, index - _LEAD_REACH) : index]):
            partners = self._partners(before.outer, reading)
            if partners and self._joint.search(before.sentence.text):
                return partners
        return ()

    def _partners_of_title(
        self, reading: Reading, section: Section | None, heads: Mapping[str, Section]
    ) -> tuple[Entity, ...]:
        """Return the partners of the nearest heading above that speaks of cooperation with a few."""
        while section is not None:
            if self._joint.search(section.title):
                near = _sentences_between(reading, section.start, section.start + len(section.title) + 40)
                mentions = (mention for found in near for mention in found.outer if mention.surface in section.title)
                partners = self._partners(mentions, reading)
                if partners:
                    return partners if len(partners) <= _FEW_PARTIES else ()
            section = heads.get(section.parent)
        return ()

    def _partners(self, mentions: Iterable[Mention], reading: Reading) -> tuple[Entity, ...]:
        entities: dict[str, Entity] = {}
        for mention in mentions:
            for entity in self._as_partners(mention.entity, reading):
                if entity.iri != CHINA and entity.iri not in reading.domestic:
                    entities[entity.iri] = entity
        return tuple(entities.values())

    def _as_partners(self, entity: Entity, reading: Reading) -> tuple[Entity, ...]:
        """Return a partner itself, and for a mechanism or centre its parties beside China that the text names."""
        if entity.type in PARTNERS:
            return (entity,)
        if entity.type in JOINT:
            named = [party for party in reading.parties.get(entity.iri, ()) if party.iri in self._vocabulary_seen]
            few = sum(party.iri != CHINA for party in named) <= _FEW_PARTIES
            return tuple(named) if few else ()
        return ()

    def _apply(self, rule: Rule, scene: _Scene, reading: Reading) -> Iterator[_Fact]:
        text = scene.masked.text
        options = rule.options
        if "needs" in options and not options["needs"].search(text):
            return
        if rule.heading and not self._under_heading(rule, scene):
            return
        if rule.context and not _CONTEXTS[rule.context.upper()](scene):
            return
        if options.get("china_side") and _of_others(scene.masked):
            return
        position = 0
        while True:
            match = rule.regex.search(text, position)
            if match is None:
                return
            position = match.start() + 1
            if self._silenced(rule, match, text):
                continue
            if rule.context and self._partners(scene.masked.within(0, match.start()), reading):
                return
            yield from self._facts(rule, match, scene, reading)

    def _silenced(self, rule: Rule, match: re.Match[str], text: str) -> bool:
        before = max(text.rfind("，", 0, match.start()), text.rfind("；", 0, match.start())) + 1
        wording = text[before : match.end()]
        after = text[match.end() : match.end() + 6]
        return bool(self._negation.search(wording) or (rule.unless and rule.unless.search(wording + after)))

    def _under_heading(self, rule: Rule, scene: _Scene) -> bool:
        if rule.options.get("heading_kind") and not scene.head_is_box:
            return False
        return any(entity.type == rule.heading for entity in scene.head)

    def _facts(self, rule: Rule, match: re.Match[str], scene: _Scene, reading: Reading) -> Iterator[_Fact]:
        wording = _clause_around(match, scene.masked.text)
        for statement in rule.yields:
            side = _PARTNER_SIDE.get(statement.predicate, "")
            subjects = self._fill(rule, statement.subject, match, scene, reading, partner=side == "subject")
            objects = self._fill(rule, statement.object, match, scene, reading, partner=side == "object")
            if len(subjects) < int(rule.options.get("at_least", 1)):
                continue
            for subject in subjects:
                for object_ in objects:
                    if self._sensible(rule, subject, statement.predicate, object_, reading):
                        yield _Fact(rule, subject, statement.predicate, object_, wording)

    def _fill(
        self, rule: Rule, role: str, match: re.Match[str], scene: _Scene, reading: Reading, *, partner: bool
    ) -> tuple[Entity, ...]:
        """Return the entities that stand in a role of a matched rule."""
        if role == "CN":
            return (self._finder.china,)
        if role == "DOC":
            named = reading.itself.known or reading.itself.iri in self._vocabulary_seen
            return (reading.itself,) if named else ()
        if role == "THAT":
            return scene.that
        if role == "HEAD":
            return tuple(entity for entity in scene.head if entity.type == rule.heading)
        if role in _CONTEXTS:
            return _CONTEXTS[role](scene)
        if match[role] is None:
            return ()
        mentions = scene.masked.within(match.start(role), match.end(role))
        wanted = rule.options.get(f"where_{role}")
        if len(mentions) < int(rule.options.get(f"at_least_{role}", 1)):
            return ()
        needed = rule.options.get(f"holds_{role}")
        if needed and not any(needed.fullmatch(mention.type) for mention in mentions):
            return ()
        entities: dict[str, Entity] = {}
        for mention in mentions:
            if wanted and not wanted.search(mention.entity.label):
                continue
            parts = self._as_partners(mention.entity, reading) if partner else (mention.entity,)
            entities.update({entity.iri: entity for entity in parts if not partner or entity.iri != CHINA})
        return tuple(entities.values())

    def _sensible(self, rule: Rule, subject: Entity, predicate: str, object_: Entity, reading: Reading) -> bool:
        if subject.iri == object_.iri:
            return False
        if predicate == "cooperatesWith":
            return object_.iri not in reading.domestic
        if predicate == "underMechanism":
            return subject.iri not in reading.domestic and subject.type != "Mechanism"
        if predicate == "cooperatesInField":
            return subject.iri not in reading.domestic
        if rule.options.get("ends_with"):
            return subject.label.endswith(object_.label)
        return True

    # -- rules over the inside of a name ---------------------------------------------------------------------------

    def _inside_names(
        self, reading: Reading, found: SentenceMentions, types: Mapping[str, Sequence[Entity]]
    ) -> Iterator[_Fact]:
        for mention in found.outer:
            if mention.type not in ("Mechanism", "Base", "Programme", "Document"):
                continue
            inside = found.inside(mention)
            for rule in self._inside:
                if mention.type in rule.options["inside"]:
                    yield from self._inside_name(rule, mention, inside, reading, types)

    def _inside_name(
        self,
        rule: Rule,
        name: Mention,
        inside: Sequence[Mention],
        reading: Reading,
        types: Mapping[str, Sequence[Entity]],
    ) -> Iterator[_Fact]:
        if "ends_with_type" in rule.options:
            for kind in self._kinds_at_end(name.entity, types.get(rule.options["ends_with_type"].pattern, ())):
                yield _Fact(rule, name.entity, rule.yields[0].predicate, kind, "")
            return
        if not inside:
            return
        masked = self._mask_name(reading, name, inside)
        if rule.unless and rule.unless.search(masked.text):
            return
        for match in rule.regex.finditer(masked.text):
            for statement in rule.yields:
                subjects = self._fill_inside(statement.subject, match, masked, name)
                for subject in subjects:
                    for object_ in self._fill_inside(statement.object, match, masked, name):
                        if self._sensible(rule, subject, statement.predicate, object_, reading):
                            yield _Fact(rule, subject, statement.predicate, object_, "")

    def _kinds_at_end(self, entity: Entity, kinds: Sequence[Entity]) -> list[Entity]:
        """Return the kind whose name, with or without 国际, the name of a base ends in; the longest only."""
        found: list[tuple[int, Entity]] = []
        for kind in kinds:
            names = (kind.label, kind.label.removeprefix("国际"))
            lengths = [len(name) for name in names if len(name) >= 5 and entity.label.endswith(name)]
            if lengths and entity.label not in names:
                found.append((max(lengths), kind))
        return [kind for size, kind in found if size == max(length for length, _ in found)][:1]

    def _mask_name(self, reading: Reading, name: Mention, inside: Sequence[Mention]) -> Masked:
        outermost: list[Mention] = []
        for mention in sorted(inside, key=lambda m: (m.start, -m.end)):
            if not outermost or outermost[-1].end <= mention.start:
                outermost.append(mention)
        letters = [letter_of(mention, CHINA, reading.domestic) for mention in outermost]
        return mask_sentence(reading.text, name.start, name.end, outermost, letters)

    def _fill_inside(self, role: str, match: re.Match[str], masked: Masked, name: Mention) -> tuple[Entity, ...]:
        if role == "CN":
            return (self._finder.china,)
        if role == "NAME":
            return (name.entity,)
        if match[role] is None:
            return ()
        return tuple(mention.entity for mention in masked.within(match.start(role), match.end(role)))

    # -- relations ---------------------------------------------------------------------------------------------------

    def _relations(self, facts: Iterable[_Fact], found: SentenceMentions, reading: Reading) -> list[Relation]:
        sentence = found.sentence
        unique: dict[tuple[str, str, str], Relation] = {}
        for fact in facts:
            unique.setdefault(
                (fact.subject.iri, fact.predicate, fact.object.iri),
                Relation(
                    fact.subject,
                    fact.predicate,
                    fact.object,
                    sentence.start,
                    sentence.end,
                    sentence.text,
                    sentence.section,
                    fact.rule.id,
                    self._modality(fact.wording),
                ),
            )
        return list(unique.values())

    def _modality(self, text: str) -> str:
        """Return whether a clause speaks of what is planned, done or going on; nothing where it does not say."""
        for name, words in self._modalities:
            if words.search(text):
                return name
        return ""


def _that(reading: Reading, index: int) -> tuple[Entity, ...]:
    """Return the centre or programme that 该中心 means: the last one named in the two sentences before."""
    for before in reversed(reading.by_sentence[max(0, index - 2) : index]):
        named = [mention.entity for mention in before.outer if mention.type in ("Base", "Programme")]
        if named:
            return (named[-1],)
    return ()


def _clause_around(match: re.Match[str], text: str) -> str:
    """Return the wording from the comma before a match to the one behind it, names as single characters."""
    start = max(text.rfind("，", 0, match.start()), text.rfind("；", 0, match.start())) + 1
    end = text.find("，", match.end())
    return text[start : end if end >= 0 else len(text)]


def _of_others(masked: Masked) -> bool:
    """Tell whether another country is the subject of a sentence in which China is not named; 泰方 is a side, no subject."""
    if _CHINA_MASK in masked.text:
        return False
    return any(
        mention.rule != "side"
        for match in _FOREIGN_SUBJECT.finditer(masked.text)
        for mention in masked.within(match.start(), match.end())
    )


def _entities_by_type(reading: Reading) -> dict[str, list[Entity]]:
    types: dict[str, dict[str, Entity]] = {}
    for found in reading.by_sentence:
        for mention in found.all():
            types.setdefault(mention.type, {})[mention.entity.iri] = mention.entity
    return {type_: list(entities.values()) for type_, entities in types.items()}


def _sentences_between(reading: Reading, start: int, end: int) -> Sequence[SentenceMentions]:
    first = bisect_left(reading.by_sentence, start, key=lambda found: found.sentence.end - 1)
    last = bisect_left(reading.by_sentence, end, key=lambda found: found.sentence.start)
    return reading.by_sentence[first:last]
