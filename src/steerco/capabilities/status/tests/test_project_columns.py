"""What reports add to the register of projects costs a fixed number of queries, and nothing for a page seen before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation


def add_reports(organisation: Organisation, count: int) -> None:
    """Projects with a report for each of two periods."""
    periods = [
        ReportingPeriod.everywhere.create(organisation=organisation, name=str(year), status_on=dt.date(year, 3, 31), scale="three")
        for year in (2022, 2023)
    ]
    for number in range(count):
        project = make_project(organisation, f"Project {number}")
        for period in periods:
            StatusReport.everywhere.create(
                organisation=organisation,
                project=project,
                period=period,
                confidence="amber",
                state="published",
                published_at=timezone.now(),
            )


@pytest.mark.parametrize("count", [3, 48])
def test_the_list_takes_a_fixed_number_of_queries(
    system: Actor, make_account: MakeAccount, client_of: Callable[..., Client], count: int
) -> None:
    add_reports(system.organisation, count)
    with revise(system, "grant_role", reason="moves the head of the ledger") as revision:
        revision.create(RoleAssignment(account=make_account(system.organisation), role="auditor"))
    visitor = client_of(make_account(system.organisation, "pmo_director"))

    with CaptureQueriesContext(connection) as first:
        drawn = visitor.get("/projects/").content
    with CaptureQueriesContext(connection) as second:
        again = visitor.get("/projects/").content

    assert drawn.count(b"class=pn ") == again.count(b"class=pn ") == count
    assert len(second) <= 6  # session, account, organisations, roles, head of the ledger, unread notices
    assert len(first) - len(second) == 11


def found(visitor: Client, query: str) -> list[str]:
    """The names of the projects that a list shows."""
    return re.findall(r'class=pn [^>]*title="([^"]+)"', visitor.get(f"/projects/?{query}").content.decode())


def test_a_filter_on_the_last_report_finds_whose_newest_it_is(
    system: Actor, make_account: MakeAccount, client_of: Callable[..., Client]
) -> None:
    add_reports(system.organisation, 3)
    StatusReport.everywhere.filter(project__name="Project 1", period__name="2023").update(state="superseded")
    StatusReport.everywhere.filter(project__name="Project 2").update(state="superseded")
    visitor = client_of(make_account(system.organisation, "pmo_director"))

    assert found(visitor, "f=last_report:is:2023") == ["Project 0"]
    assert found(visitor, "f=last_report:is:2022") == ["Project 1"]
    assert found(visitor, "f=last_report:in:2022|2023") == ["Project 0", "Project 1"]
    assert found(visitor, "f=last_report:not:2023") == ["Project 1", "Project 2"]
    assert found(visitor, "f=last_report:missing") == ["Project 2"]
    assert found(visitor, "f=last_report:is:1999") == []
    assert found(visitor, "f=last_report:is:2023&as_of=2022-12-31") == []


def test_whoever_sees_projects_but_no_reports_learns_nothing_of_them_by_asking(
    system: Actor, make_account: MakeAccount, client_of: Callable[..., Client]
) -> None:
    add_reports(system.organisation, 2)
    visitor = client_of(make_account(system.organisation, "team_member"))

    assert len(found(visitor, "every=1")) == 2
    for asked in ("last_report:is:2023", "last_report:present", "last_report:has:20", "confidence:is:amber"):
        assert found(visitor, f"f={asked}") == []
    for order in ("sort=last_report", "group=confidence", "group=last_report"):
        assert len(found(visitor, order)) == 2
        assert "Amber" not in visitor.get(f"/projects/?{order}").content.decode().split("<tbody>")[1].split("<tfoot>")[0]
