"""Notices by e-mail: at once or once a day, never in quiet hours, never of what the person may not see when it is sent."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.notices.models import Mail, Notice, Wishes
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.subjects import subjects

log = logging.getLogger(__name__)
MOST_TRIES = 5
OLDEST = dt.timedelta(days=3)
MOST_LISTED = 50


def absolute(path: str) -> str:
    """An address of this installation as a mail has it."""
    return f"{settings.ADDRESS.rstrip('/')}{path}" if path.startswith("/") else path


def send_waiting(organisation: Organisation, *, when: Mail, now: dt.datetime | None = None) -> int:
    """Sends to each person of the organisation in force what waits for them; gives how many mails went out.

    What can't be sent is tried again later, five times; a mail server that fails keeps nobody from anything.
    """
    now = now or timezone.now()
    waiting = Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True, mail_tries__lt=MOST_TRIES, at__gt=now - OLDEST)
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for notice in waiting.order_by("id"):
        by_person[notice.account_id].append(notice)
    wishes = {each.account_id: each for each in Wishes.objects.filter(account_id__in=by_person)}
    people = Account.objects.filter(pk__in=by_person, is_active=True).exclude(email="").order_by("pk")
    sent = 0
    for person in people:
        own = wishes.get(person.pk)
        if (own.mail if own is not None else Mail.AT_ONCE) != when or is_quiet(own, now, organisation):
            continue
        sent += _send(person, organisation, by_person[person.pk])
    return sent


def is_quiet(wishes: Wishes | None, now: dt.datetime, organisation: Organisation) -> bool:
    """Whether somebody wants no mail at this time of the day; the hours may lie over midnight."""
    if wishes is None or wishes.quiet_from is None or wishes.quiet_to is None:
        return False
    time = now.astimezone(ZoneInfo(organisation.time_zone)).time()
    if wishes.quiet_from <= wishes.quiet_to:
        return wishes.quiet_from <= time < wishes.quiet_to
    return time >= wishes.quiet_from or time < wishes.quiet_to


def _send(person: Account, organisation: Organisation, notices: list[Notice]) -> int:
    """One mail with what the person may see; noted as sent before it is, so that none goes out twice."""
    by = Actor.of(person, organisation, entrance="page")
    listed = visible(by, notices)
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at__isnull=True)
    if mine.update(mailed_at=timezone.now()) != len(notices) or not listed:
        return 0  # another worker has it, or nothing of it may be told any more
    try:
        mail_to(person, _subject(organisation, listed), "notices/mail", {"organisation": organisation, "person": person, "notices": listed})
    except Exception:
        log.warning("a mail to account %s could not be sent", person.pk, exc_info=True)
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None, mail_tries=F("mail_tries") + 1)
        return 0
    return 1


def visible(by: Actor, notices: Iterable[Notice]) -> list[Notice]:
    """Those notices whose record the actor may see now, or that are about none."""
    listed = list(notices)
    found = subjects(by, {(each.record_type, each.record_id) for each in listed if each.record_id is not None})
    return [each for each in listed if each.record_id is None or (each.record_type, each.record_id) in found]


def mail_to(person: Account, subject: str, template: str, context: dict[str, object], files: Iterable[tuple[str, bytes, str]] = ()) -> None:
    """Sends one mail as plain text and as a page, with files where given."""
    whole = {**context, "address": settings.ADDRESS.rstrip("/"), "settings_address": absolute(reverse("notice_wishes"))}
    message = EmailMultiAlternatives(
        " ".join(subject.split())[:200], render_to_string(f"{template}.txt", whole), settings.DEFAULT_FROM_EMAIL, [person.email],
        headers={"List-Unsubscribe": f"<{whole['settings_address']}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    message.attach_alternative(render_to_string(f"{template}.html", whole), "text/html")
    for name, content, kind in files:
        message.attach(name, content, kind)
    message.send()


def _subject(organisation: Organisation, notices: list[Notice]) -> str:
    if len(notices) == 1:
        return notices[0].text
    told = ngettext("%(count)d notice from %(organisation)s", "%(count)d notices from %(organisation)s", len(notices))
    return told % {"count": len(notices), "organisation": organisation.name}


def digest_done(count: int) -> str:
    """What came of a round of mails, in words."""
    return ngettext("%(count)d mail sent.", "%(count)d mails sent.", count) % {"count": count} if count else _("Nothing was to be sent.")
