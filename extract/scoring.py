"""Scores extraction against gold, fact by fact and document by document, and tells what each rule has to do with it.

Facts are compared and not spans: an entity counts once a document however often it is named, a relation once however
often it is stated. What the gold marks as doubtful is neither rewarded nor punished.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.gold import Gold, GoldEntity, GoldQuantity
from extract.model import Entity, Extraction, Quantity
from ontology import Vocabulary

#: What is compared, in the order it is shown.
KINDS = ("entities", "relations", "quantities")
#: What is compared of a quantity that was found.
ATTRIBUTES = ("comparator", "status", "measures", "period", "subject")
#: Of these it does not matter which end is which.
_SYMMETRIC = frozenset({"cooperatesWith"})
_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉「」『』（）()\[\]【】·•,，、]")
_DASHES = re.compile("[-‐‑‒–—―－−─~～]+")
#: Two phrases are one where one holds the other and is at most this many times as long.
_SAME_PHRASE = 2
#: So many characters of the evidence find its sentence.
_PLACE = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one fact: `right`, `wrong` (not in the gold), `lost` (in the gold only); which rules found it."""

    kind: str
    group: str
    outcome: str
    label: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on one document; of the quantities found, how many attributes are right, of how many."""

    document: str
    verdicts: tuple[Verdict, ...]
    attributes: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """How many facts are right, wrong and lost.

    >>> score = Score(right=6, wrong=2, lost=6)
    >>> score.precision, score.recall, score.f1
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    wrong: int = 0
    lost: int = 0

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right; of nothing, all is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found."""
        return self.right / (self.right + self.lost) if self.right + self.lost else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def judge(extraction: Extraction, gold: Gold, vocabulary: Vocabulary) -> Judged:
    """Return the verdicts on what was read from a document."""
    names = _names(extraction, vocabulary)
    links = _links(names, gold.entities)
    matches = _matches(extraction.quantities, gold.quantities)
    verdicts = (
        *_judge_entities(extraction, names, links, gold),
        *_judge_relations(extraction, names, links, gold),
        *_judge_quantities(extraction.quantities, gold.quantities, matches),
    )
    return Judged(extraction.document.id, verdicts, _attributes(extraction.quantities, gold.quantities, matches))


def score(verdicts: Iterable[Verdict]) -> Score:
    """Return the score of verdicts taken together."""
    counts = dict.fromkeys(("right", "wrong", "lost"), 0)
    for verdict in verdicts:
        counts[verdict.outcome] += 1
    return Score(**counts)


def add_attributes(judged: Iterable[Judged]) -> Mapping[str, tuple[int, int]]:
    """Return how many attributes of the quantities found are right, of how many, over several documents."""
    totals = dict.fromkeys(ATTRIBUTES, (0, 0))
    for document in judged:
        for name, (right, of) in document.attributes.items():
            totals[name] = (totals[name][0] + right, totals[name][1] + of)
    return totals


def score_rules(judged: Iterable[Judged]) -> Mapping[str, Score]:
    """Return for each rule how many of its facts are right and wrong; a fact of two rules counts for both."""
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for document in judged:
        for verdict in document.verdicts:
            for rule in verdict.rules:
                verdicts[rule].append(verdict)
    return {rule: score(given) for rule, given in sorted(verdicts.items())}


def normal(text: str) -> str:
    """Return a name as it is compared: without quotation marks, brackets and spaces, all dashes one.

    >>> normal("“ＩＴＥＲ”计划（中国－欧盟）") == normal("ITER计划中国—欧盟")
    True
    """
    return _MARKS.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text))).casefold()


def same_phrase(one: str, other: str) -> bool:
    """Tell whether two phrases are one: one holds the other and is not more than twice as long.

    >>> same_phrase("基地总数", "国际科技合作基地总数"), same_phrase("基地", "国际科技合作基地")
    (False, False)
    >>> same_phrase("合作基地总数", "国际科技合作基地总数")
    True
    """
    shorter, longer = sorted((normal(one), normal(other)), key=len)
    return bool(shorter) and shorter in longer and len(longer) <= _SAME_PHRASE * len(shorter)


# -- entities ------------------------------------------------------------------------------------------------------


def _names(extraction: Extraction, vocabulary: Vocabulary) -> Mapping[Entity, frozenset[str]]:
    """Return the entities that a document mentions, each with all its names: of the text and of the vocabulary."""
    entities: dict[str, Entity] = {}
    names: dict[str, set[str]] = defaultdict(set)
    for mention in extraction.mentions:
        entities.setdefault(mention.entity.iri, mention.entity)
        names[mention.entity.iri] |= {normal(mention.surface), normal(mention.entity.label)}
    for iri, known in names.items():
        if concept := vocabulary.by_iri.get(iri):
            known |= {normal(name) for name in (concept.label, concept.label_en, *concept.alt, *concept.alt_en)}
    return {entities[iri]: frozenset(known - {""}) for iri, known in names.items()}


def _gold_names(entity: GoldEntity) -> frozenset[str]:
    return frozenset(map(normal, (entity.label, *entity.aliases))) - {""}


def _links(names: Mapping[Entity, frozenset[str]], gold: Sequence[GoldEntity]) -> Mapping[Entity, GoldEntity]:
    """Return which entity found is which of the gold, one to one; those that are not doubtful choose first."""
    links: dict[Entity, GoldEntity] = {}
    for wanted in sorted(gold, key=lambda entity: entity.optional):
        fitting = (
            entity
            for entity, known in names.items()
            if entity not in links and entity.type in wanted.types and known & _gold_names(wanted)
        )
        if (entity := next(fitting, None)) is not None:
            links[entity] = wanted
    return links


def _judge_entities(
    extraction: Extraction, names: Mapping[Entity, frozenset[str]], links: Mapping[Entity, GoldEntity], gold: Gold
) -> Iterator[Verdict]:
    rules: dict[str, set[str]] = defaultdict(set)
    for mention in extraction.mentions:
        rules[mention.entity.iri].add(mention.rule)
    doubtful = frozenset().union(*(_gold_names(entity) for entity in gold.entities if entity.optional))
    for entity, known in names.items():
        found_by = tuple(sorted(rules[entity.iri]))
        if entity in links:
            if not links[entity].optional:
                yield Verdict("entities", links[entity].types[0], "right", links[entity].label, found_by)
        elif not known & doubtful:
            yield Verdict("entities", entity.type, "wrong", entity.label, found_by)
    linked = {id(entity) for entity in links.values()}
    for wanted in gold.entities:
        if id(wanted) not in linked and not wanted.optional:
            yield Verdict("entities", wanted.types[0], "lost", wanted.label)


# -- relations -----------------------------------------------------------------------------------------------------

Key = tuple[str, str, str]


def _judge_relations(
    extraction: Extraction, names: Mapping[Entity, frozenset[str]], links: Mapping[Entity, GoldEntity], gold: Gold
) -> Iterator[Verdict]:
    label_of = _labels(names, links, gold.entities)
    rules: dict[Key, set[str]] = defaultdict(set)
    for relation in extraction.relations:
        ends = (label_of(relation.subject), label_of(relation.object))
        rules[_key(relation.predicate, *ends)].add(relation.rule)
    needed = {_key(r.predicate, r.subject, r.object): None for r in gold.relations if not r.optional}
    allowed = {_key(r.predicate, r.subject, r.object) for r in gold.relations if r.optional}
    doubtful = {entity.label for entity in gold.entities if entity.optional}
    doubtful -= {entity.label for entity in gold.entities if not entity.optional}
    for key, found_by in rules.items():
        if key in needed:
            yield _verdict(key, "right", found_by)
        elif key not in allowed and not doubtful & set(key[1:]):
            yield _verdict(key, "wrong", found_by)
    yield from (_verdict(key, "lost") for key in needed if key not in rules)


def _verdict(key: Key, outcome: str, rules: Iterable[str] = ()) -> Verdict:
    predicate, subject, object_ = key
    return Verdict("relations", predicate, outcome, f"{subject} {predicate} {object_}", tuple(sorted(rules)))


def _key(predicate: str, subject: str, object_: str) -> Key:
    ends = sorted((subject, object_)) if predicate in _SYMMETRIC else (subject, object_)
    return predicate, ends[0], ends[1]


def _labels(
    names: Mapping[Entity, frozenset[str]], links: Mapping[Entity, GoldEntity], gold: Sequence[GoldEntity]
) -> Callable[[Entity], str]:
    """Return the function that gives an end of a relation the label that the gold calls it by, of whatever type."""
    called = {name: entity.label for entity in reversed(gold) for name in _gold_names(entity)}
    by_iri = {entity.iri: wanted.label for entity, wanted in links.items()}
    for entity, known in names.items():
        if label := next((wanted.label for wanted in gold if known & _gold_names(wanted)), ""):
            by_iri.setdefault(entity.iri, label)

    def label_of(entity: Entity) -> str:
        return by_iri.get(entity.iri) or called.get(normal(entity.label)) or entity.label

    return label_of


# -- quantities ----------------------------------------------------------------------------------------------------


def _matches(found: Sequence[Quantity], gold: Sequence[GoldQuantity]) -> Mapping[int, int]:
    """Return which number found (by its place in the list) is which of the gold; doubtful ones choose last."""
    matches: dict[int, int] = {}
    for wanted in sorted(range(len(gold)), key=lambda number: gold[number].optional):
        fitting = (
            number
            for number, quantity in enumerate(found)
            if number not in matches and _same_number(quantity, gold[wanted]) and _same_fact(quantity, gold[wanted])
        )
        if (number := next(fitting, None)) is not None:
            matches[number] = wanted
    return matches


def _same_number(quantity: Quantity, wanted: GoldQuantity) -> bool:
    same = (quantity.value, quantity.value_max) == (wanted.value, wanted.value_max)
    return same and normal(quantity.unit) == normal(wanted.unit)


def _same_fact(quantity: Quantity, wanted: GoldQuantity) -> bool:
    evidence, quote = normal(wanted.evidence), normal(quantity.quote)
    here = bool(evidence and quote) and (evidence[:_PLACE] in quote or quote in evidence)
    return here or same_phrase(quantity.measures, wanted.measures)


def _judge_quantities(
    found: Sequence[Quantity], gold: Sequence[GoldQuantity], matches: Mapping[int, int]
) -> Iterator[Verdict]:
    for number, quantity in enumerate(found):
        if number in matches:
            if not gold[matches[number]].optional:
                yield Verdict("quantities", quantity.status, "right", _shown(quantity), (quantity.rule,))
        elif not any(_said_again(quantity, wanted) for wanted in gold):
            yield Verdict("quantities", quantity.status, "wrong", _shown(quantity), (quantity.rule,))
    matched = set(matches.values())
    for number, wanted in enumerate(gold):
        if number not in matched and not wanted.optional:
            yield Verdict("quantities", wanted.status, "lost", _shown(wanted))


def _said_again(quantity: Quantity, wanted: GoldQuantity) -> bool:
    return _same_number(quantity, wanted) and same_phrase(quantity.measures, wanted.measures)


def _shown(quantity: Quantity | GoldQuantity) -> str:
    upper = "" if quantity.value_max is None else f"~{quantity.value_max:f}"
    value = "" if quantity.value is None else f"{quantity.value:f}"
    return " ".join(filter(None, (f"{value}{upper}", quantity.unit, quantity.measures)))


def _attributes(
    found: Sequence[Quantity], gold: Sequence[GoldQuantity], matches: Mapping[int, int]
) -> Mapping[str, tuple[int, int]]:
    right, of = dict.fromkeys(ATTRIBUTES, 0), dict.fromkeys(ATTRIBUTES, 0)
    for number, wanted in ((number, gold[place]) for number, place in matches.items() if not gold[place].optional):
        for name, same in _compare(found[number], wanted).items():
            right[name] += same
            of[name] += 1
    return {name: (right[name], of[name]) for name in ATTRIBUTES}


def _compare(quantity: Quantity, wanted: GoldQuantity) -> Mapping[str, bool]:
    """Return for each attribute that the gold gives whether it is right."""
    subject = quantity.subject.label if quantity.subject else ""
    given = {
        "comparator": quantity.comparator == wanted.comparator,
        "status": quantity.status == wanted.status,
        "measures": same_phrase(quantity.measures, wanted.measures),
    }
    if wanted.period:
        given["period"] = normal(quantity.period) == normal(wanted.period)
    if wanted.subject:
        given["subject"] = normal(subject) == normal(wanted.subject)
    return given
