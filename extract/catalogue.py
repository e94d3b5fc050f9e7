"""The texts that ship with the package and what is known about them beyond their wording."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from extract.model import Document
from extract.reading import read_catalogue, read_document


@lru_cache(maxsize=1)
def load_corpus() -> tuple[Document, ...]:
    """Return the bundled texts in the order of the catalogue, each with its entry as metadata.

    >>> [document.id for document in load_corpus()]
    ['12fyp', '12fyp-scan', '13fyp', 'keyinst', 'nstp12']
    """
    return read_catalogued(corpus_folder())


def corpus_folder() -> Path:
    """Return the folder of the bundled texts."""
    return Path(str(files("extract") / "corpus"))


def read_catalogued(folder: Path) -> tuple[Document, ...]:
    """Return the texts that a folder's catalogue lists, in its order.

    Raises `ReadError` where the catalogue or one of its texts cannot be read.
    """
    entries = read_catalogue(folder).values()
    return tuple(read_document(folder / entry["file"], id=entry["id"], metadata=entry) for entry in entries)
