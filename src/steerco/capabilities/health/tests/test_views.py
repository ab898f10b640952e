"""The pages of health: the matrix with its filters and files, differences, year by year, the editor, one project; empty and filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from steerco.capabilities.health.models import HealthOverride, HealthRuleSet
from steerco.capabilities.health.queries.rules import EDITABLE
from steerco.capabilities.health.tests.factories import END, MONTHS, project_with
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

LATE = {"end_on": END + dt.timedelta(days=300)}
LIMITS = {f"on_{each.value}": "1" for each in EDITABLE} | {f"green_{each.value}": "0" for each in EDITABLE}
PAGES = ("/portfolio/health/", "/portfolio/health/watermelons/", "/portfolio/health/rules/",
         "/portfolio/health/rules/set/", "/portfolio/health/colours/")  # fmt: skip


@pytest.fixture
def client(organisation: Organisation, make_account: Callable[..., Account], client_of: Callable[[Account], Client]) -> Client:
    """The PMO director's browser."""
    return client_of(make_account(organisation, "pmo_director", clearance=2))


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_organisation_has_every_page(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


def test_the_matrix_shows_both_marks_filters_and_exports(client: Client, system: Actor) -> None:
    project_with(system, "Quay", {}, LATE)
    project_with(system, "Lock", {}, {})
    page = client.get(f"/portfolio/health/?as_of={MONTHS[1]}").content.decode()
    assert "<b>1</b> of 2 projects" in page
    assert "reported Green" in page
    assert "facts Red" in page
    narrow = client.get(f"/portfolio/health/?as_of={MONTHS[1]}&f=difference:is:watermelon").content.decode()
    assert "Quay" in narrow
    assert "Lock" not in narrow
    answer = client.get(f"/portfolio/health/export.csv?as_of={MONTHS[1]}&sort=name&cols=name,computed,schedule,data_quality")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a download streams
    assert [line.split(",")[0] for line in text.splitlines() if line.startswith(("Lock", "Quay"))] == ["Lock", "Quay"]
    why = client.get(f"/portfolio/health/why/count/?as_of={MONTHS[1]}&f=schedule:is:red")
    assert why.status_code == 200


def test_the_matrix_says_what_moved_since_the_report_before(client: Client, system: Actor) -> None:
    project_with(system, "Wharf", {}, {}, LATE)
    project_with(system, "Lock", {}, {}, {})
    page = client.get(f"/portfolio/health/?as_of={MONTHS[2]}&f=moved:is:worse").content.decode()
    assert "Wharf" in page and "Lock" not in page
    assert "facts worse than in Feb 2026" in page
    assert "facts worse than in" not in client.get(f"/portfolio/health/?as_of={MONTHS[1]}").content.decode()


def test_the_watermelons_have_their_evidence(client: Client, system: Actor) -> None:
    project_with(system, "Quay", {}, LATE, LATE)
    page = client.get(f"/portfolio/health/watermelons/?as_of={MONTHS[2]}").content.decode()
    assert "project of 1 reports better" in page
    assert "+300 days" in page
    assert client.get("/portfolio/health/watermelons/?as_of=nonsense").status_code == 200


def test_the_health_of_a_project_gives_every_reason(client: Client, system: Actor) -> None:
    project = project_with(system, "Quay", {}, LATE)
    page = client.get(f"/projects/{project.ref}/health/?as_of={MONTHS[1]}").content.decode()
    assert page.count("Grey, because this is missing") == 5
    assert "Budget of the year left" in page
    assert client.get("/projects/PRJ-9999/health/").status_code == 404
    assert "no health yet" in client.get(f"/projects/{project_with(system, 'New').ref}/health/").content.decode().lower()


def test_the_editor_shows_what_would_have_been_before_it_writes(client: Client, system: Actor) -> None:
    project_with(system, "Quay", {}, {"year_forecast_amount": Decimal(101)})
    seen = client.post("/portfolio/health/rules/set/", {**LIMITS, "tier": "0", "look": "1", "amber_year": "0"}).content.decode()
    assert "<b>1</b> project of 1 would have been Red" in seen
    assert not HealthRuleSet.objects.exists()
    wrong = client.post("/portfolio/health/rules/set/", {**LIMITS, "green_year": "much", "put": "1", "in_force_from": "2099-01-01"})
    assert (wrong.status_code, HealthRuleSet.objects.count()) == (422, 0)
    for bad in ({}, {"in_force_from": MONTHS[0].isoformat(), "reason": "so"}, {"in_force_from": "2099-01-01"}):
        answer = client.post("/portfolio/health/rules/set/", {**LIMITS, **bad, "put": "1"})
        assert (answer.status_code, HealthRuleSet.objects.count()) == (422, 0)
    answer = client.post(
        "/portfolio/health/rules/set/", {**LIMITS, "put": "1", "tier": "2", "in_force_from": "2099-01-01", "reason": "strict"}
    )
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert HealthRuleSet.objects.get().ref == "T2-1"


def test_another_colour_is_given_by_form_and_shown_beside_the_computed_one(client: Client, system: Actor) -> None:
    project = project_with(system, "Quay", {}, LATE)
    given = {"project": project.pk, "colour": "amber", "periods": "2", "grounds": "The date is agreed."}
    assert client.post("/portfolio/health/colours/new/", given).status_code == 302
    assert HealthOverride.objects.get().computed == "red"
    page = client.get(f"/projects/{project.ref}/health/").content.decode()
    assert "stands for Amber" in page
    assert client.post("/portfolio/health/colours/new/", {**given, "colour": "green"}).status_code == 422
    assert HealthOverride.objects.count() == 1


def test_who_sees_no_report_sees_no_health(
    organisation: Organisation, system: Actor, make_account: Callable[..., Account], client_of: Callable[[Account], Client]
) -> None:
    project = project_with(system, "Quay", {}, LATE)
    member = client_of(make_account(organisation, "team_member"))
    assert {member.get(page).status_code for page in (*PAGES, f"/projects/{project.ref}/health/")} == {403}
    manager = client_of(make_account(organisation, "project_manager", scope=("project", project_with(system, "Own", {}, {}).pk)))
    assert "Quay" not in manager.get(f"/portfolio/health/?as_of={MONTHS[1]}").content.decode()
    assert manager.get(f"/projects/{project.ref}/health/").status_code == 404
