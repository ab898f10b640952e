"""The portfolio's figures on the real returns: exactly those that the publisher's data gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from steerco.capabilities.scorecards.queries.portfolio import PortfolioNotFound, portfolio_picture, portfolio_source
from steerco.capabilities.scorecards.queries.portfolio_figures import Picture
from steerco.capabilities.scorecards.queries.portfolio_listing import first_ends, ratings_of, reports_held, rows_of
from steerco.capabilities.scorecards.tests.factories import load_year, real_portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation


def overview(by: Actor, *, as_of: dt.date | None = None) -> Picture:
    return portfolio_picture(by, "gmpp", as_of=as_of)


def test_the_2023_picture_has_the_published_figures(gmpp: Actor) -> None:
    picture = overview(gmpp)

    assert picture.total == 244
    assert (picture.cost.amount, picture.cost.given, picture.cost.of) == (Decimal("471818000000.00"), 193, 244)
    assert picture.counts == {"green": 26, "amber": 183, "red": 23, "": 12}
    assert (picture.facts.green_checked, picture.facts.green_broken, picture.facts.disagree) == (24, 16, 74)
    assert picture.limited is False
    assert picture.is_past is False


def test_what_changed_since_2021(gmpp: Actor) -> None:
    changed = overview(gmpp).changed

    assert changed is not None
    assert (changed.rating.better, changed.rating.same, changed.rating.worse, changed.points) == (24, 86, 19, 3)
    assert (changed.end_date.better, changed.end_date.same, changed.end_date.worse) == (9, 52, 60)
    assert (changed.cost.better, changed.cost.same, changed.cost.worse) == (28, 2, 76)
    assert (changed.joined, changed.left, changed.both) == (106, 46, 138)
    assert (changed.cost_before.amount, changed.cost_now.amount) == (Decimal(301_912_460_000), Decimal(357_852_000_000))
    assert changed.cost_share is not None
    assert round(changed.cost_share, 3) == Decimal("0.185")


def test_the_river_shows_every_return_and_the_break_of_scale(gmpp: Actor) -> None:
    river = overview(gmpp).river

    shown = {column.period.name: tuple(column.counts.values()) for column in river.columns}
    assert shown == {
        "2015": (28, 44, 64, 40, 8, 4), "2016": (10, 29, 55, 38, 6, 5), "2017": (5, 23, 71, 34, 4, 6), "2019": (4, 18, 66, 38, 4, 3),
        "2020": (3, 18, 59, 32, 11, 2), "2021": (12, 29, 84, 44, 7, 8), "2023": (26, 0, 183, 0, 23, 12),
    }  # fmt: skip
    breaks = [b.period.name for a, b in zip(river.columns, river.columns[1:], strict=False) if b.period.breaks_after(a.period)]
    assert breaks == ["2023"]
    assert [column.period.name for column in river.columns if column.period.gap_before] == ["2019", "2023"]
    last = {(flow.before, flow.after): flow.count for flow in river.flows if flow.place == 5}
    assert sum(last.values()) == 138
    assert last["amber_red", "amber"] == 25
    assert river.joined[-1] == 106


def test_look_at_these_first_names_the_findings_in_order(gmpp: Actor) -> None:
    first = {line.kind: line for line in overview(gmpp).first}

    assert list(first)[:4] == ["disagree", "turned_red", "withheld", "suspect"]
    assert (first["disagree"].count, first["disagree"].of) == (16, 24)
    assert first["disagree"].example is not None
    assert first["disagree"].example.who.name == "Technology Sourcing Programme"
    assert first["turned_red"].count == 17
    assert first["turned_red"].example is not None
    assert first["turned_red"].example.who.name == "Future Combat Air System"
    withheld = first["withheld"]
    assert (withheld.count, withheld.extra, withheld.reason_count) == (12, 51, 36)
    assert withheld.reason is not None
    assert withheld.reason.short == "withheld, s.43"
    assert first["suspect"].count == 1
    assert len(first) <= 6


def test_departments_are_counted_with_their_disclosed_cost(gmpp: Actor) -> None:
    picture = overview(gmpp)

    by_code = {unit.codes[0]: unit for unit in picture.units}
    assert [(code, by_code[code].cost.of) for code in ("MOD", "MOJ", "DFT", "HMRC", "DESNZ")] == [
        ("MOD", 52), ("MOJ", 27), ("DFT", 23), ("HMRC", 21), ("DESNZ", 19),
    ]  # fmt: skip
    assert picture.unit_total == 21
    assert len(picture.units) == 18
    assert sum(unit.cost.of for unit in picture.units) == 244
    assert by_code["MOD"].cost.given == 29
    assert [member.rating for member in by_code["MOD"].members][:6] == ["red"] * 5 + ["amber"]


def test_cost_by_rating_adds_up_to_the_portfolio(gmpp: Actor) -> None:
    picture = overview(gmpp)

    shown = {
        line.rating: (str(round((line.cost.amount or 0) / 10**9, 1)), line.cost.given, line.cost.of) for line in picture.cost_by_rating
    }
    assert shown == {"green": ("43.9", 24, 26), "amber": ("383.2", 151, 183), "red": ("42.2", 16, 23), "": ("2.5", 2, 12)}


def test_the_longest_slips_come_first(gmpp: Actor) -> None:
    assert [" ".join(member.who.name.split()) for member in overview(gmpp).longest] == [
        "Lightning Programme", "Transpennine Route Upgrade", "PHE Science Hub", "Geological Disposal Facility Programme (GDF)",
    ]  # fmt: skip


YEARS = {
    "2015": (188, "488920.51", 174), "2016": (143, "436488.46", 134), "2017": (143, "455460.98", 134), "2019": (133, "441798.76", 118),
    "2020": (125, "447920.35", 113), "2021": (184, "541951.37", 164), "2023": (244, "471818.00", 193),
}  # fmt: skip


def test_each_return_as_of_its_date(gmpp: Actor) -> None:
    source = portfolio_source(gmpp, "gmpp")
    for period in source.standings.periods:
        picture = overview(gmpp, as_of=period.status_on)
        projects, cost, given = YEARS[period.name]
        assert picture.now is not None
        assert picture.now.name == period.name
        assert (picture.total, picture.cost.given) == (projects, given)
        assert picture.cost.amount is not None
        assert round(picture.cost.amount / 10**6, 2) == Decimal(cost)


def test_a_past_date_shows_the_newest_return_before_it_and_says_so(gmpp: Actor) -> None:
    picture = overview(gmpp, as_of=dt.date(2022, 7, 1))

    assert picture.now is not None
    assert picture.now.name == "2021"
    assert picture.is_past is True
    assert picture.changed is not None
    assert picture.changed.points == 5


def test_before_the_first_return_there_is_nothing_to_show(gmpp: Actor) -> None:
    picture = overview(gmpp, as_of=dt.date(2010, 1, 1))

    assert (picture.now, picture.total, picture.changed, picture.first) == (None, 0, None, ())


def test_the_first_return_has_nothing_to_compare_with(gmpp: Actor) -> None:
    picture = overview(gmpp, as_of=dt.date(2014, 12, 31))

    assert picture.total == 188
    assert picture.changed is None
    assert len(picture.river.columns) == 1


def test_a_year_imported_late_slots_in_and_changes_no_other_fact(system: Actor) -> None:
    portfolio = real_portfolio(system, ("2015", "2016", "2019", "2020", "2021", "2023"))
    before = overview(system)
    load_year(system, portfolio, "2017")
    after = overview(system)

    assert [column.period.name for column in after.river.columns] == list(YEARS)
    assert (after.cost, after.counts, after.changed, after.facts) == (before.cost, before.counts, before.changed, before.facts)
    assert [c.counts for c in after.river.columns if c.period.name != "2017"] == [c.counts for c in before.river.columns]


def test_who_never_disclosed_a_cost_or_a_rating(gmpp: Actor) -> None:
    source, picture = portfolio_source(gmpp, "gmpp"), overview(gmpp)
    never = [m for m in picture.members if m.who.pk in picture.never_cost]

    assert picture.never_cost <= {m.who.pk for m in picture.members if m.cost is None}
    assert 0 < len(picture.never_rating) <= 12
    assert picture.never_report == frozenset()
    assert len(never) > 10
    assert all(point.cost is None for row in rows_of(source, picture, never) for point in row.history)


def test_first_end_dates_and_reports_held_are_those_of_each_history(gmpp: Actor) -> None:
    source, picture = portfolio_source(gmpp, "gmpp"), overview(gmpp)
    ends, held = first_ends(source, picture), reports_held(source, picture)

    for row in rows_of(source, picture, picture.members[:60]):
        pk = row.member.who.pk
        assert ends.get(pk) == (row.first_end.end_on if row.first_end else None)
        assert held[pk] == row.held
        assert ratings_of(source, picture, pk) == [(point.period, point.rating) for point in row.history if point.rating is not None]


def test_a_portfolio_of_another_organisation_is_not_found(gmpp: Actor, other_organisation: Organisation) -> None:
    with pytest.raises(PortfolioNotFound):
        portfolio_picture(Actor.system(other_organisation), "gmpp")


def test_a_project_manager_sees_only_the_own_project(gmpp: Actor, make_account: Callable[..., object]) -> None:
    whole = overview(gmpp)
    own = next(m for m in whole.members if "Crossrail" in m.who.name)
    account = make_account(gmpp.organisation, "project_manager", scope=("project", own.who.pk))
    limited = Actor.of(account, gmpp.organisation, entrance="page")  # type: ignore[arg-type]

    seen = overview(limited)

    assert seen.limited is True
    assert [m.who.pk for m in seen.members] == [own.who.pk]
    assert seen.cost.amount == own.cost
    assert seen.unit_total == 1
    assert overview(gmpp).total == 244


def test_somebody_without_a_role_finds_no_portfolio(gmpp: Actor, make_account: Callable[..., object]) -> None:
    nobody = Actor.of(make_account(gmpp.organisation), gmpp.organisation, entrance="page")  # type: ignore[arg-type]

    with pytest.raises(PortfolioNotFound):
        portfolio_picture(nobody, "gmpp")
