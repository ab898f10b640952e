"""Exceptions are found, raised, reported, decided and closed here."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.access import EXCEPTIONS
from steerco.capabilities.escalations.models import Escalation, EscalationState, ExceptionState, Outcome, ToleranceException
from steerco.capabilities.escalations.services.escalating import begin, end, recorded, settle
from steerco.capabilities.escalations.services.references import next_reference
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import Decision
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise, together
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse

PREFIX = "EXC-"
REPORT = ("cause", "consequences", "options", "recommendation", "lessons")
LEAST = 2


def raise_by_hand(*, by: Actor, project: Project, aspect: str, finding: str, reason: str = "", **report: Any) -> ToleranceException:
    """Raises an exception that no figure shows: of quality, scope, benefits, risk or sustainability, or known before the report."""
    EXCEPTIONS.require(by, "raise", scopes=scopes_of(project), level=project.confidentiality)
    today = timezone.localdate()
    draft = ToleranceException(
        organisation=by.organisation, project=project, aspect=aspect, finding=finding.strip(), found_on=today, raised_on=today,
        raised_by=by.account, state=ExceptionState.RAISED,
    )  # fmt: skip
    draft = as_changed(draft, report, REPORT)
    with revise(by, "raise_exception", reason=reason) as revision:
        draft.ref = next_reference(by, ToleranceException, PREFIX)
        check_fields(draft, by)
        return revision.create(draft)


def raise_exception(*, by: Actor, exception: ToleranceException, reason: str = "") -> ToleranceException:
    """Confirms a breach that was found in a report: from now on it needs a report with options."""
    _require(by, "raise", exception)
    _expect(exception, ExceptionState.FORECAST_BREACH)
    with revise(by, "raise_exception", reason=reason) as revision:
        revision.update(exception, state=ExceptionState.RAISED, raised_on=timezone.localdate(), raised_by=by.account)
    return exception


def report_exception(*, by: Actor, exception: ToleranceException, reason: str = "", **report: Any) -> ToleranceException:
    """Lays cause, consequences, options and a recommendation before whoever decides; the sponsor's clock starts."""
    _require(by, "report", exception)
    _expect(exception, ExceptionState.RAISED)
    draft = as_changed(exception, report, REPORT)
    for name, said in (
        ("cause", _("Say what caused it.")), ("consequences", _("Say what follows from it for the business case and for others.")),
        ("recommendation", _("Say what you recommend.")),
    ):  # fmt: skip
        if not getattr(draft, name).strip():
            refuse(name, said)
    if len({option.casefold() for option in draft.choices}) < LEAST:
        refuse("options", _("A board needs a choice: give at least two options, one a line."))
    with together(by, "report_exception", reason=reason) as revision:
        values = {name: getattr(draft, name) for name in REPORT}
        revision.update(exception, state=ExceptionState.REPORTED, reported_on=timezone.localdate(), reported_by=by.account, **values)
        if not _open_escalations(exception):
            title = _("%(finding)s: how to go on?") % {"finding": exception.finding[:180]}
            begin(revision, by, exception.project, title=title[:200], asked=draft.recommendation, exceptions=[exception])
    return exception


def decide_exception(
    *, by: Actor, exception: ToleranceException, outcome: str, words: str = "", decider: Any = None, decision: Decision | None = None,
    reason: str = "",
) -> ToleranceException:  # fmt: skip
    """Decides on an exception, and ends each escalation that was about nothing else."""
    _require(by, "decide", exception)
    _expect(exception, ExceptionState.REPORTED)
    if outcome not in Outcome.values:
        refuse("outcome", _("Choose what was decided."))
    waiting = _open_escalations(exception)
    with together(by, "decide_exception", reason=reason) as revision:
        named = decider or next((each.responsible for each in waiting if each.responsible is not None), None)
        made = decision or recorded(by, exception.project, exception.finding, words, named, reason)
        settle(revision, by, exception, made, outcome)
        for escalation in waiting:
            others = escalation.bundled.exclude(exception=exception).exclude(exception__state__in=("decided", "closed"))
            if not others.exists() and not escalation.causes:
                end(revision, by, escalation, EscalationState.DECIDED, decision=made, outcome=made.outcome)
    return exception


def close_exception(*, by: Actor, exception: ToleranceException, lessons: str = "", reason: str = "") -> ToleranceException:
    """Closes an exception when what was decided is done; one that was found by mistake is closed before, with the reason."""
    _require(by, "close", exception)
    if exception.state == ExceptionState.CLOSED:
        refuse("__all__", _("Refused: %(ref)s is closed already.") % {"ref": exception.ref})
    if exception.state == ExceptionState.REPORTED:
        refuse("__all__", _("Refused: it was reported, so it ends with a decision of the board above."))
    if exception.state != ExceptionState.DECIDED:
        reason = given_reason(reason)
    with revise(by, "close_exception", reason=reason) as revision:
        told = {"lessons": lessons.strip()} if lessons.strip() else {}
        revision.update(exception, state=ExceptionState.CLOSED, closed_on=timezone.localdate(), **told)
    return exception


def _open_escalations(exception: ToleranceException) -> list[Escalation]:
    found = Escalation.objects.filter(bundled__exception=exception, state=EscalationState.OPEN)
    return list(found.select_related("responsible", "project").order_by("pk"))


def _require(by: Actor, action: str, exception: ToleranceException) -> None:
    EXCEPTIONS.require(by, action, scopes=scopes_of(exception.project), level=exception.project.confidentiality)


def _expect(exception: ToleranceException, state: ExceptionState) -> None:
    if exception.state != state:
        said = _("Refused: %(ref)s is %(state)s; this is done while it is: %(needed)s.")
        refuse("__all__", said % {"ref": exception.ref, "state": exception.get_state_display(), "needed": state.label})
