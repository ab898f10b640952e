"""Records put into an order by hand: moved beside one another, numbered anew, as one act; refused without a trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import MakeAccount
from steerco.capabilities.projects.tests.factories import make_field
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.models import OwnField
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.editing import order


@pytest.fixture
def fields(organisation: Organisation) -> list[OwnField]:
    """Four fields; two of them were never given a place."""
    return [make_field(organisation, label, position=position) for label, position in (("A", 0), ("B", 0), ("C", 3), ("D", 7))]


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    return client_of(director.account)  # type: ignore[no-any-return]


def standing() -> list[str]:
    return list(OwnField.objects.order_by("position", "pk").values_list("label", flat=True))


def address() -> str:
    return reverse("fields")


def test_rows_have_a_grip_where_the_list_stands_in_that_order(browser: Client, fields: list[OwnField]) -> None:
    assert browser.get(address()).content.decode().count("data-grip") == 4
    for other in ("?sort=label", "?sort=-position", "?group=kind"):
        assert "data-grip" not in browser.get(address() + other).content.decode()


def test_a_row_is_put_before_or_after_another_as_one_act(browser: Client, fields: list[OwnField]) -> None:
    one, two, three, four = fields
    told = browser.post(f"{address()}order/", {"row": four.pk, "before": two.pk}, HTTP_X_REQUESTED_WITH="fetch").json()
    assert standing() == ["A", "D", "B", "C"]
    assert told["text"] == "D is now 2 of 4."
    assert told["rows"] == [[str(one.pk), 2, 1], [str(four.pk), 2, 2], [str(two.pk), 2, 3], [str(three.pk), 2, 4]]
    assert Revision.objects.get().changes.count() == 4
    browser.post(f"{address()}order/", {"row": one.pk, "after": three.pk})
    assert standing() == ["D", "B", "C", "A"]
    browser.post(told["undo"])
    assert standing() == ["D", "B", "C", "A"]
    browser.post("/ledger/undo/")
    browser.post("/ledger/undo/")
    assert standing() == ["A", "B", "C", "D"]


def test_what_may_not_be_ordered_stays(
    browser: Client, fields: list[OwnField], make_account: MakeAccount, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = client_of(make_account(fields[0].organisation, "auditor"))
    refused = reader.post(f"{address()}order/", {"row": fields[3].pk, "before": fields[0].pk})
    assert (refused.status_code, "you may not configure" in refused.content.decode()) == (409, True)
    assert browser.post(f"{address()}order/", {"row": "999", "before": fields[0].pk}).status_code == 404
    assert browser.post("/projects/order/", {"row": "1"}).status_code in (404, 405)
    monkeypatch.setattr(order, "MOST", 2)
    many = browser.post(f"{address()}order/", {"row": fields[3].pk, "before": fields[0].pk})
    assert (many.status_code, "only up to 1,000" in many.content.decode()) == (409, True)
    assert standing() == ["A", "B", "C", "D"]
    assert not Revision.objects.exists()


def test_whoever_names_no_row_is_asked_for_one(browser: Client, fields: list[OwnField]) -> None:
    answer = browser.post(f"{address()}order/")
    assert (answer.status_code, answer.content.decode()) == (400, "Say which row moves.")
    assert browser.post(f"{address()}order/", {"row": "999999"}).status_code == 404
    assert (standing(), Revision.objects.exists()) == (["A", "B", "C", "D"], False)
