"""The register of projects: each field said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries, services
from steerco.capabilities.projects.access import PROJECTS, scopes_of
from steerco.capabilities.projects.models import KeptApart, LifeState, PortfolioMembership, PriceBasis, Project, ProjectName, Tier
from steerco.capabilities.projects.registers.forms import ProjectForm
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance
from steerco.foundation.fields.columns import columns_of
from steerco.foundation.fields.rolling_up import lies_beneath
from steerco.foundation.registers.columns import Column, Kind, Scene
from steerco.foundation.registers.register import Register, declare
from steerco.foundation.registers.subjects import owners_of


def _units(by: Actor) -> Iterable[tuple[str, str]]:
    return [(code, f"{code} {name}" if name and name != code else code) for code, name in people.units(by).values_list("code", "name")]


def _owners(by: Actor) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in people.people(by).values_list("name", flat=True)]


def _programmes(by: Actor) -> Iterable[tuple[str, str]]:
    return list(queries.programmes(by).values_list("ref", "name"))


def _portfolios(by: Actor) -> Iterable[tuple[str, str]]:
    return list(queries.portfolios(by).values_list("ref", "name"))


def _in_portfolio(ref: str) -> Q:
    members = PortfolioMembership.objects.filter(Q(portfolio__ref=ref) | Q(portfolio__name=ref))
    return Q(pk__in=members.values("project_id"))


def _portfolio_names(scene: Scene, keys: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    members = PortfolioMembership.objects.filter(project_id__in=keys, portfolio__in=queries.portfolios(scene.by).values("pk"))
    for project_id, name in members.order_by("portfolio__name").values_list("project_id", "portfolio__name"):
        found.setdefault(project_id, []).append(name)
    return found


def _consequence(project: Project) -> str:
    return _("%(ref)s goes with its names and places in portfolios. A project that has reports can't be deleted. History keeps it.") % {
        "ref": project.ref}  # fmt: skip


COLUMNS = (
    Column("ref", gettext_lazy("Ref"), wide=True),
    Column("name", gettext_lazy("Project"), opens="project"),
    Column("unit", gettext_lazy("Department"), Kind.LINK, "unit__code", group=True, options=_units),
    Column("unit_name", gettext_lazy("Department name"), source="unit__name"),
    Column("category", gettext_lazy("Category"), group=True),
    Column("tier", gettext_lazy("Tier"), Kind.CHOICE, choices=Tier.choices, group=True),
    Column("state", gettext_lazy("Life state"), Kind.CHOICE, choices=LifeState.choices, group=True),
    Column("start", gettext_lazy("Start date"), Kind.DATE, "start_on"),
    Column("end", gettext_lazy("End date"), Kind.DATE, "end_on"),
    Column("whole_life_cost", gettext_lazy("Whole-life cost"), Kind.MONEY, "whole_life_cost_amount"),
    Column("year_budget", gettext_lazy("Year budget"), Kind.MONEY, "year_budget_amount"),
    Column("budget_year", gettext_lazy("Budget year"), group=True),
    Column("contingency", gettext_lazy("Contingency left"), Kind.MONEY, "contingency_amount"),
    Column("price_basis", gettext_lazy("Price basis"), Kind.CHOICE, choices=PriceBasis.choices, group=True),
    Column("price_base_year", gettext_lazy("Price base year"), Kind.NUMBER),
    Column("owner", gettext_lazy("Owner"), Kind.LINK, "owner__name", options=_owners, group=True, wide=True),
    Column(
        "programme",
        gettext_lazy("Programme"),
        Kind.LINK,
        "programme__ref",
        "programme__name",
        options=_programmes,
        group=True,
        opens="programme",
    ),
    Column(
        "portfolio", gettext_lazy("Portfolio"), Kind.LINK, options=_portfolios, where=_in_portfolio, prepare=_portfolio_names, writes=None
    ),
    Column("key", gettext_lazy("Key at the source")),
    Column("confidentiality", gettext_lazy("Confidentiality"), Kind.CHOICE, choices=Clearance.choices, group=True),
    Column("description", gettext_lazy("Description")),
)


@owners_of("projects.project")
def _owner_of(project: Project) -> list[int]:
    """The account of whoever owns a project, where there is one."""
    return [project.owner.account_id] if project.owner is not None and project.owner.account_id is not None else []


def _update(*, by: Actor, record: Any, portfolio: Any = None, **given: Any) -> Project:
    project = services.update_project(by=by, project=record, **given)
    if portfolio is not None:
        services.add_to_portfolio(by=by, portfolio=portfolio, project=project, reason=given.get("reason", ""))
    return project


def _delete(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_project(by=by, project=record, **given)


PROJECT_REGISTER = declare(
    Register(
        name="projects", word="project", model=Project, label=gettext_lazy("projects"), one=gettext_lazy("project"),
        rows=queries.projects, permissions=PROJECTS, columns=COLUMNS, own=columns_of("projects"), sort="name", slug="ref", opens="project",
        actions="projects/list_actions.html",
        default=("ref", "name", "unit", "state", "start", "end", "whole_life_cost", "year_budget", "owner"),
        search=("name", "ref", "key", "category"),
        about=gettext_lazy("A project is work with an owner, an end and a cost. Add one, or import the list that you keep today."),
        form=ProjectForm, create=services.create_project, update=_update, delete=_delete, consequence=_consequence, scopes=scopes_of,
        belongings=(PortfolioMembership, ProjectName, KeptApart),
    )
)  # fmt: skip
lies_beneath("projects", "programmes", "programme_id")
lies_beneath("projects", "portfolios", "memberships__portfolio_id")
lies_beneath("projects", "people", "owner_id")
