"""What belongs to what: the rooms say which records are parts of another, so that what changed at one is told with all that hangs on it."""

from __future__ import annotations

from typing import NamedTuple

HANGING = ("record_id", "record_type")
"""The fields of what hangs on any record: its number, and its kind."""


class Part(NamedTuple):
    """That a kind of record belongs to another, or (`leads`) leads to another that then belongs, too: by which of its fields."""

    kind: str
    field: str
    whole: str


_parts: list[Part] = []
_leads: list[Part] = []
_hanging: list[str] = []
_tellers: set[str] = set()
_noting: dict[str, str] = {}


def part_of(kind: str, field: str, whole: str) -> None:
    """Says that a record of `kind` is a part of the record of kind `whole` whose key stands in `field`."""
    _add(_parts, Part(kind, field, whole))


def leads_to(kind: str, field: str, other: str) -> None:
    """Says that a part of `kind` (a membership) brings in the record of kind `other` whose key stands in `field`."""
    _add(_leads, Part(kind, field, other))


def hangs_on_any(kind: str) -> None:
    """Says that a record of `kind` hangs on a record of any kind, which `record_type` and `record_id` name."""
    if kind not in _hanging:
        _hanging.append(kind)


def tells_of(kind: str) -> None:
    """Says that a record of `kind` gathers what belongs to it where changes are told, and is not told with what it belongs to itself."""
    _tellers.add(kind)


def whole_of(kind: str) -> Part | None:
    """What a kind is told with: the first that it is a part of; nothing where it gathers its own parts, or is a part of none."""
    return None if kind in _tellers else next((part for part in _parts if part.kind == kind), None)


def tells(kind: str) -> bool:
    """Whether a kind gathers what belongs to it."""
    return kind in _tellers


def notes_acts(kind: str, field: str) -> None:
    """Says that a record of `kind` notes an act: the number of its revision stands in `field`."""
    _noting[kind] = field


def act_noted_by(kind: str) -> str:
    """The field in which a kind of record names the act that it notes; empty where it notes none."""
    return _noting.get(kind, "")


def parts_of(whole: str) -> list[Part]:
    """The kinds that are parts of a kind."""
    return [part for part in _parts if part.whole == whole]


def led_to_by(kind: str) -> list[Part]:
    """What a kind of part leads to."""
    return [lead for lead in _leads if lead.kind == kind]


def hanging() -> tuple[str, ...]:
    """The kinds that hang on records of any kind."""
    return tuple(_hanging)


def _add(known: list[Part], part: Part) -> None:
    if part not in known:
        known.append(part)
