"""Which way a record of the log may go, and what must be there before (domain.md §9.2, Appendix H)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.raid.models import (
    Acceptance,
    Action,
    Assumption,
    Decision,
    Dependency,
    Issue,
    LogRecord,
    Risk,
    RiskLevel,
    RiskState,
)
from steerco.foundation.registers.checks import refuse

MOVES: Mapping[type[LogRecord], Mapping[str, str]] = {
    Risk: {
        "identified": "assessed occurred closed", "assessed": "planned accepted transferred occurred closed",
        "planned": "in_response assessed accepted transferred occurred closed",
        "in_response": "planned accepted transferred occurred closed", "accepted": "assessed planned occurred closed",
        "transferred": "assessed planned occurred closed", "occurred": "closed", "closed": "assessed",
    },
    Issue: {
        "open": "analysing escalated deferred resolved", "analysing": "open escalated deferred resolved",
        "escalated": "analysing deferred resolved", "deferred": "open analysing closed", "resolved": "analysing closed",
        "closed": "analysing",
    },
    Assumption: {"open": "validated false", "validated": "open false", "false": "open"},
    Dependency: {
        "proposed": "agreed at_risk missed withdrawn", "agreed": "proposed at_risk delivered missed withdrawn",
        "at_risk": "proposed agreed delivered missed withdrawn", "delivered": "accepted at_risk missed", "missed": "delivered withdrawn",
        "accepted": "", "withdrawn": "proposed",
    },
    Decision: {"proposed": "recorded", "recorded": "reversed", "reversed": ""},
    Action: {
        "open": "in_progress done cancelled", "in_progress": "open done cancelled", "done": "open in_progress", "cancelled": "open",
    },
}  # fmt: skip
Guard = Callable[[Any], None]


def check_move(record: LogRecord | None, draft: LogRecord) -> None:
    """Refuses a state that can't follow, naming those that can; and one for which something is missing. None: the record is new."""
    state = str(getattr(draft, "state"))  # noqa: B009  # each of the six kinds has its own
    if record is not None:
        before = str(getattr(record, "state"))  # noqa: B009
        if state == before:
            return
        ways = MOVES[type(draft)][before].split()
        if state not in ways:
            names = dict(_state_field(draft).choices or ())
            offered = ", ".join(str(names[way]) for way in ways) or _("nothing")
            refuse(
                "state",
                _("“%(before)s” can't become “%(after)s”. It can become: %(offered)s.")
                % {"before": names[before], "after": names[state], "offered": offered},
            )
    for guard in GUARDS.get((type(draft), state), ()):
        guard(draft)


def _state_field(record: LogRecord) -> Any:
    return next(field for field in record._meta.concrete_fields if field.name == "state")


def _assessed(risk: Risk) -> None:
    if risk.score is None:
        refuse("probability_band", _("Say how likely it is and what it would do: then it is assessed."))


def _planned(risk: Risk) -> None:
    if not risk.response:
        refuse("response", _("Choose how you respond first."))


def _in_response(risk: Risk) -> None:
    dated = risk.pk is not None and Action.objects.filter(risk=risk, due_on__isnull=False).exclude(state="cancelled").exists()
    if not dated:
        refuse("state", _("A response begins with something that somebody does by a day: add an action with a due date to this risk."))
    if risk.residual_score is None:
        refuse("residual_probability_band", _("Say what will be left of the risk: its residual probability and impact."))


def _accepted(risk: Risk) -> None:
    if risk.level == RiskLevel.EXTREME and risk.acceptance != Acceptance.APPROVED:
        refuse("state", _("An extreme risk is accepted when its sponsor approves: ask for it with “Accept”."))


def _ended(risk: Risk) -> None:
    if not risk.outcome.strip():
        refuse("outcome", _("Say how it ended: its time has passed, or its cause is gone. Later estimates learn from it."))


def _resolved(issue: Issue) -> None:
    if not issue.resolution.strip():
        refuse("resolution", _("Say what was decided or done."))


def _false(assumption: Assumption) -> None:
    if not assumption.finding.strip():
        refuse("finding", _("Say what was found."))


def _agreed(dependency: Dependency) -> None:
    if not (dependency.giver_agreed_on and dependency.taker_agreed_on):
        refuse("state", _("It is agreed when both sides have said so: each confirms with “Agree”."))


def _recorded(decision: Decision) -> None:
    for field, said in (
        ("outcome", _("Say what was decided.")), ("decider", _("Say who decided.")), ("decided_on", _("Say when it was decided.")),
    ):  # fmt: skip
        if not getattr(decision, field):
            refuse(field, said)


GUARDS: Mapping[tuple[type[LogRecord], str], tuple[Guard, ...]] = {
    (Risk, RiskState.ASSESSED): (_assessed,),
    (Risk, RiskState.PLANNED): (_assessed, _planned),
    (Risk, RiskState.IN_RESPONSE): (_assessed, _planned, _in_response),
    (Risk, RiskState.ACCEPTED): (_assessed, _accepted),
    (Risk, RiskState.TRANSFERRED): (_assessed,),
    (Risk, RiskState.CLOSED): (_ended,),
    (Issue, "resolved"): (_resolved,),
    (Issue, "closed"): (_resolved,),
    (Assumption, "false"): (_false,),
    (Dependency, "agreed"): (_agreed,),
    (Dependency, "at_risk"): (_agreed,),
    (Decision, "recorded"): (_recorded,),
}  # fmt: skip
