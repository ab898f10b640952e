"""What a source brings besides reports: current facts, portfolios and their members, programmes, fields of an organisation's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from steerco.capabilities.projects.access import FIELDS, PORTFOLIOS, PROJECTS, scopes_of
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project, ProjectField
from steerco.capabilities.projects.services.own_fields import BUILT_IN, stored_value
from steerco.capabilities.projects.services.references import next_references
from steerco.foundation.access.actor import Actor
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
    fresh = [project for project in projects if project.pk not in inside]
    writer.create_many(PortfolioMembership(organisation=by.organisation, portfolio=portfolio, project=project) for project in fresh)
    return len(fresh)


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


def ensure_fields(by: Actor, writer: RevisionWriter, kinds: Mapping[str, str]) -> dict[str, ProjectField]:
    """The organisation's own field of each label, made with its kind where it is new; by label."""
    known = {field.label.casefold(): field for field in ProjectField.objects.all()}
    missing = [label for label in kinds if label[:80].casefold() not in known]
    if missing:
        FIELDS.require(by, "configure")
    position = (ProjectField.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    used = {field.key for field in known.values()} | BUILT_IN
    for label in missing:
        key = stem = (slugify(label).replace("-", "_") or "field")[:36]
        number = 2
        while key in used:
            key, number = f"{stem}_{number}", number + 1
        used.add(key)
        field = ProjectField(organisation=by.organisation, key=key, label=label[:80], kind=kinds[label], position=position)
        known[label[:80].casefold()] = writer.create(field)
        position += 1
    return {label: known[label[:80].casefold()] for label in kinds}


def own_value(field: ProjectField, text: str) -> Any:
    """A text as the field keeps it; None where it is empty. Raises ValueError with what is wrong."""
    return stored_value(field, text)
