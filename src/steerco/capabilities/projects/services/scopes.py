"""Projects, programmes and portfolios as places where a role can be granted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from steerco.capabilities.people.services import scope_kinds, scope_names
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.models import Portfolio, Programme, Project
from steerco.capabilities.projects.queries import portfolios, programmes, projects
from steerco.foundation.access.permissions import ScopeKey


def _of_project(project_id: int) -> frozenset[ScopeKey] | None:
    project = Project.objects.filter(pk=project_id).first()
    return None if project is None else scopes_of(project)


def _of_programme(programme_id: int) -> frozenset[ScopeKey] | None:
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is None:
        return None
    above: set[ScopeKey] = set() if programme.portfolio_id is None else {("portfolio", programme.portfolio_id)}
    return frozenset({("programme", programme_id)} | above)


def _of_portfolio(portfolio_id: int) -> frozenset[ScopeKey] | None:
    return frozenset({("portfolio", portfolio_id)}) if Portfolio.objects.filter(pk=portfolio_id).exists() else None


PLACES = {"project": _of_project, "programme": _of_programme, "portfolio": _of_portfolio}
scope_kinds.update(PLACES)


def _names(found: QuerySet[Any], among: Collection[int] | None) -> list[tuple[int, str]]:
    found = found if among is None else found.filter(pk__in=among)
    return list(found.order_by("name", "pk").values_list("pk", "name"))


scope_names["portfolio"] = (gettext_lazy("Portfolios"), lambda by, among=None: _names(portfolios(by), among))
scope_names["programme"] = (gettext_lazy("Programmes"), lambda by, among=None: _names(programmes(by), among))
scope_names["project"] = (gettext_lazy("Projects"), lambda by, among=None: _names(projects(by), among))
