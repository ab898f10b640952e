"""How much risk is accepted is said here, category by category."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.exposures.access import APPETITES
from steerco.capabilities.exposures.models import Appetite
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = ("category", "most_score", "most_share", "words")


def set_appetite(*, by: Actor, reason: str = "", **fields: Any) -> Appetite:
    """The appetite for a category of which nothing was said yet."""
    APPETITES.require(by, "create")
    made = as_changed(Appetite(organisation=by.organisation), fields, FIELDS)
    _check(made, by)
    with revise(by, "set_appetite", reason=reason) as revision:
        return revision.create(made)


def update_appetite(*, by: Actor, appetite: Appetite, version: int | None = None, reason: str = "", **changes: Any) -> Appetite:
    """Another appetite for the same category; what is beyond it is worked out anew."""
    APPETITES.require(by, "edit")
    refuse_stale(appetite, version)
    draft = as_changed(appetite, changes, FIELDS)
    _check(draft, by)
    with revise(by, "update_appetite", reason=reason) as revision:
        revision.update(appetite, **{name: getattr(draft, name) for name in FIELDS})
    return appetite


def delete_appetite(*, by: Actor, appetite: Appetite, reason: str = "") -> None:
    """From now on nothing of the category is beyond an appetite."""
    APPETITES.require(by, "delete")
    with revise(by, "delete_appetite", reason=given_reason(reason)) as revision:
        revision.delete(appetite)


def _check(appetite: Appetite, by: Actor) -> None:
    if appetite.most_score is None and appetite.most_share is None:
        refuse("most_score", _("Say the largest score, or what share of the cost of a project it may be."))
    if Appetite.objects.filter(category=appetite.category).exclude(pk=appetite.pk).exists():
        refuse("category", _("The appetite for this category is set. Change that one."))
    check_fields(appetite, by)
