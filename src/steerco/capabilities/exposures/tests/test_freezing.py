"""What a report freezes of the log: the whole log as it stood, nothing where there is none, and nothing that changes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from steerco.capabilities.exposures.services import log_as_it_stands
from steerco.capabilities.health.queries.beside import computed_beside
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.raid import services
from steerco.capabilities.raid.models import Action, Risk
from steerco.capabilities.reporting.queries.beside import computed_for
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.status.services import draft_report, publish_report
from steerco.foundation.access.actor import Actor
from steerco_engine.health import Health
from steerco_engine.rules import Dimension

DAY = dt.date(2026, 6, 30)
EXTREME = {"title": "Frost", "probability_band": 5, "cost_band": 5, "probability": Decimal(50), "cost_amount": Decimal(100)}
GAPS = {name: {"kind": "unknown", "text": "Not known yet"} for name in StatusReport.FACTS}


def drafted(by: Actor, project: Project) -> StatusReport:
    """A draft that says nothing but its rating."""
    period, _made = ReportingPeriod.objects.get_or_create(
        organisation=by.organisation, status_on=DAY, defaults={"name": "June", "scale": "three"}
    )
    return draft_report(by=by, project=project, period=period, confidence="green", gaps=GAPS)


def test_a_log_that_nobody_keeps_freezes_nothing(system: Actor) -> None:
    report = drafted(system, make_project(system.organisation, "Quay"))
    assert log_as_it_stands(report) is None
    assert computed_beside(system, report)["risk"].colour == ""


def test_the_log_is_frozen_as_it_stood_and_decides_the_colour_of_risk(
    system: Actor, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    project = make_project(system.organisation, "Quay")
    risk = services.create_record(Risk, by=system, project=project, **EXTREME)
    services.create_record(Action, by=system, project=project, title="Salt", due_on=DAY - dt.timedelta(days=1))
    report = drafted(system, project)
    beside = computed_for(system, report)
    assert beside["risk"].colour == "red" and "Extreme risks without owner: 1." in beside["risk"].because
    assert set(beside) == {*(each.value for each in Dimension), "overall"}
    with django_capture_on_commit_callbacks(execute=True):
        publish_report(by=system, report=report)
    kept = StatusReport.objects.get().snapshot
    held = kept["raid"]
    assert (held["open_risks"], held["extreme_risks"], held["open_actions"], held["overdue_actions"]) == (1, 1, 1, 1)
    assert [(Decimal(each["expected"]), Decimal(each["p80"]), each["priced"]) for each in held["exposure"]] == [(50, 100, 1)]
    before = HealthSource(system).health[project.pk].readings
    assert before[-1].dimensions[Dimension.RISK].shown is Health.RED
    services.delete_record(by=system, record=risk, reason="never was")
    assert StatusReport.objects.get().snapshot == kept
    assert HealthSource(system).health[project.pk].readings == before


def test_a_risk_that_nobody_assessed_makes_nothing_green(system: Actor) -> None:
    project = make_project(system.organisation, "Quay")
    services.create_record(Risk, by=system, project=project, title="Something")
    assert computed_beside(system, drafted(system, project))["risk"].colour == ""


@pytest.mark.parametrize(
    ("contingency", "unpriced", "share"),
    [("100", False, "1"), ("80", False, "1.25"), ("200", True, None), ("50", True, "2"), ("0", False, "100"), (None, False, None)],
)
def test_the_exposure_counts_beside_the_contingency_left(system: Actor, contingency: str | None, unpriced: bool, share: str | None) -> None:
    left = None if contingency is None else Decimal(contingency)
    project = make_project(system.organisation, "Quay", contingency_amount=left, currency="GBP")
    services.create_record(Risk, by=system, project=project, **EXTREME, owner=None)
    if unpriced:
        services.create_record(Risk, by=system, project=project, title="Fog", probability_band=1, cost_band=1)
    report = drafted(system, project)
    held = log_as_it_stands(report)
    assert held is not None
    found = held["measures"].get("exposure")
    assert (None if found is None else Decimal(found)) == (None if share is None else Decimal(share))
    assert held["contingency"] == contingency
