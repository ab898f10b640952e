"""What can be found: a room declares it once a kind of record, and search does the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.snapshot import record_type


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of record that search finds.

    `title`, `code`, `context` and `body` read a record; `argument` is the one argument of the address `url_name`.
    `visible` gives the records that an actor may see. `listed` names the fields that the search in its list looks into.
    `follows` names records whose change changes what is found here, with the column that leads to ours
    (`{"projects.projectname": "project_id"}`).
    """

    kind: str
    model: type[models.Model]
    label: Any
    title: Callable[[Any], str]
    url_name: str
    visible: Callable[[Actor], QuerySet[Any] | Q]
    argument: Callable[[Any], str]
    code: Callable[[Any], str] = lambda record: ""
    context: Callable[[Any], str] = lambda record: ""
    body: Callable[[Any], str] = lambda record: ""
    icon: str = "file"
    listed: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[str | Prefetch[Any], ...] = ()
    follows: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[Any, str], ...] = ()
    order: int = 50

    @property
    def record_type(self) -> str:
        """The ledger's name for this kind of record."""
        return record_type(self.model)

    def address(self, argument: str) -> str:
        """Where a found record opens; empty where its page is not there."""
        try:
            return reverse(self.url_name, args=[argument])
        except NoReverseMatch:
            return ""

    def visible_records(self, by: Actor) -> QuerySet[Any]:
        """The records that the actor may see."""
        seen = self.visible(by)
        return self.model._default_manager.filter(seen) if isinstance(seen, Q) else seen


LAYOUT = "2"
_declared: dict[str, Searchable] = {}


def declare(searchable: Searchable) -> Searchable:
    """Makes a kind of record findable."""
    _declared[searchable.kind] = searchable
    return searchable


def declared() -> list[Searchable]:
    """Everything that can be found, in the order in which results are grouped."""
    return sorted(_declared.values(), key=lambda each: (each.order, each.kind))


def declared_for(model: type[models.Model]) -> Searchable | None:
    """How records of a model are found, where they are."""
    return next((each for each in _declared.values() if each.model is model), None)


def fingerprint() -> str:
    """Changes when a kind of record becomes findable in another way or stops being so; the index is then built afresh."""
    kinds = [LAYOUT, *(f"{kind}:{','.join(_declared[kind].listed)}" for kind in sorted(_declared))]
    return hashlib.sha256("|".join(kinds).encode()).hexdigest()
