"""Many records changed or removed as one act: each is tried by its service, and what is refused is left out; trying writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import RevisionWriter, together
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.writing import REFUSALS, Writing, said

SHOWN = 50


class Line(NamedTuple):
    """What becomes of one record: its name, the value before and after, or why it stays."""

    label: str
    before: str = ""
    after: str = ""
    refusal: str = ""


@dataclass
class Tried:
    """What becomes of many records: how many change, the first of them, those that can't, how many are so already."""

    done: int = 0
    same: int = 0
    lines: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    act: Revision | None = None


@contextmanager
def attempt(by: Actor, verb: str = "", *, reason: str = "", dry: bool = False) -> Iterator[RevisionWriter]:
    """One act; a dry one does everything and takes it back, so that it can't say anything else than the act itself."""
    try:
        with together(by, verb, reason=reason) as act:
            yield act
            if dry:
                raise _Looked
    except _Looked:
        pass


def change_many(writing: Writing, keys: Sequence[int], given: Mapping[str, Any], *, reason: str = "", dry: bool = False) -> Tried:
    """Gives all records the same values, by column."""

    def one(record: Any, shown: bool) -> Line | None:
        before = _words(writing, given, record) if shown else ""
        if not writing.write(record, given, reason=reason):
            return None
        return Line(str(record), before, _words(writing, given, record) if shown else "")

    return _each(writing.by, keys, writing.records, one, reason=reason, dry=dry)


def remove_many(register: Register, by: Actor, keys: Sequence[int], *, reason: str = "", dry: bool = False) -> Tried:
    """Removes records, each by its service."""
    assert register.delete is not None
    delete = register.delete

    def records(wanted: Sequence[int]) -> dict[int, Any]:
        return register.rows(by).order_by().filter(pk__in=wanted).in_bulk()

    def one(record: Any, shown: bool) -> Line:
        register.require(by, "delete", record)
        line = Line(str(record))
        delete(by=by, record=record, reason=reason)
        return line

    return _each(by, keys, records, one, reason=reason, dry=dry)


def seal_of(register: Register, by: Actor, keys: Sequence[int], more: Any = None) -> str:
    """A short mark of which records these are, in which version, and of what else was seen; it differs once any of them was written."""
    held: dict[int, int] = {}
    for start in range(0, len(keys), 1000):
        held |= dict(register.rows(by).order_by().filter(pk__in=keys[start : start + 1000]).values_list("pk", "version"))
    return hashlib.sha256(repr((sorted(held.items()), more)).encode()).hexdigest()[:32]


class _Looked(Exception):
    """Ends a dry act: everything that it wrote is rolled back."""


def _each(
    by: Actor, keys: Sequence[int], records: Callable[[Sequence[int]], Mapping[int, Any]], one: Callable[[Any, bool], Line | None], *,
    reason: str, dry: bool,
) -> Tried:  # fmt: skip
    tried = Tried()
    with attempt(by, reason=reason, dry=dry) as act:
        found = {key: record for start in range(0, len(keys), 1000) for key, record in records(keys[start : start + 1000]).items()}
        for key in keys:
            record = found.get(key)
            if record is None:
                continue
            label = str(record)
            try:
                with act.part("", "", undivided=True):
                    line = one(record, len(tried.lines) < SHOWN)
            except REFUSALS as error:
                tried.refused.append(Line(label, refusal=said(error)))
                continue
            tried.done, tried.same = tried.done + (line is not None), tried.same + (line is None)
            if line is not None and len(tried.lines) < SHOWN:
                tried.lines.append(line)
    tried.act = act.revision
    return tried


def _words(writing: Writing, given: Mapping[str, Any], record: Any) -> str:
    """The values that a record has in the columns that are given, in words."""
    return ", ".join(state.words for state in writing.states(record, given).values())
