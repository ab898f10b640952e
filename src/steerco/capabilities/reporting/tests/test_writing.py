"""Writing a report by hand: the page, the draft, who publishes, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.reporting.registers.forms import kind_of
from steerco.capabilities.status.models import Narrative, ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., Account]
FACTS = {
    "confidence": "amber", "start_on": "2024-01-01", "end_on": "2027-03-31", "whole_life_cost_amount": "£2.5m",
    "year_budget_amount": "350k", "year_forecast_amount": "400,000",
    "gap_benefits_amount": "Withheld under Section 43", "text_headline": "Steel is late.",
}  # fmt: skip


@pytest.fixture
def project(system: Actor) -> Project:
    return make_project(system.organisation, "New bridge")


@pytest.fixture
def october(system: Actor) -> ReportingPeriod:
    return ReportingPeriod.objects.create(organisation=system.organisation, name="October 2025", status_on=dt.date(2025, 10, 31))


@pytest.fixture
def someone(organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Account], Client]) -> Callable[..., Client]:
    return lambda role, **given: client_of(make_account(organisation, role, **given))


def new(project: Project) -> str:
    return f"/projects/{project.ref}/reports/new/"


def filled(period: ReportingPeriod, **changes: Any) -> dict[str, Any]:
    return {**FACTS, "period": str(period.pk), **changes}


def test_a_report_is_drafted_edited_and_published(project: Project, october: ReportingPeriod, someone: Callable[..., Client]) -> None:
    client = someone("pmo_director")
    page = client.get(new(project)).content.decode()
    assert "Write report" in page and "October 2025" in page and "Amber/Green" in page
    answer = client.post(new(project), filled(october, save="1"))
    draft = f"/projects/{project.ref}/reports/2025-10-31/draft/"
    assert (answer.status_code, answer["Location"]) == (302, draft)
    report = StatusReport.objects.get()
    assert (report.state, report.whole_life_cost_amount, report.year_budget_amount) == ("draft", Decimal(2500000), Decimal(350000))
    assert report.gaps == {"benefits_amount": {"kind": "withheld", "text": "Withheld under Section 43"}}
    shown = client.get(draft).content.decode()
    assert 'value="2,500,000"' in shown and "Steel is late." in shown and "Amber/Green" not in shown
    assert "Publish report" not in shown
    answer = client.post(draft, filled(october, confidence="red", version=report.version, publish="1"))
    assert answer.status_code == 422 and "not submitted yet" in answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.confidence) == ("draft", "amber"), "what came with the refused act is not saved either"
    client.post(draft, filled(october, confidence="red", version=report.version, submit="1"))
    assert "somebody else publishes" in client.get(draft).content.decode()
    answer = someone("pmo_analyst").post(draft, {"publish": "1"})
    assert answer["Location"] == f"/projects/{project.ref}/reports/2025-10-31/"
    report.refresh_from_db()
    project.refresh_from_db()
    assert (report.state, report.confidence, project.end_on) == ("published", "red", dt.date(2027, 3, 31))
    assert "Published and locked" in client.get(answer["Location"]).content.decode()
    assert client.get(draft).status_code == 404


def test_a_new_period_is_opened_with_its_date(project: Project, someone: Callable[..., Client]) -> None:
    client = someone("pmo_director")
    refused = client.post(new(project), {**FACTS, "period": "new", "save": "1"})
    assert refused.status_code == 422 and not ReportingPeriod.objects.exists()
    assert client.post(new(project), {**FACTS, "period": "new", "status_on": "2999-01-31", "save": "1"}).status_code == 422
    assert client.post(new(project), {**FACTS, "period": "new", "status_on": "2025-11-30", "save": "1"}).status_code == 302
    period = ReportingPeriod.objects.get()
    assert (period.name, period.scale, StatusReport.objects.get().period) == ("November 2025", "three", period)


def test_the_last_report_is_carried_over(project: Project, october: ReportingPeriod, someone: Callable[..., Client]) -> None:
    client = someone("pmo_director")
    client.post(new(project), filled(october, submit="1"))
    someone("pmo_analyst").post(f"/projects/{project.ref}/reports/2025-10-31/draft/", {"publish": "1"})
    page = client.get(new(project)).content.decode()
    assert 'value="2027-03-31"' in page and 'value="2,500,000"' in page and "Withheld under Section 43" in page
    assert "What October 2025 said" in page and "Steel is late." in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"end_on": "2020-01-01"}, "before the start"), ({"whole_life_cost_amount": "a lot"}, "is not a number"),
        ({"whole_life_cost_amount": "€2.5m"}, "This is in EUR"), ({"text_headline": "x" * 141}, "140"),
        ({"confidence": "amber_red"}, "three points"), ({"gap_benefits_amount": "", "publish": "1"}, "say why there is none"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_beside_its_field(
    wrong: dict[str, str], said: str, project: Project, october: ReportingPeriod, someone: Callable[..., Client]
) -> None:
    answer = someone("pmo_director").post(new(project), filled(october, **wrong))
    assert answer.status_code == 422 and said in answer.content.decode() and "Nothing is saved yet" in answer.content.decode()
    assert not StatusReport.objects.exists() and not Narrative.objects.exists()


def test_a_manager_drafts_and_the_pmo_publishes(project: Project, october: ReportingPeriod, someone: Callable[..., Client]) -> None:
    manager = someone("project_manager", scope=("project", project.pk))
    page = manager.get(new(project)).content.decode()
    assert "Publish report" not in page and 'value="new"' not in page
    assert manager.post(new(project), {**FACTS, "period": "new", "status_on": "2025-11-30"}).status_code == 422
    manager.post(new(project), filled(october))
    draft = f"/projects/{project.ref}/reports/2025-10-31/draft/"
    assert manager.post(draft, filled(october, version=1, publish="1")).status_code == 403
    analyst = someone("pmo_analyst")
    assert "Publish report" not in analyst.get(draft).content.decode()
    assert analyst.post(draft, filled(october, publish="1")).status_code == 422
    assert manager.post(draft, filled(october, version=1, submit="1")).status_code == 302
    shown = analyst.get(draft).content.decode()
    assert "Publish report" in shown and "Return" in shown and "Save draft" not in shown
    assert analyst.post(draft, {"return": "1", "why": " "}).status_code == 422
    assert analyst.post(draft, filled(october, confidence="green", save="1")).status_code == 403
    assert manager.post(draft, filled(october, confidence="green", save="1")).status_code == 422
    assert StatusReport.objects.get().state == "submitted"
    analyst.post(draft, filled(october, confidence="green", publish="1"))
    report = StatusReport.objects.get()
    assert (report.state, report.confidence) == ("published", "amber")


@pytest.mark.parametrize("role", ["sponsor", "auditor", "team_member", "pmo_analyst"])
def test_who_may_not_write_is_refused(role: str, project: Project, october: ReportingPeriod, someone: Callable[..., Client]) -> None:
    client = someone(role)
    assert [client.get(new(project)).status_code, client.post(new(project), filled(october)).status_code] == [403, 403]
    assert not StatusReport.objects.exists()


def test_who_cannot_see_the_project_finds_nothing(
    project: Project, october: ReportingPeriod, other_organisation: Organisation, make_account: MakeAccount,
    client_of: Callable[[Account], Client],
) -> None:  # fmt: skip
    stranger = client_of(make_account(other_organisation, "pmo_director", clearance=2))
    assert [stranger.get(new(project)).status_code, stranger.post(new(project), filled(october)).status_code] == [404, 404]
    assert not StatusReport.everywhere.exists()


def test_two_who_edit_one_draft_do_not_overwrite_each_other(
    project: Project, october: ReportingPeriod, someone: Callable[..., Client]
) -> None:
    client = someone("pmo_director")
    client.post(new(project), filled(october))
    draft, seen = f"/projects/{project.ref}/reports/2025-10-31/draft/", StatusReport.objects.get().version
    client.post(draft, filled(october, confidence="red", version=seen))
    answer = client.post(draft, filled(october, confidence="green", version=seen))
    assert answer.status_code == 422 and "Somebody saved this draft" in answer.content.decode()
    assert StatusReport.objects.get().confidence == "red"


def test_a_draft_is_deleted_from_its_page_with_a_reason(project: Project, october: ReportingPeriod, someone: Callable[..., Client]) -> None:
    client = someone("project_manager")
    client.post(new(project), filled(october))
    report, draft = StatusReport.objects.get(), f"/projects/{project.ref}/reports/2025-10-31/draft/"
    away = f"/reports/{report.pk}/delete/"
    assert f'href="{away}"' in client.get(draft).content.decode()
    assert "The report for October 2025 goes with its words." in client.get(away).content.decode()
    answer = client.post(away, {"reason": "", "version": report.version})
    assert (answer.status_code, StatusReport.objects.count()) == (409, 1) and "Say why." in answer.content.decode()
    assert someone("sponsor").post(away, {"reason": "tidy"}).status_code == 403
    assert StatusReport.objects.count() == 1
    assert client.post(away, {"reason": "the wrong period", "version": report.version})["Location"] == "/reports/"
    assert not StatusReport.objects.exists() and not Narrative.objects.exists()
    assert client.get(draft).status_code == 404


def test_a_submitted_or_published_report_offers_no_deletion_and_refuses_it(
    project: Project, october: ReportingPeriod, someone: Callable[..., Client]
) -> None:
    client = someone("pmo_director")
    client.post(new(project), filled(october, submit="1"))
    report = StatusReport.objects.get()
    away = f"/reports/{report.pk}/delete/"
    assert away not in client.get(f"/projects/{project.ref}/reports/2025-10-31/draft/").content.decode()
    answer = client.post(away, {"reason": "tidy"})
    assert (answer.status_code, StatusReport.objects.get().state) == (409, "submitted")
    assert "The PMO returns it" in answer.content.decode()
    StatusReport.objects.update(state="published", published_at=timezone.now())
    assert "stays on record" in client.get(away).content.decode()
    answer = client.post(away, {"reason": "tidy"})
    assert (answer.status_code, StatusReport.objects.count(), Narrative.objects.count()) == (409, 1, 1)
    assert "publish a new edition" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Exempt, s.43", "withheld"),
        ("early planning stage", "early_planning"),
        ("n/a", "not_applicable"),
        ("not yet known", "not_provided"),
    ],
)
def test_a_reason_has_a_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind
