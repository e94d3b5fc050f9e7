"""Files become documents: inputs are found, their encoding is detected, their text is decoded.

Nothing is changed in the text here. What cannot be read is a `ReadError`: file, place and cure in one line.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import charset_normalizer

from extract.model import Document

#: Largest file that is read, in bytes.
SIZE_LIMIT = 200_000_000


class ReadError(ValueError):
    """A file that cannot be read, with the reason and what to do about it."""

    def __init__(self, path: Path | str, reason: str, cure: str) -> None:
        super().__init__(path, reason, cure)
        self.path, self.reason, self.cure = str(path), reason, cure

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; {self.cure}"


class Inputs(NamedTuple):
    """The files that the arguments of a command stand for, and the arguments that stand for none."""

    files: list[Path]
    errors: list[ReadError]


class Batch(NamedTuple):
    """The documents that were read and the files that were not."""

    documents: list[Document]
    errors: list[ReadError]


SUFFIXES = (".txt", ".text")


def find_inputs(arguments: Sequence[str | Path]) -> Inputs:
    """Return the files that arguments name: files as they are, folders and glob patterns by what they hold."""
    found: dict[Path, None] = {}
    errors = []
    for argument in arguments:
        try:
            found.update(dict.fromkeys(_files(str(argument))))
        except ReadError as error:
            errors.append(error)
    return Inputs(list(found), errors)


def _files(argument: str) -> list[Path]:
    path = Path(argument)
    if path.is_file():
        return [path]
    if path.is_dir():
        return _texts(argument, path.rglob("*"), "holds no text")
    if glob.has_magic(argument):
        return _texts(argument, map(Path, glob.glob(argument, recursive=True)), "matches no text")
    raise ReadError(argument, "there is no such file", "check the name")


def _texts(argument: str, paths: Iterable[Path], complaint: str) -> list[Path]:
    texts = sorted(path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file())
    if not texts:
        raise ReadError(argument, complaint, f"name a file or a folder with files in one of {', '.join(SUFFIXES)}")
    return texts


def read_documents(arguments: Sequence[str | Path]) -> Batch:
    """Return the documents of all files that the arguments stand for; a bad file never stops the others."""
    inputs = find_inputs(arguments)
    documents, errors = [], list(inputs.errors)
    for path in inputs.files:
        try:
            documents.append(read_document(path))
        except ReadError as error:
            errors.append(error)
    return Batch(documents, errors)


def read_document(path: Path, *, id: str | None = None, metadata: Mapping[str, Any] | None = None) -> Document:
    """Return the document that a file holds; its identifier is the stem of the file unless another is given."""
    facts = dict(metadata or {})
    text = decode(_bytes(path), path)
    name = id or path.stem
    return Document(id=name, title=str(facts.get("title", name)), source=str(path), text=text, metadata=facts)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise ReadError(path, f"has {size:,} bytes, the limit is {SIZE_LIMIT:,}", "split the file")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"cannot be opened: {error.strerror}", "check name and permissions") from error


def decode(data: bytes, path: Path | str) -> str:
    """Return the text of a plain-text file.

    Raises `ReadError` where the file is empty, binary or in an encoding that cannot be told.
    """
    if not data.strip():
        raise ReadError(path, "is empty", "remove it or put the text in")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise ReadError(path, "has an encoding that cannot be told", "save it as UTF-8")
    return str(best)
