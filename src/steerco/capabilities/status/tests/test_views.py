"""Reading one published report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.status.models import Narrative, ReportingPeriod, StatusReport
from steerco.capabilities.status.queries.shown import facts_shown, texts_shown
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., Account]


@pytest.fixture
def project(system: Actor) -> Project:
    return make_project(system.organisation, "New bridge")


def publish(project: Project, year: int, words: str = "", **facts: Any) -> StatusReport:
    organisation = project.organisation
    period, _ = ReportingPeriod.objects.get_or_create(organisation=organisation, name=str(year), status_on=dt.date(year, 3, 31))
    values = {"state": "published", "published_at": timezone.now(), "reported_name": project.name, "currency": "GBP", "confidence": "amber"}
    report = StatusReport.objects.create(organisation=organisation, project=project, period=period, **(values | facts))
    if words:
        Narrative.objects.create(organisation=organisation, report=report, topic="schedule", text=words)
    return report


@pytest.fixture
def client(system: Actor, make_account: MakeAccount, client_of: Callable[[Account], Client]) -> Client:
    return client_of(make_account(system.organisation, "pmo_analyst"))


def test_facts_come_with_their_value_or_their_reason(project: Project) -> None:
    text = "Exempt under Section 43 of the Freedom of Information Act 2000"
    gaps = {"end_on": {"kind": "withheld", "text": text}, "benefits_amount": {"kind": "not_in_return", "text": ""}}
    report = publish(project, 2023, whole_life_cost_amount=Decimal(18_815_000_000), gaps=gaps)
    told = {fact.label: (fact.value, fact.short, fact.full) for fact in facts_shown(report, None)}
    assert told["Whole-life cost"] == ("£18,815m", "", "")
    assert told["End date"] == ("", "withheld, s.43", text)
    assert told["Benefits"] == ("", "not asked", "")


def test_what_changed_since_the_report_before(project: Project, client: Client) -> None:
    same = "The dates will be maintained and nothing else is to be said."
    publish(project, 2021, same, end_on=dt.date(2025, 6, 30))
    report = publish(project, 2023, same, end_on=dt.date(2027, 8, 31), confidence="green")
    before = StatusReport.objects.get(period__name="2021")
    [end] = [fact for fact in facts_shown(report, before) if fact.label == "End date"]
    assert end.changed and end.before.replace("\xa0", " ") == "30 Jun 2025"
    assert [text.repeated for text in texts_shown(report, before)] == [True]
    page = client.get(f"/projects/{project.ref}/reports/2023/").content.decode()
    assert "same words as in 2021" in page and "Published and locked" in page and 'rel="prev"' in page and 'rel="next"' not in page
    assert client.get(f"/projects/{project.ref}/reports/2023-03-31/").status_code == 200


def test_words_are_verbatim_and_escaped(project: Project, client: Client) -> None:
    publish(project, 2023, "Line one\n - line <b>two</b>, as writen")
    page = client.get(f"/projects/{project.ref}/reports/2023/").content.decode()
    assert "Line one\n - line &lt;b&gt;two&lt;/b&gt;, as writen" in page


def test_a_superseded_edition_stays_readable(project: Project, client: Client) -> None:
    publish(project, 2023, "first try", state="superseded")
    publish(project, 2023, "second try", edition=2)
    newest = client.get(f"/projects/{project.ref}/reports/2023/").content.decode()
    assert "second try" in newest and "first try" not in newest and "Edition 1" in newest
    old = client.get(f"/projects/{project.ref}/reports/2023/?edition=1").content.decode()
    assert "first try" in old and "which was replaced" in old


def test_a_draft_is_not_read_here(project: Project, client: Client) -> None:
    publish(project, 2023, state="draft", published_at=None)
    assert client.get(f"/projects/{project.ref}/reports/2023/").status_code == 404


def test_what_is_not_there_is_not_found(project: Project, client: Client) -> None:
    publish(project, 2023)
    for path in ("2022", "2023-02-31", "9999-99-99", "x"):
        assert client.get(f"/projects/{project.ref}/reports/{path}/").status_code == 404
    assert client.get("/projects/NONE/reports/2023/").status_code == 404


@pytest.mark.parametrize("role", ["requester", "administrator"])
def test_a_role_without_projects_finds_nothing(
    role: str, project: Project, make_account: MakeAccount, client_of: Callable[[Account], Client]
) -> None:
    publish(project, 2023)
    account = make_account(project.organisation, role, clearance=2)
    assert client_of(account).get(f"/projects/{project.ref}/reports/2023/").status_code == 404


def test_another_organisation_and_another_project_find_nothing(
    project: Project, other_organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Account], Client]
) -> None:
    publish(project, 2023)
    other = make_project(project.organisation, "Other")
    stranger = make_account(other_organisation, "pmo_director", clearance=2)
    limited = make_account(project.organisation, "project_manager", scope=("project", other.pk))
    for account in (stranger, limited):
        assert client_of(account).get(f"/projects/{project.ref}/reports/2023/").status_code == 404


def test_a_confidential_report_needs_clearance(project: Project, make_account: MakeAccount, client_of: Callable[[Account], Client]) -> None:
    publish(project, 2023)
    Project.objects.filter(pk=project.pk).update(confidentiality=1)
    answers = [
        client_of(make_account(project.organisation, "pmo_analyst", clearance=level))
        .get(f"/projects/{project.ref}/reports/2023/")
        .status_code
        for level in (0, 1)
    ]
    assert answers == [404, 200]


def test_the_number_of_queries_is_fixed(project: Project, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for year in range(2012, 2024):
        publish(project, year, "words")
    with django_assert_max_num_queries(14):
        client.get(f"/projects/{project.ref}/reports/2018/")
