"""The message of a revision: what a webhook is told of it, as far as whoever made the webhook may see."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance
from steerco.foundation.ledger.access import shown_changes_of
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.webhooks.access import eyes_of
from steerco.foundation.webhooks.models import Detail, Webhook

MOST = 100  # records in one message


def told_of(webhook: Webhook, revision: Revision) -> dict[str, Any] | None:
    """The message, or None where the revision holds nothing that the webhook is told of."""
    by, wanted = eyes_of(webhook), dict[str, set[str]]()
    for event in webhook.events:
        kind, _colon, action = event.partition(":")
        wanted.setdefault(kind, set()).add(action)
    found: list[Change] = []
    for kind, actions in wanted.items():
        shown = shown_changes_of(by, kind, belonging=True)
        shown = shown | _removed(webhook, kind) if shown else shown  # an empty filter lets everything through
        found += revision.changes.filter(shown, record_type=kind, action__in=actions)
    if not found:
        return None
    found.sort(key=lambda change: change.pk)
    return {
        "organisation": webhook.organisation.key, "event": "revision", "revision": revision.number, "at": revision.at.isoformat(),
        "verb": revision.verb, "through": revision.entrance,
        "account": revision.account.email if revision.account and webhook.detail == Detail.VALUES else None,
        "on_behalf_of": revision.on_behalf_of.email if revision.on_behalf_of and webhook.detail == Detail.VALUES else None,
        "link": urljoin(settings.ADDRESS, reverse("revision", args=[revision.number])),
        "changes": [_told(change, webhook.detail) for change in found[:MOST]], "changes_left_out": max(len(found) - MOST, 0),
    }  # fmt: skip


def test_message(webhook: Webhook) -> dict[str, Any]:
    """A message that says nothing but that it arrives."""
    return {
        "organisation": webhook.organisation.key, "event": "test", "revision": None, "at": timezone.now().isoformat(), "changes": [],
        "changes_left_out": 0,
    }  # fmt: skip


def as_body(message: dict[str, Any]) -> str:
    """A message as it is sent and signed."""
    return json.dumps(message, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _removed(webhook: Webhook, kind: str) -> Q:
    """Removed records that were internal themselves, where whoever made the webhook may see what is gone."""
    owner = Actor.of(webhook.owner, webhook.organisation, entrance="webhook")
    return shown_changes_of(owner, kind, belonging=True) & Q(action=Change.DELETED, before__confidentiality=Clearance.INTERNAL)


def _told(change: Change, detail: str) -> dict[str, Any]:
    fields = sorted({*(change.before or {}), *(change.after or {})})
    told: dict[str, Any] = {"record_type": change.record_type, "record_id": change.record_id, "action": change.action, "fields": fields}
    if detail == Detail.VALUES:
        told |= {"record": change.record_label, "before": change.before, "after": change.after}
    return told
