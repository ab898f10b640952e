"""What differs between two instants: how many records of which kind, by whom, and each with its values before and after."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.differences.reach import Keys, reach_of
from steerco.foundation.differences.spans import Span, bounds_of
from steerco.foundation.ledger.access import require_activity, rights, shown_changes_of
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.wording import RecordChange, kind_of, record_changes
from steerco.foundation.registers.subjects import Key, Subject, register_of

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


class Between:
    """The differences of a span: of everything where there is no subject (asks for the right to the ledger), else of what belongs to it.

    `who` and `kind` narrow what is listed; only what the actor may see is counted and told.
    """

    def __init__(self, by: Actor, span: Span, at: Subject | None = None, *, who: int | None = None, kind: str = "") -> None:
        if at is None:
            require_activity(by)
        else:
            rights().require(by, "history", scopes=at.scopes_for(by), level=at.level)
        self.by, self.span, self.at, self.who, self.kind = by, span, at, who, kind

    @cached_property
    def bounds(self) -> Any:
        """The first and the last change."""
        return bounds_of(self.by, self.span)

    @cached_property
    def kinds(self) -> list[ByKind]:
        """How many records of each kind differ; what belongs to a record from itself downwards, of everything the most first."""
        counted = [ByKind(kind, kind_of(kind, many=True), self._of(kind).aggregate(n=Count("record_id", distinct=True))["n"])
                   for kind in self._kinds]  # fmt: skip
        found = [each for each in counted if each.records]
        return found if self.at is not None else sorted(found, key=lambda each: (-each.records, each.kind))

    @cached_property
    def people(self) -> list[ByPerson]:
        """Who did it, most records first."""
        found: dict[tuple[int | None, int | None], list[int]] = defaultdict(lambda: [0, 0])
        for kind in self._kinds:
            rows = self._of(kind, anybody=True).values("revision__account", "revision__on_behalf_of").order_by()
            for row in rows.annotate(n=Count("record_id", distinct=True), acts=Count("revision_id", distinct=True)):
                held = found[row["revision__account"], row["revision__on_behalf_of"]]
                held[0], held[1] = held[0] + row["n"], held[1] + row["acts"]
        known = Account.objects.in_bulk({key for pair in found for key in pair if key is not None})
        told = [ByPerson(known.get(who or 0), known.get(whom or 0), *counted) for (who, whom), counted in found.items()]
        return sorted(told, key=lambda each: (-each.records, str(each.account)))

    @property
    def total(self) -> int:
        """How many records differ, of those asked for."""
        return sum(each.records for each in self._asked)

    def page(self, number: int) -> list[Difference]:
        """One page of differences, kind by kind, newest first."""
        return self._some((number - 1) * PAGE, PAGE)

    def every(self) -> Iterator[Difference]:
        """All of them, read in pieces."""
        for start in range(0, self.total, CHUNK):
            yield from self._some(start, CHUNK)

    @property
    def _asked(self) -> list[ByKind]:
        return [each for each in self.kinds if not self.kind or each.kind == self.kind]

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

    def _of(self, kind: str, *, anybody: bool = False) -> QuerySet[Change]:
        """The changes of a kind that the actor may read, in the span, of what is asked for."""
        belonging = self.at is not None and kind != self.at.key[0]
        found = Change.objects.filter(shown_changes_of(self.by, kind, belonging=belonging), self._within, record_type=kind)
        if self._reach is not None:
            found = found.filter(self._reach[kind].where("record_id"))
        return found if anybody or self.who is None else found.filter(revision__account=self.who)

    def _some(self, start: int, count: int) -> list[Difference]:
        found: list[Difference] = []
        for each in self._asked:
            if count <= 0:
                break
            if start >= each.records:
                start -= each.records
                continue
            rows = self._of(each.kind).order_by().values("record_id").annotate(last=Max("id")).order_by("-last")
            numbers = [row["record_id"] for row in rows[start : start + count]]
            found += self._differences(each.kind, numbers)
            start, count = 0, count - len(numbers)
        return found

    def _differences(self, kind: str, numbers: Sequence[int]) -> list[Difference]:
        """The differences of these records, in their order (a fixed number of queries)."""
        rows = self._of(kind, anybody=True).filter(record_id__in=numbers).order_by("id")
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
