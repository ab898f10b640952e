"""The register of reports, and what reports add to the register of projects, today and as of a past date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_portfolio, make_project
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import as_object, listing

EARLY, LATE = dt.date(2021, 3, 31), dt.date(2023, 3, 31)
SECRET = {"whole_life_cost_amount": {"kind": "withheld", "text": "Exempt under Section 43 of the Freedom of Information Act"}}


def asked(by: Actor, register: str, address: str = "") -> Listing:
    return listing(registers[register], by, Asked.from_query(QueryDict(address)))


@pytest.fixture
def two_returns(organisation: Organisation) -> list[Project]:
    """Three projects: one in both returns under two names, one that left, one that withholds its cost."""
    five = ReportingPeriod.everywhere.create(organisation=organisation, name="2021", status_on=EARLY, scale="five")
    three = ReportingPeriod.everywhere.create(organisation=organisation, name="2023", status_on=LATE, scale="three")
    unit = make_unit(organisation, "DFT")
    both = make_project(organisation, "Elizabeth line", unit=unit, end_on=dt.date(2023, 5, 14), whole_life_cost_amount=Decimal(18_800))
    left = make_project(organisation, "Gone", unit=unit)
    secret = make_project(organisation, "Hidden cost", unit=unit)
    reports: list[dict[str, Any]] = [
        {"project": both, "period": five, "confidence": "amber_red", "end_on": dt.date(2022, 1, 1),
         "whole_life_cost_amount": Decimal(14_700), "reported_name": "Crossrail"},
        {"project": both, "period": three, "confidence": "green", "end_on": dt.date(2023, 5, 14), "whole_life_cost_amount": Decimal(18_800),
         "reported_name": "Elizabeth line", "year_budget_amount": Decimal(100), "year_forecast_amount": Decimal(98)},
        {"project": left, "period": five, "confidence": "red", "reported_name": "Gone"},
        {"project": secret, "period": three, "reported_name": "Hidden cost", "gaps": SECRET},
    ]  # fmt: skip
    for report in reports:
        StatusReport.everywhere.create(
            organisation=organisation, unit=unit, state="published", published_at=timezone.now(), currency="GBP", **report
        )
    return [both, left, secret]


@pytest.mark.usefixtures("two_returns")
class TestProjects:
    def test_the_last_report_stands_beside_each_project(self, director: Actor) -> None:
        rows = {row["name"]: row for row in as_object(asked(director, "projects"))["rows"]}
        both = rows["Elizabeth line"]
        assert (both["confidence"], both["last_report"], both["history"]) == (
            "Green",
            "2023",
            "2021 Amber/Red, then a new scale, 2023 Green",
        )
        assert both["against_budget"] == pytest.approx(Decimal("-0.02"))
        assert rows["Hidden cost"]["whole_life_cost"] is None
        assert "Section 43" in rows["Hidden cost"]["whole_life_cost_reason"]

    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("f=confidence:is:green", {"Elizabeth line"}), ("f=confidence:in:green|red", {"Elizabeth line", "Gone"}),
            ("f=confidence:missing", {"Hidden cost"}), ("f=last_report:is:2023", {"Elizabeth line", "Hidden cost"}),
        ],
    )  # fmt: skip
    def test_they_filter(self, director: Actor, address: str, found: set[str]) -> None:
        assert {row["name"] for row in asked(director, "projects", address).page().rows} == found

    def test_groups_stand_worst_first_and_those_without_rating_last(self, director: Actor) -> None:
        listed = asked(director, "projects", "group=confidence")
        assert [row["name"] for row in listed.page().rows] == ["Gone", "Elizabeth line", "Hidden cost"]
        assert {held: sums.total for held, sums in listed.sums().groups.items()} == {"red": 1, "green": 1, "": 1}
        assert listed.columns["confidence"] not in listed.shown

    def test_a_past_date_shows_what_was_reported_then(self, director: Actor) -> None:
        held = as_object(asked(director, "projects", "as_of=2021-12-31&cols=name,end,whole_life_cost,confidence,state"))
        assert [row["name"] for row in held["rows"]] == ["Crossrail", "Gone"]
        crossrail = held["rows"][0]
        assert (crossrail["end"], crossrail["whole_life_cost"], crossrail["confidence"]) == ("2022-01-01", 14_700, "Amber/Red")
        assert crossrail["state"] is None
        assert held["totals"]["whole_life_cost"]["sum"] == 14_700
        assert as_object(asked(director, "projects", "as_of=2020-01-01"))["count"] == 0

    def test_a_past_page_changes_nothing(self, director: Actor, client_of: Callable[[Any], Client]) -> None:
        browser = client_of(director.account)
        then, now = (browser.get(f"/projects/{query}").content.decode() for query in ("?as_of=2021-12-31", ""))
        assert "Crossrail" in then
        assert 'class="btn p" href="/projects/new/"' not in then
        assert 'class="btn p" href="/projects/new/"' in now


@pytest.mark.usefixtures("two_returns")
class TestReports:
    def test_every_report_with_the_reason_of_each_gap(self, director: Actor) -> None:
        held = as_object(asked(director, "reports", "f=period:is:2023&sort=project"))
        assert [row["project"] for row in held["rows"]] == ["Elizabeth line", "Hidden cost"]
        assert "Section 43" in held["rows"][1]["whole_life_cost_reason"]
        origins = [len(as_object(asked(director, "reports", f"f=origin:is:{origin}"))["rows"]) for origin in ("imported", "written")]
        assert origins == [0, 4]  # the fixture writes them
        assert held["totals"]["whole_life_cost"] | {"sum": 18_800, "count": 1, "of": 2} == held["totals"]["whole_life_cost"]

    def test_a_past_date_is_the_return_before_it(self, director: Actor) -> None:
        assert {row["reported_name"] for row in asked(director, "reports", "as_of=2022-01-01").page().rows} == {"Crossrail", "Gone"}

    @pytest.mark.parametrize(("role", "status"), [("requester", 403), ("administrator", 403), ("auditor", 200), ("team_member", 403)])
    def test_each_role(
        self, organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Any], Client], role: str, status: int
    ) -> None:
        browser = client_of(make_account(organisation, role))
        assert browser.get("/reports/").status_code == status
        assert browser.get("/reports/export.csv").status_code == status

    def test_whoever_sees_one_project_sees_its_reports_only(
        self, organisation: Organisation, make_account: MakeAccount, two_returns: list[Project], other_organisation: Organisation
    ) -> None:
        account = make_account(organisation, "project_manager", scope=("project", two_returns[1].pk))
        by = Actor.of(account, organisation, entrance="page")
        assert [row["reported_name"] for row in asked(by, "reports").page().rows] == ["Gone"]
        assert asked(by, "reports").sums().total == 1
        assert [row["name"] for row in asked(by, "projects", "f=confidence:is:red").page().rows] == ["Gone"]


def test_amounts_of_several_dates_are_not_added_and_the_latest_return_comes_first(
    system: Actor, make_account: MakeAccount, client_of: Callable[..., Client]
) -> None:
    organisation = system.organisation
    portfolio = make_portfolio(organisation, membership="returns")
    for number, year in enumerate((2022, 2023)):
        project = make_project(organisation, f"Project of {year}", portfolios=(portfolio,), whole_life_cost_amount=5_000_000)
        period = ReportingPeriod.objects.create(organisation=organisation, name=str(year), status_on=dt.date(year, 3, 31))
        StatusReport.objects.create(
            organisation=organisation, project=project, period=period, state="published", published_at=timezone.now(),
            reported_name=project.name, currency="GBP", whole_life_cost_amount=5_000_000 + number,
        )  # fmt: skip
    visitor = client_of(make_account(organisation, "pmo_director"))
    first, every = visitor.get("/projects/").content.decode(), visitor.get("/projects/?every=1").content.decode()
    assert "Project of 2023" in first and "Project of 2022" not in first and "not summed" not in first
    assert "All ever" in first and "Project of 2022" in every and "not summed: reports of 2 dates" in every
    assert "not summed: reports of 2 dates" in visitor.get("/reports/").content.decode()
    assert "Add up by date" in visitor.get("/reports/").content.decode()
    picked = b"".join(visitor.get(f"/projects/export.csv?pk={project.pk}").streaming_content)  # type: ignore[attr-defined]
    assert b"Project of 2023" in picked and b"Project of 2022" not in picked
