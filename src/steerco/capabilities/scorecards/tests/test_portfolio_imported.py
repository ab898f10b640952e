"""The portfolio on the returns as they are imported: the same figures, and the facts page with ours beside the published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from steerco.capabilities.health.queries.sentences import measured_sentence
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.movements.queries.rated_well import rated_well_but_moved
from steerco.capabilities.returns.tests.gmpp import given
from steerco.capabilities.scorecards.queries.portfolio import portfolio_picture, portfolio_source, portfolios_seen
from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS
from steerco.capabilities.scorecards.queries.portfolio_listing import rows_of
from steerco.capabilities.status.models import ReportingPeriod
from steerco.capabilities.status.queries import published
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.services import load_files
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

FACTS_PAGE = Path(__file__).parents[5] / "docs" / "facts.md"
MOVED_PAGE = FACTS_PAGE.with_name("rated-well-while-facts-moved.md")


@pytest.fixture(scope="module")
def imported_organisation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organisation]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = Organisation.objects.create(key="imported", name="UK Government")
        with within(made):
            load_files(by=Actor.system(made), files=given(), profile="uk-gmpp")
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def imported(imported_organisation: Organisation, db: None) -> Iterator[Actor]:
    with within(imported_organisation):
        yield Actor.system(imported_organisation)


def test_the_imported_portfolio_has_the_published_figures(imported: Actor) -> None:
    (line,) = portfolios_seen(imported)
    picture = portfolio_picture(imported, line.ref)

    assert (line.ref, line.name) == ("GMPP", "Government Major Projects Portfolio")
    assert (picture.total, picture.cost.amount, picture.cost.given) == (244, Decimal(471_818_000_000), 193)
    assert picture.changed is not None
    changed = picture.changed
    assert (changed.end_date.worse, changed.end_date.same, changed.end_date.better) == (60, 52, 9)
    assert (changed.cost.worse, changed.cost.comparable) == (76, 106)
    assert (changed.rating.better, changed.rating.same, changed.rating.worse) == (24, 86, 19)
    assert (changed.joined, changed.left, changed.both) == (106, 46, 138)
    assert (picture.facts.green_checked, picture.facts.green_broken, picture.facts.disagree) == (24, 16, 74)
    assert picture.first[2].reason_count == 36


def test_crossrail_keeps_its_seven_returns_under_three_names(imported: Actor) -> None:
    picture = portfolio_picture(imported, "GMPP")
    members = [member for member in picture.members if "Crossrail" in member.who.name]
    (row,) = rows_of(portfolio_source(imported, "GMPP"), picture, members)

    assert (row.held, row.periods) == (7, 7)
    assert [point.rating for point in row.history] == ["amber_green", "amber_green", "amber_green", "red", "red", "amber_red", "green"]
    assert row.first_cost is not None
    assert row.first_cost.cost == Decimal("14714370000.00")
    assert row.cost_share is not None
    assert round(row.cost_share, 3) == Decimal("0.279")


def test_the_facts_page_says_what_steerco_computes(imported: Actor) -> None:
    page = FACTS_PAGE.read_text(encoding="utf-8")
    for period in ReportingPeriod.objects.order_by("status_on"):
        rows = dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([^|]+?) \|$", _section(page, period.name), re.MULTILINE))
        for fact, ours in _facts(imported, period).items():
            assert rows[fact] == ours, f"{period.name}: {fact}"


def test_the_facts_page_says_what_moved(imported: Actor) -> None:
    changed = portfolio_picture(imported, "GMPP").changed
    assert changed is not None
    rows = dict(
        re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([^|]+?) \|$", _section(FACTS_PAGE.read_text("utf-8"), "From 2021 to 2023"), re.MULTILINE)
    )

    assert {name: rows[name] for name in rows if name not in ("fact", "---")} == {
        "projects in both (by GMPP id)": str(changed.both), "joined": str(changed.joined), "left": str(changed.left),
        "end date in both": str(changed.end_date.comparable), "end date later": str(changed.end_date.worse),
        "end date unchanged": str(changed.end_date.same), "end date earlier": str(changed.end_date.better),
        "cost in both": str(changed.cost.comparable), "cost higher": str(changed.cost.worse),
        "rating better, on three points": str(changed.rating.better), "rating the same": str(changed.rating.same),
        "rating worse": str(changed.rating.worse),
    }  # fmt: skip


def test_on_the_facts_page_ours_equal_the_published(imported: Actor) -> None:
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", FACTS_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    compared = [row for row in rows if row[0] not in ("fact", "---")]

    assert len(compared) >= 7 * 12
    assert [row for row in compared if row[1] != row[2]] == []


def _section(page: str, year: str) -> str:
    return page.split(f"## {year}\n", 1)[1].split("\n## ", 1)[0]


def _facts(by: Actor, period: ReportingPeriod) -> dict[str, str]:
    picture = portfolio_picture(by, "GMPP", as_of=period.status_on)
    assert picture.cost.amount is not None
    names = dict(zip((*RATINGS, NO_RATING), ("Green", "Amber/Green", "Amber", "Amber/Red", "Red", "no rating"), strict=True))
    found = {"projects": str(picture.total)} | {name: str(picture.counts.get(rating, 0)) for rating, name in names.items()}
    found["whole-life cost, £m"] = f"{picture.cost.amount / 10**6:,.2f} ({picture.cost.given})"
    reports = published(by).filter(period=period)
    for name, field in (("budget of the year, £m", "year_budget_amount"), ("forecast of the year, £m", "year_forecast_amount")):
        amounts = [amount for amount in reports.values_list(field, flat=True) if amount is not None]
        found[name] = f"{sum(amounts) / 10**6:,.2f} ({len(amounts)})"
    found["start dates"] = str(reports.filter(start_on__isnull=False).count())
    found["end dates"] = str(reports.filter(end_on__isnull=False).count())
    return found


def test_the_page_of_good_ratings_beside_moved_facts_says_what_is_computed(imported: Actor) -> None:
    written = MOVED_PAGE.read_text()
    periods = rated_well_but_moved(HealthSource(imported))
    table = [f"| {p.name} | {p.status_on} | {p.rated} | {p.checked} | {len(p.moved)} |" for p in periods]
    lists = [
        f"- {each.project.name}: {' '.join(measured_sentence(measure, found) for measure, found in each.moved)}"
        for period in periods for each in period.moved
    ]  # fmt: skip
    assert [line for line in written.splitlines() if re.match(r"\| \d{4} ", line)] == table
    assert [line for line in written.splitlines() if line.startswith("- ")] == lists
    moved, checked = sum(len(period.moved) for period in periods), sum(period.checked for period in periods)
    assert f"{moved} of the {checked} Green and Amber/Green ratings" in written
