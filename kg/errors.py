"""What may go wrong with what a person asks for. Every message names the place and the cure in one line."""

from __future__ import annotations


class UsageError(ValueError):
    """A request that cannot be meant: the command ends with status 2 instead of 1."""
