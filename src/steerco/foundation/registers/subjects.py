"""Subjects: any record that a register knows, for what hangs on records without being one of their fields: comments, files, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import NO_SCOPES, ScopeKey
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.registers.register import Register, registers

Key = tuple[str, int]
Page = Callable[[Any], str]
Owners = Callable[[Any], Iterable[int]]

_pages: dict[str, Page] = {}
_owners: dict[str, Owners] = {}

beneath: list[str] = []
"""Templates that stand beneath the fields on the page of every record; each is given `register`, `record` and `slug`."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A record with its register; whoever holds one has seen that the actor may see the record."""

    register: Register
    record: Any

    @property
    def key(self) -> Key:
        """What names it in the ledger: kind and number."""
        return record_type(self.register.model), self.record.pk

    @property
    def slug(self) -> str:
        """What names it in addresses."""
        return str(getattr(self.record, self.register.slug))

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.record)

    @property
    def address(self) -> str:
        """The page of the record; empty where it has none."""
        page = _pages.get(self.key[0])
        try:
            return page(self.record) if page is not None else reverse(self.register.opens, args=[self.slug]) if self.register.opens else ""
        except NoReverseMatch:
            return ""

    @cached_property
    def scopes(self) -> frozenset[ScopeKey]:
        """Every scope that the record lies in, read once."""
        return self.register.scopes(self.record)

    @cached_property
    def level(self) -> int:
        """How confidential the record is."""
        return self.register.level(self.record)

    def scopes_for(self, by: Actor) -> frozenset[ScopeKey]:
        """The scopes, where they decide anything for the actor."""
        return self.scopes if by.is_scoped else NO_SCOPES

    def seen_by(self, by: Actor) -> bool:
        """Whether somebody else may see the record, too (two queries at most)."""
        return self.register.may(by, "view", self.record) and self.register.rows(by).filter(pk=self.record.pk).exists()

    def owners(self) -> frozenset[int]:
        """The accounts of those who answer for the record."""
        found = _owners.get(self.key[0])
        return frozenset(found(self.record)) if found is not None else frozenset()


def page_of(kind: str) -> Callable[[Page], Page]:
    """A room says where a kind of record (`status.statusreport`) is shown, where its register doesn't know."""

    def register(page: Page) -> Page:
        _pages[kind] = page
        return page

    return register


def owners_of(kind: str) -> Callable[[Owners], Owners]:
    """A room says which accounts answer for a record of a kind."""

    def register(owners: Owners) -> Owners:
        _owners[kind] = owners
        return owners

    return register


def subject(by: Actor, name: str, slug: str) -> Subject:
    """The record that a register's name and an address name; 404 where the actor can see none, `Refused` where none of the kind."""
    register = registers.get(name)
    if register is None:
        raise Http404
    register.require(by, "view")
    return Subject(register, register.find(by, slug))


def register_of(kind: str) -> Register | None:
    """The register of a kind of record; None where no register knows it."""
    return next((each for each in registers.values() if record_type(each.model) == kind), None)


def subjects(by: Actor, keys: Iterable[Key]) -> dict[Key, Subject]:
    """Those of the records that the actor may see, by kind and number (one query a kind)."""
    wanted: dict[str, set[int]] = {}
    for kind, number in keys:
        wanted.setdefault(kind, set()).add(number)
    found: dict[Key, Subject] = {}
    for kind, numbers in wanted.items():
        register = register_of(kind)
        if register is None or not register.may(by, "view"):
            continue
        found.update({(kind, record.pk): Subject(register, record) for record in register.rows(by).filter(pk__in=numbers)})
    return found


def subject_at(by: Actor, key: Key) -> Subject | None:
    """The record of a kind and number; None where the actor can't see it."""
    return subjects(by, [key]).get(key)
