"""Build vocabulary/countries.ttl and vocabulary/territories.ttl: `python -m ontology.build_countries`.

Run by hand after an edit of sources/country-names.toml or an update of CLDR. Names come from CLDR (Babel), ISO 3166
(pycountry), UNTERM (sources/country-codes.csv) and our own sources/country-names.toml; identifiers from the csv file
alone. Names in traditional characters are brought in as hidden labels in simplified ones, since that is how the text
is read. States become coop:Country, dependent territories coop:Region.
"""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import opencc
import pycountry
import pyoxigraph as ox
from babel import Locale

from ontology.identifiers import DATA, ONTOLOGY
from ontology.turtle import PREFIXES, to_turtle

_HERE = Path(__file__).parent
_SKOS = PREFIXES["skos"]
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_COMMENT = "# Made by `python -m ontology.build_countries`: edit sources/country-names.toml instead.\n"


class SourceError(ValueError):
    """A source file that contradicts itself; the message names the file, the entry and the cure."""


@dataclass(frozen=True)
class Names:
    """What sources/country-names.toml says about one code."""

    label: str = ""
    label_en: str = ""
    alt: tuple[str, ...] = ()
    alt_en: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    compound: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    blocked_en: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    type: str = ""


@dataclass(frozen=True)
class Place:
    """One row of ISO 3166-1 with all its names."""

    code: str
    type: str
    label: str
    label_en: str
    alt: tuple[str, ...]
    alt_en: tuple[str, ...]
    hidden: tuple[str, ...]
    own: Names
    row: Mapping[str, str] = field(repr=False)

    @property
    def iri(self) -> str:
        """Return the IRI: the code for a state, the English name for a territory."""
        if self.type == "Country":
            return f"{DATA}country/{self.code}"
        return f"{DATA}region/{english_slug(self.label_en)}"


def english_slug(name: str) -> str:
    """Return the slug of an English name.

    >>> english_slug("St. Barthélemy"), english_slug("Hong Kong")
    ('st-barthelemy', 'hong-kong')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join("".join(char if char.isalnum() else " " for char in plain.lower()).split())


def read_codes(path: Path = _HERE / "sources" / "country-codes.csv") -> list[dict[str, str]]:
    """Return the rows of the code list, sorted by alpha-2 code."""
    with path.open(encoding="utf-8", newline="") as lines:
        return sorted(csv.DictReader(lines), key=lambda row: row["alpha2"])


def read_names(path: Path = _HERE / "sources" / "country-names.toml") -> dict[str, Names]:
    """Return our own names by alpha-2 code.

    Raises `SourceError` where an entry both gives a name and declares it unused.
    """
    names = {code: _names(table) for code, table in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    for code, own in names.items():
        both = sorted({*own.alt, *own.alt_en, *own.hidden, *own.compound} & set(own.unused))
        if both:
            raise SourceError(f"{path.name}: [{code}] {'、'.join(both)} is both given and unused; remove one")
    return names


def _names(table: Mapping[str, Any]) -> Names:
    values: dict[str, Any] = {key: value if isinstance(value, str) else tuple(value) for key, value in table.items()}
    return Names(**values)


def places() -> list[Place]:
    """Return all of ISO 3166-1, joined from the four sources."""
    own = read_names()
    return [_place(row, own.get(row["alpha2"], Names())) for row in read_codes()]


def _place(row: Mapping[str, str], own: Names) -> Place:
    code = row["alpha2"]
    cldr_zh, cldr_en = (str(Locale(language).territories[code]) for language in ("zh", "en"))
    label = own.label or cldr_zh
    label_en = own.label_en or cldr_en.replace(" & ", " and ")
    chinese = [cldr_zh, row["chinese"], row["chinese_formal"], row["chinese_official"], *own.alt]
    english = [cldr_en, *_iso_names(code), *own.alt_en]
    alt = _others(chinese, {label, *own.unused, *own.shared})
    alt_en = _others(english, {label_en, *own.unused})
    hidden = _others([*_traditional_names(code), *own.hidden], {label, *alt, *own.unused, *own.shared})
    type_ = own.type or ("Country" if row["independent"] == "Yes" else "Region")
    return Place(code, type_, label, label_en, alt, alt_en, hidden, own, row)


def _others(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name} - known))


def _iso_names(code: str) -> Iterator[str]:
    country = pycountry.countries.get(alpha_2=code)
    for attribute in ("common_name", "name", "official_name"):
        name = getattr(country, attribute, "")
        if "," not in name and "(" not in name:
            yield name


def _traditional_names(code: str) -> Iterator[str]:
    converter = opencc.OpenCC("t2s")
    for locale in ("zh_Hant", "zh_Hant_HK"):
        yield str(converter.convert(Locale.parse(locale).territories[code]))


def _triples(place: Place) -> Iterator[ox.Triple]:
    subject = ox.NamedNode(place.iri)

    def say(predicate: str, *values: ox.NamedNode | ox.Literal) -> Iterator[ox.Triple]:
        for value in values:
            yield ox.Triple(subject, ox.NamedNode(predicate), value)

    def chinese(names: Iterable[str]) -> list[ox.Literal]:
        return [ox.Literal(name, language="zh") for name in names]

    def english(names: Iterable[str]) -> list[ox.Literal]:
        return [ox.Literal(name, language="en") for name in names]

    own, row = place.own, place.row
    yield from say(_TYPE.value, ox.NamedNode(_SKOS + "Concept"), ox.NamedNode(ONTOLOGY + place.type))
    yield from say(_SKOS + "prefLabel", *chinese([place.label]), *english([place.label_en]))
    yield from say(_SKOS + "altLabel", *chinese([*place.alt, *own.shared]), *english(place.alt_en))
    yield from say(_SKOS + "hiddenLabel", *chinese(place.hidden))
    yield from say(ONTOLOGY + "sharedLabel", *chinese(own.shared))
    yield from say(ONTOLOGY + "compoundForm", *chinese(own.compound))
    yield from say(ONTOLOGY + "blockedLabel", *chinese(own.blocked), *english(own.blocked_en))
    yield from say(_SKOS + "inScheme", ox.NamedNode(f"{DATA}scheme/{_scheme(place.type)}"))
    for system in ("alpha2", "alpha3", "numeric", "m49"):
        code = row[system].zfill(3) if system in ("numeric", "m49") else row[system]
        yield from say(_SKOS + "notation", ox.Literal(code, datatype=ox.NamedNode(f"{ONTOLOGY}{system}")))
    yield from say(_SKOS + "exactMatch", ox.NamedNode(f"http://www.wikidata.org/entity/{row['wikidata']}"))
    yield from say(_SKOS + "exactMatch", ox.NamedNode(f"https://sws.geonames.org/{row['geonames']}/"))
    area = row["subregion"] or row["region"]
    if area:
        yield from say(_SKOS + "broader", ox.NamedNode(f"{DATA}region/{english_slug(area)}"))


def _scheme(type_: str) -> str:
    return {"Country": "countries", "Region": "regions"}[type_]


def build() -> dict[str, str]:
    """Return the text of each file to be written, by its name."""
    found = places()
    return {
        name: to_turtle(
            (triple for place in found if place.type == type_ for triple in _triples(place)), comment=_COMMENT
        )
        for name, type_ in (("countries.ttl", "Country"), ("territories.ttl", "Region"))
    }


def main() -> None:
    """Write the two files."""
    for name, text in build().items():
        (_HERE / "vocabulary" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
