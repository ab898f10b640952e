"""Readers for files that are no table: a room turns them into lines of cells, and counts what they hold that has no place there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from steerco.foundation.imports.detection import Lines, decode
from steerco.foundation.imports.problems import CannotRead


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and lines, and what had to be left behind: its name and how many there were."""

    cells: list[list[str]]
    lost: tuple[tuple[str, int], ...] = ()


Reader = Callable[[str], Table]
_readers: dict[str, Reader] = {}


def reader(name: str) -> Callable[[Reader], Reader]:
    """Registers a reader under the name that profiles give it."""

    def register(read: Reader) -> Reader:
        _readers[name] = read
        return read

    return register


def lines_by(name: str, data: bytes) -> Lines:
    """The lines that a reader makes of a file; raises `CannotRead`."""
    if not data.strip():
        raise CannotRead(_("The file is empty."))
    text, encoding = decode(data)
    try:
        table = _readers[name](text)
    except (KeyError, TypeError, AttributeError) as error:
        raise CannotRead(_("This file is not written as expected: %(reason)s.") % {"reason": error}) from error
    return Lines(table.cells, encoding, name, first=0, lost=table.lost)


def without_nothing(lost: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """What was left behind, without what there was none of."""
    return tuple((what, count) for what, count in lost if count)
