"""Who may set webhooks up, and read what was sent through them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance, Extent
from steerco.foundation.access.permissions import Permissions, table_of
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.webhooks.models import Webhook


def rights() -> Permissions:
    """The permission table of webhooks."""
    return table_of("webhook")


def visible_to(by: Actor) -> QuerySet[Webhook, Webhook]:
    """The webhooks that the actor may see; asks for the right first."""
    rights().require(by, "view")
    return Webhook.objects.select_related("owner")


@seen_through("webhooks.webhook")
def seen_webhooks(by: Actor) -> QuerySet[Any, Any]:
    """The webhooks whose changes the actor may read in the ledger."""
    found = Webhook.objects.all() if rights().allows(by, "view") else Webhook.objects.none()
    return found.values("pk")


def eyes_of(webhook: Webhook) -> Actor:
    """With whose eyes a webhook sees: those of whoever made it, today, looking only; internal records only unless it says otherwise."""
    by = Actor.of(webhook.owner, webhook.organisation, entrance="webhook", extent=Extent.LOOK)
    if webhook.confidential:
        return by
    return replace(by, grants=tuple(replace(grant, clearance=Clearance.INTERNAL) for grant in by.grants))
