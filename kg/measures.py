"""What a network says in numbers: who is central, which groups hang together, how a pattern is nested, what changes.

Each function takes networks of `kg.network` and returns a table with labels; the literature of a measure stands with
it. Directions do not count but for changes: who is named first in a statement of cooperation says little. Chance enters
by a fixed seed only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from math import sqrt
from random import Random
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from kg.network import PARTNERS, project
from kg.tables import to_frame

if TYPE_CHECKING:
    import pandas as pd

SEED = 20110715
#: Up to so many nodes betweenness is exact; beyond, it is estimated from some sources in batches.
EXACT_UP_TO = 2000
_BATCHES, _BATCH = 8, 8
_NAMES = ("entity", "label", "label_en", "type")
_ITERATIONS = 2000


def measure_nodes(graph: nx.Graph, *, exact_up_to: int = EXACT_UP_TO, seed: int = SEED) -> pd.DataFrame:
    """Return a table of the nodes of a network, the best connected first.

    - `degree`: how many others it is tied to (Freeman 1978); `strength`: the sum of its weights (Barrat et al. 2004).
    - `betweenness`: the share of shortest paths that run through it (Freeman 1977, by the algorithm of Brandes 2001);
      in large networks estimated from sampled sources (Brandes, Pich 2007), with its standard error beside it.
    - `eigenvector`: ties to central nodes make central (Bonacich 1972); zero outside the component that dominates.
    - `pagerank`: the share of a random walk's time (Brin, Page 1998).
    - `core`: the largest k such that it belongs to a part where all have k ties (Seidman 1983).
    - `constraint`: how far its neighbours are tied to each other, low for brokers (Burt 2004); empty without ties.
    - `community`: the number of its group, the largest group being 1 (Louvain, Blondel et al. 2008).
    """
    plain = _undirected(graph)
    betweenness, error = _betweenness(plain, exact_up_to, seed)
    eigenvector, pagerank = _eigenvector(plain), nx.pagerank(plain) if len(plain) else {}
    core, constraint = nx.core_number(plain), nx.constraint(plain, weight="weight") if plain.number_of_edges() else {}
    groups = {node: number for number, group in enumerate(communities(graph, seed=seed), 1) for node in group}
    columns = (
        "degree",
        "strength",
        "betweenness",
        "betweenness_error",
        "eigenvector",
        "pagerank",
        "core",
        "constraint",
    )
    rows = [
        (
            *_named(graph, node),
            len(plain[node]),
            plain.degree(node, weight="weight"),
            betweenness[node],
            error[node],
            eigenvector[node],
            pagerank[node],
            core[node],
            constraint.get(node, float("nan")),
            groups[node],
        )
        for node in plain
    ]
    rows.sort(key=lambda row: (-row[4], -row[5], row[0]))
    return to_frame((*_NAMES, *columns, "community"), rows)


def communities(graph: nx.Graph, *, resolution: float = 1.0, seed: int = SEED) -> tuple[tuple[str, ...], ...]:
    """Return the groups of nodes with more weight inside than chance would put there, the largest group first.

    Found by the method of Louvain (Blondel et al. 2008), whose result depends on the order of nodes: hence the seed.
    """
    plain = _undirected(graph)
    if not plain.number_of_edges():
        return tuple((node,) for node in sorted(plain))
    found = nx.community.louvain_communities(plain, weight="weight", resolution=resolution, seed=seed)
    return tuple(sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group)))


def measure_network(graph: nx.Graph, *, seed: int = SEED) -> pd.DataFrame:
    """Return one row on the whole network: size, density, components, groups and the modularity of these groups.

    `modularity` is the share of weight inside the groups less what chance would put there (Newman, Girvan 2004).
    """
    plain = _undirected(graph)
    groups = communities(graph, seed=seed)
    modularity = nx.community.modularity(plain, groups) if plain.number_of_edges() else float("nan")
    columns = ("nodes", "ties", "weight", "density", "components", "communities", "modularity", "seed")
    size, ties = plain.number_of_nodes(), plain.number_of_edges()
    parts = nx.number_connected_components(plain)
    row = (size, ties, plain.size(weight="weight"), nx.density(plain), parts, len(groups), modularity, seed)
    return to_frame(columns, [row])


def matrix(
    graph: nx.Graph, rows: Collection[str] = PARTNERS, columns: Collection[str] = ("Field",), *, language: str = "zh"
) -> pd.DataFrame:
    """Return the weights of the ties between nodes of some types and nodes of others; the fullest come first.

    `language` chooses the labels; nodes without such ties are left out.
    """
    upright, across, weights = _incidence(graph, rows, columns)
    frame = to_frame([_label(graph, node, language) for node in across], weights.tolist())
    frame.index = [_label(graph, node, language) for node in upright]
    return frame


def nestedness(
    graph: nx.Graph, rows: Collection[str] = PARTNERS, columns: Collection[str] = ("Field",)
) -> pd.DataFrame:
    """Return how far those with few ties have a part of the ties of those with many: NODF, from 0 to 100.

    NODF and its parts for rows and columns are those of Almeida-Neto et al. (2008); weights do not count.
    """
    upright, across, weights = _incidence(graph, rows, columns)
    present = weights > 0
    by_row, by_column = _paired_overlaps(present), _paired_overlaps(present.T)
    pairs = len(by_row) + len(by_column)
    nodf = (sum(by_row) + sum(by_column)) / pairs if pairs else float("nan")
    fill = float(present.mean()) if present.size else float("nan")
    row = (nodf, _mean(by_row), _mean(by_column), len(upright), len(across), fill)
    return to_frame(("nodf", "nodf_rows", "nodf_columns", "rows", "columns", "fill"), [row])


def similarity(graph: nx.Graph, types: Collection[str] = PARTNERS) -> pd.DataFrame:
    """Return the pairs of nodes of some types that share neighbours of other types, the most alike first.

    `jaccard` is the share of common neighbours in all neighbours of the two (Jaccard 1912).
    """
    rows = [
        (
            *_named(graph, one)[:2],
            *_named(graph, other)[:2],
            tie["similarity"],
            tie["weight"],
            tuple(_label(graph, node, "zh") for node in tie["shared"]),
        )
        for one, other, tie in project(graph, types).edges(data=True)
    ]
    rows.sort(key=lambda row: (-row[4], -row[5], row[0], row[2]))
    return to_frame(("entity", "label", "other", "other_label", "jaccard", "shared", "shared_labels"), rows)


def tie_changes(old: nx.Graph, new: nx.Graph) -> pd.DataFrame:
    """Return every tie of two networks of the same view: it enters, leaves or persists, with its weights in both."""
    rows = []
    for one, other in sorted({*old.edges, *new.edges}):
        before, after = (graph.edges.get((one, other), {}) for graph in (old, new))
        change = "persisting" if before and after else "entering" if after else "leaving"
        known = new if after else old
        rows.append(
            (
                change,
                *_named(known, one)[:2],
                *_named(known, other)[:2],
                "|".join(sorted({*before.get("predicates", ()), *after.get("predicates", ())})),
                before.get("weight", 0),
                after.get("weight", 0),
            )
        )
    columns = ("entity", "label", "other", "other_label", "predicates", "old_weight", "new_weight")
    return to_frame(("change", *columns), rows)


def turnover(old: nx.Graph, new: nx.Graph) -> pd.DataFrame:
    """Return one row on how much of a network stays from one document to the next.

    `jaccard` is the share of persisting ties in all ties of either, as usual in the study of changing networks
    (Snijders, van de Bunt, Steglich 2010); `jaccard_common` looks at ties between nodes that both networks have.
    """
    before, after = set(old.edges), set(new.edges)
    common = set(old) & set(new)
    inside = [{tie for tie in ties if common.issuperset(tie)} for ties in (before, after)]
    columns = ("persisting", "entering", "leaving", "jaccard", "common_nodes", "jaccard_common")
    counts = (len(before & after), len(after - before), len(before - after))
    return to_frame(columns, [(*counts, _jaccard(before, after), len(common), _jaccard(*inside))])


def _undirected(graph: nx.Graph) -> nx.Graph:
    """Return the network without directions; two ties that run against each other become one with both weights.

    Nodes and ties come in the order of their names, which some measures depend on.
    """
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    for one, other, weight in sorted(graph.edges(data="weight", default=1)):
        before = plain.get_edge_data(one, other, {"weight": 0})["weight"]
        plain.add_edge(one, other, weight=before + weight)
    return plain


def _betweenness(graph: nx.Graph, exact_up_to: int, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    if len(graph) <= exact_up_to:
        return nx.betweenness_centrality(graph), dict.fromkeys(graph, 0.0)
    sources = Random(seed).sample(sorted(graph), _BATCHES * _BATCH)
    scale = 2 * len(graph) / _BATCH / ((len(graph) - 1) * (len(graph) - 2))
    estimates = [
        nx.betweenness_centrality_subset(graph, sources[start : start + _BATCH], list(graph))
        for start in range(0, len(sources), _BATCH)
    ]
    found = {node: [estimate[node] * scale for estimate in estimates] for node in graph}
    errors = {node: stdev(values) / sqrt(_BATCHES) for node, values in found.items()}
    return {node: fmean(values) for node, values in found.items()}, errors


def _eigenvector(graph: nx.Graph) -> dict[str, float]:
    """Return the leading eigenvector of the weights, found by power iteration.

    One is added to the diagonal, or two-mode networks would swing between two vectors.
    """
    if not graph.number_of_edges():
        return dict.fromkeys(graph, 0.0)
    weights = nx.to_scipy_sparse_array(graph, weight="weight", dtype=float)
    vector = np.full(len(graph), 1 / sqrt(len(graph)))
    for _ in range(_ITERATIONS):
        after = vector + weights @ vector
        after /= np.linalg.norm(after)
        if np.abs(after - vector).max() < 1e-12:
            break
        vector = after
    return dict(zip(graph, np.round(vector, 10).tolist(), strict=True))


def _incidence(
    graph: nx.Graph, rows: Collection[str], columns: Collection[str]
) -> tuple[list[str], list[str], np.ndarray[Any, np.dtype[np.int64]]]:
    """Return rows, columns and weights of a two-mode network, both sorted by falling number of ties."""
    plain = _undirected(graph)
    ties = {
        (one, other): weight
        for one, other, weight in _both_ways(plain)
        if graph.nodes[one]["type"] in rows and graph.nodes[other]["type"] in columns
    }
    upright, across = (_fullest_first([tie[end] for tie in ties]) for end in (0, 1))
    weights = np.zeros((len(upright), len(across)), dtype=np.int64)
    for (one, other), weight in ties.items():
        weights[upright.index(one), across.index(other)] = weight
    return upright, across, weights


def _both_ways(graph: nx.Graph) -> Iterator[tuple[str, str, int]]:
    for one, other, weight in graph.edges(data="weight"):
        yield one, other, weight
        yield other, one, weight


def _fullest_first(ends: Sequence[str]) -> list[str]:
    return sorted(set(ends), key=lambda end: (-ends.count(end), end))


def _paired_overlaps(present: np.ndarray[Any, np.dtype[np.bool_]]) -> list[float]:
    """Return for each pair of rows how much of the emptier the fuller has, in percent; 0 where both are as full."""
    totals = present.sum(axis=1).tolist()
    overlaps = (present.astype(int) @ present.T.astype(int)).tolist()
    return [
        100 * overlaps[one][other] / min(totals[one], totals[other]) if totals[one] != totals[other] else 0.0
        for one, other in combinations(range(len(totals)), 2)
    ]


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else float("nan")


def _jaccard(one: set[Any], other: set[Any]) -> float:
    return len(one & other) / len(one | other) if one | other else float("nan")


def _named(graph: nx.Graph, node: str) -> tuple[str, str, str, str]:
    data = graph.nodes[node]
    return node, data["label"], data["label_en"], data["type"]


def _label(graph: nx.Graph, node: str, language: str) -> str:
    data = graph.nodes[node]
    return str((data["label_en"] if language == "en" else "") or data["label"])
