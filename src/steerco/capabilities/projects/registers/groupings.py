"""The registers of programmes and portfolios."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects import queries, services
from steerco.capabilities.projects.access import PORTFOLIOS
from steerco.capabilities.projects.models import Portfolio, Programme, Project
from steerco.capabilities.projects.registers.forms import PortfolioForm, ProgrammeForm
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import ScopeKey
from steerco.foundation.fields.columns import columns_of
from steerco.foundation.registers.columns import Column, Kind, Row, Scene
from steerco.foundation.registers.register import Register, declare
from steerco.foundation.ui.explained import Explanation, Part
from steerco.foundation.ui.figures import grouped


def _counted(scene: Scene, path: str, keys: Sequence[int]) -> Mapping[int, int]:
    found = queries.projects(scene.by).filter(**{f"{path}__in": keys}).order_by().values_list(path).annotate(n=Count("pk"))
    return {**dict.fromkeys(keys, 0), **dict(found)}


def _in_programme(scene: Scene, keys: Sequence[int]) -> Mapping[int, int]:
    return _counted(scene, "programme_id", keys)


def _in_portfolio(scene: Scene, keys: Sequence[int]) -> Mapping[int, int]:
    return _counted(scene, "memberships__portfolio_id", keys)


def _how_many(kind: str) -> Callable[[Scene, Row], Explanation]:
    """What explains how many projects a programme or a portfolio holds; `kind` is the filter that finds them."""

    def why(scene: Scene, row: Row) -> Explanation:
        count, records = row["prepared"]["projects"], f"{reverse('projects')}?every=1&f={kind}:is:{row['ref']}"
        parts = (Part(_("Projects that you may see"), grouped(count), records, strong=True),)
        return Explanation(
            _("Projects of %(ref)s") % {"ref": row["ref"]}, "", parts, _("each project once, whatever its life state"), records
        )

    return why


def _portfolios(by: Actor) -> list[tuple[str, str]]:
    return list(queries.portfolios(by).values_list("ref", "name"))


def _programme_scopes(programme: Programme) -> frozenset[ScopeKey]:
    above: set[ScopeKey] = set() if programme.portfolio_id is None else {("portfolio", programme.portfolio_id)}
    return frozenset({("programme", programme.pk)} | above)


def _portfolio_scopes(portfolio: Portfolio) -> frozenset[ScopeKey]:
    return frozenset({("portfolio", portfolio.pk)})


def _projects_of(by: Actor, programme: Programme) -> list[dict[str, Any]]:
    found = queries.projects(by).filter(programme=programme)
    links = [{"words": project.name, "address": reverse("project", args=[project.ref])} for project in found.order_by("name")[:12]]
    more = f"{reverse('projects')}?f=programme:is:{programme.ref}"
    return [{"title": _("Projects"), "caption": str(found.count()), "links": links, "more": more, "none": _("No projects yet")}]


def _update_programme(*, by: Actor, record: Any, **given: Any) -> Programme:
    return services.update_programme(by=by, programme=record, **given)


def _delete_programme(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_programme(by=by, programme=record, **given)


def _update_portfolio(*, by: Actor, record: Any, **given: Any) -> Portfolio:
    return services.update_portfolio(by=by, portfolio=record, **given)


def _delete_portfolio(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_portfolio(by=by, portfolio=record, **given)


def _without_projects(programme: Programme) -> str:
    count = Project.objects.filter(programme=programme).count()
    if count:
        return _("%(count)d projects are in it. Move them to another programme first.") % {"count": count}
    return _("No project is in it. The history keeps it.")


def _projects_stay(portfolio: Portfolio) -> str:
    return _("Its %(count)d projects stay; they only leave this portfolio. The history keeps it.") % {
        "count": portfolio.memberships.count()
    }


declare(
    Register(
        name="programmes", word="programme", model=Programme, label=gettext_lazy("programmes"), one=gettext_lazy("programme"),
        rows=queries.programmes, permissions=PORTFOLIOS, sort="name", slug="ref", opens="programme",
        own=columns_of("programmes"),
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True),
            Column("name", gettext_lazy("Programme"), opens="programme"),
            Column("portfolio", gettext_lazy("Portfolio"), Kind.LINK, "portfolio__ref", "portfolio__name", options=_portfolios, group=True),
            Column("owner", gettext_lazy("Owner"), Kind.LINK, "owner__name", group=True),
            Column("projects", gettext_lazy("Projects"), Kind.NUMBER, prepare=_in_programme, why=_how_many("programme")),
            Column("purpose", gettext_lazy("Purpose")),
        ),
        default=("ref", "name", "portfolio", "owner", "projects"), search=("name", "ref"),
        about=gettext_lazy("A programme holds projects that bring an outcome only together."),
        form=ProgrammeForm, create=services.create_programme, update=_update_programme, delete=_delete_programme,
        consequence=_without_projects, scopes=_programme_scopes, parts=_projects_of,
    )
)  # fmt: skip
declare(
    Register(
        name="portfolios", word="portfolio_record", model=Portfolio, label=gettext_lazy("portfolios"), one=gettext_lazy("portfolio"),
        rows=queries.portfolios, permissions=PORTFOLIOS, sort="name", slug="ref", opens="portfolio_record",
        own=columns_of("portfolios"),
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True),
            Column("name", gettext_lazy("Portfolio"), opens="portfolio_record"),
            Column("owner", gettext_lazy("Owner"), Kind.LINK, "owner__name", group=True),
            Column("membership", gettext_lazy("Members"), Kind.CHOICE, choices=Portfolio.Membership.choices, group=True),
            Column("projects", gettext_lazy("Projects"), Kind.NUMBER, prepare=_in_portfolio, why=_how_many("portfolio")),
            Column("purpose", gettext_lazy("Purpose")),
            Column("source_note", gettext_lazy("Source and licence")),
        ),
        default=("ref", "name", "owner", "membership", "projects"), search=("name", "ref"),
        about=gettext_lazy("A portfolio holds projects and programmes that are governed together."),
        form=PortfolioForm, create=services.create_portfolio, update=_update_portfolio, delete=_delete_portfolio,
        consequence=_projects_stay, scopes=_portfolio_scopes,
    )
)  # fmt: skip
