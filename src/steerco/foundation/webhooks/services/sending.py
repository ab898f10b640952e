"""From a revision to a message that has arrived: gathered, sent, tried again with growing pauses, given up after a day."""

from __future__ import annotations

import datetime as dt
import http.client
import time

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.boxes import AnotherKey
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.tasks.services import enqueue
from steerco.foundation.webhooks.access import rights
from steerco.foundation.webhooks.models import Delivery, DeliveryState, Webhook
from steerco.foundation.webhooks.payloads import as_body, told_of
from steerco.foundation.webhooks.signing import HEADER, signature
from steerco.foundation.webhooks.wire import Answer, NotAllowed, post

PAUSES = (30, 120, 600, 3_600, 3 * 3_600, 8 * 3_600, 12 * 3_600)  # seconds before the second try, the third …
AT_ONCE = 200  # revisions in one go


def gather(organisation: Organisation) -> int:
    """Makes a message of each revision that a webhook is told of, once; gives how many."""
    made = 0
    for webhook in Webhook.objects.filter(active=True).select_related("organisation", "owner"):
        while _is_allowed(webhook):
            found = list(_unread(webhook))
            if not found:
                break
            made += _made(webhook, found)
    return made


def start(delivery: Delivery, delay: float = 0) -> None:
    """Asks for the next try of a message."""
    system = Actor.system(delivery.webhook.organisation, entrance="webhook")
    enqueue(system, "send_webhook", once=f"delivery:{delivery.pk}:{delivery.attempts}", delay=delay, delivery=delivery.pk)


def send(delivery: Delivery) -> Delivery:
    """Tries a message once; where it does not arrive the next try is asked for, or it is given up."""
    webhook = delivery.webhook
    if delivery.state != DeliveryState.WAITING:
        return delivery
    if not webhook.active and delivery.event != "test":
        return _ended(delivery, DeliveryState.GIVEN_UP, problem=_("The webhook is held back."))
    answer: Answer | None = None
    try:
        answer = post(webhook.address, delivery.body.encode(), _headers(delivery))
    except (NotAllowed, AnotherKey) as error:
        return _ended(delivery, DeliveryState.GIVEN_UP, problem=str(error))
    except (OSError, http.client.HTTPException) as error:
        problem = _("It could not be reached: %(why)s.") % {"why": str(error).rstrip(".") or type(error).__name__}
    else:
        if 200 <= answer.status < 300:
            return _ended(delivery, DeliveryState.DELIVERED, answer)
        if 300 <= answer.status < 400:
            return _ended(delivery, DeliveryState.GIVEN_UP, answer, _("It leads elsewhere, where nothing is sent. Name the last address."))
        problem = _("It answered %(status)d.") % {"status": answer.status}
    if delivery.attempts >= len(PAUSES) or delivery.event == "test":
        return _ended(delivery, DeliveryState.GIVEN_UP, answer, problem)
    pause = PAUSES[delivery.attempts]
    _ended(delivery, DeliveryState.WAITING, answer, problem, timezone.now() + dt.timedelta(seconds=pause))
    start(delivery, pause)
    return delivery


def send_due() -> int:
    """Asks again for what should have been sent and was not, because a worker died; gives how many."""
    late = timezone.now() - dt.timedelta(minutes=5)
    due = Delivery.objects.filter(Q(next_at__isnull=True, made_at__lte=late) | Q(next_at__lte=late), state=DeliveryState.WAITING)
    found = list(due.select_related("webhook__organisation").order_by("id")[:AT_ONCE])
    for delivery in found:
        start(delivery)
    return len(found)


def count_old_deliveries(before: dt.datetime) -> int:
    """How many messages of the organisation in force were done with before an instant."""
    return _old(before).count()


def drop_old_deliveries(before: dt.datetime) -> int:
    """Removes them; gives how many. One that waits stays."""
    gone, _counts = _old(before).delete()
    return gone


def _old(before: dt.datetime) -> QuerySet[Delivery]:
    return Delivery.objects.exclude(state=DeliveryState.WAITING).filter(tried_at__lt=before)


def _unread(webhook: Webhook) -> list[Revision]:
    revisions = Revision.objects.filter(number__gt=webhook.told_to).select_related("account", "on_behalf_of")
    return list(revisions.order_by("number")[:AT_ONCE])


def _made(webhook: Webhook, revisions: list[Revision]) -> int:
    """The messages of some revisions; another worker that reads the same ones at the same time makes none."""
    messages = [(revision, told_of(webhook, revision)) for revision in revisions]
    with transaction.atomic():
        mine = Webhook.everywhere.filter(pk=webhook.pk, told_to=webhook.told_to).update(told_to=revisions[-1].number)
        if not mine:
            webhook.refresh_from_db()
            return 0
        webhook.told_to = revisions[-1].number
        made = [
            Delivery(organisation=webhook.organisation, webhook=webhook, event="revision", revision=revision.number, body=as_body(message))
            for revision, message in messages
            if message is not None
        ]
        Delivery.everywhere.bulk_create(made, ignore_conflicts=False)
        for delivery in made:
            start(delivery)
    return len(made)


def _is_allowed(webhook: Webhook) -> bool:
    """Whether whoever made a webhook may still have one; where not, it is switched off and says so."""
    owner = Actor.of(webhook.owner, webhook.organisation, entrance="webhook")
    if rights().allows(owner, "manage"):
        return True
    problem = _("%(who)s may set up webhooks no longer. Somebody who may saves it anew.") % {"who": webhook.owner}
    Webhook.everywhere.filter(pk=webhook.pk).update(active=False, problem=problem[:300])
    return False


def _headers(delivery: Delivery) -> dict[str, str]:
    return {
        "Content-Type": "application/json", "User-Agent": "Steerco-Webhook/1", "Steerco-Delivery": str(delivery.key),
        "Steerco-Event": delivery.event, HEADER: signature(delivery.webhook.secret, int(time.time()), delivery.body.encode()),
    }  # fmt: skip


def _ended(delivery: Delivery, state: str, answer: Answer | None = None, problem: str = "", next_at: dt.datetime | None = None) -> Delivery:
    """Writes down how a try went."""
    told = {"status": answer.status, "answer": answer.text, "milliseconds": answer.milliseconds} if answer else {
        "status": None, "answer": "", "milliseconds": None}  # fmt: skip
    Delivery.everywhere.filter(pk=delivery.pk).update(
        state=state, problem=problem[:300], tried_at=timezone.now(), next_at=next_at, attempts=F("attempts") + 1, **told
    )
    delivery.refresh_from_db()
    return delivery
