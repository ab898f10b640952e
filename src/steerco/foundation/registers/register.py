"""A register: a kind of record said once, and the place where rooms above add columns to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import NO_SCOPES, Permissions, Refused, ScopeKey
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.columns import Column, Scene, Text
from steerco.foundation.registers.filters import Filter
from steerco.foundation.ui.numbers import number_in

if TYPE_CHECKING:
    from steerco.foundation.registers.asked import Asked
    from steerco.foundation.registers.forms import RecordForm
    from steerco.foundation.registers.listing import Listing

MakeColumns = Callable[[Scene], Sequence[Column]]


class Offer(NamedTuple):
    """An act that the page of a record offers: its words, and the page on which it is done."""

    label: Text
    address: str


@dataclass
class Register:
    """The declaration: what records there are, who may do what to them, their columns, and the services that write them.

    `name` is its word in addresses and commands, `word` one of its records in url names, `slug` the field that names a record there,
    `opens` the url name of a record's page, `verbs` what the permission table calls an action where it has another word for it, `dated`
    the column that says of which date its amounts are, `first` what is shown before anything was asked (beside all there are; `tabs` are
    the words for both), `facts_on` the date of the newest facts, `listed` how its rows are found where no table holds them,
    `belongings` what comes and goes with a record, `acts` what can be done with a record beside editing it, `order` the field by which
    people put them into an order of their own, `page` the template of its list.
    """

    name: str
    model: type[OrganisationRecord]
    label: Text
    word: str
    one: Text
    rows: Callable[[Actor], QuerySet[Any]]
    permissions: Permissions
    columns: Sequence[Column]
    default: Sequence[str]
    search: Sequence[str]
    about: Text
    sort: str = ""
    slug: str = "pk"
    opens: str = ""
    own: MakeColumns | None = None
    form: type[RecordForm] | None = None
    create: Callable[..., Any] | None = None
    update: Callable[..., Any] | None = None
    delete: Callable[..., Any] | None = None
    consequence: Callable[[Any], str] | None = None
    scopes: Callable[[Any], frozenset[ScopeKey]] = lambda record: NO_SCOPES
    level: Callable[[Any], int] = lambda record: getattr(record, "confidentiality", 0)
    parts: Callable[[Actor, Any], list[Any]] | None = None
    acts: Callable[[Actor, Any], list[Offer]] = lambda by, record: []
    as_of: Callable[[Actor, dt.date], QuerySet[Any]] | None = None
    as_of_note: Text = ""
    dated: str = ""
    first: Callable[[Actor], Filter | None] = lambda by: None
    tabs: tuple[Text, Text] = (gettext_lazy("First"), gettext_lazy("All"))
    facts_on: Callable[[Actor, dt.date | None], dt.date | None] = lambda by, on: None
    listed: Callable[[Register, Actor, Asked], Listing] | None = None
    belongings: tuple[type[OrganisationRecord], ...] = ()
    order: str = ""
    verbs: Mapping[str, str] = field(default_factory=dict)
    actions: str = "registers/actions.html"
    page: str = "registers/list.html"
    added: list[MakeColumns] = field(default_factory=list)

    @property
    def urls(self) -> dict[str, str]:
        """The names of its addresses."""
        verbs = {verb: f"{self.word}_{verb}" for verb in ("new", "edit", "delete", "cell")}
        return verbs | {verb: f"{self.name}_{verb}" for verb in ("export", "views", "bulk", "paste", "order", "why")}

    def all_columns(self, scene: Scene) -> dict[str, Column]:
        """Every column by name: those declared, those of the rooms above, those of the organisation's own."""
        makers = [*self.added, *([self.own] if self.own else [])]
        made = [*self.columns, *(column for make in makers for column in make(scene))]
        return {column.name: column for column in made}

    def may(self, by: Actor, action: str, record: Any = None) -> bool:
        """Whether the actor may do this to a record, or to any record at all; an action that the table lacks nobody may."""
        action = self.verbs.get(action, action)
        if action == "export" and action not in self.permissions.allowed:
            action = "view"
        if action not in self.permissions.allowed:
            return False
        if record is None:
            return not self.permissions.reach(by, action).nothing
        scopes = self.scopes(record) if by.is_scoped else NO_SCOPES
        return self.permissions.allows(by, action, scopes=scopes, level=self.level(record))

    def require(self, by: Actor, action: str, record: Any = None) -> None:
        """Raises `Refused` unless the actor may."""
        if not self.may(by, action, record):
            action = self.verbs.get(action, action)
            raise Refused(str(self.one), action, self.permissions.allowed.get(action, frozenset()))

    def find(self, by: Actor, slug: str) -> Any:
        """The record that an address names; 404 where there is none that the actor can see."""
        if self.slug == "pk" and number_in(slug) is None:
            raise Http404
        found = self.rows(by).filter(**{self.slug: slug}).first()
        if found is None:
            raise Http404
        return found


registers: dict[str, Register] = {}
"""All registers by name; filled when the rooms' `registers.py` are loaded at the start."""


def declare(register: Register) -> Register:
    """Makes a register known by its name."""
    registers[register.name] = register
    return register


def extend(
    name: str,
    *,
    columns: MakeColumns | None = None,
    default: Sequence[str] = (),
    as_of: Callable[[Actor, dt.date], QuerySet[Any]] | None = None,
    as_of_note: Text = "",
    dated: str = "",
    first: Callable[[Actor], Filter | None] | None = None,
    tabs: tuple[Text, Text] | None = None,
    facts_on: Callable[[Actor, dt.date | None], dt.date | None] | None = None,
) -> None:
    """A room above adds columns to a register below (or puts its own in the place of one), says which are shown at first, what
    the list was on a past date, and of which date its facts are.
    """
    register = registers[name]
    if columns is not None and columns not in register.added:
        register.added.append(columns)
    register.default = default or register.default
    register.as_of = as_of or register.as_of
    register.as_of_note = as_of_note or register.as_of_note
    register.dated = dated or register.dated
    register.first = first or register.first
    register.tabs = tabs or register.tabs
    register.facts_on = facts_on or register.facts_on
