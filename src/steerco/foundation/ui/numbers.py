"""The numbers that a request says: one reading for pages, commands and the interface."""

from __future__ import annotations


def number_in(text: str) -> int | None:
    """The key, version or count that a request says, where it is plain digits and a number that a database can hold."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
