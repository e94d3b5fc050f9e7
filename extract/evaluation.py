"""Measures the whole of extraction against a folder of gold: as it is, and with a part of the vocabulary switched off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.gold import Gold, find_texts, read_gold
from extract.model import Document
from extract.pipeline import extract
from extract.scoring import Judged, Score, Verdict, judge, score
from ontology import Vocabulary, load_vocabulary

#: Classes of names that are recognised by the way they are built, so that no list need hold them.
OPEN_CLASSES = ("Programme", "Mechanism", "Base", "Document")


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What becomes of the open classes without their vocabulary: verdicts with it and without it."""

    listed: tuple[Judged, ...]
    unlisted: tuple[Judged, ...]

    def scores(self, *types: str) -> tuple[Score, Score]:
        """Return the scores of some of the classes with their vocabulary and without it; of all where none is given."""
        with_it, without_it = (_entities(judged, types or OPEN_CLASSES) for judged in (self.listed, self.unlisted))
        return score(with_it), score(without_it)

    def kept(self, *types: str) -> float:
        """Return the share of the recall that is kept without the vocabulary."""
        with_it, without_it = self.scores(*types)
        return without_it.recall / with_it.recall if with_it.recall else 1.0

    @property
    def lost(self) -> tuple[tuple[str, Verdict], ...]:
        """Return the names, with their documents, that are found with the vocabulary only."""
        right = {
            (judged.document, verdict.group, verdict.label)
            for judged in self.listed
            for verdict in _entities([judged], OPEN_CLASSES)
            if verdict.outcome == "right"
        }
        return tuple(
            (judged.document, verdict)
            for judged in self.unlisted
            for verdict in _entities([judged], OPEN_CLASSES)
            if verdict.outcome == "lost" and (judged.document, verdict.group, verdict.label) in right
        )

    @property
    def wrong(self) -> tuple[tuple[str, Verdict], ...]:
        """Return what is taken for a name without the vocabulary and is none."""
        return tuple(
            (judged.document, verdict)
            for judged in self.unlisted
            for verdict in _entities([judged], OPEN_CLASSES)
            if verdict.outcome == "wrong"
        )


def judge_gold(folder: Path, texts: Path | None = None, documents: Sequence[str] = ()) -> tuple[Judged, ...]:
    """Return the verdicts on the documents of a folder of gold."""
    return _judged(find_texts(read_gold(folder, documents), folder, texts), load_vocabulary())


def check_open_classes(folder: Path, texts: Path | None = None, documents: Sequence[str] = ()) -> SelfCheck:
    """Return what becomes of the open classes when the vocabulary holds none of them."""
    pairs, vocabulary = find_texts(read_gold(folder, documents), folder, texts), load_vocabulary()
    return SelfCheck(_judged(pairs, vocabulary), _judged(pairs, vocabulary.without(*OPEN_CLASSES)))


def _judged(pairs: Sequence[tuple[Document, Gold]], vocabulary: Vocabulary) -> tuple[Judged, ...]:
    return tuple(judge(extract(document, vocabulary), gold, vocabulary) for document, gold in pairs)


def _entities(judged: Sequence[Judged], types: Sequence[str]) -> list[Verdict]:
    verdicts = (verdict for document in judged for verdict in document.verdicts)
    return [verdict for verdict in verdicts if verdict.kind == "entities" and verdict.group in types]
