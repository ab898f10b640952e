"""The portfolio at a date: its picture and its list, computed in one pass over the reports of the two periods compared."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from steerco.capabilities.projects import queries as projects_queries
from steerco.capabilities.scorecards.queries.portfolio_attention import cost_gaps, facts_check, look_first
from steerco.capabilities.scorecards.queries.portfolio_changes import changed
from steerco.capabilities.scorecards.queries.portfolio_figures import Choice, Period, Picture, PortfolioOverview, River
from steerco.capabilities.scorecards.queries.portfolio_filters import Filters, in_scope
from steerco.capabilities.scorecards.queries.portfolio_listing import listing
from steerco.capabilities.scorecards.queries.portfolio_members import Member, compared, gone
from steerco.capabilities.scorecards.queries.portfolio_river import river
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.capabilities.scorecards.queries.portfolio_units import cost_by_rating, folded, money, units_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.scope import within
from steerco_engine.sums import disclosed

LONGEST = 4


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


def portfolio_overview(
    by: Actor, ref: str, *, as_of: dt.date | None = None, against: dt.date | None = None, filters: Filters | None = None
) -> PortfolioOverview:
    """The portfolio page as of a date against another; at most eight queries, one when nothing was written since it was last asked for."""
    return overview_of(portfolio_source(by, ref), as_of=as_of, against=against, filters=filters or Filters())


def overview_of(source: PortfolioSource, *, as_of: dt.date | None, against: dt.date | None, filters: Filters) -> PortfolioOverview:
    """The portfolio page of a source that has been found."""
    with within(source.by.organisation):
        return _overview(source, as_of, against, filters)


def picture_of(
    source: PortfolioSource, *, as_of: dt.date | None = None, against: dt.date | None = None, scope: Scope | None = None
) -> Picture:
    """A portfolio as of a date against another; at most eight queries, none when nothing was written since it was last asked for."""
    with within(source.by.organisation):
        now, before = periods_asked(source.standings.periods, as_of, against)
        asked = scope or Scope()
        key = ("picture of", source.known, now, before, asked)
        return source.kept.of(source.stamp, key, lambda: _picture(source, now, before, asked), _weight)


def portfolio_picture(by: Actor, ref: str, *, as_of: dt.date | None = None, against: dt.date | None = None) -> Picture:
    """The portfolio of this reference as of a date against another; raises `PortfolioNotFound`."""
    return picture_of(portfolio_source(by, ref), as_of=as_of, against=against)


def _overview(source: PortfolioSource, as_of: dt.date | None, against: dt.date | None, filters: Filters) -> PortfolioOverview:
    now, before = periods_asked(source.standings.periods, as_of, against)
    scope = filters.scope
    picture = source.kept.of(
        source.stamp, ("picture", source.known, now, before, scope), lambda: _picture(source, now, before, scope), _weight
    )
    shown = source.kept.of(
        source.stamp,
        ("listing", source.known, now, before, filters),
        lambda: listing(source, picture, filters),
        lambda found: len(found.rows),
    )
    return PortfolioOverview(picture, shown)


def periods_asked(known: Sequence[Period], as_of: dt.date | None, against: dt.date | None) -> tuple[Period | None, Period | None]:
    """The newest period up to `as_of`, and the newest before it up to `against`."""
    until = [p for p in known if as_of is None or p.status_on <= as_of]
    if not until:
        return None, None
    earlier = [p for p in until[:-1] if against is None or p.status_on <= against]
    return until[-1], earlier[-1] if earlier else None


def members_of(source: PortfolioSource, now: Period, before: Period | None) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """The projects of the period, and those that left since the period compared with."""
    return source.kept.of(
        source.stamp,
        ("members", source.known.pk, now.pk, before.pk if before else None),
        lambda: _members(source, now, before),
        lambda m: 2 * len(m[0]),
    )


def _members(source: PortfolioSource, now: Period, before: Period | None) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    here, facts = source.here(now), source.facts(now)
    if before is None:
        return compared(here, (), facts, {}, (now, None)), ()
    there, earlier = source.here(before), source.facts(before)
    return compared(here, there, facts, earlier, (now, before)), gone(there, here, earlier, (now, before))


def _picture(source: PortfolioSource, now: Period | None, before: Period | None, scope: Filters) -> Picture:
    everybody, left = members_of(source, now, before) if now else (_unreported(source), ())
    fits = in_scope(scope)
    members, left = tuple(m for m in everybody if fits(m.who)), tuple(m for m in left if fits(m.who))
    facts = facts_check(members)
    never_cost, never_rating, never_report = _never(source, members, now)
    units = units_of(members)
    late = sorted((m for m in members if (m.days or 0) > 0), key=lambda m: -(m.days or 0))
    return Picture(
        head=source.known, limited=source.limited, periods=source.standings.periods, now=now, against=before,
        total=len(members), members=members, left=left,
        cost=disclosed(map(money, members), len(members)), cost_gaps=cost_gaps(members),
        counts=Counter(m.rating for m in members),
        missing=sum(1 for m in members if m.now is None), facts=facts, river=_river(source, now, scope),
        changed=changed(members, left, now, before) if now and before else None,
        first=look_first(members, facts, never_cost, never_report) if now else (),
        units=folded(units), unit_total=len(units), cost_by_rating=cost_by_rating(members), longest=tuple(late[:LONGEST]),
        choices=_choices(everybody), never_cost=never_cost, never_rating=never_rating, never_report=never_report,
    )  # fmt: skip


def _unreported(source: PortfolioSource) -> tuple[Member, ...]:
    """The kept list of a portfolio that has no report yet."""
    if not source.keeps_list:
        return ()
    nowhere = Period(0, 0, "", dt.date.max, "three", "", "")
    return compared({listed.who.pk: listed.who for listed in source.listed if listed.left_on is None}, (), {}, {}, (nowhere, None))


def _never(source: PortfolioSource, members: Iterable[Member], now: Period | None) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The projects that never gave a cost, never a rating, never a report, up to the period."""
    ids = frozenset(m.who.pk for m in members)
    costed: set[int] = set()
    rated: set[int] = set()
    reported: set[int] = set()
    told = source.standings
    for period in told.periods[: now.place + 1 if now else 0]:
        ratings = told.ratings[period.pk]
        reported.update(ratings)
        costed |= told.costed[period.pk]
        rated.update(pk for pk in ids - rated if ratings.get(pk))
    return ids - costed, ids - rated, ids - reported


def _river(source: PortfolioSource, now: Period | None, scope: Filters) -> River:
    if now is None:
        return River((), ())
    periods = source.standings.periods[: now.place + 1]
    told = source.ratings_in(scope)
    ratings: list[Mapping[int, str]] = [told.get(period.pk, {}) for period in periods]
    if not source.keeps_list:
        return river(periods, ratings)
    fits = in_scope(scope)
    belonging = [frozenset(x.who.pk for x in source.listed if x.belongs_on(p.status_on) and fits(x.who)) for p in periods]
    ratings = [{pk: rating for pk, rating in standing.items() if pk in here} for standing, here in zip(ratings, belonging, strict=True)]
    return river(periods, ratings, belonging)


def _choices(members: Sequence[Member]) -> Mapping[str, tuple[Choice, ...]]:
    departments = Counter((m.who.unit_code, m.who.unit_name) for m in members)
    return {
        "department": tuple(Choice(code, name, count) for (code, name), count in sorted(departments.items(), key=lambda d: (-d[1], d[0]))),
        "category": tuple(Choice(value, value, count) for value, count in Counter(m.who.category for m in members).most_common() if value),
        "programme": tuple(
            Choice(value, value, count) for value, count in Counter(m.who.programme for m in members).most_common(60) if value
        ),
    }


def _weight(picture: Picture) -> int:
    return len(picture.members) // 4 + 50
