"""What a source brings besides reports: current facts, portfolios and their members, programmes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from steerco.capabilities.projects.access import PORTFOLIOS, PROJECTS, scopes_of
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project
from steerco.capabilities.projects.services.references import next_references
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.fresh import fresh
from steerco.foundation.ledger.writer import RevisionWriter


def update_from_report(by: Actor, writer: RevisionWriter, project: Project, facts: Mapping[str, Any]) -> bool:
    """Sets the current facts of a project to those of its newest report; says whether anything changed."""
    if not PROJECTS.allows(by, "import"):
        PROJECTS.require(by, "merge", scopes=scopes_of(project), level=project.confidentiality)
    return writer.update(project, **facts)


def ensure_portfolio(by: Actor, writer: RevisionWriter, *, ref: str, name: str, membership: str, source_note: str) -> Portfolio:
    """The portfolio with a reference, made where it is new."""
    known: Portfolio | None = Portfolio.objects.filter(ref=ref).first()
    if known is not None:
        return known
    PORTFOLIOS.require(by, "create")
    return writer.create(Portfolio(organisation=by.organisation, ref=ref, name=name, membership=membership, source_note=source_note))


def ensure_memberships(by: Actor, writer: RevisionWriter, portfolio: Portfolio, projects: Iterable[Project]) -> int:
    """Puts projects into a portfolio where they are not in it; gives how many were new."""
    PROJECTS.require(by, "import")
    inside = set(PortfolioMembership.objects.filter(portfolio=portfolio).values_list("project_id", flat=True))
    new = (project for project in projects if project.pk not in inside)
    rows = (fresh(PortfolioMembership, organisation=by.organisation, portfolio=portfolio, project_id=each.pk) for each in new)
    return sum(1 for _row in writer.create_each(rows))


def ensure_programmes(by: Actor, writer: RevisionWriter, names: Iterable[str]) -> dict[str, Programme]:
    """The programme of each name, whatever its case, made where it is new."""
    known = {programme.name.casefold(): programme for programme in Programme.objects.all()}
    wanted = sorted({name[:200] for name in names})
    missing = [name for name in wanted if name.casefold() not in known]
    if missing:
        PORTFOLIOS.require(by, "create")
        refs = next_references(by, Programme, len(missing))
        made = [Programme(organisation=by.organisation, ref=ref, name=name) for ref, name in zip(refs, missing, strict=True)]
        known.update({programme.name.casefold(): programme for programme in writer.create_many(made)})
    return {name: known[name[:200].casefold()] for name in names}
