"""What is wrong with a file whose text cannot be had."""

from __future__ import annotations


class FormatError(ValueError):
    """A file whose text cannot be had; `cure` says what to do about it."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.cure = cure
