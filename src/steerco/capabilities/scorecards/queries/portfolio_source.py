"""What the portfolio page is computed from: periods, every report in the least words, the facts of a period, kept as the ledger moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Value
from django.db.models.functions import Coalesce

from steerco.capabilities.projects import queries as projects_queries
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.scorecards.queries.portfolio_figures import Period, PortfolioHead
from steerco.capabilities.scorecards.queries.portfolio_members import Identity, identity
from steerco.capabilities.scorecards.queries.portfolio_standings import (
    Firsts,
    PeriodRow,
    Ratings,
    Standing,
    Standings,
    firsts,
    ratings_by_period,
    standings_by_period,
    standings_by_project,
)
from steerco.capabilities.status import queries as status_queries
from steerco.capabilities.status.queries import ReportFacts, TrailPoint
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.derived import Derived, Made, carried
from steerco.foundation.ledger.followed import Followed, Written
from steerco.foundation.ledger.memo import Memo, Seen, stamp

if TYPE_CHECKING:
    from steerco.capabilities.projects.queries import Portfolio

R = TypeVar("R")
Trail = Mapping[int, TrailPoint]
Span = tuple[dt.date | None, dt.date | None]
Words = tuple[str, ...]

_kept = Memo(capacity=200_000)
_facts: Followed[ReportFacts] = Followed(capacity=120_000)
_standings: Followed[Standing] = Followed(capacity=120_000)
_lists: Followed[Listed] = Followed(capacity=60_000)
_trails: Followed[Trail] = Followed(capacity=4_000)
_derived = Derived(capacity=1_000_000)


@dataclass(frozen=True, slots=True)
class Listed:
    """A project on the list that the office keeps, and from when to when."""

    who: Identity
    joined_on: dt.date | None
    left_on: dt.date | None


class PortfolioSource:
    """One portfolio as one actor sees it; every answer is kept until what it was read from is written."""

    def __init__(self, by: Actor, ref: str) -> None:
        self.by, self.ref = by, ref
        self.stamp: Seen = stamp(by) or Seen(by.organisation.pk, 0, "", {}, object())  # before the first revision nothing is found again
        self.kept = _kept
        self.head: PortfolioHead | None = _kept.of(self.stamp, ("head", ref), self._head, closed=True)

    @property
    def limited(self) -> bool:
        """Whether the actor sees only a part of the organisation's projects."""
        return PROJECTS.reach(self.by, "view").everywhere is None

    @property
    def keeps_list(self) -> bool:
        """Whether the office keeps the list of projects; otherwise presence in each return decides."""
        return self.known.membership == "listed"

    @cached_property
    def known(self) -> PortfolioHead:
        """What is known of the portfolio once it was found."""
        assert self.head is not None  # the callers have refused a portfolio that can't be seen
        return self.head

    @cached_property
    def standings(self) -> Standings:
        """Every report in the least words, by period (two queries)."""
        rows = self._period_rows
        by_project = _standings.all(self.stamp, self._name("standings"), self._standings, status_queries.projects_touched)
        return self.derived("standings", (by_project, rows), lambda before: standings_by_period(by_project, rows, before), _weight)

    def ratings_in(self, units: Words, categories: Words, programmes: Words) -> Ratings:
        """Period → project → rating for the units, categories and programmes asked for, as they were then (one query)."""
        if not (units or categories or programmes):
            return self.standings.ratings

        def read() -> Ratings:
            rows = status_queries.standings(self.by, self.known.pk, units=units, categories=categories, programmes=programmes)
            return ratings_by_period(rows)

        key = ("ratings", self.known.pk, units, categories, programmes)
        return _kept.of(self.stamp, key, read, lambda r: sum(map(len, r.values())) // 8, closed=True)

    @cached_property
    def firsts(self) -> Mapping[int, Firsts]:
        """Project → when it gave its first report, rating, cost and end date."""
        told = self.standings
        places = {period.pk: period.place for period in told.periods}

        def make(before: Made[Mapping[int, Firsts]] | None) -> Mapping[int, Firsts]:
            return carried(told.by_project, lambda one: firsts(one, places), before if before and before.parts[1] is told.periods else None)

        return self.derived("firsts", (told.by_project, told.periods), make, len)

    def held(self, until: int) -> Mapping[int, int]:
        """Project → in how many reports of the first `until` periods it is."""
        told = self.standings
        counted = frozenset(period.pk for period in told.periods[:until])

        def make(before: Made[Mapping[int, int]] | None) -> Mapping[int, int]:
            known = before if before and before.parts[1] is told.periods else None
            return carried(told.by_project, lambda one: sum(1 for period, *_ in one.reports if period in counted), known)

        return self.derived(("held", until), (told.by_project, told.periods), make, len)

    def facts(self, period: Period) -> Mapping[int, ReportFacts]:
        """What each project reported for a period (one query)."""

        def read(project_ids: Collection[int] | None) -> dict[int, ReportFacts]:
            return {facts.project_id: facts for facts in status_queries.facts(self.by, self.known.pk, period.pk, project_ids)}

        def touched(written: Written) -> Collection[int] | None:
            return status_queries.projects_touched(written, period.pk)

        return _facts.all(self.stamp, self._name("facts", period.pk), read, touched)

    def here(self, period: Period) -> Mapping[int, Identity]:
        """The projects that belong in a period: of its return, or of the kept list at its date."""
        facts = self.facts(period)
        told: Mapping[int, Identity] = self.derived(("told", period.pk), (facts,), lambda before: carried(facts, identity, before), len)
        if not self.keeps_list:
            return told
        listed, belonging = self.listed, self.belonging(period)

        def make(before: object) -> Mapping[int, Identity]:
            return {pk: told.get(pk) or one.who for pk, one in listed.items() if pk in belonging}

        return self.derived(("here", period.pk), (told, listed, belonging), make, len)

    @property
    def listed(self) -> Mapping[int, Listed]:
        """The kept list with its dates (one query)."""
        return _lists.all(self.stamp, self._name("listed"), self._listed, projects_queries.projects_touched)

    def belonging(self, period: Period) -> frozenset[int]:
        """The projects that are on the kept list at the date of a period."""
        listed, on = self.listed, period.status_on
        spans: Mapping[int, Span] = self.derived("spans", (listed,), lambda before: carried(listed, _span, before), len)

        def make(before: object) -> frozenset[int]:
            return frozenset(pk for pk, (joined, left) in spans.items() if (joined is None or joined <= on) and (left is None or left > on))

        return self.derived(("belonging", on), (spans,), make, len)

    def trails(self, project_ids: Collection[int]) -> Mapping[int, Trail]:
        """Project → period → what it reported there, of a few projects (one query for those that nobody asked for yet)."""

        def read(some: Collection[int]) -> dict[int, Trail]:
            found: dict[int, dict[int, TrailPoint]] = {pk: {} for pk in some}
            for point in status_queries.trail(self.by, some):
                found[point.project_id][point.period_id] = point
            return {**found}

        return _trails.some(self.stamp, (self.stamp.sight, "trails"), project_ids, read, status_queries.projects_touched)

    def derived(
        self, what: Hashable, parts: tuple[Any, ...], make: Callable[[Made[R] | None], R], weigh: Callable[[R], int] = lambda _: 1
    ) -> R:
        """What is made from these parts for this portfolio and this reader alone, kept until one of them is another object."""
        return _derived.of(self._name(what), parts, make, weigh)

    def _name(self, *what: Hashable) -> Hashable:
        return (self.stamp.sight, self.known.pk, *what)

    def _head(self) -> PortfolioHead | None:
        found: Portfolio | None = projects_queries.portfolios(self.by).filter(ref=self.ref).first()
        if found is None:
            return None
        return PortfolioHead(found.pk, found.ref, found.name, found.purpose, found.source_note, found.membership)

    def _standings(self, project_ids: Collection[int] | None) -> dict[int, Standing]:
        return standings_by_project(status_queries.standings(self.by, self.known.pk, project_ids=project_ids), self._period_rows)

    @property
    def _period_rows(self) -> Sequence[PeriodRow]:
        return _kept.of(self.stamp, "periods", _period_rows, closed=True)

    def _listed(self, project_ids: Collection[int] | None) -> dict[int, Listed]:
        found = projects_queries.projects(self.by).filter(memberships__portfolio_id=self.known.pk)
        rows = (found if project_ids is None else found.filter(pk__in=project_ids)).order_by("pk").values_list(
            "pk", "ref", "key", "name", Coalesce("unit__code", Value("")), Coalesce("unit__name", Value("")), "category",
            Coalesce("programme__name", Value("")), "memberships__joined_on", "memberships__left_on",
        )  # fmt: skip
        return {row[0]: Listed(Identity(*row[:8]), row[8], row[9]) for row in rows}


def _weight(told: Standings) -> int:
    return sum(map(len, told.ratings.values()))


def _span(listed: Listed) -> Span:
    return listed.joined_on, listed.left_on


def _period_rows() -> tuple[PeriodRow, ...]:
    return tuple((p.pk, p.name, p.status_on, p.scale, p.scale_changed_in, p.budget_year) for p in status_queries.periods())
