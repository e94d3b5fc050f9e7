"""A build: documents become an output directory, in stages that report how far they are.

The bytes of graph and tables depend on documents, rules and vocabulary only; how long things took is kept in a file of
its own.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from extract import Document, Extraction, extract_all, load_corpus, read_documents
from extract.catalogue import corpus_folder
from extract.coverage import cover, rank_unread
from extract.reading import Batch
from kg.coverage_page import PAGE, coverage_page
from kg.iris import text_iri
from kg.names import name_entities
from kg.namespaces import PREFIXES
from kg.nquads import triple_lines
from kg.output import (
    FORMAT,
    GENERATOR,
    MANIFEST,
    checksum,
    readme,
    replaced_directory,
    write_json,
    write_lines,
    write_text,
)
from kg.quads import dataset_lines
from kg.store import to_turtle, write_store
from kg.tables import make_tables, text_checksum, to_csv, write_parquet
from kg.views import load_titles, view_page
from kg.works import works
from ontology import Vocabulary, load_vocabulary, vocabulary_files

if TYPE_CHECKING:
    import pandas as pd

#: Told the name of a stage, the steps done and all its steps.
Progress = Callable[[str, int, int], None]
#: Times a stage and tells of it.
Stage = Callable[[str], AbstractContextManager[None]]

_BUNDLED = "corpus:"
_STAGES = ("graph", "store", "tables", "pages")


class BuildError(ValueError):
    """Documents that cannot be built together; the message names them and the cure."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build left: where, how much of everything, and the seconds each stage took."""

    output: Path
    counts: Mapping[str, Any]
    seconds: Mapping[str, float] = field(compare=False)


def build_output(
    documents: Sequence[Document],
    output: Path,
    *,
    workers: int = 1,
    progress: Progress = lambda *_: None,
) -> Report:
    """Build the graph of documents into a directory, which is replaced as a whole or not at all."""
    check_documents(documents)
    vocabulary = load_vocabulary()
    seconds: dict[str, float] = {}
    with replaced_directory(output) as folder:
        with _timed("extract", seconds):
            extractions = _extract(documents, workers, progress)
        counts = _write(folder, extractions, vocabulary, _stages(seconds, progress))
        write_json(folder / "timings.json", {stage: round(taken, 3) for stage, taken in seconds.items()})
    return Report(output, counts, seconds)


def check_documents(documents: Sequence[Document]) -> None:
    """Raise `BuildError` where there is nothing to build, or two documents would share an identifier."""
    if not documents:
        raise BuildError("nothing could be read, so nothing was built; name a file or folder with texts")
    for document in documents:
        if text_iri(document.id) == text_iri(""):
            raise BuildError(f"{document.id!r}: {document.source} has no letter or digit in its name; rename it")
    for iri, count in Counter(text_iri(document.id) for document in documents).items():
        if count > 1:
            same = [document for document in documents if text_iri(document.id) == iri]
            sources = " and ".join(document.source for document in same)
            raise BuildError(f"two documents have the id {same[0].id!r}: {sources}; rename one of them")


def source_name(document: Document) -> str:
    """Return how the manifest names the file of a document: bundled texts by name, others by path."""
    path = Path(document.source).resolve()
    return _BUNDLED + path.name if path.parent == corpus_folder().resolve() else path.as_posix()


def source_path(name: str) -> Path:
    """Return the file that a name in the manifest stands for."""
    return corpus_folder() / name.removeprefix(_BUNDLED) if name.startswith(_BUNDLED) else Path(name)


def read_inputs(paths: Sequence[str | Path]) -> Batch:
    """Return the documents that paths stand for (none: the bundled texts) and the errors of those not readable."""
    return read_documents(paths) if paths else Batch(load_corpus(), ())


def _extract(documents: Sequence[Document], workers: int, progress: Progress) -> list[Extraction]:
    extractions = []
    progress("extract", 0, len(documents))
    for extraction in extract_all(documents, workers=workers):
        extractions.append(extraction)
        progress("extract", len(extractions), len(documents))
    return extractions


def _write(folder: Path, extractions: Sequence[Extraction], vocabulary: Vocabulary, stage: Stage) -> Mapping[str, Any]:
    """Write every file of an output directory and return the counts of the manifest."""
    with stage("graph"):
        lines = dataset_lines(extractions, name_entities(extractions, vocabulary), vocabulary, vocabulary_files())
        union = triple_lines(lines)
        write_lines(folder / "graph.nq", lines)
        write_text(folder / "graph.ttl", to_turtle("".join(union), PREFIXES))
    with stage("store"):
        write_store(lines, union, folder / "store")
    with stage("tables"):
        tables = make_tables(extractions, vocabulary)
        _write_tables(folder, tables)
    with stage("pages"):
        for view in load_titles():
            write_text(folder / "pages" / f"{view}.html", view_page(tables, view, linked=True).html)
        coverages = [cover(extraction) for extraction in extractions]
        write_text(folder / "pages" / PAGE, coverage_page(coverages, rank_unread(coverages), linked=True))
    counts = _counts(extractions, tables, len(lines))
    write_text(folder / "README.md", readme())
    write_json(folder / MANIFEST, _manifest(folder, extractions, counts))
    return counts


def _write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in tables.items():
        place = folder / "unresolved.csv" if name == "unresolved" else folder / "tables" / f"{name}.csv"
        write_text(place, to_csv(frame))
        if name != "unresolved":
            write_parquet(frame, folder / "tables" / f"{name}.parquet")


def _counts(extractions: Sequence[Extraction], tables: Mapping[str, pd.DataFrame], quads: int) -> Mapping[str, Any]:
    """Return how much there is of everything; a fact that many sentences state is one fact with many statements."""
    relations, unresolved = tables["relations"], tables["unresolved"]
    return {
        "texts": len(extractions),
        "works": len(set(works(extraction.document for extraction in extractions).values())),
        "sentences": len(tables["sentences"]),
        "mentions": len(tables["mentions"]),
        "entities": len(tables["entities"]),
        "entities_by_type": dict(sorted(Counter(tables["entities"]["type"]).items())),
        "facts": len(relations.drop_duplicates(["subject", "predicate", "object"])),
        "statements": len(relations),
        "statements_by_predicate": dict(sorted(Counter(relations["predicate"]).items())),
        "quantities": len(tables["quantities"]),
        "quantities_by_status": dict(sorted(Counter(tables["quantities"]["status"]).items())),
        "definitions": len(tables["definitions"]),
        "unresolved": len(set(unresolved["surface"])),
        "quads": quads,
    }


def _manifest(folder: Path, extractions: Sequence[Extraction], counts: Mapping[str, Any]) -> Mapping[str, Any]:
    files = (path for path in folder.rglob("*") if path.is_file() and "store" not in path.relative_to(folder).parts)
    return {
        "generator": GENERATOR,
        "version": version(GENERATOR),
        "format": FORMAT,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": {name: version(name) for name in ("networkx", "pandas", "pyarrow", "pyoxigraph")},
        "inputs": [_input(extraction.document) for extraction in extractions],
        "vocabulary": {path.name: checksum(path) for path in vocabulary_files()},
        "rules": _rule_files(),
        "counts": counts,
        "files": {path.relative_to(folder).as_posix(): checksum(path) for path in sorted(files)},
    }


def _input(document: Document) -> Mapping[str, Any]:
    """Return what `kg check` needs to find the text again and to know that it is the same."""
    return {
        "document": document.id,
        "title": document.title,
        "source": source_name(document),
        "sha256": checksum(Path(document.source)),
        "text_sha256": text_checksum(document.text),
        "characters": len(document.text),
        "copy_of": str(document.metadata.get("copy_of", "")),
    }


def _rule_files() -> Mapping[str, str]:
    folder = Path(str(files("extract") / "rules"))
    return {path.relative_to(folder).as_posix(): checksum(path) for path in sorted(folder.rglob("*.toml"))}


def _stages(seconds: dict[str, float], progress: Progress) -> Stage:
    @contextmanager
    def stage(name: str) -> Iterator[None]:
        done = _STAGES.index(name)
        progress(name, done, len(_STAGES))
        with _timed(name, seconds):
            yield
        progress(name, done + 1, len(_STAGES))

    return stage


@contextmanager
def _timed(name: str, seconds: dict[str, float]) -> Iterator[None]:
    start = perf_counter()
    yield
    seconds[name] = perf_counter() - start
