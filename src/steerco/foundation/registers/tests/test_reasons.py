"""Deleting needs a reason, whichever record it is; without one nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from conftest import MakeAccount
from steerco.capabilities.people import services as people
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects import services as projects
from steerco.capabilities.projects.tests.factories import make_field, make_portfolio, make_programme, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields import services as fields
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.checks import given_reason

Delete = Callable[..., Any]
MADE: dict[str, tuple[Callable[[Organisation], Any], Delete]] = {
    "project": (make_project, projects.delete_project),
    "portfolio": (make_portfolio, projects.delete_portfolio),
    "programme": (lambda organisation: make_programme(organisation, "Ports"), projects.delete_programme),
    "field": (lambda organisation: make_field(organisation, "Area", "text"), fields.remove_field),
    "unit": (make_unit, people.delete_unit),
    "person": (make_person, people.delete_person),
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_a_blank_reason_deletes_nothing(director: Actor, organisation: Organisation, kind: str, blank: str) -> None:
    make, delete = MADE[kind]
    record = make(organisation)
    with pytest.raises(ValidationError) as refused:
        delete(by=director, reason=blank, **{kind: record})
    assert "Say why." in refused.value.message_dict["reason"][0]
    record.refresh_from_db()
    assert not Revision.objects.exists()
    delete(by=director, reason="  entered twice ", **{kind: record})
    assert Revision.objects.get().reason == "entered twice"


def test_the_form_says_that_it_needs_one(director: Actor, organisation: Organisation, make_account: MakeAccount, client_of: Any) -> None:
    project = make_project(organisation)
    browser = client_of(make_account(organisation, "pmo_director"))
    page = browser.get(f"/projects/{project.ref}/delete/").content.decode()
    assert 'name="reason" maxlength="300" value="" required' in page
    assert '<span class="req">needed</span>' in page
    answer = browser.post(f"/projects/{project.ref}/delete/", {"reason": " ", "version": "1"})
    assert answer.status_code == 409
    assert "Say why." in answer.content.decode()
    project.refresh_from_db()
    assert not Revision.objects.exists()


def test_a_reason_is_kept_without_the_space_around_it() -> None:
    assert given_reason(" too late ") == "too late"
