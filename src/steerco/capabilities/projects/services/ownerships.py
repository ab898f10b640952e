"""Projects, programmes and portfolios as things that people answer for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from steerco.capabilities.people.queries import Person
from steerco.capabilities.people.services import Owned, Ownership, ownerships
from steerco.capabilities.projects.queries import portfolios, programmes, projects
from steerco.capabilities.projects.services.portfolios import update_portfolio, update_programme
from steerco.capabilities.projects.services.records import update_project
from steerco.foundation.access.actor import Actor


def _kind(label: Any, rows: Callable[[Actor], QuerySet[Any]], address: str, give: Callable[..., Any]) -> Ownership:
    def owned(by: Actor, person: Person) -> list[Owned]:
        found = rows(by).filter(owner=person).order_by("name", "pk")
        return [Owned(each.pk, f"{each.ref} {each.name}", reverse(address, args=[each.ref])) for each in found]

    def hand(by: Actor, keys: Collection[int], to: Person, reason: str) -> None:
        for each in rows(by).filter(pk__in=keys):
            give(by, each, to, reason)

    return Ownership(label, owned, hand)


OWNED = {
    "project": _kind(
        gettext_lazy("Projects"), projects, "project",
        lambda by, each, to, reason: update_project(by=by, project=each, owner=to, reason=reason),
    ),
    "programme": _kind(
        gettext_lazy("Programmes"), programmes, "programme",
        lambda by, each, to, reason: update_programme(by=by, programme=each, owner=to, reason=reason),
    ),
    "portfolio": _kind(
        gettext_lazy("Portfolios"), portfolios, "portfolio_record",
        lambda by, each, to, reason: update_portfolio(by=by, portfolio=each, owner=to, reason=reason),
    ),
}  # fmt: skip
ownerships.update(OWNED)
