"""Amounts at the limits: what a database would keep otherwise, or never read again, is refused at whatever entrance it comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from conftest import MakeAccount, meant_in
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.imports.values import money
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

LOST = ["9999999999999999.99", "9007199254740993", "12345678901234.56", "10000000000000000", "-12345678901234.56"]
KEPT = ["9999999999999.99", "9999999999999000", "0.01", "-1234567890123.45", "0"]


@pytest.fixture
def project(organisation: Organisation) -> Project:
    return make_project(organisation, name="Bridge", whole_life_cost_amount=Decimal(5))


@pytest.fixture
def browser(organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Account], Client]) -> Client:
    return client_of(make_account(organisation, "pmo_director"))


@pytest.mark.parametrize("text", LOST)
def test_an_amount_that_would_not_be_kept_is_refused_by_the_one_writer(text: str, system: Actor, project: Project) -> None:
    before = Revision.objects.count()
    with pytest.raises(ValidationError, match="too large"), revise(system, "update_project") as revision:
        revision.update(project, whole_life_cost_amount=Decimal(text))
    with pytest.raises(ValidationError, match="too large"), revise(system, "add_projects") as revision:
        fresh = Project(
            organisation=system.organisation, ref="PRJ-9999", name="Tunnel", currency="GBP", whole_life_cost_amount=Decimal(text)
        )
        revision.create(fresh)
    assert list(Project.objects.values_list("whole_life_cost_amount", flat=True)) == [Decimal(5)]
    assert Revision.objects.count() == before
    assert money(text) is None


@pytest.mark.parametrize("text", LOST)
def test_it_is_refused_in_a_cell_in_a_block_and_by_the_interface(text: str, browser: Client, project: Project) -> None:
    cell = browser.post(f"/projects/{project.ref}/cells/whole_life_cost/", {"value": text, "version": project.version})
    block = {"block": text, "start": "whole_life_cost", "row": f"{project.ref}@{project.version}", "go": "1"}
    pasted = browser.post("/projects/paste/", block)
    sent = {"data": f'{{"whole_life_cost": {text}}}', "content_type": "application/json"}
    edited = browser.patch(f"/api/v1/projects/{project.ref}", **sent, headers={"If-Match": "*", **meant_in(browser)})
    assert (cell.status_code, pasted.status_code, edited.status_code) == (422, 409, 422)
    assert all("too large" in answer.content.decode() for answer in (cell, pasted, edited))
    assert (Project.objects.get().whole_life_cost_amount, browser.get("/projects/").status_code) == (Decimal(5), 200)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_kept_is_read_back_to_the_last_digit(text: str, browser: Client, system: Actor, project: Project) -> None:
    with revise(system, "update_project") as revision:
        revision.update(project, whole_life_cost_amount=Decimal(text))
    assert Project.objects.get().whole_life_cost_amount == Decimal(text)
    told: Any = json.loads(browser.get(f"/api/v1/projects/{project.ref}").content, parse_float=Decimal)
    assert told["whole_life_cost"] == Decimal(text)
    found = money(text)
    assert found is not None and found.amount == Decimal(text)
