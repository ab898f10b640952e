"""What is done by the clock: the next time of each kind in each organisation, and starting what is due, once however many look."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.tasks.access import rights
from steerco.foundation.tasks.cron import Cron
from steerco.foundation.tasks.kinds import JobKind, kind_of, scheduled_kinds
from steerco.foundation.tasks.models import Clock, Job, Schedule
from steerco.foundation.tasks.services import enqueue


def start_due(now: dt.datetime | None = None) -> list[Job]:
    """Starts every scheduled job whose time has come, in every organisation; what was missed while nothing ran is done once."""
    now = now or timezone.now()
    started: list[Job] = []
    _wind(now)
    kinds = {kind.name: kind for kind in scheduled_kinds()}
    due = Clock.everywhere.filter(next_at__lte=now, kind__in=kinds).select_related("organisation").order_by("id")
    for clock in due:
        organisation = clock.organisation
        following = next_time(organisation, kinds[clock.kind], now)
        mine = Clock.everywhere.filter(pk=clock.pk, next_at=clock.next_at)
        if not mine.update(next_at=following, last_at=now):
            continue  # another worker has started it
        job = enqueue(Actor.system(organisation, entrance="clock"), clock.kind, once="clock")
        Clock.everywhere.filter(pk=clock.pk).update(last_job=job)
        started.append(job)
    return started


def next_time(organisation: Organisation, kind: JobKind, now: dt.datetime) -> dt.datetime | None:
    """When an organisation does a kind of job next; None where it is switched off."""
    with within(organisation):
        own = Schedule.objects.filter(kind=kind.name).first()
    if own is not None and not own.enabled:
        return None
    return Cron.parse(own.cron if own is not None else kind.every).after(now, ZoneInfo(organisation.time_zone))


def set_schedule(*, by: Actor, kind: str, cron: str, enabled: bool = True) -> Schedule:
    """Says when an organisation does a kind of job, or that it doesn't; raises `Refused` and `ValidationError`."""
    rights().require(by, "configure")
    known = kind_of(kind)
    if not known.every:
        raise ValidationError(_("This job is not done by the clock."))
    try:
        if Cron.parse(cron).after(timezone.now(), ZoneInfo(by.organisation.time_zone)) is None:
            raise ValidationError({"cron": _("There is no such day.")})
    except ValueError as error:
        raise ValidationError({"cron": str(error)}) from error
    with revise(by, "set_schedule") as revision:
        held: Schedule | None = Schedule.objects.filter(kind=kind).first()
        if held is None:
            held = revision.create(Schedule(organisation=by.organisation, kind=kind, cron=cron, enabled=enabled))
        else:
            revision.update(held, cron=cron, enabled=enabled)
        Clock.objects.update_or_create(
            organisation=by.organisation, kind=kind, defaults={"next_at": next_time(by.organisation, known, timezone.now())}
        )
    return held


def run_now(*, by: Actor, kind: str) -> Job:
    """Starts a scheduled job at once, beside its times."""
    rights().require(by, "configure")
    if not kind_of(kind).every:
        raise ValidationError(_("This job is not done by the clock."))
    return enqueue(Actor.system(by.organisation, entrance=by.entrance, account=by.account), kind, once="clock")


def _wind(now: dt.datetime) -> None:
    """Gives every organisation a clock for each scheduled kind, and drops those of kinds that there are no more."""
    kinds = {kind.name: kind for kind in scheduled_kinds()}
    Clock.everywhere.filter(~Q(kind__in=kinds)).delete()
    there = set(Clock.everywhere.values_list("organisation_id", "kind"))
    missing = [
        Clock(organisation=organisation, kind=name, next_at=next_time(organisation, kind, now))
        for organisation in Organisation.objects.all()
        for name, kind in kinds.items()
        if (organisation.pk, name) not in there
    ]
    Clock.everywhere.bulk_create(missing, ignore_conflicts=True)
