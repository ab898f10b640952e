"""Programmes and portfolios are created and changed here, and projects put into and taken out of portfolios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from steerco.capabilities.people.services import end_roles_at
from steerco.capabilities.projects.access import PORTFOLIOS, PROJECTS, scopes_of
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project
from steerco.capabilities.projects.services.references import next_references
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import ScopeKey
from steerco.foundation.fields.values import checked_values
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

PORTFOLIO_FIELDS = ("name", "purpose", "owner", "membership", "source_note")
PROGRAMME_FIELDS = ("name", "purpose", "portfolio", "owner")


def create_portfolio(*, by: Actor, custom: Mapping[str, Any] | None = None, reason: str = "", **fields: Any) -> Portfolio:
    """A new portfolio with the next reference."""
    PORTFOLIOS.require(by, "create")
    portfolio = as_changed(Portfolio(organisation=by.organisation), fields, PORTFOLIO_FIELDS)
    portfolio.custom = checked_values("portfolios", by, {}, custom or {})
    with revise(by, "create_portfolio", reason=reason) as revision:
        portfolio.ref = next_references(by, Portfolio)[0]
        check_fields(portfolio, by)
        return revision.create(portfolio)


def update_portfolio(
    *,
    by: Actor,
    portfolio: Portfolio,
    version: int | None = None,
    custom: Mapping[str, Any] | None = None,
    reason: str = "",
    **changes: Any,
) -> Portfolio:
    """Changes fields of a portfolio."""
    PORTFOLIOS.require(by, "edit", scopes=_scope(portfolio))
    refuse_stale(portfolio, version)
    check_fields(as_changed(portfolio, changes, PORTFOLIO_FIELDS), by)
    if custom:
        changes["custom"] = checked_values("portfolios", by, portfolio.custom, custom)
    with revise(by, "update_portfolio", reason=reason) as revision:
        revision.update(portfolio, **changes)
    return portfolio


def delete_portfolio(*, by: Actor, portfolio: Portfolio, version: int | None = None, reason: str) -> None:
    """Removes a portfolio; its projects stay, its programmes stand alone."""
    PORTFOLIOS.require(by, "delete", scopes=_scope(portfolio))
    refuse_stale(portfolio, version)
    with revise(by, "delete_portfolio", reason=given_reason(reason)) as revision:
        end_roles_at(by, revision, "portfolio", portfolio.pk)
        for programme in Programme.objects.filter(portfolio=portfolio):
            revision.update(programme, portfolio=None)
        for membership in PortfolioMembership.objects.filter(portfolio=portfolio):
            revision.delete(membership)
        _delete(revision, portfolio)


def create_programme(*, by: Actor, custom: Mapping[str, Any] | None = None, reason: str = "", **fields: Any) -> Programme:
    """A new programme with the next reference."""
    programme = as_changed(Programme(organisation=by.organisation), fields, PROGRAMME_FIELDS)
    programme.custom = checked_values("programmes", by, {}, custom or {})
    PORTFOLIOS.require(by, "create", scopes=_scope(programme.portfolio))
    with revise(by, "create_programme", reason=reason) as revision:
        programme.ref = next_references(by, Programme)[0]
        check_fields(programme, by)
        return revision.create(programme)


def update_programme(
    *,
    by: Actor,
    programme: Programme,
    version: int | None = None,
    custom: Mapping[str, Any] | None = None,
    reason: str = "",
    **changes: Any,
) -> Programme:
    """Changes fields of a programme."""
    PORTFOLIOS.require(by, "edit", scopes=_programme_scopes(programme))
    refuse_stale(programme, version)
    draft = as_changed(programme, changes, PROGRAMME_FIELDS)
    check_fields(draft, by)
    if custom:
        changes["custom"] = checked_values("programmes", by, programme.custom, custom)
    if draft.portfolio_id != programme.portfolio_id:
        PORTFOLIOS.require(by, "edit", scopes=_scope(draft.portfolio or programme.portfolio))  # its own scope says nothing of its place
    with revise(by, "update_programme", reason=reason) as revision:
        revision.update(programme, **changes)
    return programme


def delete_programme(*, by: Actor, programme: Programme, version: int | None = None, reason: str) -> None:
    """Removes a programme that holds no project."""
    PORTFOLIOS.require(by, "delete", scopes=_programme_scopes(programme))
    refuse_stale(programme, version)
    with revise(by, "delete_programme", reason=given_reason(reason)) as revision:
        end_roles_at(by, revision, "programme", programme.pk)
        _delete(revision, programme)


def add_to_portfolio(
    *, by: Actor, portfolio: Portfolio, project: Project, joined_on: dt.date | None = None, reason: str = ""
) -> PortfolioMembership:
    """Puts a project into a portfolio; whoever sees the portfolio then sees the project, so both must be the actor's to edit."""
    PORTFOLIOS.require(by, "edit", scopes=_scope(portfolio))
    PROJECTS.require(by, "edit", scopes=scopes_of(project), level=project.confidentiality)
    membership = PortfolioMembership(organisation=by.organisation, portfolio=portfolio, project=project, joined_on=joined_on)
    check_fields(membership, by)
    if PortfolioMembership.objects.filter(portfolio=portfolio, project=project).exists():
        refuse("project", _("%(project)s is in this portfolio already.") % {"project": project})
    with revise(by, "add_to_portfolio", reason=reason) as revision:
        return revision.create(membership)


def remove_from_portfolio(*, by: Actor, portfolio: Portfolio, project: Project, reason: str = "") -> None:
    """Takes a project out of a portfolio; the project itself stays as it is."""
    PORTFOLIOS.require(by, "edit", scopes=_scope(portfolio))
    PROJECTS.require(by, "edit", scopes=scopes_of(project), level=project.confidentiality)
    with revise(by, "remove_from_portfolio", reason=reason) as revision:
        for membership in PortfolioMembership.objects.filter(portfolio=portfolio, project=project):
            revision.delete(membership)


def _scope(portfolio: Portfolio | None) -> frozenset[ScopeKey]:
    return frozenset() if portfolio is None else frozenset({("portfolio", portfolio.pk)})


def _programme_scopes(programme: Programme) -> frozenset[ScopeKey]:
    return _scope(programme.portfolio) | {("programme", programme.pk)}


def _delete(revision: Any, record: Portfolio | Programme) -> None:
    try:
        revision.delete(record)
    except ProtectedError as error:
        refuse("__all__", _("Refused: %(count)d records belong to %(record)s. Move them first.") % {
            "count": len(error.protected_objects), "record": record})  # fmt: skip
