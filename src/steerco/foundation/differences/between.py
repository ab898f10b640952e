"""What differs between two instants: how many records of which kind, by whom, and each with its values before and after."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.differences.belonging import heads_called
from steerco.foundation.differences.reach import Keys, reach_of
from steerco.foundation.differences.spans import Span, bounds_of
from steerco.foundation.ledger.access import require_activity, rights, shown_changes_of
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.wording import RecordChange, kind_of, record_changes
from steerco.foundation.registers.subjects import Key, Subject, register_of
from steerco.foundation.ui.numbers import number_in

PAGE, CHUNK = 50, 200
CAME_AND_WENT, AS_BEFORE = "came and went", "as before"


class ByKind(NamedTuple):
    """How many records of a kind differ."""

    kind: str
    words: str
    records: int


class ByPerson(NamedTuple):
    """Who changed how many records in how many acts, and for whom."""

    account: Account | None
    on_behalf_of: Account | None
    records: int
    acts: int


class Deed(NamedTuple):
    """One of the acts behind a difference."""

    number: int
    at: dt.datetime
    account: Account | None
    on_behalf_of: Account | None
    verb: str
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One record: its kind and number, what came of it (`created`, `changed`, `deleted` …), in words, in values, and by which acts."""

    key: Key
    outcome: str
    told: RecordChange
    before: dict[str, Any]
    after: dict[str, Any]
    deeds: tuple[Deed, ...]
    belongs_to: str = ""


class Asked(NamedTuple):
    """What is asked for of what differs: what an account changed, one kind of record, what came through one entrance, one act."""

    who: int | None = None
    kind: str = ""
    through: str = ""
    act: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """What an address asks for; a number that is none asks for nothing."""
        return cls(number_in(query.get("who", "")), query.get("kind", ""), query.get("through", ""), number_in(query.get("act", "")))


NOTHING_ASKED = Asked()


class Between:
    """The differences of a span: of everything where there is no subject (asks for the right to the ledger), else of what belongs to it.

    `asked` narrows what is listed; only what the actor may see is counted and told.
    """

    def __init__(self, by: Actor, span: Span, at: Subject | None = None, asked: Asked = NOTHING_ASKED) -> None:
        if at is None:
            require_activity(by)
        else:
            rights().require(by, "history", scopes=at.scopes_for(by), level=at.level)
        self.by, self.span, self.at, self.asked = by, span, at, asked
        self._shown: dict[str, Q] = {}  # by kind: dear to put together, and asked for three times a page

    @cached_property
    def bounds(self) -> Any:
        """The first and the last change."""
        return bounds_of(self.by, self.span, self.asked.act)

    @cached_property
    def kinds(self) -> list[ByKind]:
        """How many records of each kind differ; what belongs to a record from itself downwards, of everything the most first."""
        counted = [ByKind(kind, kind_of(kind, many=True), self.of(kind).aggregate(n=Count("record_id", distinct=True))["n"])
                   for kind in self._kinds]  # fmt: skip
        found = [each for each in counted if each.records]
        return found if self.at is not None else sorted(found, key=lambda each: (-each.records, each.kind))

    @cached_property
    def people(self) -> list[ByPerson]:
        """Who did it, most records first."""
        records: dict[tuple[int | None, int | None], int] = defaultdict(int)
        acts: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
        for kind in self._kinds:
            rows = self.of(kind, anybody=True).order_by().values_list("revision__account", "revision__on_behalf_of")
            for who, whom, n in rows.annotate(n=Count("record_id", distinct=True)):
                records[who, whom] += n
            for who, whom, act in rows.values_list("revision__account", "revision__on_behalf_of", "revision_id").distinct():
                acts[who, whom].add(act)
        known = Account.objects.in_bulk({key for pair in records for key in pair if key is not None})
        told = [ByPerson(known.get(who or 0), known.get(whom or 0), n, len(acts[who, whom])) for (who, whom), n in records.items()]
        return sorted(told, key=lambda each: (-each.records, str(each.account)))

    @cached_property
    def entrances(self) -> list[str]:
        """Through what anything was done in the span."""
        if self.bounds.low is None:
            return []
        rows = Change.objects.filter(self._within).order_by().values_list("revision__entrance", flat=True)
        return sorted(rows.distinct())

    @property
    def total(self) -> int:
        """How many records differ, of those asked for."""
        return sum(each.records for each in self.wanted)

    def page(self, number: int) -> list[Difference]:
        """One page of differences, kind by kind, newest first, each with the name of what it belongs to."""
        found = self._some((number - 1) * PAGE, PAGE)
        heads = heads_called(each.key for each in found)
        return [replace(each, belongs_to=heads.get(each.key, "")) for each in found]

    def every(self) -> Iterator[Difference]:
        """All of them, read in pieces."""
        for start in range(0, self.total, CHUNK):
            found = self._some(start, CHUNK)
            heads = heads_called(each.key for each in found)
            yield from (replace(each, belongs_to=heads.get(each.key, "")) for each in found)

    @property
    def wanted(self) -> list[ByKind]:
        """The kinds that are asked for."""
        return [each for each in self.kinds if not self.asked.kind or each.kind == self.asked.kind]

    @cached_property
    def _kinds(self) -> list[str]:
        if self.bounds.low is None:
            return []
        if self._reach is not None:
            return list(self._reach)
        rows = Change.objects.filter(self._within).order_by().values_list("record_type", flat=True).distinct()
        return sorted(rows)

    @cached_property
    def _reach(self) -> dict[str, Keys] | None:
        return None if self.at is None else reach_of(*self.at.key, self.bounds)

    @property
    def _within(self) -> Q:
        low, high = self.bounds.low, self.bounds.high
        return Q(pk__gte=low, pk__lte=high, revision__organisation=self.bounds.organisation)

    def of(self, kind: str, *, anybody: bool = False) -> QuerySet[Change]:
        """The changes of a kind that the actor may read, in the span, of what is asked for."""
        if kind not in self._shown:
            belonging = self.at is not None and kind != self.at.key[0]
            self._shown[kind] = shown_changes_of(self.by, kind, belonging=belonging)
        found = Change.objects.filter(self._shown[kind], self._within, record_type=kind)
        if self._reach is not None:
            found = found.filter(self._reach[kind].where("record_id"))
        if anybody:
            return found
        if self.asked.who is not None:
            found = found.filter(revision__account=self.asked.who)
        return found.filter(revision__entrance=self.asked.through) if self.asked.through else found

    def _some(self, start: int, count: int) -> list[Difference]:
        found: list[Difference] = []
        for each in self.wanted:
            if count <= 0:
                break
            if start >= each.records:
                start -= each.records
                continue
            rows = self.of(each.kind).order_by().values("record_id").annotate(last=Max("id")).order_by("-last")
            numbers = [row["record_id"] for row in rows[start : start + count]]
            found += self.differences(each.kind, numbers)
            start, count = 0, count - len(numbers)
        return found

    def differences(self, kind: str, numbers: Sequence[int], apart: Collection[int] = ()) -> list[Difference]:
        """The differences of these records, in their order, without what the acts of these numbers did (a fixed number of queries)."""
        rows = self.of(kind, anybody=True).filter(record_id__in=numbers).exclude(revision__number__in=apart).order_by("id")
        grouped: dict[int, list[Change]] = {number: [] for number in numbers}
        for change in rows.select_related("revision__account", "revision__on_behalf_of"):
            grouped[change.record_id].append(change)
        sums = {number: summed(changes) for number, changes in grouped.items() if changes}
        words = record_changes(sums.values(), labels_of(kind))
        return [
            Difference((kind, number), outcome_of(grouped[number], sums[number]), told, sums[number].before or {},
                       sums[number].after or {}, deeds_of(grouped[number]))
            for number, told in zip(sums, words, strict=True)
        ]  # fmt: skip


def summed(changes: Sequence[Change]) -> Change:
    """What several changes of one record, oldest first, come to."""
    first, last = changes[0], changes[-1]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in changes:
        for name, value in (change.before or {}).items():
            before.setdefault(name, value)
        after |= change.after or {} if change.action != Change.DELETED else dict.fromkeys(change.before or {})
    if first.action == Change.CREATED:
        before = {}
    if last.action == Change.DELETED:
        after = {}
    elif first.action != Change.CREATED:
        same = [name for name in after if before.get(name) == after[name]]
        before, after = ({name: value for name, value in side.items() if name not in same} for side in (before, after))
    action = Change.CREATED if first.action == Change.CREATED else Change.DELETED if last.action == Change.DELETED else Change.CHANGED
    return Change(record_type=last.record_type, record_id=last.record_id, record_label=last.record_label, action=action,
                  before=before or None, after=after or None)  # fmt: skip


def outcome_of(changes: Sequence[Change], whole: Change) -> str:
    """What came of a record: made, changed or removed; made and removed again; or the same as before."""
    if changes[0].action == Change.CREATED and changes[-1].action == Change.DELETED:
        return CAME_AND_WENT
    if whole.action == Change.CHANGED and not whole.before and not whole.after:
        return AS_BEFORE
    return whole.action


def deeds_of(changes: Sequence[Change]) -> tuple[Deed, ...]:
    """The acts behind changes, newest first."""
    acts = {change.revision_id: change.revision for change in changes}
    return tuple(
        Deed(act.number, act.at, act.account, act.on_behalf_of, said(act.verb), act.reason)
        for act in sorted(acts.values(), key=lambda act: -act.number)
    )


def labels_of(kind: str) -> dict[str, str]:
    """What the register of a kind calls its fields."""
    register = register_of(kind)
    if register is None:
        return {}
    fields = {field.name: field.attname for field in register.model._meta.concrete_fields}
    told = {(column.source or column.name).partition("__")[0]: str(column.label) for column in reversed(register.columns)}
    return {fields[name]: label for name, label in told.items() if name in fields}
