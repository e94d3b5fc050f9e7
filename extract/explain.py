"""Tells why a text gives the facts it gives, and which rules came close where it gives none.

The stages run as they always do; two finders that take notes stand in for the usual ones. Spans are those of the
repaired text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extract.collected import SentenceMentions, masked_sentence
from extract.lexicon import CHINA, load_lexicon
from extract.masking import Masked
from extract.mentions import MentionFinder, Reading
from extract.model import Document, Entity, Extraction, Mention, Quantity, Relation, Section, Sentence, Unresolved
from extract.names import find_names
from extract.patterns import Prober, Reach, describe
from extract.pipeline import Extractor, extract_with
from extract.relations import RelationFinder, _Fact, _Scene
from extract.rulebook import excluded_numbers
from extract.ruleset import Rule, RuleSet, load_rules
from extract.topics import TopicFinder
from extract.triggers import TriggerIndex
from ontology import Vocabulary, load_vocabulary

#: The classes whose names hold parties and fields of their own.
_NAMES = ("Mechanism", "Base", "Programme", "Document")
#: Rules that get less far than this in a sentence did not come close.
_CLOSE = 0.3
#: What may silence a rule stands at most so many characters behind what it matches.
_BEHIND = 6


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation with the rule that states it and the span of text that the rule matched."""

    relation: Relation
    rule: Rule
    start: int
    end: int
    matched: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that was set off in a sentence and yielded nothing: what of it matched, and why it failed.

    `closeness` is 1 for a rule whose pattern matches, and less the earlier the pattern fails.
    """

    rule: Rule
    kind: str
    reason: str
    matched: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Explained:
    """All that is to be said of one sentence."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    stated: tuple[Stated, ...]
    quantities: tuple[Quantity, ...]
    unresolved: tuple[Unresolved, ...]
    near_misses: tuple[NearMiss, ...]
    notes: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        """Tell whether the sentence gives no relation and no number."""
        return not self.stated and not self.quantities


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is to be said of a document: its facts, and its sentences one by one."""

    extraction: Extraction
    sentences: tuple[Explained, ...]


def explain(document: Document, vocabulary: Vocabulary | None = None, rules: RuleSet | None = None) -> Explanation:
    """Return why a document gives what it gives, sentence by sentence."""
    mentions = _NotingMentions(load_lexicon(vocabulary or load_vocabulary()), rules or load_rules())
    relations = _NotingRelations(mentions)
    extraction = extract_with(Extractor(mentions, relations), document)
    return Explanation(extraction, tuple(_Explainer(mentions, relations, extraction).sentences()))


# -- finders that take notes ---------------------------------------------------------------------------------------


class _NotingMentions(MentionFinder):
    """Keeps what it read, and the headings it was given."""

    def read(self, text: str, sentences: Sequence[Sentence], itself: Entity, headings: Mapping[str, str]) -> Reading:
        self.headings = headings
        self.reading = super().read(text, sentences, itself, headings)
        return self.reading


class _AskedTopics(TopicFinder):
    """Says which sentences are read for fields."""

    def reads(self, reading: Reading, headings: Mapping[str, str], index: int) -> bool:
        """Tell whether a sentence is about cooperation with somebody outside."""
        masked = masked_sentence(reading.text, reading.by_sentence[index], reading.domestic)
        return self.is_of_cooperation(reading.by_sentence, headings, index, masked)


@dataclass(slots=True)
class _Attempt:
    """A rule that was set off in a sentence, and what came of it."""

    rule: Rule
    scene: _Scene
    under_heading: bool
    matches: list[re.Match[str]] = field(default_factory=list)
    silenced: list[re.Match[str]] = field(default_factory=list)
    #: The matches that made facts, with subject, predicate and object of each.
    facts: list[tuple[re.Match[str], tuple[str, str, str]]] = field(default_factory=list)


class _NotingRelations(RelationFinder):
    """Notes what each rule that was set off did in its sentence."""

    def __init__(self, finder: MentionFinder) -> None:
        super().__init__(finder)
        self.attempts: list[_Attempt] = []
        self.relations: list[Relation] = []

    def find(self, reading: Reading, sections: Sequence[Section]) -> list[Relation]:
        self.relations = super().find(reading, sections)
        return self.relations

    def _apply(self, rule: Rule, scene: _Scene, reading: Reading) -> Iterator[_Fact]:
        self.attempts.append(_Attempt(rule, scene, not rule.heading or self._under_heading(rule, scene)))
        yield from super()._apply(rule, scene, reading)

    def _silenced(self, rule: Rule, match: re.Match[str], text: str) -> bool:
        silenced = super()._silenced(rule, match, text)
        (self.attempts[-1].silenced if silenced else self.attempts[-1].matches).append(match)
        return silenced

    def _facts(self, rule: Rule, match: re.Match[str], scene: _Scene, reading: Reading) -> Iterator[_Fact]:
        for fact in super()._facts(rule, match, scene, reading):
            self.attempts[-1].facts.append((match, (fact.subject.iri, fact.predicate, fact.object.iri)))
            yield fact


# -- what the notes say --------------------------------------------------------------------------------------------


class _Explainer:
    """Reads the notes sentence by sentence."""

    def __init__(self, mentions: _NotingMentions, relations: _NotingRelations, extraction: Extraction) -> None:
        self._extraction, self._relations = extraction, relations.relations
        self._reading, self._headings, self._rules = mentions.reading, mentions.headings, mentions.rules
        self._topics = _AskedTopics(mentions.lexicon, mentions.rules, mentions.domestic)
        self._prober = Prober(self._rules.words)
        self._negation = self._rules.word_regex("negation")
        self._attempts: dict[int, list[_Attempt]] = defaultdict(list)
        for attempt in relations.attempts:
            self._attempts[attempt.scene.found.sentence.index].append(attempt)

    def sentences(self) -> Iterator[Explained]:
        """Yield what is to be said of each sentence."""
        here = [found.sentence for found in self._reading.by_sentence]
        names = TriggerIndex(self._rules.names).by_sentence(self._reading.text, here)
        fields = TriggerIndex(self._rules.fields).by_sentence(self._reading.text, here)
        for index, found in enumerate(self._reading.by_sentence):
            raw = self._extraction.sentences[index]
            stated = tuple(self._stated(found))
            for_fields = self._topics.reads(self._reading, self._headings, index)
            near = [*self._near_relations(found, stated), *self._near_names(found, names[index])]
            if for_fields:
                near += self._near_fields(found, fields[index])
            yield Explained(
                found.sentence,
                tuple(found.all()),
                stated,
                tuple(q for q in self._extraction.quantities if raw.start <= q.start < raw.end),
                tuple(u for u in self._reading.unresolved if found.sentence.start <= u.start < found.sentence.end),
                tuple(sorted(near, key=lambda miss: -miss.closeness)),
                tuple(self._notes(found, unread_fields=bool(fields[index]) and not for_fields)),
            )

    # relations

    def _stated(self, found: SentenceMentions) -> Iterator[Stated]:
        rules = {rule.id: rule for rule in self._rules.relations}
        for relation in self._relations:
            if relation.start == found.sentence.start:
                start, end = self._matched(relation, rules[relation.rule], found)
                yield Stated(relation, rules[relation.rule], start, end, self._reading.text[start:end])

    def _matched(self, relation: Relation, rule: Rule, found: SentenceMentions) -> tuple[int, int]:
        """Return the span that a rule matched when it stated a relation: of a rule over names, the name."""
        fact = (relation.subject.iri, relation.predicate, relation.object.iri)
        for attempt in self._attempts[found.sentence.index]:
            if attempt.rule is rule:
                for match, stated in attempt.facts:
                    if stated == fact:
                        return attempt.scene.masked.span(match.start(), match.end())
        for name in found.outer:
            inside = {name.entity.iri, CHINA, *(part.entity.iri for part in found.inside(name))}
            if name.type in _NAMES and {fact[0], fact[2]} <= inside:
                return name.start, name.end
        return found.sentence.start, found.sentence.end

    def _near_relations(self, found: SentenceMentions, stated: Sequence[Stated]) -> Iterator[NearMiss]:
        known = {(s.relation.subject.iri, s.relation.predicate, s.relation.object.iri) for s in stated}
        for attempt in self._attempts[found.sentence.index]:
            if not any(fact in known for _, fact in attempt.facts):
                miss = self._why_no_fact(attempt)
                if miss is not None:
                    yield miss

    def _why_no_fact(self, attempt: _Attempt) -> NearMiss | None:
        rule, masked = attempt.rule, attempt.scene.masked
        if attempt.matches:
            reason = (
                "it matches, but what stands in its places makes no fact: a Chinese body, the same thing twice, "
                "too few names, or a name whose parties the text does not tell"
            )
            return self._miss(rule, "relation", masked, attempt.matches[0].span(), reason, 1.0)
        if attempt.silenced:
            match = attempt.silenced[0]
            return self._miss(rule, "relation", masked, match.span(), self._silencer(rule, match, masked), 1.0)
        if whole := rule.regex.search(masked.text):
            return self._miss(rule, "relation", masked, whole.span(), self._unmet(attempt), 0.9)
        return self._short_of(rule, "relation", masked)

    def _silencer(self, rule: Rule, match: re.Match[str], masked: Masked) -> str:
        """Say which word keeps a rule from speaking: a negation, or what the rule itself is wary of."""
        around = masked.text[: match.end() + _BEHIND]
        negations = list(self._negation.finditer(around))
        if negations:
            return f"silenced by the negation “{negations[-1][0]}”"
        wary = rule.unless.search(around) if rule.unless else None
        return f"silenced by “{wary[0]}” (its `unless`)" if wary else "silenced by its `unless`"

    def _unmet(self, attempt: _Attempt) -> str:
        """Say which condition beside its pattern a rule misses."""
        rule, options = attempt.rule, attempt.rule.options
        if "needs" in options and not options["needs"].search(attempt.scene.masked.text):
            return "its pattern matches, but none of the words that it needs stands in the sentence (`needs`)"
        if not attempt.under_heading:
            box = " of a box" if options.get("heading_kind") else ""
            return f"its pattern matches, but the heading{box} names no {rule.heading} (`heading`)"
        if rule.context == "lead" and not attempt.scene.lead:
            return "its pattern matches, but no sentence right before names a partner (`context = 'lead'`)"
        return "its pattern matches, but another country is the subject of the sentence (`china_side`)"

    # names and fields

    def _near_names(self, found: SentenceMentions, rules: Sequence[Rule]) -> Iterator[NearMiss]:
        """Yield the rules for names that a word set off which stands in no name."""
        seen = {mention.rule for mention in found.all()}
        masked = self._before_names(found)
        for rule in rules:
            if rule.id not in seen and any(word in masked.text for word in rule.triggers):
                miss = self._why_no_name(rule, masked)
                if miss is not None:
                    yield miss

    def _why_no_name(self, rule: Rule, masked: Masked) -> NearMiss | None:
        match = rule.regex.search(masked.text)
        if match is None:
            return self._short_of(rule, "name", masked)
        if find_names(self._reading.text, masked, [rule], self._rules):
            return None  # the name of another rule stands there
        reason = "refused: too general a name, or one that the rule keeps out (`generic`, `require`, `reject`)"
        return self._miss(rule, "name", masked, match.span(), reason, 0.9)

    def _before_names(self, found: SentenceMentions) -> Masked:
        """Return the sentence with every outermost name that was found as one character, fields left as they are."""
        plain = SentenceMentions(found.sentence, [m for m in found.outer if m.type != "Field"])
        return masked_sentence(self._reading.text, plain, self._reading.domestic)

    def _near_fields(self, found: SentenceMentions, rules: Sequence[Rule]) -> Iterator[NearMiss]:
        if any(mention.type == "Field" for mention in found.all()):
            return
        masked = self._before_names(found)
        for rule in rules:
            match = rule.regex.search(masked.text)
            reason = "it marks a list, but nothing in it looks like a field (words.toml: field_stop, field_not …)"
            miss = (
                self._miss(rule, "field", masked, match.span(), reason, 0.9)
                if match
                else self._short_of(rule, "field", masked)
            )
            if miss is not None:
                yield miss

    # in words

    def _short_of(self, rule: Rule, kind: str, masked: Masked) -> NearMiss | None:
        """Return how far the pattern of a rule gets, if it gets far enough to be worth a word."""
        got = self._prober.reach(rule.pattern, masked.text)
        if got.share < _CLOSE:
            return None
        return self._miss(rule, kind, masked, (got.start, got.end), self._lacking(got), 0.8 * got.share)

    def _lacking(self, got: Reach) -> str:
        *gaps, wanted = (describe(piece, self._rules.words) for piece in got.wanted)
        return " ".join((f"then lacks {wanted}", *gaps))

    def _miss(
        self, rule: Rule, kind: str, masked: Masked, span: tuple[int, int], reason: str, closeness: float
    ) -> NearMiss:
        start, end = masked.span(*span) if span[1] else (masked.start, masked.start)
        return NearMiss(rule, kind, reason, self._reading.text[start:end], closeness)

    def _notes(self, found: SentenceMentions, *, unread_fields: bool) -> Iterator[str]:
        """Yield what is to be said of a sentence beside its rules."""
        if not found.outer:
            yield "no name stands in it, and a relation is between names"
        elif not self._attempts[found.sentence.index]:
            yield "no word that sets off a rule for relations stands in it"
        if unread_fields:
            yield "not read for fields: it speaks of no cooperation with somebody outside"
        for rule, number in excluded_numbers(found.sentence.text):
            yield f"“{number}” counts nothing: {rule}"
