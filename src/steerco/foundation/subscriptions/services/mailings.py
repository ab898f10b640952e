"""Views by e-mail: what, as what, when, to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.checks import refuse
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.services import views_of
from steerco.foundation.subscriptions.access import own, visible_mailings
from steerco.foundation.subscriptions.models import MailedView, MailForm
from steerco.foundation.tasks.cron import Cron

MOST, MOST_RECIPIENTS = 30, 50


def make_mailing(
    *, by: Actor, register: Register, name: str, query: str, form: str, cron: str, to: Collection[Account], view_key: int | None = None
) -> MailedView:
    """A view of a register that goes out from now on; needs the right to export it. Raises `Refused`, and `ValidationError` by field."""
    account = own(by)
    register.require(by, "export")
    plain = " ".join(name.split())
    if not plain or len(plain) > 120:
        refuse("name", _("Give it a name of at most 120 letters."))
    if form not in MailForm.values:
        refuse("form", _("Choose Excel, CSV or a table."))
    following = _next(cron, by.organisation)
    if not to or len(to) > MOST_RECIPIENTS:
        refuse("to", _("Choose between one and %(most)d people.") % {"most": MOST_RECIPIENTS})
    if view_key is not None and not views_of(by, register).filter(pk=view_key).exists():
        refuse("view", _("This view is not there any more."))
    if MailedView.objects.filter(visible_mailings(by)).count() >= MOST:
        refuse("name", _("You have %(count)d already. End one first.") % {"count": MOST})
    members = Account.objects.filter(memberships__organisation=by.organisation, memberships__active=True, is_active=True)
    strangers = {each.pk for each in to} - set(members.values_list("pk", flat=True))
    if strangers:
        refuse("to", _("Only members of the organisation get views of it."))
    mailing = MailedView(
        organisation=by.organisation, owner=account, register=register.name, name=plain, query=Asked.from_query(QueryDict(query)).state,
        view_key=view_key, form=form, cron=cron, recipients=sorted(each.pk for each in to), next_at=following,
    )  # fmt: skip
    with revise(by, "make_mailing") as revision:
        return revision.create(mailing)


def pause_mailing(*, by: Actor, mailing: MailedView, active: bool) -> MailedView:
    """Holds one's own view back, or lets it go out again from its next time on."""
    _require_own(by, mailing)
    with revise(by, "resume_mailing" if active else "pause_mailing") as revision:
        mailing = _as_it_is(mailing)
        revision.update(mailing, active=active)
        MailedView.objects.filter(pk=mailing.pk).update(next_at=_next(mailing.cron, by.organisation) if active else None)
    return mailing


def end_mailing(*, by: Actor, mailing: MailedView) -> None:
    """Ends one's own view by e-mail for ever."""
    _require_own(by, mailing)
    with revise(by, "end_mailing") as revision:
        revision.delete(_as_it_is(mailing))


def leave_mailing(*, by: Actor, mailing: MailedView) -> MailedView:
    """Takes oneself out of the recipients of a view; the owner may stay alone with it."""
    account = own(by)
    with revise(by, "leave_mailing") as revision:
        mailing = _as_it_is(mailing)
        left = [key for key in mailing.recipients if key != account.pk]
        revision.update(mailing, recipients=left, active=mailing.active and bool(left))
    return mailing


def _as_it_is(mailing: MailedView) -> MailedView:
    """The view as it is now that nobody else writes: two who leave at one moment both leave."""
    held: MailedView | None = MailedView.objects.filter(pk=mailing.pk).first()
    return held if held is not None else refuse("__all__", _("This view by e-mail has been ended already."))


def next_time(mailing: MailedView, now: dt.datetime) -> dt.datetime | None:
    """When a view goes out after an instant, in the time of its organisation."""
    return Cron.parse(mailing.cron).after(now, ZoneInfo(mailing.organisation.time_zone))


def _next(cron: str, organisation: Organisation) -> dt.datetime:
    try:
        found = Cron.parse(cron).after(timezone.now(), ZoneInfo(organisation.time_zone))
    except ValueError as error:
        raise ValidationError({"cron": str(error)}) from error
    if found is None:
        refuse("cron", _("There is no such day."))
    return found


def _require_own(by: Actor, mailing: MailedView) -> None:
    if mailing.owner_id != own(by).pk:
        raise Refused("view by e-mail", "change", ["its owner"])
