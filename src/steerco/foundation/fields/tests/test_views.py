"""The pages of own fields: a kind is chosen, a formula is tried, errors stand where it is typed, retiring says what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import MakeAccount
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.models import OwnField
from steerco.foundation.fields.tests.factories import define
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    """The browser of a director."""
    assert director.account is not None
    return client_of(director.account)  # type: ignore[no-any-return]


def words(answer: Any) -> str:
    """What an answer says."""
    return str(answer.content.decode())


def test_a_kind_is_chosen_first_and_decides_what_is_asked(browser: Client) -> None:
    kinds = words(browser.get(reverse("field_new")))
    assert "What does it hold?" in kinds and "kind=roll_up" in kinds and "kind=choices" in kinds
    assert "kind=roll_up" in words(browser.get(reverse("field_new"), {"register": "people"}))
    assert 'name="choices"' in words(browser.get(reverse("field_new"), {"kind": "choice"}))
    asked = words(browser.get(reverse("field_new"), {"kind": "formula"}))
    assert 'name="formula"' in asked and 'name="choices"' not in asked and "[Whole-life cost]" in asked
    rolled = words(browser.get(reverse("field_new"), {"kind": "roll_up"}))
    assert 'value="tasks"' in rolled and 'value="spent"' in rolled


def test_a_formula_is_tried_before_it_is_kept(browser: Client, organisation: Organisation) -> None:
    make_project(organisation, "Bridge", whole_life_cost_amount=10_000_000, currency="GBP")
    make_project(organisation, "Tunnel")
    given = {"register": "projects", "kind": "formula", "label": "Half", "formula": "[Whole-life cost] / 2", "look": "1"}
    tried = words(browser.post(reverse("field_new"), given))
    assert "Bridge" in tried and ">5.0<" in tried and "can’t be worked out" in tried
    assert not OwnField.objects.exists()
    del given["look"]
    assert browser.post(reverse("field_new"), given).status_code == 302
    field = OwnField.objects.get()
    assert (field.formula, field.key) == ("[whole_life_cost] / 2", "half")
    shown = words(browser.get(reverse("field", args=[field.pk])))
    assert "[Whole-life cost] / 2" in shown


def test_an_error_stands_where_the_formula_is_typed(browser: Client, organisation: Organisation) -> None:
    make_project(organisation, "Bridge")
    for look in ({}, {"look": "1"}):
        answer = browser.post(
            reverse("field_new"), {"register": "projects", "kind": "formula", "label": "F", "formula": "[Nope] +", **look}
        )
        assert answer.status_code == 422
        assert "The formula ends too early." in words(answer)
    assert not OwnField.objects.exists() and not Revision.objects.exists()


def test_retiring_says_what_becomes_of_it_and_bringing_back_undoes_it(browser: Client, director: Actor, organisation: Organisation) -> None:
    field = define(director, "Area")
    make_project(organisation, "A", custom={"area": "North"})
    address = reverse("field_retire", args=[field.pk])
    asked = words(browser.get(address))
    assert "Its values stay" in asked and "1 record has a value" in asked
    assert browser.post(address, {"reason": "not needed"}).status_code == 302
    field.refresh_from_db()
    assert field.retired and Project.objects.get().custom == {"area": "North"}
    assert "pick=area" not in words(browser.get(reverse("projects")))
    assert "with the values that were kept" in words(browser.get(address))
    browser.post(address)
    field.refresh_from_db()
    assert not field.retired


def test_what_leans_on_a_field_keeps_it(browser: Client, director: Actor) -> None:
    field = define(director, "Points", "number")
    define(director, "Twice", "formula", formula="[Points] * 2")
    answer = browser.post(reverse("field_retire", args=[field.pk]), {"reason": "x"})
    assert answer.status_code == 409 and "“Twice” would have nothing" in words(answer)
    assert "Twice" in words(browser.get(reverse("field", args=[field.pk])))
    answer = browser.post(reverse("field_delete", args=[field.pk]), {"reason": "x", "version": field.version})
    assert answer.status_code == 409
    assert OwnField.objects.filter(retired=False).count() == 2


def test_whoever_may_not_configure_changes_nothing(
    director: Actor, make_account: MakeAccount, client_of: Any, organisation: Organisation
) -> None:
    field = define(director, "Area")
    reader = client_of(make_account(organisation, "auditor"))
    before = Revision.objects.count()
    assert reader.get(reverse("field", args=[field.pk])).status_code == 200
    for name, given in (("field_retire", {}), ("field_edit", {"label": "Mine"}), ("field_delete", {"reason": "x"})):
        assert reader.post(reverse(name, args=[field.pk]), given).status_code == 403
    assert reader.post(reverse("field_new"), {"register": "projects", "kind": "text", "label": "B"}).status_code == 403
    assert (Revision.objects.count(), OwnField.objects.get().label) == (before, "Area")
