"""What is done to records of the log beside editing: accept, review, agree, escalate, reverse; and what the clock does by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.models import (
    Acceptance,
    Assumption,
    AssumptionState,
    Decision,
    DecisionState,
    Dependency,
    DependencyState,
    Issue,
    IssueState,
    Response,
    Risk,
    RiskLevel,
    RiskState,
)
from steerco.capabilities.raid.services.records import require, update_record, write_changed, write_new
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.registers.checks import as_changed, given_reason, refuse


def accept_risk(*, by: Actor, risk: Risk, reason: str = "") -> Risk:
    """Lives with a risk as it is; for an extreme one this asks the sponsor, who approves or not."""
    require(by, "edit", risk)
    reason = given_reason(reason)
    if risk.level != RiskLevel.EXTREME:
        return cast(Risk, update_record(by=by, record=risk, state=RiskState.ACCEPTED, response=Response.ACCEPT, reason=reason))
    if risk.acceptance == Acceptance.ASKED:
        refuse("__all__", _("Refused: it waits for approval already."))
    with revise(by, "ask_acceptance", reason=reason) as revision:
        revision.update(risk, acceptance=Acceptance.ASKED, response=Response.ACCEPT)
    return risk


def approve_acceptance(*, by: Actor, risk: Risk, reason: str = "") -> Risk:
    """Approves that the project lives with an extreme risk; whoever asked for it can't (S1)."""
    require(by, "decide", risk)
    if risk.acceptance != Acceptance.ASKED:
        refuse("__all__", _("Refused: nobody asked for it. Use “Accept” first."))
    draft = as_changed(risk, {"state": RiskState.ACCEPTED, "acceptance": Acceptance.APPROVED}, ("state", "acceptance"))
    with revise(by, "approve_acceptance", reason=given_reason(reason)) as revision:
        write_changed(revision, by, risk, draft)
    return risk


def review_risk(*, by: Actor, risk: Risk, review_on: dt.date | None = None, reason: str = "") -> Risk:
    """Says that a risk was looked at today and is right as it stands."""
    changes: dict[str, Any] = {"reviewed_on": timezone.localdate(), **({"review_on": review_on} if review_on else {})}
    return cast(Risk, update_record(by=by, record=risk, reason=reason, **changes))


def occur_risk(*, by: Actor, risk: Risk, reason: str = "") -> Issue:
    """Says that a risk has happened; gives back the issue that it has become."""
    update_record(by=by, record=risk, state=RiskState.OCCURRED, reason=given_reason(reason))
    return risk.issues.order_by("-pk")[0]


def escalate_issue(*, by: Actor, issue: Issue, reason: str = "") -> Issue:
    """Hands an issue up, because its clock has run out or it lies beyond one's authority."""
    return cast(Issue, update_record(by=by, record=issue, state=IssueState.ESCALATED, reason=given_reason(reason)))


def falsify_assumption(*, by: Actor, assumption: Assumption, finding: str, reason: str = "") -> Assumption:
    """Says that an assumption is not true; this raises an issue, unless it has raised something before."""
    return cast(Assumption, update_record(by=by, record=assumption, reason=reason, state=AssumptionState.FALSE, finding=finding))


def agree_dependency(*, by: Actor, dependency: Dependency, side: str, reason: str = "") -> Dependency:
    """One side confirms date and acceptance: the taker's project for itself, the giver's for itself or, for a party outside, the taker."""
    giver = dependency.giver if side == "giver" and dependency.giver is not None else dependency.project
    RAID.require(by, "edit", scopes=scopes_of(giver), level=giver.confidentiality)
    if dependency.state not in (DependencyState.PROPOSED, DependencyState.AGREED, DependencyState.AT_RISK):
        refuse("__all__", _("Refused: it is over; there is nothing left to agree."))
    for name, said in (
        ("need_by", _("Say first by when it is needed.")), ("promised_on", _("Say first for when it is promised.")),
        ("acceptance", _("Say first when it counts as delivered.")),
    ):  # fmt: skip
        if not getattr(dependency, name):
            refuse(name, said)
    field = f"{side}_agreed_on"
    draft = as_changed(dependency, {field: timezone.localdate()}, ("giver_agreed_on", "taker_agreed_on"))
    with revise(by, "agree_dependency", reason=reason) as revision:
        write_changed(revision, by, dependency, draft)
    return dependency


def record_decision(*, by: Actor, decision: Decision, reason: str = "", **fields: Any) -> Decision:
    """Puts a decision into force: what was decided, by whom and when."""
    return cast(Decision, update_record(by=by, record=decision, state=DecisionState.RECORDED, reason=reason, **fields))


def reverse_decision(*, by: Actor, decision: Decision, outcome: str, reason: str) -> Decision:
    """A new decision takes the place of one in force and says why; what was begun because of the old one is listed, not undone."""
    require(by, "decide", decision)
    reason = given_reason(reason)
    if decision.state != DecisionState.RECORDED:
        refuse("__all__", _("Refused: only a decision in force can be reversed."))
    begun = [str(action) for action in decision.actions.exclude(state="cancelled").order_by("pk")]
    effects = "\n".join([_("Begun because of %(ref)s, to be looked at:") % {"ref": decision.ref}, *begun]) if begun else ""
    with revise(by, "reverse_decision", reason=reason) as revision:
        made = write_new(
            revision, by, Decision, decision.project, title=decision.title, outcome=outcome, rationale=reason, effects=effects,
            decider=decision.decider, decided_on=timezone.localdate(), state=DecisionState.RECORDED, owner=decision.owner,
        )  # fmt: skip
        revision.update(made, reverses=decision)
        revision.update(decision, state=DecisionState.REVERSED)
    return made


def move_overdue_issues(*, by: Actor, on: dt.date) -> int:
    """Escalates every issue that nobody has answered in its time; says how many."""
    late = Issue.objects.filter(state__in=(IssueState.OPEN, IssueState.ANALYSING), respond_by__lt=on).order_by("pk")
    return _by_clock(by, "escalate_overdue_issues", list(late), lambda revision, issue: _escalate(revision, by, issue))


def expire_assumptions(*, by: Actor, on: dt.date) -> int:
    """Raises a risk for every assumption that nobody has validated in its time, once each; says how many."""
    late = Assumption.objects.filter(state=AssumptionState.OPEN, validate_by__lt=on, risk=None, issue=None).order_by("pk")
    return _by_clock(by, "expire_assumptions", list(late.select_related("project")), lambda revision, each: _expire(revision, by, each))


def _by_clock(by: Actor, verb: str, late: list[Any], act: Any) -> int:
    if late:
        with revise(by, verb) as revision:
            for record in late:
                act(revision, record)
    return len(late)


def _escalate(revision: RevisionWriter, by: Actor, issue: Issue) -> None:
    write_changed(revision, by, issue, as_changed(issue, {"state": IssueState.ESCALATED}, ("state",)))


def _expire(revision: RevisionWriter, by: Actor, assumption: Assumption) -> None:
    said = {"ref": assumption.ref, "title": assumption.title}
    risk = write_new(
        revision, by, Risk, assumption.project, title=(_("May not be true: %(title)s") % said)[:300], owner=assumption.owner,
        cause=_("Nobody has validated %(ref)s in time.") % said, effect=assumption.if_false,
    )  # fmt: skip
    revision.update(assumption, risk=risk)
