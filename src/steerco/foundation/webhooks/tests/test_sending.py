"""Messages really arrive, signed; they are tried again, given up, sent once more; and tell no more than their maker may see."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.tasks.models import Job
from steerco.foundation.webhooks import services
from steerco.foundation.webhooks.models import Delivery, DeliveryState, Detail, Webhook
from steerco.foundation.webhooks.services.sending import PAUSES
from steerco.foundation.webhooks.tests.conftest import Listener

MakeAccount = Callable[..., Account]
EVENTS = ["projects.project:created", "projects.project:changed"]


@pytest.fixture(autouse=True)
def _private(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True


def webhook(by: Actor, listener: Listener, **more: Any) -> tuple[Webhook, str]:
    return services.make_webhook(by=by, **{"name": "Portal", "address": listener.address, "events": EVENTS, **more})


def project(by: Actor, ref: str = "P-1", **more: Any) -> Project:
    with revise(by, "add_project", reason="a secret reason") as revision:
        return revision.create(Project(ref=ref, name="Quiet bridge", **more))


def delivered(by: Actor) -> list[Delivery]:
    """Gathers and sends what is there."""
    services.gather(by.organisation)
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING).select_related("webhook__owner", "webhook__organisation")
    return [services.send(each) for each in waiting.order_by("id")]


def test_a_message_arrives_signed_with_its_instant(director: Actor, listener: Listener) -> None:
    _made, secret = webhook(director, listener)
    project(director)
    (sent,) = delivered(director)
    ((headers, body),) = listener.got
    told = dict(part.split("=", 1) for part in headers["Steerco-Signature"].split(","))
    assert told["v1"] == hmac.new(secret.encode(), told["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (headers["Steerco-Delivery"], headers["Steerco-Event"]) == (str(sent.key), "revision")
    assert (sent.state, sent.status, sent.answer, sent.attempts) == (DeliveryState.DELIVERED, 200, "thank you", 1)
    assert sent.milliseconds is not None


def test_by_default_no_value_and_no_name_is_told(director: Actor, listener: Listener) -> None:
    webhook(director, listener)
    made = project(director)
    delivered(director)
    ((_headers, body),) = listener.got
    change = json.loads(body)["changes"][0]
    assert (change["record_type"], change["record_id"], change["action"]) == ("projects.project", made.pk, "created")
    assert "name" in change["fields"]
    assert b"Quiet bridge" not in body and b"a secret reason" not in body


def test_values_are_told_where_that_was_chosen_but_never_of_confidential_records(director: Actor, listener: Listener) -> None:
    webhook(director, listener, detail=Detail.VALUES)
    project(director)
    project(director, "P-2", confidentiality=2)
    delivered(director)
    ((_headers, body),) = listener.got
    assert json.loads(body)["changes"][0]["after"]["name"] == "Quiet bridge"


def test_confidential_records_are_told_of_where_that_was_chosen_and_may_be_seen(
    director: Actor, listener: Listener, make_account: MakeAccount
) -> None:
    webhook(director, listener, confidential=True)
    low = Actor.of(make_account(director.organisation, "pmo_director", clearance=0), director.organisation, entrance="page")
    webhook(low, listener, name="Low", confidential=True)
    project(director, "P-2", confidentiality=2)
    assert [each.webhook.name for each in delivered(director)] == ["Portal"]


def test_other_events_and_what_was_before_are_not_told(director: Actor, listener: Listener) -> None:
    made = project(director)
    webhook(director, listener, events=["projects.project:deleted"])
    with revise(director, "edit") as revision:
        revision.update(made, name="Other")
    assert delivered(director) == []
    with revise(director, "remove") as revision:
        revision.delete(made)
    secret = project(director, "P-2", confidentiality=1)
    with revise(director, "remove") as revision:
        revision.delete(secret)
    (sent,) = delivered(director)
    assert json.loads(sent.body)["changes"][0]["action"] == "deleted"
    assert len(listener.got) == 1


def test_an_error_is_tried_again_with_growing_pauses_and_then_given_up(director: Actor, listener: Listener) -> None:
    webhook(director, listener)
    listener.status = 503
    project(director)
    pauses = []
    for _attempt in range(len(PAUSES)):
        (sent,) = delivered(director)
        assert (sent.state, sent.status) == (DeliveryState.WAITING, 503)
        assert sent.next_at is not None and sent.tried_at is not None
        pauses.append(round((sent.next_at - sent.tried_at).total_seconds()))
    assert pauses == list(PAUSES) == sorted(pauses)
    (last,) = delivered(director)
    assert (last.state, last.attempts) == (DeliveryState.GIVEN_UP, len(PAUSES) + 1)
    assert Job.objects.filter(kind="send_webhook").count() == len(PAUSES) + 1
    listener.status = 200
    again = services.send_again(by=director, delivery=last)
    assert services.send(again).state == DeliveryState.DELIVERED
    assert len({headers["Steerco-Delivery"] for headers, _body in listener.got}) == 1


def test_a_redirection_is_not_followed(director: Actor, listener: Listener) -> None:
    webhook(director, listener)
    listener.status, listener.headers = 302, {"Location": listener.address}
    project(director)
    (sent,) = delivered(director)
    assert (sent.state, len(listener.got)) == (DeliveryState.GIVEN_UP, 1)


def test_a_webhook_that_is_held_back_sends_nothing_and_goes_on_from_then(director: Actor, listener: Listener) -> None:
    made, _secret = webhook(director, listener)
    services.pause_webhook(by=director, webhook=made, active=False)
    project(director)
    assert delivered(director) == []
    made.refresh_from_db()
    services.pause_webhook(by=director, webhook=made, active=True)
    project(director, "P-2")
    assert [each.revision for each in delivered(director)] == [Revision.objects.count()]


def test_whoever_may_no_more_switches_theirs_off(director: Actor, listener: Listener, make_account: MakeAccount) -> None:
    chief = make_account(director.organisation, "pmo_director")
    made, _secret = webhook(Actor.of(chief, director.organisation, entrance="page"), listener)
    RoleAssignment.objects.filter(account=chief).delete()
    project(director)
    assert delivered(director) == []
    made.refresh_from_db()
    assert (made.active, str(chief) in made.problem) == (False, True)


def test_a_write_asks_for_messages_only_where_there_is_a_webhook(
    director: Actor, listener: Listener, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        project(director)
    assert not Job.objects.filter(kind="gather_webhooks").exists()
    webhook(director, listener)
    with django_capture_on_commit_callbacks(execute=True):
        project(director, "P-2")
    assert Job.objects.filter(kind="gather_webhooks").exists()


def test_a_secret_is_in_no_table_and_no_ledger(director: Actor, listener: Listener) -> None:
    made, secret = webhook(director, listener)
    assert secret not in made.secret
    assert not [change for change in Change.objects.all() if "secret" in (change.after or {})]
    before = made.secret
    other = services.renew_secret(by=director, webhook=made)
    made.refresh_from_db()
    assert other != secret and made.secret != before


def test_what_is_wrong_is_refused_and_nothing_is_written(director: Actor, listener: Listener, make_account: MakeAccount) -> None:
    for wrong in ({"name": " "}, {"events": ["x:y"]}, {"detail": "all"}, {"address": "ftp://example.org"}):
        with pytest.raises(ValidationError):
            webhook(director, listener, **wrong)
    analyst = Actor.of(make_account(director.organisation, "pmo_analyst"), director.organisation, entrance="page")
    with pytest.raises(Refused):
        webhook(analyst, listener)
    with pytest.raises(Refused):
        webhook(replace(director, on_behalf_of=analyst.account), listener)
    assert not Webhook.objects.exists()


def test_the_pages_make_try_and_show(director: Actor, listener: Listener, client_of: Callable[[Account], Client]) -> None:
    assert director.account is not None
    client = client_of(director.account)
    page = client.post("/webhooks/", {"name": "Portal", "address": listener.address, "events": EVENTS, "detail": "names"})
    made = Webhook.objects.get()
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in client.get("/webhooks/").content.decode() + client.get(f"/webhooks/{made.pk}/").content.decode()
    client.post(f"/webhooks/{made.pk}/do/", {"try": ""})
    sent = services.send(Delivery.objects.select_related("webhook").get())
    assert (sent.state, sent.event) == (DeliveryState.DELIVERED, "test")
    assert "thank you" in client.get(f"/deliveries/{sent.pk}/").content.decode()
    client.post(f"/webhooks/{made.pk}/do/", {"hold": ""})
    assert not Webhook.objects.get().active
    client.post(f"/webhooks/{made.pk}/do/", {"end": ""})
    assert not Webhook.objects.exists() and not Delivery.objects.exists()
    assert client.post("/webhooks/", {"name": "", "address": "x"}).status_code == 422
