"""Differences folded as people look for them: parts into their report, reports into their project; an act on very many is one line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Max, Q

from steerco.foundation.differences.belonging import wholes_of
from steerco.foundation.differences.between import Between
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.names import held_values
from steerco.foundation.ledger.parts import act_noted_by, tells
from steerco.foundation.registers.subjects import Key

MANY, MOST = 200, 20_000  # changes of one act, from which it is one line; records, from which they are told kind by kind only
IMPORT = "import"
Tally = Counter[tuple[str, str]]


class Touched(NamedTuple):
    """A record that differs: the newest act on it, and what came of it."""

    newest: int
    outcome: str
    noted: bool


@dataclass
class Group:
    """What is told together: of a record with all that belongs to it, of a kind (`number` is None), or of one act on many (`act`)."""

    kind: str
    number: int | None
    newest: int = 0
    act: bool = False
    tally: Tally = field(default_factory=Counter)
    keys: list[Key] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records it tells of."""
        return self.tally.total()


class Folded:
    """All groups of what differs, newest first, of one act the heaviest first (a fixed number of queries for each kind of record)."""

    def __init__(self, between: Between) -> None:
        self.between, self.kinds = between, [each.kind for each in between.wanted]

    @cached_property
    def groups(self) -> list[Group]:
        """The groups, in order."""
        found: dict[Key | str, Group] = {}
        noted = self._noted()
        for key, touched in self._touched.items():
            if key in noted:
                continue
            head = self._head(key)
            group = found.setdefault(head or key[0], Group(*(head or (key[0], None))))
            group.newest = max(group.newest, touched.newest)
            group.tally[key[0], touched.outcome] += 1
            group.keys.append(key)
        told = [*found.values(), *self.acts.values()]
        return sorted(told, key=lambda group: (-group.newest, -group.records, group.kind, group.number or 0))

    def in_order(self, group: Group) -> list[Key]:
        """The records of a group: its head, then what belongs to it, each with its own parts beneath."""
        return sorted(group.keys, key=lambda key: self._place(key, group))

    def depth(self, key: Key, group: Group) -> int:
        """How far beneath the head of its group a record lies."""
        return len(self._path(key, group)) - 1

    def _path(self, key: Key, group: Group) -> list[Key]:
        path = [key]
        while path[0] in self._wholes and path[0] != (group.kind, group.number):
            path.insert(0, self._wholes[path[0]])
        return path

    def _place(self, key: Key, group: Group) -> tuple[tuple[int, str, int], ...]:
        newest = {each: self._touched[each].newest if each in self._touched else 0 for each in self._path(key, group)}
        return tuple((-number, *each) for each, number in newest.items())

    @cached_property
    def acts(self) -> dict[int, Group]:
        """The acts that are one line: imports, and whatever touched many records at once; none where one act is looked into."""
        if self.between.asked.act is not None:
            return {}
        found: dict[int, Group] = {}
        imports: set[int] = set()
        for kind in self.kinds:
            rows = self.between.of(kind).order_by().values("revision__number", "revision__entrance", "action")
            for row in rows.annotate(n=Count("id")):
                number = row["revision__number"]
                group = found.setdefault(number, Group("", None, number, act=True))
                group.tally[kind, row["action"]] += row["n"]
                if row["revision__entrance"] == IMPORT:
                    imports.add(number)
        return {number: group for number, group in found.items() if number in imports or group.records > MANY}

    @cached_property
    def _touched(self) -> dict[Key, Touched]:
        """The records that something but those acts touched."""
        found: dict[Key, Touched] = {}
        for kind in self.kinds:
            rows = self.between.of(kind).exclude(revision__number__in=list(self.acts)).order_by().values("record_id")
            made, gone = Count("id", filter=Q(action=Change.CREATED)), Count("id", filter=Q(action=Change.DELETED))
            for row in rows.annotate(newest=Max("revision__number"), made=made, gone=gone, n=Count("id")):
                outcome = Change.DELETED if row["gone"] else Change.CREATED if row["made"] else Change.CHANGED
                found[kind, row["record_id"]] = Touched(row["newest"], outcome, bool(row["made"]) and row["n"] == 1)
        return found

    def _noted(self) -> set[Key]:
        """The records that only note an act which has its own line, such as the import behind it."""
        found: set[Key] = set()
        for kind in self.kinds:
            name = act_noted_by(kind)
            numbers = {number for (each, number), touched in self._touched.items() if each == kind and touched.noted}
            if name and numbers and self.acts:
                found |= {(kind, number) for number, row in held_values(kind, numbers, (name,)).items() if row[name] in self.acts}
        return found

    @cached_property
    def _wholes(self) -> dict[Key, Key]:
        """Each record, and each that it is a part of, with what it is a part of; nothing where there are too many to ask."""
        found: dict[Key, Key] = {}
        level = list(self._touched) if len(self._touched) <= MOST else []
        while level:
            above = wholes_of(level)
            found |= above
            level = [key for key in dict.fromkeys(above.values()) if key not in found]
        return found

    @cached_property
    def _having_parts(self) -> set[Key]:
        """The records of which a part differs."""
        return set(self._wholes.values())

    def _head(self, key: Key) -> Key | None:
        """The record that a record is told with; None where it is told with others of its kind."""
        at = self.between.at.key if self.between.at is not None else None
        while key != at and key in self._wholes and self._wholes[key] != at:
            key = self._wholes[key]
        alone = tells(key[0]) or key in self._wholes or key in self._having_parts or self.between.asked.kind == key[0]
        return key if alone and len(self._touched) <= MOST else None
