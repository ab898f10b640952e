"""Saved views are kept, changed and dropped here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import check_fields, refuse
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.register import Register

MOST_VIEWS = 40
SHARING = ("create", "publish", "grant", "configure")


def views_of(by: Actor, register: Register) -> QuerySet[SavedView]:
    """The views that the actor may open: the shared ones and their own."""
    return SavedView.objects.filter(_shared_or_own(by), register=register.name)


@seen_through("registers.savedview")
def seen_views(by: Actor) -> QuerySet[SavedView, dict[str, Any]]:
    """The views whose changes the actor may read in the ledger."""
    return SavedView.objects.filter(_shared_or_own(by)).values("pk")


def may_share(by: Actor, register: Register) -> bool:
    """Whoever may create records for everybody may say how everybody sees them."""
    table = register.permissions
    return any(action in table.allowed and table.reach(by, action).everywhere is not None for action in SHARING)


def save_view(*, by: Actor, register: Register, name: str, query: str, shared: bool = False, view: SavedView | None = None) -> SavedView:
    """Keeps the state of a register under a name, or changes a view that is there."""
    register.require(by, "view")
    _require_own(by, register, view, shared)
    kept = view or SavedView(organisation=by.organisation, register=register.name, owner=by.account)
    draft = SavedView(organisation=by.organisation, register=register.name, name=name.strip(), query=query, shared=shared)
    check_fields(draft, by)
    twin = views_of(by, register).filter(name=draft.name).exclude(pk=kept.pk)
    if twin.exists():
        refuse("name", _("There is a view “%(name)s” already.") % {"name": draft.name})
    if view is None and views_of(by, register).count() >= MOST_VIEWS:
        refuse("name", _("There are %(count)d views already. Delete one first.") % {"count": MOST_VIEWS})
    with revise(by, "save_view") as revision:
        if view is None:
            kept.name, kept.query, kept.shared = draft.name, draft.query, draft.shared
            return revision.create(kept)
        revision.update(kept, name=draft.name, query=draft.query, shared=draft.shared)
    return kept


def opening_view(by: Actor, views: Iterable[SavedView]) -> SavedView | None:
    """The view that a register opens with: the one that the actor chose, else the one that was chosen for everybody."""
    account = by.account.pk if by.account is not None else None
    views = list(views)
    mine = next((view for view in views if account is not None and account in view.opens_for), None)
    return mine or next((view for view in views if view.shared and SavedView.EVERYBODY in view.opens_for), None)


def open_with(*, by: Actor, register: Register, view: SavedView, everybody: bool = False, on: bool = True) -> SavedView:
    """Lets a register open with a view from now on, for the actor or for everybody, in the place of the one before; or no longer."""
    register.require(by, "view")
    if by.account is None or (everybody and not (view.shared and may_share(by, register))):
        raise Refused("saved view", "open first", {"whoever may create records for everybody, with a view for everybody"})
    whom = SavedView.EVERYBODY if everybody else by.account.pk
    with revise(by, "open_with_view") as revision:
        for each in views_of(by, register):
            wanted = sorted((set(each.opens_for) - {whom}) | ({whom} if on and each.pk == view.pk else set()))
            if wanted != each.opens_for:
                revision.update(each, opens_for=wanted)
                if each.pk == view.pk:
                    view.opens_for = wanted
    return view


def delete_view(*, by: Actor, register: Register, view: SavedView) -> None:
    """Drops a view; the records stay as they are."""
    _require_own(by, register, view, view.shared)
    with revise(by, "delete_view") as revision:
        revision.delete(view)


def _require_own(by: Actor, register: Register, view: SavedView | None, shared: bool) -> None:
    shared = shared or (view is not None and view.shared)
    stranger = view is not None and not view.shared and view.owner_id != (by.account.pk if by.account else None)
    if stranger or (shared and not may_share(by, register)):
        raise Refused("saved view", "change", {"its owner", "whoever may create records for everybody"})


def _shared_or_own(by: Actor) -> Q:
    return Q(shared=True) | Q(owner=by.account) if by.account is not None else Q(shared=True)
