"""NetworkX graphs of the tables: who is tied to what, how strongly, and which sentences say so.

Each function takes tables or a graph and returns a new graph. Two texts of one work (`copy_of` in the table of
documents) are one witness: both are kept as evidence, neither is counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from typing import Literal

import networkx as nx

from kg.errors import UsageError
from kg.evidence import Evidence, Source, Tables, count_passages, place

Weight = Literal["evidence", "documents", "union"]

PARTNERS = ("Country", "Region", "Organization")


class NetworkError(UsageError):
    """A view, a document or a weight that does not exist; the message names those that do."""


@dataclass(frozen=True, slots=True)
class View:
    """The statements that a network shows: with one of the predicates, from one of the types, to one of the types.

    An empty tuple stands for all.
    """

    predicates: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()

    def shows(self, predicate: str, subject: str, object_: str) -> bool:
        """Tell whether a statement with this predicate between these two types belongs to the view."""
        return (
            (not self.predicates or predicate in self.predicates)
            and (not self.subjects or subject in self.subjects)
            and (not self.objects or object_ in self.objects)
        )


VIEWS: Mapping[str, tuple[View, ...]] = {
    "partners-fields": (View(("cooperatesInField",), PARTNERS, ("Field",)),),
    "partners-mechanisms": (
        View(("underMechanism",), PARTNERS, ("Mechanism", "Organization")),
        View(("hasParty",), ("Mechanism",), PARTNERS),
    ),
    "programmes-partners": (
        View(("participatesIn", "initiates"), PARTNERS, ("Programme",)),
        View(("targetsPartner", "hasParty"), ("Programme",), PARTNERS),
    ),
    "bases-types": (View(("hasBaseType",)), View(("narrowerThan",), ("BaseType",), ("BaseType",))),
    "documents": (View(("issuedBy", "basedOn", "coversPeriod", "plans")),),
    "co-mention": (),
    "all": (View(),),
}


def network(
    tables: Tables,
    view: str = "all",
    *,
    weight: Weight = "evidence",
    documents: Collection[str] | None = None,
) -> nx.DiGraph:
    """Return the directed graph of a view, the statements between two entities merged into one edge.

    Nodes carry `label, label_en, type, aliases, documents` (works that mention it), `mentions, degree`; edges carry
    `predicates, evidence, passages, works` and `weight`: the number of passages ("evidence"), of works ("documents"),
    or 1 ("union"). `documents` keeps what these documents say.

    Raises:
        NetworkError: where a view, a weight or a document does not exist.
    """
    _check_choice("view", view, VIEWS)
    _check_choice("weight", weight, ("evidence", "documents", "union"))
    source = Source(tables)
    for document in documents or ():
        _check_choice("document", document, source.titles)
    stated = source.co_mentions() if view == "co-mention" else source.statements(_any_of(VIEWS[view]))
    kept = (evidence for evidence in stated if documents is None or evidence.document in documents)
    graph = _merge(kept, weight)
    _describe_nodes(graph, source, documents)
    graph.graph.update(view=view, weight=weight, directed=view != "co-mention", documents=source.described(documents))
    return graph


def project(graph: nx.DiGraph, types: Collection[str] = PARTNERS) -> nx.Graph:
    """Return the one-mode graph of the nodes of some types: two are tied where they share neighbours of other types.

    `weight` is the number of shared neighbours, `shared` names them, `similarity` is the Jaccard index of the two
    neighbourhoods (Jaccard 1912).
    """
    undirected = graph.to_undirected(as_view=True)
    chosen = [node for node in graph if graph.nodes[node]["type"] in types]
    others = {node: frozenset(undirected[node]) - frozenset(chosen) for node in chosen}
    projection = nx.Graph(view=graph.graph.get("view", ""), directed=False, documents=graph.graph.get("documents", ()))
    projection.add_nodes_from((node, dict(graph.nodes[node])) for node in chosen)
    for one, other in combinations(chosen, 2):
        if shared := others[one] & others[other]:
            similarity = len(shared) / len(others[one] | others[other])
            projection.add_edge(one, other, weight=len(shared), shared=tuple(sorted(shared)), similarity=similarity)
    _set_degrees(projection)
    return projection


def _any_of(views: Collection[View]) -> Callable[[str, str, str], bool]:
    return lambda predicate, subject, object_: any(view.shows(predicate, subject, object_) for view in views)


def _check_choice(what: str, value: str, choices: Iterable[str]) -> None:
    known = list(choices)
    if value not in known:
        near = get_close_matches(value, known, n=3, cutoff=0.4) or known
        raise NetworkError(f"there is no {what} {value!r}; choose {' or '.join(near)}")


def _merge(stated: Iterable[Evidence], weight: Weight) -> nx.DiGraph:
    """Return the graph of the statements, nodes and edges in the order of their IRIs."""
    ties: dict[tuple[str, str], set[Evidence]] = defaultdict(set)
    for item in stated:
        if item.subject != item.object:
            ties[item.subject, item.object].add(item)
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted({end for tie in ties for end in tie}))
    for (subject, object_), found in sorted(ties.items()):
        evidence = tuple(sorted(found, key=place))
        passages, works = count_passages(evidence), len({item.work for item in evidence})
        graph.add_edge(
            subject,
            object_,
            weight={"evidence": passages, "documents": works, "union": 1}[weight],
            predicates=tuple(sorted({item.predicate for item in evidence})),
            passages=passages,
            works=works,
            evidence=evidence,
        )
    return graph


def _describe_nodes(graph: nx.DiGraph, source: Source, documents: Collection[str] | None) -> None:
    for node, counts in source.count_mentions(graph, documents).items():
        graph.nodes[node].update(source.names(node), **counts)
    _set_degrees(graph)


def _set_degrees(graph: nx.Graph) -> None:
    for node in graph:
        graph.nodes[node]["degree"] = len(set(nx.all_neighbors(graph, node)))
