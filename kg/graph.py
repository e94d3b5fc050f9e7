"""The Python API: a built graph that answers questions as pandas tables, networks and pages.

A graph is opened read-only: tables are read when first asked for, SPARQL is answered by Oxigraph. What a method needs
is imported by it, so that a question is answered without loading what makes networks and pages.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.lookup import Lookup, nearest
from kg.namespaces import ENTITY_CLASSES, PREFIXES, RELATIONS
from kg.output import FORMAT, OutputError, read_manifest
from kg.questions import Parameter, Question, QuestionError, load_questions
from kg.store import Table, iri, literal, open_store, select, to_rdflib
from ontology import ONTOLOGY

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyoxigraph
    from rdflib import Dataset

    from kg.pages import Page


def build_graph(*paths: str | PathLike[str], output: str | PathLike[str] = "output", workers: int = 1) -> Graph:
    """Build a graph and open it; each file that cannot be read is a warning."""
    from kg.building import build_output, read_inputs

    documents, errors = read_inputs([str(path) for path in paths])
    for error in errors:
        warnings.warn(str(error), stacklevel=3)
    return open_graph(build_output(documents, Path(output), workers=workers).output)


def open_graph(output: str | PathLike[str] = "output") -> Graph:
    """Open the output of an earlier build.

    Raises:
        OutputError: where there is none, or one of another version.
    """
    folder = Path(output)
    manifest = read_manifest(folder)
    if manifest.get("format") != FORMAT:
        raise OutputError(
            f"{folder}: built by version {manifest.get('version')} in another layout; run `kg build --output {folder}`"
        )
    return Graph(folder, manifest)


class Graph:
    """The output of a build."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder, self.manifest = folder, manifest

    def __repr__(self) -> str:
        counts = {name: self.manifest["counts"][name] for name in ("works", "entities", "facts", "quantities")}
        return f"Graph({str(self.folder)!r}: {', '.join(f'{count} {name}' for name, count in counts.items())})"

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """Return the Oxigraph store, read-only."""
        return open_store(self.folder / "store")

    @cached_property
    def rdf(self) -> Dataset:
        """Return the graph through the API of rdflib; Oxigraph answers its queries too."""
        return to_rdflib(self.store)

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return the tables of the build by name, each read when first used."""
        return _Tables(self.folder / "tables")

    def query(self, question: str, **parameters: object) -> pd.DataFrame:
        """Return the answer to a named question or to a SPARQL query.

        Parameters are those of the named question; they are bound as RDF terms, never pasted as text.
        """
        from kg.tables import to_frame

        answer = self.ask(question, **parameters)
        return to_frame(answer.columns, answer.rows)

    def ask(self, question: str, **parameters: object) -> Table:
        """Return the answer as plain rows, without pandas."""
        named = load_questions().get(question)
        if named is not None:
            return select(self.store, self._bound(named, parameters), PREFIXES)
        if "{" not in question:
            raise QuestionError(f"there is no question {question!r}{nearest(question, load_questions())}")
        if parameters:
            raise QuestionError(f"SPARQL text takes no parameters, but {', '.join(parameters)} was given")
        return select(self.store, question, PREFIXES)

    def entities(self, *, type: str | None = None) -> pd.DataFrame:  # noqa: A002 (the name of the column)
        """Return the entities, of one class where one is named."""
        return _where(self.tables["entities"], "type", type)

    def relations(
        self,
        *,
        predicate: str | None = None,
        subject: str | None = None,
        object: str | None = None,  # noqa: A002 (the name of the column)
        document: str | None = None,
    ) -> pd.DataFrame:
        """Return the statements, with one predicate, subject, object or document where these are given."""
        found = _where(self.tables["relations"], "predicate", predicate)
        found = _where(found, "document", document)
        found = _where(found, "subject", subject and self.find(subject))
        return _where(found, "object", object and self.find(object))

    def quantities(
        self, *, status: str | None = None, subject: str | None = None, document: str | None = None
    ) -> pd.DataFrame:
        """Return the numbers, with one status, subject or document where these are given."""
        found = _where(self.tables["quantities"], "status", status)
        found = _where(found, "document", document)
        return _where(found, "subject", subject and self.find(subject))

    def evidence(self, one: str, other: str | None = None) -> pd.DataFrame:
        """Return the sentences that state something of an entity, or of two entities together."""
        columns = ["quote", "document", "document_title", "section", "section_title", "start", "end"]
        said = ["subject_label", "predicate", "object_label"]
        found = self.tables["relations"]
        for name in filter(None, (one, other)):
            entity = self.find(name)
            found = found[(found["subject"] == entity) | (found["object"] == entity)]
        return found[[*said, *columns, "modality", "rule"]].reset_index(drop=True)

    def network(self, view: str = "all", **options: Any) -> nx.DiGraph:
        """Return a view as a NetworkX graph; `kg.network` tells the views and options."""
        from kg.network import network

        return network(self.tables, view, **options)

    def show(self, view: str = "all", *, documents: Collection[str] | None = None) -> Page:
        """Return the interactive page of a view, which a notebook displays; `documents` keeps what these say."""
        from kg.views import load_titles, view_page

        if view not in load_titles():
            raise UsageError(f"there is no view {view!r}; there are {', '.join(load_titles())}")
        for document in documents or ():
            self._check_document(document)
        return view_page(self.tables, view, documents=documents)

    def compare(self, old: str, new: str) -> pd.DataFrame:
        """Return what is new, gone and kept between two documents, with a quote from each."""
        from kg.compare import compare_documents

        for document in (old, new):
            self._check_document(document)
        return compare_documents(self.tables, old, new)

    def find(self, name: str) -> str:
        """Return the IRI of the one entity that a name, an alias or an IRI stands for."""
        return self._lookup.find(name)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """Return the ids of the texts."""
        return tuple(text["document"] for text in self.manifest["inputs"])

    @cached_property
    def _lookup(self) -> Lookup:
        from kg.tables import BAR

        columns = ["entity", "type", "label", "label_en", "aliases"]
        rows = self.tables["entities"][columns].itertuples(index=False, name=None)
        return Lookup((iri_, type_, label, en, tuple(names.split(BAR))) for iri_, type_, label, en, names in rows)

    def _check_document(self, document: str) -> None:
        if document not in self.documents:
            raise UsageError(
                f"there is no document {document!r} in {self.folder}; there are {', '.join(self.documents)}"
            )

    def _bound(self, question: Question, given: Mapping[str, object]) -> str:
        question.check_parameters(given)
        terms = {
            parameter.name: self._term(parameter, str(given[parameter.name]))
            for parameter in question.parameters
            if parameter.name in given
        }
        return question.bound(terms)

    def _term(self, parameter: Parameter, value: str) -> str:
        """Return the RDF term that a value given by a person stands for, as SPARQL writes it."""
        if parameter.kind == "entity":
            return iri(self.find(value))
        if parameter.kind == "document":
            self._check_document(value)
            return literal(value)
        if parameter.kind == "class":
            return _coop(value, ENTITY_CLASSES, "class")
        if parameter.kind == "predicate":
            return _coop(value, RELATIONS, "predicate")
        if parameter.kind == "number":
            return _number(parameter.name, value)
        return literal(value)


class _Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of a build, each read from its file when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise UsageError(f"there is no table {name!r}; there are {', '.join(self._names)}")
        if name not in self._read:
            from kg.tables import read_parquet

            self._read[name] = read_parquet(self._folder / f"{name}.parquet")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self._folder.glob("*.parquet")))


def _where(table: pd.DataFrame, column: str, value: str | None) -> pd.DataFrame:
    if value is None:
        return table
    if not (found := table[table[column] == value]).empty or column in ("subject", "object"):
        return found.reset_index(drop=True)
    known = sorted(set(table[column]))
    raise UsageError(f"no row has the {column} {value!r}; there are {', '.join(known) or 'no rows'}")


def _coop(name: str, terms: Collection[str], what: str) -> str:
    names = {term.removeprefix(ONTOLOGY): term for term in terms}
    if name not in names:
        raise UsageError(f"there is no {what} {name!r}{nearest(name, names)}")
    return iri(names[name])


def _number(name: str, value: str) -> str:
    try:
        number = float(value)
    except ValueError as error:
        raise UsageError(f"{name}={value}: not a number") from error
    return literal(int(number) if number.is_integer() else number)
