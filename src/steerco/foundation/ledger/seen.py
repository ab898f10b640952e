"""What a reader sees at one moment, and what was read while something was computed: together they say whether it still holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import BigIntegerField, Model
from django.utils import timezone
from django.utils.translation import get_language

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import FIRST, LedgerHead
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.prepared.statements import Given, Statement

ANY_WRITE = "*"
BESIDE = frozenset({"accounts.account", "organisations.organisation"})
"""Kinds that are written past the ledger and read in pages all the same: the head is marked where what pages show of them changes."""
OUTSIDE = frozenset({"accounts", "organisations", "sessions", "contenttypes", "auth"})
T = TypeVar("T")
State = tuple[tuple[str, str], ...]

_noting: ContextVar[tuple[set[str], ...]] = ContextVar("steerco_noting", default=())
_about: ContextVar[frozenset[str] | None] = ContextVar("steerco_changes_of", default=None)
_unsealed: ContextVar[bool] = ContextVar("steerco_unsealed", default=False)
_in_force: ContextVar[Seen | None] = ContextVar("steerco_seen", default=None)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The ledger's head with the newest seal of each kind of record, and who reads.

    `sight` is what decides which records there are to see: the organisation, the grants, the day.
    """

    organisation: int
    number: int
    seal: str
    moved: Mapping[str, str]
    sight: Hashable
    language: str | None = None
    _once: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def reader(self) -> Hashable:
        """Sight and language: two readers who are alike read the same."""
        return (self.sight, self.language)

    def state(self, kinds: Iterable[str]) -> State:
        """Where some kinds of record stand."""
        return tuple((kind, self._stands(kind)) for kind in sorted(kinds))

    def holds(self, state: State) -> bool:
        """Whether none of these kinds has been written since."""
        return all(self._stands(kind) == stood for kind, stood in state)

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What was found out for this moment under a key; found out the first time it is asked."""
        if key not in self._once:
            self._once[key] = find()
        found: T = self._once[key]
        return found

    def _stands(self, kind: str) -> str:
        return self.seal if kind == ANY_WRITE else self.moved.get(kind) or self.moved.get(FIRST, self.seal)


_HEAD = Statement(
    lambda: LedgerHead.objects.filter(organisation=Given("organisation", BigIntegerField())).values_list("number", "hash", "moved")
)


def stamp(by: Actor) -> Seen | None:
    """What the actor sees now (one query; none while a page is drawn, which is drawn from one moment).

    None while nothing has been written through the ledger, and inside of an act, which may be taken back yet; then nothing is kept.
    """
    if _unsealed.get():
        return None
    sight, language = (by.organisation.pk, by.signature, timezone.localdate()), get_language()
    held = _in_force.get()
    if held is not None and (held.sight, held.language) == (sight, language):
        return held
    head = _HEAD.first(organisation=by.organisation.pk)
    if head is None:
        return None
    number, seal, moved = head
    return Seen(by.organisation.pk, number, seal, moved, sight, language)


@contextmanager
def unsealed() -> Iterator[None]:
    """Nothing that is read inside is kept: it may be of an act that is not sealed yet, and never will be."""
    token = _unsealed.set(True)
    try:
        yield
    finally:
        _unsealed.reset(token)


@contextmanager
def at_one_moment(seen: Seen) -> Iterator[None]:
    """Whatever is stamped inside is stamped with this moment."""
    token = _in_force.set(seen)
    try:
        yield
    finally:
        _in_force.reset(token)


@contextmanager
def noted(*, alone: bool = False) -> Iterator[set[str]]:
    """The kinds of record that are read inside, by any query or from what is kept; complete once the block has ended.

    The blocks around note them, too, unless it is `alone`.
    """
    kinds: set[str] = set()
    token = _noting.set((kinds,) if alone else (*_noting.get(), kinds))
    try:
        with nullcontext() if _note in connection.execute_wrappers else connection.execute_wrapper(_note):
            yield kinds
    finally:
        _noting.reset(token)


@contextmanager
def unnoted() -> Iterator[None]:
    """What is read inside is for keeping only, and no part of a result."""
    token = _noting.set(())
    try:
        yield
    finally:
        _noting.reset(token)


@contextmanager
def changes_of(*models: type[Model]) -> Iterator[None]:
    """Of the ledger only changes of these kinds of record are read inside, so that other writes don't count."""
    token = _about.set(frozenset(map(record_type, models)))
    try:
        yield
    finally:
        _about.reset(token)


def noted_before() -> frozenset[str] | None:
    """What the blocks around have noted so far; None where there is none."""
    blocks = _noting.get()
    return frozenset().union(*blocks) if blocks else None


def note(kinds: Iterable[str]) -> None:
    """Says that something kept was used, which was read from these kinds."""
    found = tuple(kinds)
    for each in _noting.get():
        each.update(found)


def _note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    kinds, about = kinds_in(sql), _about.get()
    note(kinds if about is None or ANY_WRITE not in kinds else kinds - {ANY_WRITE} | about)
    return execute(sql, params, many, context)


@lru_cache(maxsize=4096)
def kinds_in(sql: str) -> frozenset[str]:
    """The kinds of record whose tables a query names; `ANY_WRITE` where it reads the ledger itself, or what is derived from it."""
    kinds = _kinds()
    return frozenset(kinds[word] for word in re.findall(r"\w+", sql) if word in kinds)


@cache
def _kinds() -> dict[str, str]:
    """Table → kind of record. What is written past the ledger and never shown (sessions, what one sets for oneself) has no kind."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, OrganisationRecord) or record_type(model) in BESIDE:
            found[model._meta.db_table] = record_type(model)
        elif model is not LedgerHead and model._meta.app_label not in OUTSIDE:
            found[model._meta.db_table] = ANY_WRITE
    return found
