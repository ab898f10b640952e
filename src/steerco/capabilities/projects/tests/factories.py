"""Makes each record of projects once, with sensible values and through no service, for the tests of every room."""

from __future__ import annotations

from typing import Any

from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project
from steerco.foundation.fields.models import OwnField
from steerco.foundation.organisations.models import Organisation


def make_portfolio(organisation: Organisation, name: str = "All of it", **fields: Any) -> Portfolio:
    """A portfolio."""
    ref = f"PTF-{Portfolio.everywhere.filter(organisation=organisation).count() + 1:04d}"
    return Portfolio.everywhere.create(organisation=organisation, **{"ref": ref, "name": name, **fields})


def make_programme(organisation: Organisation, name: str = "Better roads", **fields: Any) -> Programme:
    """A programme."""
    ref = f"PGM-{Programme.everywhere.filter(organisation=organisation).count() + 1:04d}"
    return Programme.everywhere.create(organisation=organisation, **{"ref": ref, "name": name, **fields})


def make_project(organisation: Organisation, name: str = "", *, portfolios: tuple[Portfolio, ...] = (), **fields: Any) -> Project:
    """A project, in portfolios where given; money is in pounds unless said otherwise."""
    number = Project.everywhere.filter(organisation=organisation).count() + 1
    if fields.get("whole_life_cost_amount") is not None or fields.get("year_budget_amount") is not None:
        fields.setdefault("currency", "GBP")
    values = {"ref": f"PRJ-{number:04d}", "name": name or f"Project {number}", **fields}
    project = Project.everywhere.create(organisation=organisation, **values)
    for portfolio in portfolios:
        PortfolioMembership.everywhere.create(organisation=organisation, portfolio=portfolio, project=project)
    return project


def make_field(organisation: Organisation, label: str, kind: str = "text", **fields: Any) -> OwnField:
    """A field of the organisation's own."""
    values = {"key": label.lower().replace(" ", "_"), "label": label, "kind": kind, **fields}
    return OwnField.everywhere.create(organisation=organisation, **values)
