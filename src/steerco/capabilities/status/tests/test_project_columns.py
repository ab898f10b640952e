"""What reports add to the register of projects costs a fixed number of queries, and nothing for a page seen before."""

from __future__ import annotations

import datetime as dt
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
    assert len(second) <= 5  # session, account, organisations, roles, head of the ledger
    assert len(first) - len(second) == 10
