"""Projects are created, changed, moved through their life and removed here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.queries import with_ancestors
from steerco.capabilities.people.services import end_roles_at
from steerco.capabilities.projects.access import PORTFOLIOS, PROJECTS, scopes_of
from steerco.capabilities.projects.models import KeptApart, LifeState, Portfolio, PortfolioMembership, PriceBasis, Project, ProjectName
from steerco.capabilities.projects.services.references import next_references
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import NO_SCOPES, ScopeKey
from steerco.foundation.fields.values import checked_values
from steerco.foundation.imports.services import follow_confidentiality
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = (
    "key", "name", "description", "unit", "programme", "owner", "category", "start_on", "end_on", "currency", "price_basis",
    "price_base_year", "tier", "whole_life_cost_amount", "year_budget_amount", "budget_year", "contingency_amount",
    "confidentiality",
)  # fmt: skip
LIFE = (
    LifeState.PROPOSED, LifeState.TRIAGED, LifeState.FEASIBILITY, LifeState.BUSINESS_CASE, LifeState.APPROVED,
    LifeState.INITIATING, LifeState.EXECUTING, LifeState.CLOSING, LifeState.CLOSED,
)  # fmt: skip
BEFORE_APPROVAL = LIFE[:4]
AFTER_APPROVAL = LIFE[4:8]
ACTIVE = LIFE[:8]


def create_project(
    *,
    by: Actor,
    state: str = LifeState.PROPOSED,
    custom: Mapping[str, Any] | None = None,
    portfolio: Portfolio | None = None,
    reason: str = "",
    **fields: Any,
) -> Project:
    """A new project with the organisation's next reference; one that is taken over from elsewhere may begin in any state.

    With a portfolio it begins as one of its projects, which only whoever may edit that portfolio can say.
    """
    project = as_changed(Project(organisation=by.organisation, state=state), fields, FIELDS)
    places = [_unit_scopes(project), _programme_scopes(project)]
    for place in [place for place in places if place] or [NO_SCOPES]:
        PROJECTS.require(by, "create", scopes=place, level=project.confidentiality or 0)
    project.custom = checked_values("projects", by, {}, custom or {})
    _price(project)
    if portfolio is not None:
        PORTFOLIOS.require(by, "edit", scopes=frozenset({("portfolio", portfolio.pk)}))
    with revise(by, "create_project", reason=reason) as revision:
        project.ref = next_references(by, Project)[0]
        _check(project, by)
        revision.create(project)
        if portfolio is not None:
            membership = PortfolioMembership(organisation=by.organisation, portfolio=portfolio, project=project)
            check_fields(membership, by)
            revision.create(membership)
    return project


def update_project(
    *, by: Actor, project: Project, version: int | None = None, custom: Mapping[str, Any] | None = None, reason: str = "", **changes: Any
) -> Project:
    """Changes fields of a project; `version` is the one that the person saw, and an older one raises `EditConflict`."""
    PROJECTS.require(by, "edit", scopes=scopes_of(project) if by.is_scoped else NO_SCOPES, level=project.confidentiality)
    refuse_stale(project, version)
    draft = as_changed(project, changes, FIELDS)
    if custom:
        draft.custom = changes["custom"] = checked_values("projects", by, project.custom, custom)
    _price(draft)
    _check(draft, by, {name for name in changes if getattr(draft, name) != getattr(project, name)})
    _require_place(by, project, draft)
    changes["currency"] = draft.currency
    with revise(by, "update_project", reason=reason) as revision:
        before = project.confidentiality
        revision.update(project, **changes)
        if project.confidentiality != before:
            follow_confidentiality(revision, project.pk, _levels)
    return project


def _levels(keys: Collection[int]) -> dict[int, int]:
    """The confidentiality of the projects with these keys that are there."""
    return dict(Project.objects.filter(pk__in=keys).values_list("pk", "confidentiality"))


def move_project(*, by: Actor, project: Project, to: str, version: int | None = None, reason: str = "") -> Project:
    """Moves a project to another life state; an illegal move is refused with the rule that forbids it (domain.md §0.4)."""
    PROJECTS.require(by, "move", scopes=scopes_of(project), level=project.confidentiality)
    refuse_stale(project, version)
    now, then = LifeState(project.state), LifeState(to)
    rule = rule_against(now, then, LifeState(project.state_before_hold) if project.state_before_hold else None)
    if rule:
        refuse("state", rule)
    said = given_reason(reason) if then in (LifeState.REJECTED, LifeState.CANCELLED) else reason
    with revise(by, "move_project", reason=said) as revision:
        revision.update(project, state=then, state_before_hold=now if then == LifeState.ON_HOLD else "")
    return project


def legal_moves(project: Project) -> list[LifeState]:
    """The states that a project can move to from where it is."""
    held = LifeState(project.state_before_hold) if project.state_before_hold else None
    return [state for state in LifeState if not rule_against(LifeState(project.state), state, held)]


def rule_against(now: LifeState, then: LifeState, before_hold: LifeState | None = None) -> str:
    """The rule that forbids a move between life states, as a sentence; empty where the move is legal."""
    if now == then:
        return _("Refused: the project is %(state)s already.") % {"state": now.label}
    at = before_hold if now == LifeState.ON_HOLD and before_hold is not None else now
    if then == LifeState.ON_HOLD:
        return (
            "" if now in ACTIVE else _("Refused: only an active project can be put on hold; this one is %(state)s.") % {"state": now.label}
        )
    if then == LifeState.REJECTED:
        return "" if at in BEFORE_APPROVAL else _("Refused: a project can be rejected before it is approved only. Cancel it instead.")
    if then == LifeState.CANCELLED:
        return (
            ""
            if at in AFTER_APPROVAL
            else _("Refused: only an approved project can be cancelled. Reject it instead, if it is not closed yet.")
        )
    if then == LifeState.ARCHIVED:
        done = (LifeState.CLOSED, LifeState.CANCELLED)
        return "" if now in done else _("Refused: only a closed or cancelled project can be archived.")
    if now == LifeState.ON_HOLD:
        return "" if then == at else _("Refused: a project on hold returns to where it was: %(state)s.") % {"state": at.label}
    if now not in LIFE or now == LifeState.CLOSED:
        return _("Refused: a project that is %(state)s stays so. Create a new one.") % {"state": now.label}
    following = LIFE[LIFE.index(now) + 1]
    return "" if then == following else _("Refused: a project takes one step at a time; after %(now)s comes %(next)s.") % {
        "now": now.label, "next": following.label}  # fmt: skip


def delete_project(*, by: Actor, project: Project, version: int | None = None, reason: str) -> None:
    """Removes a project entered by mistake; one that has reports stays, and is cancelled or archived instead."""
    PROJECTS.require(by, "delete", scopes=scopes_of(project), level=project.confidentiality)
    refuse_stale(project, version)
    with revise(by, "delete_project", reason=given_reason(reason)) as revision:
        end_roles_at(by, revision, "project", project.pk)
        revision.delete_many(KeptApart.objects.filter(Q(one=project) | Q(other=project)))
        for model in (PortfolioMembership, ProjectName):
            for belonging in model.objects.filter(project=project):
                revision.delete(belonging)
        try:
            revision.delete(project)
        except ProtectedError as error:
            refuse("__all__", _("Refused: %(count)d records belong to %(project)s. Cancel or archive it instead.") % {
                "count": len(error.protected_objects), "project": project})  # fmt: skip


def _require_place(by: Actor, project: Project, draft: Project) -> None:
    """Asks for the right to edit at each place that a project is moved to (or out of, to none), where its own scope says nothing."""
    if not by.is_scoped:
        PROJECTS.require(by, "edit", level=max(draft.confidentiality, project.confidentiality))
        return
    own: frozenset[ScopeKey] = frozenset({("project", project.pk)})
    scopes = own | _unit_scopes(draft) | _programme_scopes(draft) | _portfolio_scopes(draft)
    PROJECTS.require(by, "edit", scopes=scopes, level=draft.confidentiality)
    if draft.unit_id != project.unit_id:
        PROJECTS.require(by, "edit", scopes=_unit_scopes(draft) or _unit_scopes(project), level=draft.confidentiality)
    if draft.programme_id != project.programme_id:
        PROJECTS.require(by, "edit", scopes=_programme_scopes(draft) or _programme_scopes(project), level=draft.confidentiality)
    if draft.confidentiality < project.confidentiality:
        PROJECTS.require(by, "edit", level=project.confidentiality)


def _unit_scopes(project: Project) -> frozenset[ScopeKey]:
    return frozenset(("unit", unit_id) for unit_id in with_ancestors(project.unit_id, timezone.localdate()))


def _programme_scopes(project: Project) -> frozenset[ScopeKey]:
    return frozenset() if project.programme_id is None else frozenset({("programme", project.programme_id)})


def _portfolio_scopes(project: Project) -> frozenset[ScopeKey]:
    ids = PortfolioMembership.objects.filter(project=project).values_list("portfolio_id", flat=True)
    return frozenset(("portfolio", portfolio_id) for portfolio_id in ids)


def _price(project: Project) -> None:
    amounts = (project.whole_life_cost_amount, project.year_budget_amount, project.contingency_amount)
    if any(amount is not None for amount in amounts) and not project.currency:
        project.currency = project.organisation.currency
    project.currency = project.currency.upper()


def _check(project: Project, by: Actor, changed: Collection[str] | None = None) -> None:
    """Checks what was changed (everything, of a new project): what a list brought in odd does not stop the edit of another field."""

    def touched(*names: str) -> bool:
        return changed is None or any(name in changed for name in names)

    check_fields(project, by, changed)
    letters = len(project.currency) == 3 and project.currency.isalpha() and project.currency.isascii()
    if project.currency and not letters and touched("currency"):
        refuse("currency", _("Write the three letters of the currency, such as GBP."))
    if project.start_on and project.end_on and project.end_on < project.start_on and touched("start_on", "end_on"):
        refuse("end_on", _("The end date is before the start date."))
    priced = touched("price_basis", "price_base_year")
    if project.price_basis == PriceBasis.REAL and project.price_base_year is None and priced:
        refuse("price_base_year", _("Real prices need the year that they are in."))
    if project.price_basis != PriceBasis.REAL and project.price_base_year is not None and priced:
        refuse("price_base_year", _("Only real prices have a base year."))
    if project.year_budget_amount is not None and not project.budget_year and touched("year_budget_amount", "budget_year"):
        refuse("budget_year", _("Say which year the budget is for, such as 2025/26."))
    for name in ("whole_life_cost_amount", "year_budget_amount", "contingency_amount"):
        amount = getattr(project, name)
        if amount is not None and amount < 0 and touched(name):
            refuse(name, _("An amount can't be below zero. Leave it empty if it is not known."))
    if touched("key"):
        _check_key(project)


def _check_key(project: Project) -> None:
    others = Project.objects.filter(key=project.key).exclude(pk=project.pk).order_by()  # in an order, SQLite would walk all of them
    for ref in others.values_list("ref", flat=True)[:1] if project.key else ():
        refuse("key", _("%(ref)s has this key already.") % {"ref": ref})
