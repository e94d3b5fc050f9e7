"""Fewer crossings: nodes of a small network move, one at a time, to where the lines to their neighbours cross less.

A greedy search in the manner of Radermacher et al. (2019): a node tries some places around itself and around its
neighbours, and takes the best if its lines cross fewer others there and the distances stay about right.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Indices = NDArray[np.int64]

_ROUNDS = 6
_ANGLES = np.arange(16) * 2 * np.pi / 16
_RING = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
#: How far from the middle of the neighbours, and from its own place, a node looks; in typical lengths of an edge.
_FROM_NEIGHBOURS = (0.0, 0.4, 0.8, 1.2, 1.8)
_FROM_ITSELF = (0.5, 1.0)
#: How many crossings one unit of strain is worth.
_STRAIN = 0.15
_TINY = 1e-9


def untangle(points: Points, edges: Indices, distances: Points) -> Points:
    """Return the positions with some nodes moved so that fewer edges cross.

    `edges` are pairs of numbers of nodes, `distances` are those wished between all nodes.

    >>> square = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    >>> ring = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])
    >>> count_crossings(square, ring)
    1
    >>> count_crossings(untangle(square, ring, np.ones((4, 4)) - np.eye(4)), ring)
    0
    """
    points = points.copy()
    length = float(np.median(_lengths(points[edges[:, 0]] - points[edges[:, 1]])))
    fewest_ties_first = np.argsort(np.bincount(edges.ravel(), minlength=len(points)), kind="stable")
    for _ in range(_ROUNDS):
        moved = [_move(points, edges, distances, node, length) for node in fewest_ties_first.tolist()]
        if not any(moved):
            break
    return points


def count_crossings(points: Points, edges: Indices) -> int:
    """Return how many pairs of edges cross; edges that share an end do not."""
    return sum(
        int(_crossed(points[edge[:1]], points[edge[1]], points, _apart_from(edges[number + 1 :], edge))[0])
        for number, edge in enumerate(edges)
    )


def _move(points: Points, edges: Indices, distances: Points, node: int, length: float) -> bool:
    """Move a node to the best of some places, if its edges cross fewer others there; tell whether it has moved."""
    neighbours = _neighbours(edges, node)
    places = _places(points, node, neighbours, length)
    crossings = np.zeros(len(places), dtype=np.int64)
    for neighbour in neighbours.tolist():
        others = _apart_from(edges, np.array([node, neighbour]))
        crossings += _crossed(places, points[neighbour], points, others)
    best = int((crossings + _STRAIN * _strain(points, distances, node, places)).argmin())
    if crossings[best] >= crossings[0]:
        return False
    points[node] = places[best]
    return True


def _neighbours(edges: Indices, node: int) -> Indices:
    return np.concatenate([edges[edges[:, 0] == node, 1], edges[edges[:, 1] == node, 0]])


def _apart_from(edges: Indices, ends: Indices) -> Indices:
    return edges[~np.isin(edges, ends).any(axis=1)]


def _places(points: Points, node: int, neighbours: Indices, length: float) -> Points:
    """Return where a node might stand; first where it stands now."""
    middle = points[neighbours].mean(axis=0)
    return np.vstack(
        [
            points[node],
            *(middle + _RING * length * far for far in _FROM_NEIGHBOURS),
            *(points[node] + _RING * length * far for far in _FROM_ITSELF),
        ]
    )


def _crossed(starts: Points, end: Points, points: Points, edges: Indices) -> Indices:
    """Return for each start how many of the edges the line from there to the end crosses."""
    start = starts[:, None, :]
    one, other = points[edges[:, 0]][None], points[edges[:, 1]][None]
    splits_line = _side(start, end, one) * _side(start, end, other) < 0
    splits_edge = _side(one, other, start) * _side(one, other, end) < 0
    crossed: Indices = (splits_line & splits_edge).sum(axis=1)
    return crossed


def _side(start: Points, end: Points, point: Points) -> Points:
    """Return on which side of the line from start to end a point lies, as a sign."""
    along, towards = end - start, point - start
    side: Points = along[..., 0] * towards[..., 1] - along[..., 1] * towards[..., 0]
    return side


def _strain(points: Points, distances: Points, node: int, places: Points) -> Points:
    """Return for each place how far the distances from there are from those wished."""
    wished = np.maximum(distances[node], _TINY)
    errors = (_lengths(places[:, None, :] - points[None, :, :]) / wished - 1) ** 2
    errors[:, node] = 0
    total: Points = errors.sum(axis=1)
    return total


def _lengths(vectors: Points) -> Points:
    lengths: Points = np.sqrt((vectors**2).sum(axis=-1))
    return lengths
