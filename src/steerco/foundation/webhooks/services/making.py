"""Webhooks as people set them up."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.queries import head_number
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import refuse
from steerco.foundation.webhooks.access import rights
from steerco.foundation.webhooks.happenings import happenings
from steerco.foundation.webhooks.models import Delivery, DeliveryState, Detail, Webhook
from steerco.foundation.webhooks.payloads import as_body, test_message
from steerco.foundation.webhooks.services.sending import start
from steerco.foundation.webhooks.signing import kept, new_secret
from steerco.foundation.webhooks.wire import NotAllowed, checked

MOST = 20


def make_webhook(
    *, by: Actor, name: str, address: str, events: Collection[str], detail: str = Detail.NAMES, confidential: bool = False
) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is shown now and never again; raises `Refused`, and `ValidationError` by field."""
    owner = _asked(by)
    values = _values(name, address, events, detail)
    if Webhook.objects.count() >= MOST:
        refuse("name", _("There are %(count)d webhooks already. Delete one first.") % {"count": MOST})
    secret = new_secret()
    webhook = Webhook(
        organisation=by.organisation, owner=owner, confidential=confidential, secret=kept(secret), **values,
    )  # fmt: skip
    with revise(by, "make_webhook") as revision:
        webhook.told_to = head_number(by.organisation)  # nobody else writes here until this is done
        return revision.create(webhook), secret


def change_webhook(
    *, by: Actor, webhook: Webhook, name: str, address: str, events: Collection[str], detail: str, confidential: bool
) -> Webhook:
    """Changes what is told, and where; who changes it answers for it from then on, for it sees with their eyes."""
    owner = _asked(by)
    values = _values(name, address, events, detail)
    with revise(by, "change_webhook") as revision:
        revision.update(webhook, owner=owner, confidential=confidential, **values)
    return webhook


def pause_webhook(*, by: Actor, webhook: Webhook, active: bool) -> Webhook:
    """Holds a webhook back, or lets it go on from now; what was written in between is not told."""
    _asked(by)
    with revise(by, "resume_webhook" if active else "pause_webhook") as revision:
        if revision.update(webhook, active=active) and active:
            Webhook.everywhere.filter(pk=webhook.pk).update(told_to=head_number(by.organisation), problem="")
    return webhook


def renew_secret(*, by: Actor, webhook: Webhook) -> str:
    """Another secret in place of the old one, which signs nothing any more; shown now and never again."""
    _asked(by)
    secret = new_secret()
    Webhook.everywhere.filter(pk=webhook.pk).update(secret=kept(secret))
    return secret


def end_webhook(*, by: Actor, webhook: Webhook) -> None:
    """Deletes a webhook with its log; nothing more is sent."""
    _asked(by)
    with revise(by, "end_webhook") as revision:
        webhook.deliveries.all().delete()
        revision.delete(webhook)


def try_webhook(*, by: Actor, webhook: Webhook) -> Delivery:
    """Sends a message that says nothing but that it arrives."""
    _asked(by)
    made = Delivery(organisation=by.organisation, webhook=webhook, event="test", body=as_body(test_message(webhook)))
    made.save(force_insert=True)
    start(made)
    return made


def send_again(*, by: Actor, delivery: Delivery) -> Delivery:
    """Sends a message once more: the same body under the same number, signed anew."""
    _asked(by)
    Delivery.everywhere.filter(pk=delivery.pk).update(state=DeliveryState.WAITING, attempts=0, next_at=timezone.now(), problem="")
    delivery.refresh_from_db()
    start(delivery)
    return delivery


def _asked(by: Actor) -> Account:
    """The person who sets it up; nobody does so for another, for it sees with their own eyes."""
    rights().require(by, "manage")
    if by.account is None or by.on_behalf_of is not None:
        raise Refused("webhook", "set up", [_("a person, for themselves")])
    return by.account


def _values(name: str, address: str, events: Collection[str], detail: str) -> dict[str, object]:
    plain = " ".join(name.split())
    if not plain or len(plain) > 80:
        refuse("name", _("Give it a name of at most 80 letters, such as the program that listens."))
    try:
        checked(address)
    except NotAllowed as error:
        refuse("address", str(error))
    chosen = [event for event, _words in happenings() if event in set(events)]
    if not chosen:
        refuse("events", _("Choose at least one thing to be told of."))
    if detail not in Detail.values:
        refuse("detail", _("Choose how much is told."))
    return {"name": plain, "address": address.strip(), "events": chosen, "detail": detail}
