"""Tolerances are set, changed and removed here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.access import TOLERANCES
from steerco.capabilities.escalations.models import Aspect, Tolerance, ToleranceException, ToleranceLevel
from steerco.capabilities.projects.access import scopes_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import NO_SCOPES, ScopeKey
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = (
    "level", "portfolio", "project", "stage", "aspect", "above", "below", "words", "planned_amount", "currency", "planned_on", "valid_from",
    "valid_to",
)  # fmt: skip


def set_tolerance(*, by: Actor, reason: str = "", **fields: Any) -> Tolerance:
    """A new tolerance of a portfolio, a project or one of its stages, from a day on."""
    tolerance = as_changed(Tolerance(organisation=by.organisation), fields, FIELDS)
    _check(tolerance, by)
    _require(by, "create", tolerance)
    with revise(by, "set_tolerance", reason=reason) as revision:
        return revision.create(tolerance)


def update_tolerance(*, by: Actor, tolerance: Tolerance, version: int | None = None, reason: str = "", **changes: Any) -> Tolerance:
    """Changes a tolerance; exceptions that were found by it stay as they are."""
    _require(by, "edit", tolerance)
    refuse_stale(tolerance, version)
    draft = as_changed(tolerance, changes, FIELDS)
    _check(draft, by)
    _require(by, "edit", draft)
    with revise(by, "update_tolerance", reason=reason) as revision:
        revision.update(tolerance, **{name: getattr(draft, name) for name in FIELDS})
    return tolerance


def delete_tolerance(*, by: Actor, tolerance: Tolerance, reason: str = "") -> None:
    """Removes a tolerance that was entered by mistake; one by which an exception was found is ended by its last day instead."""
    _require(by, "delete", tolerance)
    if ToleranceException.objects.filter(tolerance=tolerance).exists():
        refuse("__all__", _("Refused: an exception was found by this tolerance. Give it a last day instead; history keeps both."))
    with revise(by, "delete_tolerance", reason=given_reason(reason)) as revision:
        revision.delete(tolerance)


def scopes_of_tolerance(tolerance: Tolerance) -> frozenset[ScopeKey]:
    """Every scope in which a tolerance lies."""
    if tolerance.project is not None:
        return scopes_of(tolerance.project)
    return frozenset({("portfolio", tolerance.portfolio_id)}) if tolerance.portfolio_id else NO_SCOPES


def level_of(tolerance: Tolerance) -> int:
    """How confidential a tolerance is: as its project."""
    return tolerance.project.confidentiality if tolerance.project is not None else 0


def _require(by: Actor, action: str, tolerance: Tolerance) -> None:
    TOLERANCES.require(by, action, scopes=scopes_of_tolerance(tolerance), level=level_of(tolerance))


def _check(tolerance: Tolerance, by: Actor) -> None:
    tolerance.valid_from = tolerance.valid_from or timezone.localdate()
    whole = tolerance.level == ToleranceLevel.PORTFOLIO
    if whole and (tolerance.portfolio is None or tolerance.project is not None):
        refuse("portfolio", _("A tolerance of a portfolio names a portfolio, and no project."))
    if not whole and (tolerance.project is None or tolerance.portfolio is not None):
        refuse("project", _("A tolerance of a project or stage names a project, and no portfolio."))
    if (tolerance.level == ToleranceLevel.STAGE) != bool(tolerance.stage):
        refuse("stage", _("A tolerance of a stage names the stage; the others name none."))
    if tolerance.planned_amount is not None and not tolerance.currency:
        tolerance.currency = (tolerance.project.currency if tolerance.project is not None else "") or by.organisation.currency
    for name in ("above", "below"):
        if (getattr(tolerance, name) or Decimal(0)) < 0:
            refuse(name, _("Give the distance from the plan without a sign."))
    measured = tolerance.aspect in (Aspect.COST, Aspect.TIME)
    if measured and tolerance.above is None and tolerance.below is None:
        refuse("above", _("Say how far it may move: percent of the plan for cost, days for time."))
    if not measured and not tolerance.words and tolerance.above is None and tolerance.below is None:
        refuse("words", _("Say in words what may move, and how far."))
    if tolerance.valid_to is not None and tolerance.valid_to < tolerance.valid_from:
        refuse("valid_to", _("The last day is before the first."))
    check_fields(tolerance, by)
