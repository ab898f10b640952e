"""Whose a subscription is: calendars are their owner's alone, views by e-mail their owner's and their recipients'."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.subscriptions.models import CalendarAddress, MailedView


def own(by: Actor) -> Account:
    """The person who acts; a subscription is never made for another."""
    if by.account is None or by.on_behalf_of is not None or not by.may_write:
        raise Refused("subscription", "make", ["a person, for themselves"])
    return by.account


def visible_calendars(by: Actor) -> Q:
    """One's own addresses: a filter on `CalendarAddress`."""
    return Q(account=by.account) if by.account is not None else Q(pk__in=[])


def visible_mailings(by: Actor) -> Q:
    """One's own views by e-mail: a filter on `MailedView`."""
    return Q(owner=by.account) if by.account is not None else Q(pk__in=[])


@seen_through("subscriptions.calendaraddress")
def seen_calendars(by: Actor) -> QuerySet[CalendarAddress, dict[str, Any]]:
    """The addresses whose changes the actor may read in the ledger."""
    return CalendarAddress.objects.filter(visible_calendars(by)).values("pk")


@seen_through("subscriptions.mailedview")
def seen_mailings(by: Actor) -> QuerySet[MailedView, dict[str, Any]]:
    """The views by e-mail whose changes the actor may read in the ledger."""
    return MailedView.objects.filter(visible_mailings(by)).values("pk")
