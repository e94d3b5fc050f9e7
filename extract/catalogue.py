"""The texts that ship with the package and what is known about them beyond their wording."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.model import Document
from extract.reading import ReadError, read_document

#: Name of the file that describes the texts in its folder.
CATALOGUE = "catalogue.toml"


@lru_cache(maxsize=1)
def load_corpus() -> tuple[Document, ...]:
    """Return the bundled texts in the order of the catalogue, each with its entry as metadata."""
    return read_catalogued(corpus_folder())


def corpus_folder() -> Path:
    """Return the folder of the bundled texts."""
    return Path(str(files("extract") / "corpus"))


def read_catalogued(folder: Path) -> tuple[Document, ...]:
    """Return the texts that a folder's catalogue lists, in its order.

    Raises `ReadError` where the catalogue or one of its texts cannot be read.
    """
    return tuple(
        read_document(folder / entry["file"], id=entry["id"], metadata=entry)
        for entry in read_catalogue(folder).values()
    )


def read_catalogue(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of a folder's catalogue by file name; a folder without one has none."""
    path = folder / CATALOGUE
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReadError(path, f"is not TOML: {error}", "correct the line or remove the catalogue") from error
    for number, entry in enumerate(entries, start=1):
        missing = [key for key in ("id", "file") if not isinstance(entry.get(key), str)]
        if missing:
            raise ReadError(path, f"document {number} has no {' and no '.join(missing)}", "add it to the entry")
    return {entry["file"]: entry for entry in entries}
