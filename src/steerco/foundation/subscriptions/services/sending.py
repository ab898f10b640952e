"""Views go out: to each recipient what they may see on that day, or word that they may not."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace
from itertools import islice

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.exports.writers import Sheet, as_text, csv_lines, xlsx_file
from steerco.foundation.notices.services.mailing import absolute, mail_to
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.services import views_of
from steerco.foundation.registers.taking import listing, sheet
from steerco.foundation.subscriptions.models import MailedView, MailForm
from steerco.foundation.subscriptions.services.mailings import next_time
from steerco.foundation.tasks.kinds import JobFailed, Outcome
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.services import enqueue

log = logging.getLogger(__name__)
SHOWN_ROWS = 200
LARGEST = 10 * 2**20
MEDIA = {MailForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", MailForm.CSV: "text/csv"}


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes to one person: files, or rows for the mail itself; `large` where it is only linked."""

    rows: tuple[tuple[str, ...], ...] = ()
    heads: tuple[str, ...] = ()
    more: int = 0
    files: tuple[tuple[str, bytes, str], ...] = ()
    large: bool = False


def start_due_mailings(now: dt.datetime | None = None) -> int:
    """Asks for a job for each view whose time has come in the organisation in force; gives how many. Each is asked for once."""
    now = now or timezone.now()
    started = 0
    for mailing in MailedView.objects.filter(active=True, next_at__lte=now).select_related("organisation", "owner"):
        mine = MailedView.objects.filter(pk=mailing.pk, next_at=mailing.next_at)
        if not mine.update(next_at=next_time(mailing, now), last_at=now):
            continue
        by = Actor.of(mailing.owner, mailing.organisation, entrance="clock")
        enqueue(by, "send_mailing", title=mailing.name, once=f"mailing:{mailing.pk}", mailing=mailing.pk)
        started += 1
    return started


def send_mailing(progress: Progress, mailing_id: int) -> Outcome:
    """Sends one view to all its recipients, each with their own rights; whoever may not see it gets nothing, and the log says so."""
    mailing = MailedView.objects.filter(pk=mailing_id).select_related("organisation", "owner").first()
    register = registers.get(mailing.register) if mailing is not None else None
    if mailing is None or register is None:
        raise JobFailed(_("It is not there any more."))
    if not register.may(progress.by, "export"):
        raise JobFailed(_("Whoever set it up may not take this list along any more, so it goes to nobody."))
    asked = _asked(mailing, register, progress.by)
    inside = Q(memberships__organisation=mailing.organisation, memberships__active=True)
    people = list(Account.objects.filter(inside, pk__in=mailing.recipients, is_active=True).distinct().order_by("name", "email"))
    reached = _reached(mailing, progress.job_id)
    for number, person in enumerate(people, start=1):
        progress.step(number - 1, len(people), _("Writing to %(person)s") % {"person": person})
        if person.pk in reached:
            continue  # before the worker was killed
        _keep_reached(mailing, progress.job_id, [*reached, person.pk])
        problem = _send(mailing, register, asked, person)
        if problem:
            progress.log(f"{person}: {problem}")
            _keep_reached(mailing, progress.job_id, reached)
        else:
            reached.append(person.pk)
    sent = len(reached)
    progress.step(len(people), max(len(people), 1))
    if people and not sent:
        raise JobFailed(_("It reached nobody; the log says why."))
    return Outcome(_("Sent to %(sent)d of %(all)d.") % {"sent": sent, "all": len(mailing.recipients)}, reverse("mailings"))


def _reached(mailing: MailedView, job_id: int) -> list[int]:
    """Whom this very job has written to already, in an attempt before this one."""
    return list(mailing.sent.get("to", [])) if mailing.sent.get("job") == job_id else []


def _keep_reached(mailing: MailedView, job_id: int, keys: list[int]) -> None:
    """Notes whom the job has written to, before it does, so that nobody gets a view twice."""
    MailedView.objects.filter(pk=mailing.pk).update(sent={"job": job_id, "to": keys})


def _asked(mailing: MailedView, register: Register, by: Actor) -> Asked:
    """What is asked: the saved view as it is now where there is one, else what was asked when it was set up."""
    view = views_of(by, register).filter(pk=mailing.view_key).first() if mailing.view_key is not None else None
    asked = Asked.from_query(QueryDict(view.query if view is not None else mailing.query))
    first = register.first(by)
    if first is not None and not asked.state:
        asked = replace(asked, filters=(first,))
    return replace(asked, whole=True)


def _send(mailing: MailedView, register: Register, asked: Asked, person: Account) -> str:
    """Sends it to one person; gives what is in the way, or nothing."""
    by = Actor.of(person, mailing.organisation, entrance="mail")
    if not register.may(by, "export"):
        return _("may not take this list along")
    with within(mailing.organisation):
        packed = _packed(sheet(listing(register, by, asked)), MailForm(mailing.form), mailing.name)
    context: dict[str, object] = {
        "mailing": mailing, "person": person, "organisation": mailing.organisation, "packed": packed, "register": register,
        "list_address": absolute(f"{reverse(register.name)}?{asked.state}"), "mailings_address": absolute(reverse("mailings")),
    }  # fmt: skip
    try:
        mail_to(person, f"{mailing.name}, {timezone.localdate().isoformat()}", "subscriptions/mail", context, packed.files)
    except Exception:
        log.warning("a view could not be mailed to account %s", person.pk, exc_info=True)
        return _("the mail server did not take it")
    return ""


def _packed(table: Sheet, form: MailForm, name: str) -> Packed:
    if form == MailForm.HTML:
        rows = iter(table.rows)
        shown = tuple(tuple(as_text(value) for value in row) for row in islice(rows, SHOWN_ROWS))
        return Packed(rows=shown, heads=tuple(table.heads), more=sum(1 for _row in rows))
    if form == MailForm.CSV:
        content = "".join(csv_lines(table)).encode()
    else:
        with xlsx_file(table) as file:
            content = file.read()
    if len(content) > LARGEST:
        return Packed(large=True)
    plain = "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in name).strip() or "list"
    return Packed(files=((f"{plain}-{timezone.localdate().isoformat()}.{form}", content, MEDIA[form]),))
