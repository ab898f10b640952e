"""Tolerances, exceptions and escalations as pages and other rooms read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from steerco.capabilities.escalations.access import visible_to, visible_tolerances
from steerco.capabilities.escalations.models import (
    Escalation as Escalation,
    EscalationLevel as EscalationLevel,
    EscalationState as EscalationState,
    ExceptionState as ExceptionState,
    Outcome as Outcome,
    Tolerance as Tolerance,
    ToleranceException as ToleranceException,
)
from steerco.capabilities.projects.queries import Project
from steerco.foundation.access.actor import Actor

UNDECIDED = (ExceptionState.FORECAST_BREACH, ExceptionState.RAISED, ExceptionState.REPORTED)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One matter on the exceptions board: an escalation with its clock, or an exception that is not before anybody yet."""

    project: Project
    ref: str
    words: str
    url_name: str
    state: str
    level: str
    who: str
    by_when: dt.date | None
    overdue: bool
    causes: int


def tolerances(by: Actor, action: str = "view") -> QuerySet[Tolerance]:
    """The tolerances that the actor may see (or do `action` to)."""
    return Tolerance.objects.filter(visible_tolerances(by, action))


def exceptions(by: Actor, action: str = "view") -> QuerySet[ToleranceException]:
    """The exceptions that the actor may see (or do `action` to)."""
    return ToleranceException.objects.filter(visible_to(by, action))


def escalations(by: Actor, action: str = "view") -> QuerySet[Escalation]:
    """The escalations that the actor may see (or do `action` to)."""
    return Escalation.objects.filter(visible_to(by, action))


def open_escalations(by: Actor) -> QuerySet[Escalation]:
    """What waits for a decision, the most pressing first."""
    found = escalations(by).filter(state=EscalationState.OPEN).select_related("project__owner", "responsible", "escalated_by")
    return found.order_by("due_on", "-level", "pk")


def undecided(by: Actor) -> QuerySet[ToleranceException]:
    """The exceptions that nobody has decided on, the oldest first."""
    return exceptions(by).filter(state__in=UNDECIDED).select_related("project__owner").order_by("found_on", "pk")


def waiting_for(by: Actor) -> list[Escalation]:
    """The open escalations that the person who acts must decide."""
    if by.account is None:
        return []
    return list(open_escalations(by).filter(responsible__account=by.account))


def to_report(by: Actor) -> list[ToleranceException]:
    """The exceptions that the person who acts must raise or report on, as owner of the project."""
    if by.account is None:
        return []
    early = (ExceptionState.FORECAST_BREACH, ExceptionState.RAISED)
    mine = Q(project__owner__account=by.account) | Q(raised_by=by.account)
    return list(undecided(by).filter(mine, state__in=early))


def board_lines(by: Actor, on: dt.date) -> list[BoardLine]:
    """Everything open, overdue first, then by its day (three queries)."""
    open_now = list(open_escalations(by).prefetch_related("bundled"))
    covered = {each.exception_id for escalation in open_now for each in escalation.bundled.all()}
    lines = [_escalated(each, on) for each in open_now]
    lines += [_waiting(each) for each in undecided(by) if each.pk not in covered]
    return sorted(lines, key=lambda line: (not line.overdue, line.by_when or dt.date.max, line.ref))


def _escalated(escalation: Escalation, on: dt.date) -> BoardLine:
    causes = len(escalation.bundled.all()) + len([line for line in escalation.causes.splitlines() if line.strip()])
    return BoardLine(
        escalation.project, escalation.ref, escalation.title, "escalation", escalation.get_state_display(), escalation.get_level_display(),
        str(escalation.responsible or ""), escalation.due_on, escalation.due_on < on, max(causes, 1),
    )  # fmt: skip


def _waiting(exception: ToleranceException) -> BoardLine:
    return BoardLine(
        exception.project, exception.ref, exception.finding, "exception", exception.get_state_display(), "",
        str(exception.project.owner or ""), None, False, 1,
    )  # fmt: skip
