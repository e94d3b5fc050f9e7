"""Bytes become text: UTF-8 if they are that, else the encoding that a library detects, GB 18030 first for Chinese."""

from __future__ import annotations

import codecs
import unicodedata

import charset_normalizer

from extract.formats.errors import FormatError

#: What begins with these marks says itself how it is encoded; the longer mark of UTF-32 is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: GB 18030 holds the older encodings of simplified Chinese.
_CHINESE = frozenset({"gb2312", "gbk", "cp936", "gb18030", "hz"})
_SAMPLE = 200_000
#: Beyond this share of bytes that are no UTF-8, a file is no damaged UTF-8 but something else.
_DAMAGED = 0.01
#: Beyond this share of characters that no text holds, what was decoded is no text.
_NOT_TEXT = 0.05
_SAVE_AS_UTF8 = "save it as UTF-8"


def decode(data: bytes, declared: str = "") -> str:
    """Return the text that bytes hold, without the mark of byte order.

    >>> [decode("中法合作".encode(encoding)) for encoding in ("gb18030", "utf-16", "utf-8-sig")]
    ['中法合作', '中法合作', '中法合作']

    Raises `FormatError` for what is empty, damaged or no text at all.
    """
    if not data.strip():
        raise FormatError("is empty", "put the text in or leave the file out")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data)
    if declared:
        try:
            return data.decode("gb18030" if declared.lower() in _CHINESE else declared)
        except (UnicodeDecodeError, LookupError):
            pass  # pages often declare what they are not
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise _damage("UTF-8", data, error) from error
        text = _decode_as(_detect(data), data)
    if _is_binary(text):
        raise FormatError("is no text", "name a file of text, HTML, Word, PDF or Markdown")
    return text


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damage(encoding.upper().removesuffix("-SIG"), data, error) from error


def _damage(encoding: str, data: bytes, error: UnicodeDecodeError) -> FormatError:
    line = data.count(b"\n", 0, error.start) + 1
    return FormatError(
        f"is not valid {encoding} in line {line} (byte {error.start:,})", f"correct that line or {_SAVE_AS_UTF8}"
    )


def _is_damaged_utf8(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    bad = sample.decode("utf-8", errors="replace").count("\ufffd")
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    return bad <= 1 + high * _DAMAGED and high > 2 * bad


def _detect(data: bytes) -> str:
    encodings = [match.encoding for match in charset_normalizer.from_bytes(data[:_SAMPLE])]
    if _CHINESE.intersection(encodings):
        return "gb18030"
    if not encodings:
        raise FormatError("has an encoding that cannot be told, or is no text", _SAVE_AS_UTF8)
    return encodings[0]


def _is_binary(text: str) -> bool:
    """Return whether there are too many characters that are controls or that Unicode does not know."""
    sample = text[:_SAMPLE]
    odd = {mark for mark in set(sample) if unicodedata.category(mark) in ("Cc", "Cn") and not mark.isspace()}
    return bool(odd) and sum(mark in odd for mark in sample) > _NOT_TEXT * len(sample)
