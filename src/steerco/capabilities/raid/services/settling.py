"""What follows from the rest of a record whenever it is written: bands, scores and levels, priorities and clocks, ends and floats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.raid.models import (
    Acceptance,
    Action,
    ActionState,
    Assumption,
    Decision,
    Dependency,
    DependencyState,
    Issue,
    IssueState,
    LogRecord,
    Risk,
    RiskLevel,
    RiskState,
    Sign,
)
from steerco.foundation.registers.checks import refuse
from steerco.foundation.ui.figures import half_up
from steerco_engine.dependencies import AMBER_BELOW, float_days
from steerco_engine.priorities import answer_by, priority_of
from steerco_engine.risks import impact_band, probability_band, risk_score

HUNDRED = Decimal(100)
IMPACTS = ("cost_band", "time_band", "quality_band", "benefit_band", "safety_band", "reputation_band")
FOR_THREATS = frozenset({"avoid", "reduce", "transfer"})
FOR_OPPORTUNITIES = frozenset({"exploit", "enhance", "reject"})


def settle(record: LogRecord, before: LogRecord | None) -> None:
    """Puts right what follows from the rest; refuses what contradicts itself. `before` is the record as it was, if it was there."""
    if record.raised_on is None:
        record.raised_on = timezone.localdate()
    _SETTLING[type(record)](record, before)


def _risk(risk: Risk, before: Risk | None) -> None:
    _check_risk(risk)
    if risk.probability is not None:
        risk.probability_band = probability_band(Decimal(risk.probability) / HUNDRED)
    if risk.residual_probability is not None:
        risk.residual_probability_band = probability_band(Decimal(risk.residual_probability) / HUNDRED)
    by_cost = _cost_band(risk, risk.cost_amount)
    risk.cost_band = by_cost if by_cost is not None else risk.cost_band
    bands = [value for name in IMPACTS if (value := getattr(risk, name)) is not None]
    risk.impact_band = max(bands) if bands else None
    residual = _cost_band(risk, risk.residual_cost_amount)
    if risk.residual_impact_band is None:
        risk.residual_impact_band = residual
    risk.score, risk.level = _scored(risk.probability_band, risk.impact_band)
    risk.residual_score, risk.residual_level = _scored(risk.residual_probability_band, risk.residual_impact_band)
    if any(amount is not None for amount in (risk.cost_amount, risk.residual_cost_amount, risk.response_cost_amount)) and not risk.currency:
        risk.currency = risk.project.currency or risk.project.organisation.currency
    likely = risk.probability if risk.residual_probability is None else risk.residual_probability
    cost = risk.cost_amount if risk.residual_cost_amount is None else risk.residual_cost_amount
    expected = None if likely is None or cost is None else half_up(Decimal(likely) * Decimal(cost) / HUNDRED, 2)
    risk.expected_amount = -expected if expected is not None and risk.sign == Sign.OPPORTUNITY else expected
    if risk.state == RiskState.IDENTIFIED and risk.score is not None:
        risk.state = RiskState.ASSESSED
    if risk.level != RiskLevel.EXTREME:
        risk.acceptance = Acceptance.NONE
    elif before is not None and before.level != RiskLevel.EXTREME and risk.state == RiskState.ACCEPTED == before.state:
        risk.state = RiskState.ASSESSED
    if before is None or any(getattr(risk, name) != getattr(before, name) for name in ("score", "residual_score", "response")):
        risk.reviewed_on = risk.reviewed_on if before is None and risk.reviewed_on else timezone.localdate()


def _check_risk(risk: Risk) -> None:
    for name in ("probability", "residual_probability"):
        value = getattr(risk, name)
        if value is not None and not 0 <= Decimal(value) <= HUNDRED:
            refuse(name, _("A probability lies between 0 and 100 %."))
    for name in ("cost_amount", "residual_cost_amount", "response_cost_amount", "time_days"):
        value = getattr(risk, name)
        if value is not None and Decimal(value) < 0:
            refuse(name, _("Write the size without a minus: whether it helps or harms is said by threat or opportunity."))
    if risk.near_from and risk.near_until and risk.near_until < risk.near_from:
        refuse("near_until", _("It can't end before it begins."))
    wrong = FOR_THREATS if risk.sign == Sign.OPPORTUNITY else FOR_OPPORTUNITIES
    if risk.response in wrong:
        said = _("One can't %(response)s an opportunity.") if risk.sign == Sign.OPPORTUNITY else _("One can't %(response)s a threat.")
        refuse("response", said % {"response": risk.get_response_display()})
    if risk.pk is not None and risk.secondary_to_id == risk.pk:
        refuse("secondary_to", _("A risk can't come of its own response."))


def _cost_band(risk: Risk, amount: Decimal | None) -> int | None:
    """The band of a cost as a share of the project's whole-life cost, where both are known and in one currency."""
    whole = risk.project.whole_life_cost_amount
    if amount is None or not whole or whole <= 0 or (risk.currency and risk.currency != risk.project.currency):
        return None
    return impact_band(Decimal(amount) / whole)


def _scored(probability: int | None, impact: int | None) -> tuple[int | None, str]:
    if probability is None or impact is None:
        return None, ""
    found = risk_score(probability, impact)
    return found.score, found.level.value


def _issue(issue: Issue, before: Issue | None) -> None:
    priority, days = priority_of(issue.impact, issue.urgency)
    if before is None or issue.priority != priority or issue.respond_by is None or issue.raised_on != before.raised_on:
        assert issue.raised_on is not None  # settled before
        issue.priority, issue.respond_by = priority, answer_by(issue.raised_on, days)
    if issue.state == IssueState.ESCALATED and issue.escalated_on is None:
        issue.escalated_on = timezone.localdate()
    issue.ended_on = (issue.ended_on or timezone.localdate()) if issue.state in (IssueState.RESOLVED, IssueState.CLOSED) else None


def _assumption(assumption: Assumption, before: Assumption | None) -> None:
    """Nothing follows of itself: what a false assumption raises is written beside it."""


def _dependency(dependency: Dependency, before: Dependency | None) -> None:
    if dependency.giver_id is not None and dependency.giver_id == dependency.project_id:
        refuse("giver", _("A project can't depend on itself. Use a task or an action."))
    if dependency.giver_id is None and not dependency.giver_party.strip():
        refuse("giver", _("Say who gives: a project, or a party outside."))
    if before is not None and before.state in (DependencyState.AGREED, DependencyState.AT_RISK):
        if before.need_by != dependency.need_by or before.acceptance != dependency.acceptance:
            dependency.giver_agreed_on = None
        if before.promised_on != dependency.promised_on:
            dependency.taker_agreed_on = None
    both = dependency.giver_agreed_on is not None and dependency.taker_agreed_on is not None
    dependency.float_days = days = float_days(dependency.need_by, dependency.promised_on)
    if dependency.state in (DependencyState.PROPOSED, DependencyState.AGREED, DependencyState.AT_RISK):
        late = days is not None and days < AMBER_BELOW
        if not both and before is not None and before.state != DependencyState.PROPOSED:
            dependency.state = DependencyState.PROPOSED
        elif both and (before is None or _terms(before) != _terms(dependency)):
            dependency.state = DependencyState.AT_RISK if late else DependencyState.AGREED
    if dependency.state in (DependencyState.DELIVERED, DependencyState.ACCEPTED) and dependency.delivered_on is None:
        dependency.delivered_on = timezone.localdate()


def _terms(dependency: Dependency) -> tuple[object, ...]:
    return dependency.giver_agreed_on, dependency.taker_agreed_on, dependency.need_by, dependency.promised_on


def _decision(decision: Decision, before: Decision | None) -> None:
    if decision.pk is not None and decision.reverses_id == decision.pk:
        refuse("reverses", _("A decision can't reverse itself."))


def _action(action: Action, before: Action | None) -> None:
    action.done_on = (action.done_on or timezone.localdate()) if action.state == ActionState.DONE else None


_SETTLING: Mapping[type[LogRecord], Callable[[Any, Any], None]] = {
    Risk: _risk, Issue: _issue, Assumption: _assumption, Dependency: _dependency, Decision: _decision, Action: _action,
}  # fmt: skip
