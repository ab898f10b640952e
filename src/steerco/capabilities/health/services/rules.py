"""Rules are set from a day on and withdrawn before that day; a version that has begun never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.health.access import RULES
from steerco.capabilities.health.models import HealthRuleSet, RuleTier
from steerco.capabilities.health.queries.rules import limits_from, limits_kept
from steerco.capabilities.status.queries import ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import locked_head, revise
from steerco.foundation.registers.checks import check_fields, given_reason, refuse
from steerco_engine.readings import SHIPPED_LIMITS
from steerco_engine.rules import Limits, Measure


def set_rules(
    *, by: Actor, limits: Mapping[Measure, Limits], in_force_from: dt.date, reason: str, tier: int = RuleTier.ALL, steady: bool = True
) -> HealthRuleSet:
    """A new version of the rules for a tier. It begins after every report that is published already, so that none is read anew."""
    RULES.require(by, "set")
    reason = given_reason(reason)
    _check(limits, in_force_from)
    with revise(by, "set_health_rules", reason=reason) as revision:
        locked_head(by.organisation)
        known = list(HealthRuleSet.objects.filter(tier=tier).order_by("in_force_from", "id"))
        if known and in_force_from <= known[-1].in_force_from:
            refuse("in_force_from", _("The rules of %(day)s are newer. Choose a later day.") % {"day": known[-1].in_force_from})
        number = max((each.number for each in known), default=0) + 1
        made = HealthRuleSet(
            organisation=by.organisation, ref=f"{f'T{tier}' if tier else 'ALL'}-{number}", tier=tier, number=number,
            in_force_from=in_force_from, limits=limits_kept(limits), steady=steady, reason=reason,
            predecessor=known[-1] if known else None, author=by.account,
        )  # fmt: skip
        check_fields(made, by)
        return revision.create(made)


def withdraw_rules(*, by: Actor, rules: HealthRuleSet, reason: str) -> None:
    """Takes away a version that has not begun yet."""
    RULES.require(by, "withdraw")
    if rules.successors.exists():
        refuse("__all__", _("Refused: a newer version takes the place of these rules. Withdraw that one first."))
    with revise(by, "withdraw_health_rules", reason=given_reason(reason)) as revision:
        revision.delete(rules)


def newest_report_on() -> dt.date | None:
    """The status date of the newest published report."""
    found: dt.date | None = (
        StatusReport.objects.filter(state=ReportState.PUBLISHED).order_by("-period__status_on").values_list("period__status_on", flat=True)
    ).first()
    return found


def _check(limits: Mapping[Measure, Limits], in_force_from: dt.date) -> None:
    newest = newest_report_on()
    if newest is not None and in_force_from <= newest:
        said = _("Reports of %(day)s are published already, and keep the rules that were in force then. Choose a later day.")
        refuse("in_force_from", said % {"day": newest})
    if in_force_from < timezone.localdate() - dt.timedelta(days=366):
        refuse("in_force_from", _("Choose a day of the last twelve months, or later."))
    if not limits or not set(limits) <= set(SHIPPED_LIMITS):
        refuse("limits", _("Keep at least one measure."))
    for measure, each in limits_from(limits_kept(limits)).items():
        sign = 1 if each.more_is_better else -1
        if each.amber is not None and sign * each.amber > sign * each.green:
            refuse(f"limits_{measure.value}", _("The Amber limit is stricter than the Green one. Amber begins where Green ends."))
