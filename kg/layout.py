"""Where the nodes of a network stand: distances on the page follow distances in the graph, and names do not overlap.

Each connected component is laid out by stress majorisation (Gansner, Koren, North 2004) from a start by classical
scaling; of large components only the distances to some pivots count (Ortmann, Klimenta, Brandes 2017). Overlaps are
then removed by stress on the neighbours in the plane (Gansner, Hu 2010), and the components packed side by side.
Nothing is drawn by lot, so the same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, QhullError, cKDTree

from kg.untangle import Indices, Points, untangle

#: The width and height that a node needs, its name included.
Box = tuple[float, float]

_ALL_PAIRS = 500  # up to so many nodes every distance counts
_PIVOTS = 60  # beyond, the distances to so many
_UNTANGLED = 600  # up to so many edges crossings are worth the time
_ITERATIONS = 120
_ROUNDS = 80
_PUSHES = 300
_LARGEST_STRETCH = 1.5
_COVERED = 0.3
_LARGEST_ROOM = 100.0
_ASPECT = 1.15
_TIGHTNESS = 0.75
_GAP = 24.0
_TINY = 1e-9


def positions(graph: nx.Graph, boxes: Mapping[Any, Box]) -> dict[Any, tuple[int, int]]:
    """Return whole coordinates for each node of a graph, given the space that each needs.

    >>> triangle = nx.cycle_graph(3)
    >>> found = positions(triangle, {node: (40.0, 20.0) for node in triangle})
    >>> len(set(found.values()))
    3
    """
    undirected = nx.Graph(graph.edges)
    undirected.add_nodes_from(graph)
    order = {node: index for index, node in enumerate(graph)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(undirected)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    sizes = [np.array([boxes[node] for node in part], dtype=float).reshape(-1, 2) for part in parts]
    placed = [_place(undirected.subgraph(part), part, size) for part, size in zip(parts, sizes, strict=True)]
    return {
        node: (round(float(x)), round(float(y)))
        for part, points in zip(parts, _pack(placed, sizes), strict=True)
        for node, (x, y) in zip(part, points, strict=True)
    }


def _place(component: nx.Graph, nodes: Sequence[Any], sizes: Points) -> Points:
    """Return the positions of a component, its longest axis horizontal."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    lengths = _edge_lengths(component, nodes, sizes)
    pivots, distances = _distances(lengths)
    points = _majorise(_scale(distances), pivots, distances, lengths)
    edges = np.argwhere(np.triu(lengths.toarray())) if len(pivots) == len(points) else np.empty((0, 2), dtype=np.int64)
    if 0 < len(edges) <= _UNTANGLED:
        points = untangle(points, edges, distances)
    points = _lie_flat(points)
    apart = _spiral(len(points), float(sizes.max())) if len(pivots) < len(points) else 0
    return _separate(_give_room(points + apart, sizes), sizes)


def _edge_lengths(component: nx.Graph, nodes: Sequence[Any], sizes: Points) -> csr_array:
    """Return the wished lengths of the edges: longer where the ends have many other neighbours, which need room."""
    ties = nx.to_scipy_sparse_array(component, nodelist=nodes, weight=None, dtype=float)
    ties.setdiag(0)
    ties.eliminate_zeros()
    rows, columns = ties.nonzero()
    degrees = ties.sum(axis=1)
    not_shared = degrees[rows] + degrees[columns] - 2 * (ties @ ties)[rows, columns]
    unit = _TIGHTNESS * float(np.sqrt(sizes.prod(axis=1)).mean())
    return csr_array((unit * np.sqrt(np.maximum(not_shared, 1)), (rows, columns)), shape=ties.shape)


def _distances(lengths: csr_array) -> tuple[Indices, Points]:
    """Return the pivots and the distance of each node to them; a next pivot is the node farthest from those chosen."""
    count = lengths.shape[0]
    if count <= _ALL_PAIRS:
        return np.arange(count), dijkstra(lengths, directed=False)
    pivots, columns = [0], [dijkstra(lengths, directed=False, indices=0)]
    nearest = columns[0].copy()
    while len(pivots) < _PIVOTS:
        pivots.append(int(nearest.argmax()))
        columns.append(dijkstra(lengths, directed=False, indices=pivots[-1]))
        np.minimum(nearest, columns[-1], out=nearest)
    return np.array(pivots), np.array(columns).T


def _scale(distances: Points) -> Points:
    """Return positions by classical scaling of the distances to the pivots (Brandes, Pich 2007)."""
    squares = distances**2
    centred = squares.mean(axis=0) + squares.mean(axis=1, keepdims=True) - squares - squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, [-1, -2]]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1, 1)
    points = centred @ axes
    radius = sqrt(squares.mean())
    centre: Points = points / sqrt((points**2).sum(axis=1).mean()) * radius / 2
    return centre + _spiral(len(points), radius / 50)


def _spiral(count: int, radius: float) -> Points:
    """Return points on a sunflower spiral: they keep nodes apart that have the same distances to all others."""
    number = np.arange(count)
    angle, distance = number * np.pi * (3 - sqrt(5)), np.sqrt((number + 0.5) / count) * radius
    return np.column_stack([np.cos(angle) * distance, np.sin(angle) * distance])


def _majorise(points: Points, pivots: Indices, distances: Points, lengths: csr_array) -> Points:
    """Return positions whose distances come closer to those given, near ones counting more than far ones."""
    weights = (len(points) / len(pivots)) / np.maximum(distances, _TINY) ** 2
    weights[pivots, np.arange(len(pivots))] = 0
    edges = lengths.tocoo() if len(pivots) < len(points) else None
    for _ in range(_ITERATIONS):
        pulled, total = _pull(points, points[pivots], distances, weights)
        if edges is not None:
            near, near_total = _pull_along(points, edges.row, edges.col, edges.data)
            pulled, total = pulled + near, total + near_total
        points = np.round(pulled / total[:, None], 6)
    return points


def _pull(points: Points, pivots: Points, distances: Points, weights: Points) -> tuple[Points, Points]:
    """Return for each node the weighted sum of the places where the pivots want it, and the sum of the weights."""
    away = points[:, None, :] - pivots[None, :, :]
    factor = distances / np.maximum(np.sqrt((away**2).sum(axis=2)), _TINY)
    wished = pivots[None, :, :] + away * factor[:, :, None]
    return (wished * weights[:, :, None]).sum(axis=1), weights.sum(axis=1)


def _pull_along(points: Points, rows: Indices, columns: Indices, lengths: Points) -> tuple[Points, Points]:
    """Do as `_pull` for single pairs: rows[i] is to stand lengths[i] away from columns[i]."""
    away = points[rows] - points[columns]
    factor = lengths / np.maximum(np.sqrt((away**2).sum(axis=1)), _TINY)
    weights = 1 / np.maximum(lengths, _TINY) ** 2
    wished = (points[columns] + away * factor[:, None]) * weights[:, None]
    sums = [np.bincount(rows, wished[:, axis], minlength=len(points)) for axis in (0, 1)]
    return np.column_stack(sums).astype(float), np.bincount(rows, weights, minlength=len(points)).astype(float)


def _lie_flat(points: Points) -> Points:
    """Return the positions turned so that they spread from left to right more than from top to bottom."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, [1, 0]]
    upright: Points = turned * np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1, 1)
    return upright


def _give_room(points: Points, sizes: Points) -> Points:
    """Return the positions scaled up where the boxes would cover too much of the plane to be moved apart."""
    covered = float(sizes.prod(axis=1).sum()) / max(float(points.std(axis=0).max()) ** 2 * 4 * np.pi, _TINY)
    return points * max(1.0, sqrt(min(covered / _COVERED, _LARGEST_ROOM)))


def _separate(points: Points, sizes: Points) -> Points:
    """Return positions at which no two boxes overlap, neighbours in the plane kept neighbours (Gansner, Hu 2010)."""
    for _ in range(_ROUNDS):
        rows, columns = _neighbours(points)
        stretch = _stretch(points, sizes, rows, columns)
        if stretch.max(initial=1) <= 1 + _TINY:
            break
        wished = np.sqrt(((points[rows] - points[columns]) ** 2).sum(axis=1)) * np.minimum(stretch, _LARGEST_STRETCH)
        for _ in range(8):
            pulled, total = _pull_along(points, rows, columns, wished)
            held = np.where(total[:, None] > 0, pulled / np.maximum(total, _TINY)[:, None], points)
            points = np.round((points + held) / 2, 6)
    return _push_apart(points, sizes)


def _neighbours(points: Points) -> tuple[Indices, Indices]:
    """Return pairs of neighbours in the plane, each in both orders."""
    try:
        corners = Delaunay(points).simplices.astype(np.int64)
        pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    except QhullError:  # fewer than three nodes, or all on a line
        nearest = cKDTree(points).query(points, k=min(4, len(points)))[1]
        pairs = np.column_stack([np.repeat(nearest[:, 0], nearest.shape[1] - 1), nearest[:, 1:].ravel()])
    count = len(points)
    numbers = np.unique(np.concatenate([pairs[:, 0] * count + pairs[:, 1], pairs[:, 1] * count + pairs[:, 0]]))
    return numbers // count, numbers % count


def _stretch(points: Points, sizes: Points, rows: Indices, columns: Indices) -> Points:
    """Return the factors by which pairs must move apart for their boxes to clear each other."""
    apart = np.maximum(np.abs(points[rows] - points[columns]), _TINY)
    needed = (sizes[rows] + sizes[columns]) / 2
    factors: Points = (needed / apart).min(axis=1)
    return np.maximum(factors, 1)


def _push_apart(points: Points, sizes: Points) -> Points:
    """Return positions where boxes that still overlap have moved along the axis that takes the smaller step."""
    for _ in range(_PUSHES):
        pairs = cKDTree(points).query_pairs(float(sizes.max(axis=0).max()) * sqrt(2), output_type="ndarray")
        away = points[pairs[:, 0]] - points[pairs[:, 1]]
        overlap = (sizes[pairs[:, 0]] + sizes[pairs[:, 1]]) / 2 - np.abs(away)
        hit = (overlap > _TINY).all(axis=1)
        if not hit.any():
            break
        pairs, away, overlap = pairs[hit], away[hit], overlap[hit]
        axis = overlap.argmin(axis=1)
        step = np.zeros_like(away)
        number = np.arange(len(pairs))
        step[number, axis] = (overlap[number, axis] / 2 + 1) * np.where(away[number, axis] < 0, -1, 1)
        moves = np.zeros_like(points)
        np.add.at(moves, pairs[:, 0], step)
        np.add.at(moves, pairs[:, 1], -step)
        touched = np.maximum(np.bincount(pairs.ravel(), minlength=len(points)), 1)
        points = points + moves / np.sqrt(touched)[:, None]
    return points


def _pack(parts: Sequence[Points], sizes: Sequence[Points]) -> list[Points]:
    """Return the components side by side in a frame a little wider than high, the largest first."""
    corners = [(points - size / 2).min(axis=0) for points, size in zip(parts, sizes, strict=True)]
    extents = [
        (points + size / 2).max(axis=0) - corner + _GAP
        for points, size, corner in zip(parts, sizes, corners, strict=True)
    ]
    width = max(
        sqrt(sum(float(extent.prod()) for extent in extents) * _ASPECT * 1.1),
        *(float(extent[0]) for extent in extents),
        0.0,
    )
    skyline = [(0.0, 0.0)]
    placed = []
    for points, corner, extent in zip(parts, corners, extents, strict=True):
        place, skyline = _settle(skyline, float(extent[0]), float(extent[1]), width)
        placed.append(points - corner + np.array(place))
    return placed


def _settle(
    skyline: list[tuple[float, float]], width: float, height: float, frame: float
) -> tuple[tuple[float, float], list[tuple[float, float]]]:
    """Return the highest free place for a rectangle under a skyline of (left, bottom) steps, and the new skyline."""
    choices = [(_lowest(skyline, left, left + width), left) for left, _ in skyline if left + width <= frame + _TINY]
    top, left = min(choices)
    right = left + width
    under = [step for step in skyline if step[0] <= right]
    after = [(right, under[-1][1])] if right < frame - _TINY else []
    steps = [step for step in skyline if step[0] < left] + [(left, top + height)] + after
    return (left, top), steps + [step for step in skyline if step[0] > right]


def _lowest(skyline: Sequence[tuple[float, float]], left: float, right: float) -> float:
    """Return how far down the skyline reaches between two abscissas."""
    ends = [*(step[0] for step in skyline[1:]), float("inf")]
    return max(
        bottom for (start, bottom), end in zip(skyline, ends, strict=True) if start < right - _TINY and end > left
    )
