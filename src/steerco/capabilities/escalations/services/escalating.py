"""Matters are handed up, noted, decided and given back here; the clock is in `clocks`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.access import EXCEPTIONS
from steerco.capabilities.escalations.models import (
    EscalatedException,
    Escalation,
    EscalationLevel,
    EscalationState,
    EscalationStep,
    ExceptionState,
    Outcome,
    ToleranceException,
)
from steerco.capabilities.escalations.services.deciders import decider_of
from steerco.capabilities.escalations.services.references import next_reference
from steerco.capabilities.people.queries import Person
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import Decision
from steerco.capabilities.raid.services import create_record
from steerco.capabilities.reporting.queries import holidays
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter, revise, together
from steerco.foundation.registers.checks import check_fields, given_reason, refuse
from steerco_engine.tolerances import escalation_due

PREFIX = "ESC-"


def escalate(
    *,
    by: Actor,
    project: Project,
    title: str,
    asked: str,
    causes: str = "",
    exceptions: Iterable[ToleranceException] = (),
    reason: str = "",
) -> Escalation:
    """Hands a matter up to the sponsor; from there it moves by its clock until somebody decides."""
    EXCEPTIONS.require(by, "escalate", scopes=scopes_of(project), level=project.confidentiality)
    bundled = list(exceptions)
    for each in bundled:
        _refuse_foreign(by, project, each)
    with revise(by, "escalate", reason=reason) as revision:
        return begin(revision, by, project, title=title, asked=asked, causes=causes, exceptions=bundled)


def begin(
    revision: RevisionWriter, by: Actor, project: Project, *, title: str, asked: str, causes: str = "",
    exceptions: Iterable[ToleranceException] = (),
) -> Escalation:  # fmt: skip
    """Writes a new escalation inside another act."""
    EXCEPTIONS.require(by, "escalate", scopes=scopes_of(project), level=project.confidentiality)
    today, level = timezone.localdate(), EscalationLevel.SPONSOR
    escalation = Escalation(
        organisation=by.organisation, project=project, title=title.strip(), asked=asked.strip(), causes=causes.strip(), level=level,
        responsible=decider_of(project, level), since_on=today, due_on=due_at(by, today, level), escalated_by=by.account,
        escalated_on=today, ref=next_reference(by, Escalation, PREFIX),
    )  # fmt: skip
    check_fields(escalation, by)
    made = revision.create(escalation)
    revision.create(step_of(made))
    for each in exceptions:
        revision.create(EscalatedException(organisation=by.organisation, escalation=made, exception=each))
    return made


def add_cause(*, by: Actor, escalation: Escalation, exception: ToleranceException | None = None, words: str = "") -> Escalation:
    """One more cause of the same matter: the decision is asked once for all of them; the clock goes on."""
    _require(by, "escalate", escalation)
    _refuse_ended(escalation)
    if exception is None and not words.strip():
        refuse("causes", _("Say what else it is about."))
    if exception is not None:
        _refuse_foreign(by, escalation.project, exception)
        if escalation.bundled.filter(exception=exception).exists():
            refuse("__all__", _("Refused: this exception is a cause of the escalation already."))
    with revise(by, "add_cause") as revision:
        if words.strip():
            revision.update(escalation, causes="\n".join(filter(None, [escalation.causes, words.strip()])))
        if exception is not None:
            revision.create(EscalatedException(organisation=by.organisation, escalation=escalation, exception=exception))
    return escalation


def note_escalation(*, by: Actor, escalation: Escalation, words: str) -> Escalation:
    """Says that one has seen it. This is no decision: the clock goes on."""
    _require(by, "decide", escalation)
    _refuse_ended(escalation)
    if not words.strip():
        refuse("noted", _("Say what you take note of."))
    with revise(by, "note_escalation") as revision:
        revision.update(escalation, noted=words.strip()[:300])
    return escalation


def decide_escalation(
    *, by: Actor, escalation: Escalation, words: str, outcome: str = Outcome.OTHER, decider: Any = None, decision: Decision | None = None,
    reason: str = "",
) -> Escalation:  # fmt: skip
    """Records the decision, which stops the clock, and decides every exception that the escalation bundles."""
    _require(by, "decide", escalation)
    _refuse_ended(escalation)
    with together(by, "decide_escalation", reason=reason) as revision:
        made = decision or recorded(by, escalation.project, escalation.title, words, decider or escalation.responsible, reason)
        end(revision, by, escalation, EscalationState.DECIDED, decision=made, outcome=made.outcome)
        for bundled in escalation.bundled.select_related("exception"):
            exception = bundled.exception
            if exception.state in (ExceptionState.FORECAST_BREACH, ExceptionState.RAISED, ExceptionState.REPORTED):
                settle(revision, by, exception, made, outcome)
    return escalation


def lower_escalation(*, by: Actor, escalation: Escalation, reason: str) -> Escalation:
    """Gives a matter back to whoever raised it; only the person who must decide now may do that."""
    _require(by, "decide", escalation)
    _refuse_ended(escalation)
    named = escalation.responsible
    if named is not None and (by.account is None or named.account_id != by.account.pk):
        refuse("__all__", _("Refused: only %(who)s, who must decide, can give it back.") % {"who": named})
    with revise(by, "lower_escalation", reason=given_reason(reason)) as revision:
        end(revision, by, escalation, EscalationState.LOWERED, outcome=reason.strip())
    return escalation


def recorded(by: Actor, project: Project, title: str, words: str, decider: Any, reason: str = "") -> Decision:
    """A decision in the log of the project, in force from today."""
    if not words.strip():
        refuse("words", _("Say what was decided. “Noted” is no decision."))
    if words.strip().strip(".!").casefold() in ("noted", str(_("noted")).casefold()):
        refuse("words", _("Refused: “noted” is no decision, and the clock goes on. Say what is to be done."))
    if decider is None and by.account is not None:
        decider = Person.objects.filter(account=by.account).first()
    if decider is None:
        refuse("decider", _("Say who decided."))
    return create_record(
        Decision, by=by, project=project, title=title[:300], outcome=words.strip(), decider=decider, decided_on=timezone.localdate(),
        state="recorded", rationale=reason,
    )  # fmt: skip


def settle(revision: RevisionWriter, by: Actor, exception: ToleranceException, decision: Decision, outcome: str) -> None:
    """Writes what was decided on an exception."""
    EXCEPTIONS.require(by, "decide", scopes=scopes_of(exception.project), level=exception.project.confidentiality)
    if outcome not in Outcome.values:
        refuse("outcome", _("Choose what was decided."))
    revision.update(exception, state=ExceptionState.DECIDED, decision=decision, outcome=outcome, decided_on=timezone.localdate())


def end(revision: RevisionWriter, by: Actor, escalation: Escalation, state: str, **values: Any) -> None:
    """Ends an escalation and its step."""
    _require(by, "decide", escalation)
    today = timezone.localdate()
    step = escalation.steps.filter(ended_on=None).order_by("-level").first()
    if step is not None:
        revision.update(step, ended_on=today, ended=state)
    revision.update(escalation, state=state, ended_on=today, **values)


def due_at(by: Actor, since: dt.date, level: int) -> dt.date:
    """By when a level must decide that a matter came to on a day; holidays of the office count in no clock."""
    return escalation_due(since, level, list(holidays(by).filter(on__gte=since).values_list("on", flat=True)))


def step_of(escalation: Escalation) -> EscalationStep:
    """The step of the level that an escalation has come to, to be written."""
    return EscalationStep(
        organisation=escalation.organisation, escalation=escalation, level=escalation.level, responsible=escalation.responsible,
        began_on=escalation.since_on, due_on=escalation.due_on,
    )  # fmt: skip


def _require(by: Actor, action: str, escalation: Escalation) -> None:
    EXCEPTIONS.require(by, action, scopes=scopes_of(escalation.project), level=escalation.project.confidentiality)


def _refuse_ended(escalation: Escalation) -> None:
    if escalation.state != EscalationState.OPEN:
        refuse("__all__", _("Refused: %(ref)s is over. Escalate it anew, if it is needed.") % {"ref": escalation.ref})


def _refuse_foreign(by: Actor, project: Project, exception: ToleranceException) -> None:
    """A cause may come from another project that the actor may escalate for."""
    if exception.project_id != project.pk:
        EXCEPTIONS.require(by, "escalate", scopes=scopes_of(exception.project), level=exception.project.confidentiality)
