"""IRIs of the project: readable, stable, the same for the same input."""

from __future__ import annotations

import hashlib
import re
import unicodedata

ONTOLOGY = "https://w3id.org/stcoop/ontology#"
DATA = "https://w3id.org/stcoop/id/"

#: Characters that RFC 3987 forbids in an IRI, or that Turtle and HTTP would have to escape, and quotation marks.
_UNSAFE = re.compile(r"[\s<>\"{}|\\^`“”‘’'%#?/\x00-\x20\x7f]+")
#: One dash for the dozen that stand between two parties.
_DASH = re.compile(r"[-‐‑‒–—―－−─]+")


def slug(label: str) -> str:
    """Return the part of an IRI that stands for a label: NFC, no spaces or quotation marks, one kind of dash.

    >>> slug("“中国-东盟农业示范基地”")
    '中国—东盟农业示范基地'
    """
    text = _UNSAFE.sub("", unicodedata.normalize("NFC", label))
    return _DASH.sub("—", text)


def kebab(local_name: str) -> str:
    """Return the path segment of a class: its local name in small letters with hyphens.

    >>> kebab("BaseType")
    'base-type'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local_name).lower()


def mint(type_: str, label: str) -> str:
    """Return the IRI of an entity that was discovered in a text.

    >>> mint("Base", "中意联合设计中心")
    'https://w3id.org/stcoop/id/base/中意联合设计中心'
    """
    return f"{DATA}{kebab(type_)}/{slug(label)}"


def short_hash(*parts: object, length: int = 12) -> str:
    """Return a short hexadecimal hash of the parts, which are kept apart by a separator no text contains.

    >>> short_hash("ab", "c") == short_hash("a", "bc")
    False
    """
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]
