"""The writer's questions about duties: the ledger knows who submitted, whatever entrance the approval comes through."""

from __future__ import annotations

from typing import Any

from django.db import models

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.behind import hands_of
from steerco.foundation.access.duties import (
    Apart,
    Approval,
    DutyKept,
    Posted,
    duties_of,
    refuse_meeting,
    refuse_own_approval,
    refuse_posted,
)
from steerco.foundation.ledger.changes import Changes
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import record_type


def submitters(record: models.Model, duty: Approval) -> frozenset[int]:
    """The accounts behind the newest submission of a record: who did it, and for whom (one query); empty where nobody submitted it.

    Undoing puts a record back to what somebody else submitted, so it is no submission.
    """
    if record.pk is None:
        return frozenset()
    told = Change.objects.filter(record_type=record_type(type(record)), record_id=record.pk, revision__undoes__isnull=True)
    changes = told.order_by("-id")
    for after, account, principal in changes.values_list("after", "revision__account_id", "revision__on_behalf_of_id"):
        if after and after.get(duty.field) in duty.submitted:
            return frozenset(each for each in (account, principal) if each is not None)
    return frozenset()


def keep_duties(
    by: Actor, states: tuple[models.Model, models.Model], before: dict[str, Any], after: dict[str, Any], pending: Changes
) -> None:
    """Raises `DutyKept` where a change (from one state to the other) would put two duties into one hand; asked of undoing, too.

    `pending` are the changes of the same act: whoever submits and approves at one stroke is refused as well.
    """
    record, wished = states
    for duty in duties_of(record):
        if isinstance(duty, Approval):
            if duty.is_given(before.get(duty.field), after.get(duty.field)):
                just_now = hands_of(by) if _submitted_in(pending, record, duty) else frozenset()
                refuse_own_approval(by, submitters(record, duty) | just_now, record)
        elif isinstance(duty, Apart):
            refuse_meeting(duty, wished)
        elif isinstance(duty, Posted):
            refuse_posted(duty, by, record)


def keep_duties_at_first(by: Actor, record: models.Model, verb: str) -> None:
    """Raises `DutyKept` where a new record begins with two duties in one hand; without a verb it is one that was there before."""
    for duty in duties_of(record):
        if isinstance(duty, Apart):
            refuse_meeting(duty, record)
        elif isinstance(duty, Approval) and verb and verb not in duty.brought and getattr(record, duty.field) in duty.approved:
            refuse_own_approval(by, hands_of(by), record)


def keep_duties_at_last(by: Actor, record: models.Model) -> None:
    """Raises `DutyKept` where what was posted would be removed by somebody who may not change it."""
    for duty in duties_of(record):
        if isinstance(duty, Posted):
            refuse_posted(duty, by, record)


def _submitted_in(pending: Changes, record: models.Model, duty: Approval) -> bool:
    return any(after.get(duty.field) in duty.submitted for after in pending.after_of(record_type(type(record)), record.pk))


def refuse_if_own(by: Actor, record: models.Model) -> None:
    """Raises `DutyKept` where the actor would decide on what they submitted; services ask it first, the writer asks again."""
    for duty in duties_of(record):
        if isinstance(duty, Approval) and getattr(record, duty.field) in duty.waiting:
            refuse_own_approval(by, submitters(record, duty), record)


def may_decide(by: Actor, record: models.Model) -> bool:
    """Whether no rule of submitting keeps the actor from deciding on a record; for pages, which say so before anybody tries."""
    try:
        refuse_if_own(by, record)
    except DutyKept:
        return False
    return True
