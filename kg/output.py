"""The only module that writes files: whole output directories, replaced in one step or not at all, and single pages.

A build writes into a sibling of the output directory (same file system, so that a rename is all it takes to publish
it); when anything fails or interrupts it, the sibling goes and the previous output has never been touched.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
GENERATOR = "stcoop-kg"
#: Number of the layout of an output directory; goes up when an older one can no longer be read.
FORMAT = 1
#: What a build may leave at the top of an output directory. Anything else there belongs to somebody else.
ENTRIES = frozenset(
    {
        MANIFEST,
        "README.md",
        "graph.nq",
        "graph.ttl",
        "notebooks",
        "pages",
        "store",
        "tables",
        "timings.json",
        "unresolved.csv",
    }
)


class OutputError(OSError):
    """An output directory that must not or cannot be written or read; the message names it and the cure."""


@contextmanager
def replaced_directory(target: Path) -> Iterator[Path]:
    """Give an empty directory to fill, which takes the place of `target` when the block ends without an error."""
    target = target.resolve()
    check_replaceable(target)
    fresh = _temporary_sibling(target)
    try:
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def check_replaceable(target: Path) -> None:
    """Raise `OutputError` unless `target` is absent, empty, or an earlier output with nothing of anybody else in it."""
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{target}: is a file; choose a directory with --output")
    present = {path.name for path in target.iterdir()}
    if present - {"README.md"} and MANIFEST not in present:
        raise OutputError(f"{target}: is not an earlier output (no {MANIFEST} in it); choose another --output")
    if MANIFEST in present:
        read_manifest(target)
    if foreign := sorted(present - ENTRIES):
        raise OutputError(
            f"{target}: holds {', '.join(foreign)}, which no build made; move it away or choose another --output"
        )
    if present == {"README.md"} and (target / "README.md").read_text("utf-8") != readme():
        raise OutputError(f"{target}: holds a README.md that no build made; move it away or choose another --output")


def read_manifest(directory: Path) -> Mapping[str, Any]:
    """Return the manifest of an output directory; raise `OutputError` where there is none of ours."""
    path = directory / MANIFEST
    if not path.is_file():
        raise OutputError(
            f"{directory}: no output of a build ({MANIFEST} is missing); run `kg build --output {directory}`"
        )
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise OutputError(f"{path}: not readable as JSON ({error}); run `kg build` into another directory") from error
    if not isinstance(manifest, dict) or manifest.get("generator") != GENERATOR:
        raise OutputError(f"{path}: was not written by {GENERATOR}; choose another --output")
    return manifest


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8 with plain line ends, whole or not at all."""
    write_lines(path, (text,))


def write_lines(path: Path, pieces: Iterable[str]) -> None:
    """Write pieces of text one after the other as UTF-8, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(pieces)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file that a person can read, keys in the order given."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def readme() -> str:
    """Return the page that tells a finder of an output directory what is in it."""
    return (files("kg") / "templates" / "output-readme.md").read_text("utf-8")


def _temporary_sibling(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(target)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.", dir=target.parent))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); choose another --output") from error
    fresh.chmod(0o777 & ~_umask())
    return fresh


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _remove_abandoned(target: Path) -> None:
    """Remove what a killed build left beside the target: its process is gone, nobody else will."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.*.*"):
        process = path.name.split(".")[-2]
        if path.is_dir() and process.isdecimal() and not _is_running(int(process)):
            _restore_or_remove(path, target)


def _restore_or_remove(path: Path, target: Path) -> None:
    if path.name.endswith(".previous") and not target.exists():
        path.rename(target)
    else:
        shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` where `target` is; on any failure the previous directory is back in its place."""
    previous = target.with_name(f".{target.name}.{os.getpid()}.previous")
    existed = target.exists()
    try:
        if existed:
            target.rename(previous)
        fresh.rename(target)
    except BaseException as error:
        if previous.exists() and not target.exists():
            previous.rename(target)
        if isinstance(error, OSError):
            raise OutputError(f"{target}: cannot be replaced ({error.strerror}); choose another --output") from error
        raise
    shutil.rmtree(previous, ignore_errors=True)
