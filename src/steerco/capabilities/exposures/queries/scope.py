"""Whose risks a page is about: one project's, one portfolio's, or all that the actor may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from steerco.capabilities.projects.queries import Portfolio, Project, portfolios, projects
from steerco.capabilities.raid.queries import Dependency, Risk, dependencies, risks
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.amounts import amount_of


@dataclass(frozen=True)
class Scope:
    """What was asked for: whose risks, before or after their responses, since when they moved, and a reserve to try."""

    by: Actor
    project: Project | None
    portfolio: Portfolio | None
    residual: bool
    since: dt.date
    reserve: Decimal | None
    reserve_text: str

    @classmethod
    def of(cls, by: Actor, query: QueryDict) -> Scope:
        """Reads an address; 404 where it names a project or portfolio that the actor can't see."""
        today = timezone.localdate()
        since = parse_date(query.get("since", "")) if len(query.get("since", "")) == 10 else None
        project = _found(projects(by), query.get("project", ""))
        held = project.contingency_amount if project is not None else None
        text = f"{held.normalize():f}" if held is not None and "reserve" not in query else query.get("reserve", "")[:30]
        try:
            reserve = amount_of(text) if text.strip() else None
        except ValueError:
            reserve = None
        return cls(
            by, project, _found(portfolios(by), query.get("portfolio", "")),
            query.get("view") == "residual", since or today.replace(day=1) - dt.timedelta(days=1), reserve, text,
        )  # fmt: skip

    @property
    def risks(self) -> list[Risk]:
        """The risks of the scope that the actor may see, closed ones too (one query)."""
        return list(self._within(risks(self.by)).select_related("project", "owner").order_by("pk"))

    @property
    def dependencies(self) -> list[Dependency]:
        """All dependencies that the actor may see: a chain doesn't end at the edge of a portfolio."""
        return list(dependencies(self.by).exclude(state__in=("withdrawn", "accepted")).select_related("project", "giver").order_by("pk"))

    @property
    def instant(self) -> dt.datetime:
        """The end of the day with which is compared."""
        return dt.datetime.combine(self.since + dt.timedelta(days=1), dt.time(), ZoneInfo(self.by.organisation.time_zone))

    def address(self, **changes: str) -> str:
        """The query of the same page with something else asked."""
        held = {
            "project": self.project.ref if self.project else "", "portfolio": self.portfolio.ref if self.portfolio else "",
            "view": "residual" if self.residual else "", "since": self.since.isoformat(), "reserve": self.reserve_text,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in (held | changes).items() if value})

    def _within(self, found: Any) -> Any:
        if self.project is not None:
            found = found.filter(project=self.project)
        if self.portfolio is not None:
            found = found.filter(project__memberships__portfolio=self.portfolio)
        return found


def _found(rows: Any, ref: str) -> Any:
    if not ref:
        return None
    found = rows.filter(ref=ref[:20]).first() if "\x00" not in ref else None
    if found is None:
        raise Http404
    return found
