"""What the portfolio page is computed from: periods, every report in the least words, the facts of a period; each read once a revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from sys import intern
from typing import TYPE_CHECKING

from django.db.models import Value
from django.db.models.functions import Coalesce

from steerco.capabilities.projects import queries as projects_queries
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.scorecards.queries.portfolio_figures import Period, PortfolioHead
from steerco.capabilities.scorecards.queries.portfolio_filters import Filters
from steerco.capabilities.scorecards.queries.portfolio_members import Identity, identity
from steerco.capabilities.status import queries as status_queries
from steerco.capabilities.status.queries import ReportFacts
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.memo import Memo, Seen, stamp

if TYPE_CHECKING:
    from steerco.capabilities.projects.queries import Portfolio

KEPT = Memo(capacity=400_000)
LONGER_THAN_USUAL = 1.5


@dataclass(frozen=True, slots=True)
class Listed:
    """A project on the list that the office keeps, and from when to when."""

    who: Identity
    joined_on: dt.date | None
    left_on: dt.date | None

    def belongs_on(self, date: dt.date) -> bool:
        """Whether the project was on the list on a date."""
        return (self.joined_on is None or self.joined_on <= date) and (self.left_on is None or self.left_on > date)


@dataclass(frozen=True, slots=True)
class Standings:
    """The periods that have any report, and for each: project → rating, and who gave a cost."""

    periods: tuple[Period, ...]
    ratings: Mapping[int, Mapping[int, str]]
    costed: Mapping[int, frozenset[int]]


class PortfolioSource:
    """One portfolio as one actor sees it; every answer is kept until something is written."""

    def __init__(self, by: Actor, ref: str) -> None:
        self.by, self.ref = by, ref
        known_as = stamp(by)
        self.stamp = known_as or Seen(by.organisation.pk, 0, "", {}, "this answer only")
        self.kept_longer = known_as is not None
        self.kept = KEPT if self.kept_longer else Memo(KEPT.capacity)
        self.head: PortfolioHead | None = self.kept.of(self.stamp, ("head", ref), self._head)

    @property
    def limited(self) -> bool:
        """Whether the actor sees only a part of the organisation's projects."""
        return PROJECTS.reach(self.by, "view").everywhere is None

    @property
    def keeps_list(self) -> bool:
        """Whether the office keeps the list of projects; otherwise presence in each return decides."""
        return self.known.membership == "listed"

    @property
    def standings(self) -> Standings:
        """Every report in the least words, by period (two queries)."""
        return self.kept.of(self.stamp, ("standings", self.known.pk), self._standings, lambda s: sum(map(len, s.ratings.values())) // 8)

    def ratings_in(self, scope: Filters) -> Mapping[int, Mapping[int, str]]:
        """Period → project → rating for the departments, categories and programmes asked for, as they were then (one query)."""
        if scope == Filters():
            return self.standings.ratings
        return self.kept.of(
            self.stamp, ("ratings", self.known.pk, scope), lambda: self._ratings_in(scope), lambda r: sum(map(len, r.values())) // 8
        )

    def facts(self, period: Period) -> Mapping[int, ReportFacts]:
        """What each project reported for a period (one query)."""
        return self.kept.of(
            self.stamp, ("facts", self.known.pk, period.pk),
            lambda: {facts.project_id: facts for facts in status_queries.facts(self.by, self.known.pk, period.pk)}, len,
        )  # fmt: skip

    def here(self, period: Period) -> Mapping[int, Identity]:
        """The projects that belong in a period: of its return, or of the kept list at its date."""
        return self.kept.of(self.stamp, ("here", self.known.pk, period.pk), lambda: self._here(period), len)

    @property
    def listed(self) -> tuple[Listed, ...]:
        """The kept list with its dates (one query)."""
        return self.kept.of(self.stamp, ("listed", self.known.pk), self._listed, len)

    @property
    def known(self) -> PortfolioHead:
        """What is known of the portfolio once it was found."""
        assert self.head is not None  # the callers have refused a portfolio that can't be seen
        return self.head

    def _head(self) -> PortfolioHead | None:
        found: Portfolio | None = projects_queries.portfolios(self.by).filter(ref=self.ref).first()
        if found is None:
            return None
        return PortfolioHead(found.pk, found.ref, found.name, found.purpose, found.source_note, found.membership)

    def _standings(self) -> Standings:
        ratings: dict[int, dict[int, str]] = {}
        costed: dict[int, set[int]] = {}
        for project_id, period_id, rating, gives_cost in status_queries.standings(self.by, self.known.pk):
            ratings.setdefault(period_id, {})[project_id] = intern(rating)
            if gives_cost:
                costed.setdefault(period_id, set()).add(project_id)
        periods = _spaced([period for period in status_queries.periods() if period.pk in ratings])
        return Standings(periods, ratings, {period.pk: frozenset(costed.get(period.pk, ())) for period in periods})

    def _ratings_in(self, scope: Filters) -> dict[int, dict[int, str]]:
        ratings: dict[int, dict[int, str]] = {}
        asked = {"units": scope.department, "categories": scope.category, "programmes": scope.programme}
        for project_id, period_id, rating, _ in status_queries.standings(self.by, self.known.pk, **asked):
            ratings.setdefault(period_id, {})[project_id] = intern(rating)
        return ratings

    def _here(self, period: Period) -> dict[int, Identity]:
        facts = self.facts(period)
        if not self.keeps_list:
            return {pk: identity(row) for pk, row in facts.items()}
        belonging = [listed.who for listed in self.listed if listed.belongs_on(period.status_on)]
        return {who.pk: identity(facts[who.pk]) if who.pk in facts else who for who in belonging}

    def _listed(self) -> tuple[Listed, ...]:
        rows = projects_queries.projects(self.by).filter(memberships__portfolio_id=self.known.pk).order_by("pk").values_list(
            "pk", "ref", "key", "name", Coalesce("unit__code", Value("")), Coalesce("unit__name", Value("")), "category",
            Coalesce("programme__name", Value("")), "memberships__joined_on", "memberships__left_on",
        )  # fmt: skip
        return tuple(Listed(Identity(*row[:8]), row[8], row[9]) for row in rows)


def _spaced(found: list[status_queries.ReportingPeriod]) -> tuple[Period, ...]:
    """The periods in order, each knowing whether more time than usual lies before it."""
    days = [(b.status_on - a.status_on).days for a, b in pairwise(found)]
    usual = median(days) if days else 0
    return tuple(
        Period(p.pk, place, p.name, p.status_on, p.scale, p.scale_changed_in, p.budget_year,
               place > 0 and days[place - 1] > usual * LONGER_THAN_USUAL)
        for place, p in enumerate(found)
    )  # fmt: skip
