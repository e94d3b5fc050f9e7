"""Files become documents: inputs are found, their format and encoding are told, their text is read.

Nothing in the text is changed here. What cannot be read is a `ReadError`: file, reason and cure in one line.
"""

from __future__ import annotations

import glob
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extract.decoding import decode
from extract.formats.errors import FormatError
from extract.headings import begins_heading
from extract.model import Document

#: Largest file that is read, in bytes, unless another limit is given.
SIZE_LIMIT = 200_000_000
#: Name of the file that describes the texts in its folder.
CATALOGUE = "catalogue.toml"
_PLAIN = (".txt", ".text")
_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
#: What is looked for in folders.
SUFFIXES = (*_PLAIN, *_HTML, *_MARKDOWN, ".docx", ".pdf")
_OTHER_FORMATS = {
    ".doc": "Word before 2007",
    ".wps": "WPS",
    ".rtf": "RTF",
    ".odt": "OpenDocument",
    ".epub": "EPUB",
    ".xlsx": "a spreadsheet",
    ".xls": "a spreadsheet",
    ".pptx": "a presentation",
    ".zip": "an archive",
}
_DECLARED = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w-]{1,30})""")
_LONGEST_TITLE = 60


class ReadError(ValueError):
    """A file that cannot be read, with the reason and what to do about it."""

    def __init__(self, path: Path | str, reason: str, cure: str) -> None:
        super().__init__(str(path), reason, cure)
        self.path, self.reason, self.cure = str(path), reason, cure

    def __str__(self) -> str:
        return " ".join(f"{self.path}: {self.reason}; {self.cure}".split())


class Inputs(NamedTuple):
    """The files that the arguments of a command stand for, and the arguments that stand for none."""

    files: tuple[Path, ...]
    errors: tuple[ReadError, ...]


class Batch(NamedTuple):
    """The documents that were read, and why others were not."""

    documents: tuple[Document, ...]
    errors: tuple[ReadError, ...]


def read_documents(arguments: Sequence[str | Path], *, size_limit: int = SIZE_LIMIT) -> Batch:
    """Return the documents of all files that the arguments stand for; a bad file never stops the others.

    A catalogue in the folder of a file gives the file its identifier and metadata. Files of the same stem are told
    apart by suffix, folder and number, in this order.
    """
    inputs = find_inputs(arguments)
    errors = list(inputs.errors)
    documents: dict[str, Document] = {}
    catalogues: dict[Path, Mapping[str, Mapping[str, Any]]] = {}
    for folder in dict.fromkeys(path.parent for path in inputs.files):
        try:
            catalogues[folder] = read_catalogue(folder)
        except ReadError as error:
            errors.append(error)
    for path in inputs.files:
        entry = catalogues.get(path.parent, {}).get(path.name, {})
        name = next(name for name in _names(path, entry) if name not in documents)
        try:
            documents[name] = read_document(path, id=name, metadata=entry, size_limit=size_limit)
        except ReadError as error:
            errors.append(error)
    return Batch(tuple(documents.values()), tuple(errors))


def _names(path: Path, entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield identifiers for a file, the best one first."""
    if entry:
        yield entry["id"]
    stem = path.stem
    yield from (stem, f"{stem}-{path.suffix[1:]}", f"{path.absolute().parent.name}-{stem}")
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def find_inputs(arguments: Sequence[str | Path]) -> Inputs:
    """Return the files that arguments name: files as they are, folders and glob patterns by the texts they hold."""
    found: dict[Path, None] = {}
    errors = []
    for argument in arguments:
        try:
            found.update(dict.fromkeys(_files(str(argument))))
        except ReadError as error:
            errors.append(error)
    return Inputs(tuple(found), tuple(errors))


def _files(argument: str) -> list[Path]:
    path = Path(argument)
    if path.is_file():
        return [path]
    if path.is_dir():
        files = sorted(_texts_below(path))
        complaint = "holds no text"
    elif glob.has_magic(argument):
        matches = map(Path, sorted(glob.glob(argument, recursive=True)))  # noqa: PTH207 - the pattern may be absolute
        files = [match for match in matches if match.is_file()]
        complaint = "matches no file"
    elif path.exists():
        raise ReadError(argument, "is neither a file nor a folder", "name a file of text")
    else:
        raise ReadError(argument, "there is no such file or folder", "check the name")
    if not files:
        raise ReadError(argument, complaint, f"name files that end in {', '.join(SUFFIXES)}")
    return files


def _texts_below(folder: Path) -> Iterator[Path]:
    """Yield the texts in a folder and below, without what is hidden."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and path.is_file():
                yield path


def read_document(
    path: Path,
    *,
    id: str | None = None,  # noqa: A002 - the name of the field it fills
    metadata: Mapping[str, Any] | None = None,
    size_limit: int = SIZE_LIMIT,
) -> Document:
    """Return the document that a file holds.

    Without an identifier it gets the stem of the file; without a title in the metadata, the one the text begins with.

    Raises `ReadError` for a file that is missing, too large, of another format, damaged or without text.
    """
    path = Path(path)
    facts = dict(metadata or {})
    try:
        title, text = _title_and_text(path, _bytes(path, size_limit))
    except FormatError as error:
        raise ReadError(path, str(error), error.cure) from error
    if not text.strip():
        raise ReadError(path, "holds no text", "leave it out")
    name = id or path.stem
    return Document(name, str(facts.get("title") or title or _first_title(text) or name), str(path), text, facts)


def _bytes(path: Path, size_limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > size_limit:
            raise ReadError(path, f"has {size:,} bytes, the limit is {size_limit:,}", "split it or raise the limit")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(path, "there is no such file", "check the name") from error
    except OSError as error:
        raise ReadError(path, f"cannot be opened ({error.strerror})", "check the file and its permissions") from error


def _title_and_text(path: Path, data: bytes) -> tuple[str, str]:
    """Return the title, if the format keeps one, and the text of a file, whose format its beginning or suffix tells."""
    suffix = path.suffix.lower()
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        from extract.formats.pdf import read_pdf  # each reader loads its library only when it is needed

        return "", read_pdf(data)
    if suffix == ".docx" or b"word/document.xml" in data[:4096] + data[-65536:]:
        from extract.formats.docx import read_docx

        return "", read_docx(data)
    if suffix in _OTHER_FORMATS:
        raise FormatError(
            f"is in a format that is not read ({_OTHER_FORMATS[suffix]})", "save it as .docx, .pdf or .txt"
        )
    if suffix in _HTML or _looks_like_html(data):
        from extract.formats.html import read_html

        declared = _DECLARED.search(data[:2048])
        return read_html(decode(data, declared[1].decode("ascii") if declared else ""))
    text = decode(data)
    if suffix in _MARKDOWN:
        from extract.formats.markdown import read_markdown

        return "", read_markdown(text)
    return "", text


def _looks_like_html(data: bytes) -> bool:
    beginning = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return beginning.startswith((b"<!doctype html", b"<html"))


def _first_title(text: str) -> str:
    r"""Return the title that a text begins with, nothing if it begins otherwise.

    >>> _first_title("附件：\n国际科技合作“十二五”专项规划\n\n一、形势")
    '国际科技合作“十二五”专项规划'
    >>> _first_title("当前，形势严峻。\n发展很快。")
    ''
    """
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()]
    for line in lines[:-1]:
        if line.rstrip("：:") in ("附件", "附"):
            continue
        is_title = len(line) <= _LONGEST_TITLE and line[-1] not in "。；，：！？,;:" and not begins_heading(line)
        return line if is_title else ""
    return ""


def read_catalogue(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of a folder's catalogue by file name; a folder without a catalogue has none.

    Raises `ReadError` with file and line where the catalogue cannot be used.
    """
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
