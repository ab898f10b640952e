"""The cells of a record: read once, kept as values only, and made into `Cell`s where somebody asks for their text and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from steerco.foundation.imports.values import Gap, Money

NOTHING = object()


@dataclass(frozen=True, slots=True)
class Cell:
    """A value or a gap, the text that it was read from, its place in the file, who speaks in its column, and the currency that it names."""

    value: Any
    text: str
    gap: Gap | None
    row: int
    column: int
    by: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where the cells of one field stand: the place of their texts in a row and of the column in the file, who speaks, whose money."""

    index: int
    position: int
    by: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What all records of a file share: the fields in their order, each with its place among the values, and which way the table lies."""

    lanes: tuple[Lane, ...]
    slots: Mapping[str, int]
    transposed: bool


_HOLDERS = frozenset({Money, Cell})


class Cells(Mapping[str, Cell]):
    """The cells of one record by field. A value stands for itself, a `Gap` for none, `Money` names its currency, a `Cell` came of two."""

    __slots__ = ("_layout", "_position", "_slots", "_texts", "_values")

    def __init__(self, layout: Layout, position: int, texts: tuple[str, ...], values: tuple[Any, ...]) -> None:
        self._layout, self._position, self._texts, self._values = layout, position, texts, values
        self._slots = layout.slots

    def __getitem__(self, name: str) -> Cell:
        slot = self._layout.slots[name]
        kept = self._values[slot]
        if type(kept) is Cell:
            return kept
        lane = self._layout.lanes[slot]
        text = cleaned(self._texts[lane.index])
        place = (lane.position, self._position) if self._layout.transposed else (self._position, lane.position)
        if type(kept) is Gap:
            return Cell(None, text, kept, *place, by=lane.by)
        if type(kept) is Money:
            return Cell(kept.amount, text, None, *place, by=lane.by, currency=kept.currency)
        return Cell(kept, text, None, *place, by=lane.by, currency=lane.currency)

    def __iter__(self) -> Iterator[str]:
        return iter(self._layout.slots)

    def __len__(self) -> int:
        return len(self._layout.slots)

    def __contains__(self, name: object) -> bool:
        return name in self._layout.slots

    def but(self, changed: Mapping[str, Cell]) -> Cells:
        """The same with some cells changed."""
        values = [changed.get(name, kept) for name, kept in zip(self._layout.slots, self._values, strict=True)]
        return Cells(self._layout, self._position, self._texts, tuple(values))

    def said(self, name: str) -> Any:
        """The value of a field or the gap in its place; `NOTHING` where the file has no such column."""
        slot = self._slots.get(name)
        if slot is None:
            return NOTHING
        kept = self._values[slot]
        return _plain(kept) if type(kept) in _HOLDERS else kept

    def value(self, name: str) -> Any:
        """The value of a field; None where it is missing."""
        slot = self._slots.get(name)
        if slot is None:
            return None
        kept = self._values[slot]
        if type(kept) in _HOLDERS:
            kept = _plain(kept)
        return None if type(kept) is Gap else kept

    def gaps(self) -> Iterator[tuple[str, Gap]]:
        """The fields without a value, with the reason."""
        for name, kept in zip(self._layout.slots, self._values, strict=True):
            found = _plain(kept) if type(kept) in _HOLDERS else kept
            if type(found) is Gap:
                yield name, found


def _plain(kept: Any) -> Any:
    if type(kept) is Money:
        return kept.amount
    return kept.value if kept.gap is None else kept.gap


def cleaned(text: str) -> str:
    """The text of a cell without what no record can hold."""
    return text.replace("\x00", "").strip()
