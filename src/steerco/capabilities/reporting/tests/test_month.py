"""A whole month of reporting through the pages, by five roles: officer, sponsor, manager, analyst, director."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.reporting import services
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.notices.models import Notice
from steerco.foundation.organisations.models import Organisation

FACTS: dict[str, Any] = {
    "confidence": "amber", "start_on": "2024-01-01", "end_on": "2027-03-31", "whole_life_cost_amount": "2.5m", "year_budget_amount": "350k",
    "year_forecast_amount": "400k", "benefits_amount": "5m", "text_headline": "Steel is 3 weeks late.", "text_next": "All goes to plan.",
    "colour_cost": "amber", "why_cost": "Steel costs 8% more.", "colour_overall": "amber", "picks": ["milestone:end"],
}  # fmt: skip


@pytest.fixture
def people(system: Actor, organisation: Organisation, make_account: Callable[..., Account], client_of: Callable[[Account], Client]) -> Any:
    project = make_project(organisation, "New bridge", state="executing")
    at = {"scope": ("project", project.pk)}
    roles = {"project_officer": at, "sponsor": at, "project_manager": at, "pmo_analyst": {}, "pmo_director": {}}
    return project, {role: client_of(make_account(organisation, role, **where)) for role, where in roles.items()}


def test_a_month_from_the_reminder_to_the_publication(system: Actor, people: Any) -> None:
    project, by = people
    services.create_calendar(by=system, name="Monthly", anchor_on=dt.date(2026, 1, 31))
    services.remind_by_clock(system, today=dt.date(2026, 8, 10))
    assert set(Notice.objects.values_list("kind", flat=True)) == {"report_overdue"} and Notice.objects.count() == 2
    period = ReportingPeriod.objects.get(status_on=dt.date(2026, 7, 31))
    draft, new = f"/projects/{project.ref}/reports/2026-07-31/draft/", Notice.objects.latest("pk").link
    assert new == f"/projects/{project.ref}/reports/new/?period=2026-07-31"
    assert by["project_officer"].get(new).status_code == 200
    assert by["project_officer"].post(new, {**FACTS, "period": period.pk, "save": "1"})["Location"] == draft
    page = by["project_officer"].get(draft).content.decode()
    assert "No numbers: say how much" in page and "Overall is not Green: say why." in page and "hints left" in page
    assert by["project_officer"].post(draft, {**FACTS, "version": 1, "submit": "1"}).status_code == 403
    assert by["project_officer"].post(draft, {**FACTS, "version": StatusReport.objects.get().version, "save": "1"}).status_code == 302
    preview = by["sponsor"].get(f"/projects/{project.ref}/reports/2026-07-31/preview/").content.decode()
    assert "what the board will see" in preview and "Steel costs 8% more." in preview and "End of project" in preview
    assert "Comments" in by["sponsor"].get(draft).content.decode()
    version = StatusReport.objects.get().version
    filled = {**FACTS, "version": version, "why_overall": "Steel comes in May.", "text_next": "Piers 3 and 4 by 31 May."}
    assert by["project_manager"].post(draft, {**filled, "submit": "1"}).status_code == 302
    services.remind_by_clock(system, today=dt.date(2026, 8, 14))
    assert Notice.objects.filter(kind="report_overdue").count() == 2, "what is submitted is not asked for again"
    assert "Reports to review" in by["pmo_analyst"].get("/work/").content.decode()
    by["pmo_analyst"].post(draft, {"return": "1", "why": "Which pier?"})
    assert "Reports to review" not in by["pmo_analyst"].get("/work/").content.decode()
    by["project_manager"].post(draft, {**filled, "version": StatusReport.objects.get().version, "submit": "1"})
    by["pmo_analyst"].post(draft, {"review": "1"})
    assert StatusReport.objects.get().state == "reviewed"
    by["pmo_director"].post(draft, {"publish": "1"})
    report = StatusReport.objects.get()
    assert (report.state, report.submissions, report.late) == ("published", 2, True)
    assert report.snapshot["calendar"]["calendar"] == "Monthly" and report.reported_colours["cost"]["reason"] == "Steel costs 8% more."
    read = by["sponsor"].get(f"/projects/{project.ref}/reports/2026-07-31/").content.decode()
    assert "Steel costs 8% more." in read and "late: it was due" in read and "End of project" in read
    assert by["project_manager"].post(draft, {**filled, "save": "1"}).status_code == 404


def test_the_next_report_takes_over_words_and_colours(system: Actor, people: Any) -> None:
    project, by = people
    for number, day in enumerate((dt.date(2026, 6, 30), dt.date(2026, 7, 31))):
        period = ReportingPeriod.objects.create(organisation=system.organisation, name=f"Month {number}", status_on=day)
        if number == 0:
            new, draft = f"/projects/{project.ref}/reports/new/", f"/projects/{project.ref}/reports/2026-06-30/draft/"
            by["project_manager"].post(new, {**FACTS, "period": period.pk, "submit": "1"})
            by["pmo_analyst"].post(draft, {"publish": "1"})
    page = by["project_manager"].get(f"/projects/{project.ref}/reports/new/").content.decode()
    assert "Steel is 3 weeks late." in page and 'value="Steel costs 8% more."' in page
    assert "The same words as last time" in page
