"""From a document to its facts: one stage after the other, each a function of the one before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import TypeVar

from extract.collected import SentenceMentions
from extract.definitions import DefinitionFinder
from extract.doubts import find_doubts
from extract.lexicon import load_lexicon
from extract.mentions import MentionFinder
from extract.model import (
    Definition,
    Document,
    Entity,
    Extraction,
    Mention,
    Quantity,
    Relation,
    Section,
    Sentence,
    Unresolved,
)
from extract.names import clean_label
from extract.offsets import OffsetMap
from extract.outline import cut_sentences, outline
from extract.quantities import find_quantities
from extract.relations import RelationFinder
from extract.repair import repair
from extract.ruleset import RuleSet, load_rules
from ontology import DATA, Vocabulary, load_vocabulary, slug

Spanned = TypeVar("Spanned", Section, Sentence, Mention, Relation, Quantity, Unresolved, Definition)
#: How much of a monstrous sentence is shown.
_SHOWN, _LONGEST_QUOTE = 20, 200


@dataclass(frozen=True, slots=True)
class Extractor:
    """The stages that need vocabulary and rules, made once for many documents."""

    mentions: MentionFinder
    relations: RelationFinder


@lru_cache(maxsize=4)
def load_extractor(vocabulary: Vocabulary | None = None, rules: RuleSet | None = None) -> Extractor:
    """Return the extractor for a vocabulary and a set of rules; without them, for those that ship with the packages."""
    finder = MentionFinder(load_lexicon(vocabulary or load_vocabulary()), rules or load_rules())
    return Extractor(finder, RelationFinder(finder))


def extract(document: Document, vocabulary: Vocabulary | None = None, rules: RuleSet | None = None) -> Extraction:
    """Return all that one document states, with every span in its raw text."""
    return extract_with(load_extractor(vocabulary, rules), document)


def extract_with(extractor: Extractor, document: Document) -> Extraction:
    """Return what the stages of an extractor of one's own make of a document."""
    repaired = repair(document.text)
    shape = outline(repaired.text)
    itself = _itself(document, shape.sentences, extractor.mentions)
    headings = _headings(shape.sections, itself.label)
    reading = extractor.mentions.read(repaired.text, shape.sentences, itself, headings)
    relations = extractor.relations.find(reading, shape.sections)
    mentions = _of_use(reading.by_sentence, relations)
    quantities = find_quantities(shape.sentences, mentions, title=itself.label)
    definitions = DefinitionFinder(extractor.mentions.lexicon).find(
        repaired.text, shape.sentences, mentions, shape.sections
    )
    seen: list[Mention | Unresolved] = sorted(
        (*chain.from_iterable(mentions), *reading.unresolved), key=lambda name: name.start
    )
    doubts = find_doubts(repaired.text, shape.sentences, seen)
    return Extraction(
        document=document,
        sections=_moved(shape.sections, repaired.offsets),
        sentences=_moved(shape.sentences, repaired.offsets),
        mentions=_moved(chain.from_iterable(mentions), repaired.offsets),
        relations=_moved(relations, repaired.offsets),
        quantities=_moved(quantities, repaired.offsets),
        unresolved=_moved((*reading.unresolved, *doubts, *_cut(repaired.text, shape.sentences)), repaired.offsets),
        definitions=_moved(definitions, repaired.offsets),
    )


def _of_use(by_sentence: Iterable[SentenceMentions], relations: Iterable[Relation]) -> list[list[Mention]]:
    """Return the mentions of each sentence without fields that nothing in it speaks of as fields of cooperation."""
    tied: dict[int, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.object.type == "Field":
            tied[relation.start].add(relation.object.iri)
    return [_of_use_in(found, tied.get(found.sentence.start, ())) for found in by_sentence]


def _of_use_in(found: SentenceMentions, tied: Collection[str]) -> list[Mention]:
    inside = {id(mention) for mentions in found.inner.values() for mention in mentions}
    return [
        mention
        for mention in found.all()
        if mention.type != "Field" or mention.rule != "label" or id(mention) in inside or mention.entity.iri in tied
    ]


def _cut(text: str, sentences: Sequence[Sentence]) -> Iterator[Unresolved]:
    """Yield what the reader has to know of: sentences that were too long to be read in one."""
    for pieces in cut_sentences(text, sentences):
        start, end = pieces[0].start, pieces[-1].end
        reason = f"a sentence of {end - start:,} characters, read in {len(pieces)} pieces"
        yield Unresolved(text[start : start + _SHOWN], start, end, "", reason, pieces[0].text[:_LONGEST_QUOTE])


def extract_all(documents: Iterable[Document], *, workers: int = 1) -> Iterator[Extraction]:
    """Yield the extractions of many documents in their order, by one process or several; the results are the same."""
    if workers <= 1:
        yield from map(extract, documents)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(extract, documents, chunksize=4)


def _itself(document: Document, sentences: Sequence[Sentence], finder: MentionFinder) -> Entity:
    """Return the entity that the text itself is: the catalogue's title, or the first line that is a title."""
    # Two texts of one work are one work: the copy names itself by the original.
    iri = f"{DATA}document/{slug(str(document.metadata.get('copy_of') or document.id))}"
    if document.metadata.get("title"):
        return Entity(iri, "Document", str(document.metadata["title"]), str(document.metadata.get("title_en", "")))
    title = re.compile(f"(?:{finder.rules.words['own_title_head']})[》”]?(?:[（(][^（）()]{{1,14}}[）)])?$")
    for sentence, after in pairwise(sentences[:7]):
        line = sentence.text.strip()
        if (
            after.start > sentence.end
            and 4 < len(line) <= 80
            and title.search(line)
            and not re.search("[。；，]", line)
        ):
            bare = re.sub("[（(][^（）()]{1,14}[）)]$", "", line).strip("《》")
            return Entity(iri, "Document", clean_label(bare), known=False)
    return Entity(iri, "Document", document.title or document.id, known=False)


def _headings(sections: Sequence[Section], title: str) -> Mapping[str, str]:
    """Return for each section its title and those above it, the title of the text first, as one text."""
    by_id = {section.id: section for section in sections}
    titles: dict[str, str] = {}
    for section in sections:
        above = titles.get(section.parent, by_id[section.parent].title if section.parent in by_id else title)
        titles[section.id] = f"{above} {section.title}" if section.kind != "document" else title
    return titles


def _moved(values: Iterable[Spanned], offsets: OffsetMap) -> tuple[Spanned, ...]:
    """Return values with their spans in the raw text."""
    if not offsets.layers:  # the text needed no repair
        return tuple(values)
    return tuple(_moved_one(value, *offsets.raw_span(value.start, value.end)) for value in values)


def _moved_one(value: Spanned, start: int, end: int) -> Spanned:
    return value if (start, end) == (value.start, value.end) else replace(value, start=start, end=end)
