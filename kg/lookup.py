"""Which thing a person means by a name: by label, alias or IRI, never by guessing between two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from kg.errors import UsageError

#: One row of the table of entities: IRI, type, label, English label, aliases.
Names = tuple[str, str, str, str, tuple[str, ...]]


class UnknownNameError(UsageError):
    """A name that stands for nothing in the graph, or for more than one thing."""


class Lookup:
    """The names of a graph's entities."""

    def __init__(self, rows: Iterable[Names]) -> None:
        self._iris: set[str] = set()
        self._labels: dict[str, list[str]] = defaultdict(list)
        self._aliases: dict[str, list[str]] = defaultdict(list)
        self._types: dict[str, str] = {}
        for iri, type_, label, label_en, aliases in rows:
            self._types[iri] = type_
            for name in {label, label_en.casefold()} - {""}:
                self._labels[name].append(iri)
            for alias in {alias.casefold() for alias in aliases}:
                self._aliases[alias].append(iri)

    def find(self, name: str) -> str:
        """Return the IRI of the one entity that goes by a name; a label counts more than an alias.

        >>> lookup = Lookup([("urn:us", "Country", "美国", "United States", ("美", "USA"))])
        >>> lookup.find("美国"), lookup.find("usa"), lookup.find("urn:us")
        ('urn:us', 'urn:us', 'urn:us')

        Raises:
            UnknownNameError: with the nearest names, or with the IRIs to choose from.
        """
        if name in self._types:
            return name
        found = self._labels.get(name) or self._labels.get(name.casefold()) or self._aliases.get(name.casefold()) or []
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(f"{self._types[iri]} {iri}" for iri in found)
            raise UnknownNameError(f"{name!r} names {len(found)} things; give the IRI of one: {choices}")
        raise UnknownNameError(
            f"nothing in the graph is called {name!r}{nearest(name, [*self._labels, *self._aliases])}"
        )


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the end of a complaint that proposes what may have been meant.

    >>> nearest("partners-by-feld", ["partners-by-field", "targets"])
    '; did you mean partners-by-field?'
    """
    candidates = list(dict.fromkeys(names))
    close = get_close_matches(name, candidates, n=3, cutoff=0.5) or [other for other in candidates if name in other][:3]
    return f"; did you mean {' or '.join(close)}?" if close else ""


def by_name(rows: Mapping[str, str], name: str, what: str) -> str:
    """Return what stands under a name; raise `UnknownNameError` with the nearest names where nothing does."""
    if name not in rows:
        raise UnknownNameError(f"there is no {what} {name!r}{nearest(name, rows)}")
    return rows[name]
