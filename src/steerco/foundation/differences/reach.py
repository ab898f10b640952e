"""All that belongs to a record, with what belonged to it and was removed or moved away in between: a filter on changes for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from steerco.foundation.differences.spans import Bounds
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.parts import HANGING, Part, hanging, led_to_by, parts_of
from steerco.foundation.organisations.models import OrganisationRecord

FEW = 2_000


@dataclass
class Keys:
    """The records of a kind: those that are there (found by the database), and the numbers of others."""

    there: list[QuerySet[Any, Any]] = field(default_factory=list)
    others: set[int] = field(default_factory=set)

    def where(self, name: str) -> Q:
        """A filter: the field holds one of them."""
        found = Q(**{f"{name}__in": sorted(self.others)}) if self.others else Q(pk__in=[])
        for query in self.there:
            found |= Q(**{f"{name}__in": query})
        return found

    def numbers(self) -> set[int]:
        """All of them, read."""
        return self.others.union(*(_flat(query) for query in self.there))

    def settled(self) -> Keys:
        """The same, read where they are few, so that what is asked of them stays a short question."""
        unread: list[QuerySet[Any, Any]] = []
        for query in self.there:
            few = _flat(query[: FEW + 1])
            if len(few) > FEW:
                unread.append(query)
            else:
                self.others |= few
        self.there = unread
        return self

    def add(self, more: Keys) -> None:
        """Takes others in."""
        self.there += more.there
        self.others |= more.others


def reach_of(kind: str, number: int, bounds: Bounds) -> dict[str, Keys]:
    """Everything that belongs to a record, kind by kind: itself, its parts, their parts, and what hangs on any of them."""
    found: dict[str, Keys] = {kind: Keys(others={number})}
    used: set[Part] = set()
    level = {kind: found[kind]}
    while level:
        following: dict[str, Keys] = {}
        for each, keys in level.items():
            for part in [part for part in parts_of(each) if part not in used]:
                used.add(part)
                following.setdefault(part.kind, Keys()).add(_parts(part, keys, bounds))
            for lead in [lead for lead in led_to_by(each) if lead not in used and lead.whole not in found]:
                used.add(lead)
                following.setdefault(lead.whole, Keys()).add(_led_to(lead, keys, bounds))
        for each, keys in following.items():
            found.setdefault(each, Keys()).add(keys.settled())
        level = following
    for each in hanging():
        found[each] = _hanging_on(each, list(found.items())).settled()
        for part in parts_of(each):
            found[part.kind] = _parts(part, found[each], bounds).settled()
    return found


def _parts(part: Part, wholes: Keys, bounds: Bounds) -> Keys:
    """The parts that are there, and those that were removed, or moved to another whole, in between."""
    name = part.field.removesuffix("_id")
    there = _model(part.kind).objects.filter(wholes.where(name)).values("pk")
    gone = list(_left(part.kind, part.field, bounds).values_list("record_id", f"before__{part.field}"))
    mine = wholes.numbers() if gone else set()
    return Keys([there], {number for number, whole in gone if whole in mine})


def _led_to(lead: Part, parts: Keys, bounds: Bounds) -> Keys:
    name = lead.field.removesuffix("_id")
    there = _model(lead.kind).objects.filter(parts.where("pk")).values(name)
    gone = _left(lead.kind, lead.field, bounds).filter(parts.where("record_id")).values_list(f"before__{lead.field}", flat=True)
    return Keys([there], set(gone))


def _hanging_on(kind: str, wholes: Iterable[tuple[str, Keys]]) -> Keys:
    """What hangs on records of any kind is never moved to another, and taken away without being removed."""
    number, named = HANGING
    about = Q(pk__in=[])
    for each, keys in wholes:
        about |= Q(**{named: each}) & keys.where(number)
    return Keys([_model(kind).objects.filter(about).values("pk")])


def _left(kind: str, name: str, bounds: Bounds) -> QuerySet[Change]:
    """The changes by which records of a kind were removed, or got another value in a field."""
    moved = Q(action=Change.DELETED) | Q(action=Change.CHANGED, before__has_key=name)
    return Change.objects.filter(moved, record_type=kind, pk__gte=bounds.low, pk__lte=bounds.high,
                                 revision__organisation=bounds.organisation)  # fmt: skip


def _flat(query: QuerySet[Any, Any]) -> set[int]:
    return {next(iter(row.values())) for row in query}


def _model(kind: str) -> type[OrganisationRecord]:
    model: type[OrganisationRecord] = apps.get_model(kind)
    return model
