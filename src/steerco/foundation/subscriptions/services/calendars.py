"""Secret addresses of calendars: made, shown once, switched off, and looked up by their digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Extent
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import refuse
from steerco.foundation.subscriptions.access import own, visible_calendars
from steerco.foundation.subscriptions.dates import kinds
from steerco.foundation.subscriptions.models import CalendarAddress

MOST = 10
ENTRANCE = "calendar"
USED_EVERY = dt.timedelta(hours=1)


def make_address(*, by: Actor, name: str, dates: Collection[str], own_only: bool = False) -> tuple[CalendarAddress, str]:
    """A new address and its secret, which is known now and never again; raises `ValidationError` by field."""
    account = own(by)
    plain = " ".join(name.split())
    if not plain or len(plain) > 80:
        refuse("name", _("Give it a name of at most 80 letters, such as the device that reads it."))
    chosen = sorted({kind.name for kind in kinds()} & set(dates))
    if not chosen:
        refuse("dates", _("Choose at least one kind of date."))
    if CalendarAddress.objects.filter(visible_calendars(by), revoked_at__isnull=True).count() >= MOST:
        refuse("name", _("You have %(count)d addresses already. Switch one off first.") % {"count": MOST})
    secret = secrets.token_urlsafe(32)
    address = CalendarAddress(
        organisation=by.organisation, account=account, name=plain, digest=_digest(secret), kinds=chosen, own_only=own_only
    )
    with revise(by, "make_calendar_address") as revision:
        return revision.create(address), secret


def revoke_address(*, by: Actor, address: CalendarAddress) -> CalendarAddress:
    """Switches an address off for ever; whoever reads it gets nothing from now on."""
    own(by)
    with revise(by, "revoke_calendar_address") as revision:
        if address.revoked_at is None:
            revision.update(address, revoked_at=timezone.now())
    return address


def owner_of(secret: str) -> tuple[CalendarAddress, Actor] | None:
    """The address of a secret, and its owner with the rights of today, to look only; None for a secret that opens nothing."""
    found = CalendarAddress.everywhere.filter(digest=_digest(secret), revoked_at__isnull=True)
    address: CalendarAddress | None = found.select_related("organisation", "account").first()
    if address is None:
        return None
    by = Actor.of(address.account, address.organisation, entrance=ENTRANCE, extent=Extent.LOOK)
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USED_EVERY)
    CalendarAddress.everywhere.filter(stale, pk=address.pk).update(last_used_at=now)
    return address, by


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
