"""The sound of Chinese names in Latin letters, for finding them without a Chinese keyboard. Never an identifier."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """Return the first letters of the syllables of a name; other letters and digits stay, in small letters.

    >>> initials("清洁能源（CCUS）")
    'qjnyccus'
    """
    return "".join(filter(str.isalnum, "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))).lower()


def syllables(name: str) -> str:
    """Return the syllables of a name written together, without tones.

    >>> syllables("清洁能源")
    'qingjienengyuan'
    """
    return "".join(filter(str.isalnum, "".join(lazy_pinyin(name)))).lower()
