"""A published report tells those whom it concerns what its facts give away, and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from steerco.capabilities.health.reactions import report_read
from steerco.capabilities.health.tests.factories import END, MONTHS, PLAN, periods, project_with
from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.services import draft_report, publish_report, submit_report
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Change


@pytest.fixture
def project(system: Actor) -> Project:
    return project_with(system, "Quay", {}, {})


@pytest.fixture
def people(system: Actor, project: Project, make_account: Callable[..., Account]) -> dict[str, int]:
    found = {}
    for role in ("project_manager", "sponsor", "pmo_director"):
        scope = None if role == "pmo_director" else ("project", project.pk)
        found[role] = make_account(system.organisation, role, scope=scope, clearance=3).pk
    return found


def published(by: Actor, project: Project, number: int, **facts: Any) -> dict[str, set[int]]:
    """What is told, kind by kind, of a report that is published."""
    report = draft_report(by=by, project=project, period=periods(by, MONTHS[: number + 1])[number], **{**PLAN, **facts})
    submit_report(by=by, report=report)
    publish_report(by=by, report=report, reason="as agreed")
    changes = Change.objects.filter(record_type="status.statusreport", record_id=report.pk).select_related("revision").order_by("-pk")
    change = next(each for each in changes if (each.after or {}).get("state") == "published")
    return {telling.kind: set(telling.to) for telling in report_read(change.revision, change)}


def test_worse_facts_and_a_bright_report_concern_manager_sponsor_and_office(
    system: Actor, project: Project, people: dict[str, int]
) -> None:
    manager, sponsor, director = people["project_manager"], people["sponsor"], people["pmo_director"]
    late = {"end_on": END + dt.timedelta(days=300), "confidence": "green"}
    told = published(system, project, 2, **late)
    assert told == {"watermelon": {manager, director}, "facts_worse": {sponsor, director}, "forecast_moved": {sponsor, director}}
    again = published(system, project, 3, **late)
    assert again == {"watermelon": {manager, director, sponsor}}


def test_what_stays_tells_nothing_and_doubtful_data_its_writers(system: Actor, project: Project, people: dict[str, int]) -> None:
    assert published(system, project, 2, confidence="green") == {}
    gaps = {name: {"kind": "not_provided", "text": "none"} for name in ("year_budget_amount", "year_forecast_amount", "benefits_amount")}
    doubtful = {"whole_life_cost_amount": Decimal(100_000), "end_on": dt.date(2026, 1, 1), "confidence": "red", "gaps": gaps,
                "year_budget_amount": None, "year_forecast_amount": None, "benefits_amount": None}  # fmt: skip
    told = published(system, project, 3, **doubtful)
    assert told["data_doubtful"] == {people["project_manager"]}
    assert told["forecast_moved"] == {people["sponsor"], people["pmo_director"]}
