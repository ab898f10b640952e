"""The portfolio at a date: its picture, computed in one pass over the reports of the two periods compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from steerco.capabilities.projects import queries as projects_queries
from steerco.capabilities.scorecards.queries.portfolio_attention import cost_gaps, look_first
from steerco.capabilities.scorecards.queries.portfolio_changes import changed
from steerco.capabilities.scorecards.queries.portfolio_figures import (
    Choice,
    Column,
    Flow,
    Period,
    Picture,
    River,
)
from steerco.capabilities.scorecards.queries.portfolio_members import Compared, Member, compared
from steerco.capabilities.scorecards.queries.portfolio_river import column, standing_of, ways
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope, in_scope
from steerco.capabilities.scorecards.queries.portfolio_sieve import Sieve, sifted
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.capabilities.scorecards.queries.portfolio_units import cost_by_rating, folded, units
from steerco.capabilities.status.queries import ReportFacts
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.derived import Made
from steerco.foundation.organisations.scope import within

LONGEST = 4
_NOBODY: Mapping[int, Any] = {}
_NOTHING: Mapping[int, ReportFacts] = {}
_UNRATED: Mapping[int, str] = {}


class PortfolioNotFound(LookupError):
    """There is no portfolio of this reference that the actor may open."""


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """A portfolio in the list of portfolios."""

    ref: str
    name: str
    purpose: str


def portfolios_seen(by: Actor) -> list[PortfolioLine]:
    """The portfolios that the actor may open, by name (one query)."""
    rows = projects_queries.portfolios(by).order_by("name", "pk").values_list("ref", "name", "purpose")
    return [PortfolioLine(*row) for row in rows]


def portfolio_source(by: Actor, ref: str) -> PortfolioSource:
    """The portfolio of this reference as the actor sees it; raises `PortfolioNotFound`."""
    with within(by.organisation):
        source = PortfolioSource(by, ref)
    if source.head is None:
        raise PortfolioNotFound(ref)
    return source


def picture_of(
    source: PortfolioSource, *, as_of: dt.date | None = None, against: dt.date | None = None, scope: Scope | None = None
) -> Picture:
    """A portfolio as of a date against another; at most eight queries, none when nothing of it was written since it was asked for."""
    with within(source.by.organisation):
        return _kept_picture(source, *periods_asked(source.standings.periods, as_of, against), scope or Scope())


def portfolio_picture(by: Actor, ref: str, *, as_of: dt.date | None = None, against: dt.date | None = None) -> Picture:
    """The portfolio of this reference as of a date against another; raises `PortfolioNotFound`."""
    return picture_of(portfolio_source(by, ref), as_of=as_of, against=against)


def _kept_picture(source: PortfolioSource, now: Period | None, before: Period | None, scope: Scope) -> Picture:
    """The picture, made again when a part of it has changed. Reasons are counted by their words, so each language has its own."""
    found = members_of(source, now, before) if now else _unreported(source)
    told = _river(source, now, scope)
    parts = (found, source.known, source.limited, source.standings.periods, source.firsts, told)
    name = ("picture", now, before, scope, source.stamp.language)
    return source.derived(name, parts, lambda _: _picture(source, found, (now, before), scope, told), _weight)


def periods_asked(known: Sequence[Period], as_of: dt.date | None, against: dt.date | None) -> tuple[Period | None, Period | None]:
    """The newest period up to `as_of`, and the newest before it up to `against`."""
    until = [p for p in known if as_of is None or p.status_on <= as_of]
    if not until:
        return None, None
    earlier = [p for p in until[:-1] if against is None or p.status_on <= against]
    return until[-1], earlier[-1] if earlier else None


def members_of(source: PortfolioSource, now: Period, before: Period | None) -> Compared:
    """The projects of the period, and those that left since the period compared with."""
    there, earlier = (source.here(before), source.facts(before)) if before else (_NOBODY, _NOTHING)
    here, facts = source.here(now), source.facts(now)

    def make(made: Made[Compared] | None) -> Compared:
        return compared(here, facts, there, earlier, (now, before), made.result if made else None)

    return source.derived(("members", now, before), (here, facts, there, earlier), make, lambda found: 8 * len(found.by_pk))


def _picture(source: PortfolioSource, found: Compared, dates: tuple[Period | None, Period | None], scope: Scope, told: River) -> Picture:
    now, before = dates
    members, left = (_in_scope(some, scope) for some in (found.members, found.left))
    all_of_it = _sieve(source, members, dates, scope)
    everybody = all_of_it if scope == Scope() else _sieve(source, found.members, dates, Scope())
    never_cost, never_rating, never_report = _never(source, members, now)
    lines = units(all_of_it)
    return Picture(
        head=source.known, limited=source.limited, periods=source.standings.periods, now=now, against=before,
        total=len(members), members=members, left=left,
        cost=all_of_it.disclosed(), cost_gaps=cost_gaps(all_of_it.uncosted), counts=all_of_it.ratings,
        missing=len(all_of_it.missing), facts=all_of_it.facts, river=told,
        changed=changed(all_of_it, left, now, before) if now and before else None,
        first=look_first(all_of_it, never_cost, never_report) if now else (),
        units=folded(lines), unit_total=len(lines), cost_by_rating=cost_by_rating(all_of_it),
        longest=tuple(sorted(all_of_it.slipped, key=lambda m: -(m.days or 0))[:LONGEST]),
        choices=_choices(everybody), never_cost=never_cost, never_rating=never_rating, never_report=never_report,
    )  # fmt: skip


def _sieve(source: PortfolioSource, members: tuple[Member, ...], dates: tuple[Period | None, Period | None], scope: Scope) -> Sieve:
    return source.derived(("sieve", *dates, scope), (members,), lambda made: sifted(members, made), lambda _: len(members) // 4)[1]


def _in_scope(members: tuple[Member, ...], scope: Scope) -> tuple[Member, ...]:
    if scope == Scope():
        return members
    fits = in_scope(scope)
    return tuple(m for m in members if fits(m.who))


def _unreported(source: PortfolioSource) -> Compared:
    """The kept list of a portfolio that has no report yet."""
    listed = source.listed if source.keeps_list else _NOBODY
    nowhere = Period(0, 0, "", dt.date.max, "three", "", "")

    def make(_: object) -> Compared:
        here = {pk: one.who for pk, one in listed.items() if one.left_on is None}
        return compared(here, _NOTHING, _NOBODY, _NOTHING, (nowhere, None))

    return source.derived("unreported", (listed,), make, lambda found: 8 * len(found.by_pk))


def _never(source: PortfolioSource, members: Iterable[Member], now: Period | None) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The projects that never gave a cost, never a rating, never a report, up to the period."""
    place, told = now.place if now else -1, source.firsts
    ids = frozenset(m.who.pk for m in members)
    return (
        ids - {pk for pk, first in told.items() if first.cost <= place},
        ids - {pk for pk, first in told.items() if first.rating <= place},
        ids - {pk for pk, first in told.items() if first.report <= place},
    )


def _river(source: PortfolioSource, now: Period | None, scope: Scope) -> River:
    """The river up to the period; a period in which nothing changed is not counted again."""
    periods = source.standings.periods[: now.place + 1] if now else ()
    told = source.ratings_in(scope.department, scope.category, scope.programme)
    standings = [_standing(source, period, told.get(period.pk, _UNRATED), scope) for period in periods]
    columns = [_column(source, period, scope, standing) for period, standing in zip(periods, standings, strict=True)]
    found = [_ways(source, place, scope, *pair) for place, pair in enumerate(pairwise(standings))]
    parts = (*columns, *found)
    joined = (0, *(new for _, new in found)) if periods else ()
    return source.derived(
        ("river", now, scope), parts, lambda _: River(tuple(columns), tuple(flow for flows, _new in found for flow in flows), joined)
    )


def _column(source: PortfolioSource, period: Period, scope: Scope, standing: Mapping[int, str]) -> Column:
    return source.derived(("column", period, scope), (standing,), lambda _: column(period, standing))


def _ways(
    source: PortfolioSource, place: int, scope: Scope, before: Mapping[int, str], after: Mapping[int, str]
) -> tuple[tuple[Flow, ...], int]:
    return source.derived(("ways", place, scope), (before, after), lambda _: ways(place, before, after))


def _standing(source: PortfolioSource, period: Period, ratings: Mapping[int, str], scope: Scope) -> Mapping[int, str]:
    if not source.keeps_list:
        return ratings
    belonging, listed = source.belonging(period), source.listed if scope != Scope() else _NOBODY

    def make(_: object) -> Mapping[int, str]:
        fits = in_scope(scope)
        return standing_of(ratings, [pk for pk in belonging if fits(listed[pk].who)] if listed else belonging)

    return source.derived(("standing", period, scope), (ratings, belonging, listed), make, len)


def _choices(found: Sieve) -> Mapping[str, tuple[Choice, ...]]:
    departments = sorted(found.departments.items(), key=lambda d: (-d[1], d[0]))
    return {
        "department": tuple(Choice(code, name, count) for (code, name), count in departments),
        "category": tuple(Choice(value, value, count) for value, count in found.categories.most_common() if value),
        "programme": tuple(Choice(value, value, count) for value, count in found.programmes.most_common(60) if value),
    }


def _weight(picture: Picture) -> int:
    return len(picture.members) // 4 + 50
