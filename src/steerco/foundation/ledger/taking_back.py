"""Taking back what one did oneself on a page, newest first, and doing it again; refused where something later builds on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.behind import behind
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.verbs import verb_said
from steerco.foundation.ledger.wording import label_of, model_of

WITHIN = dt.timedelta(hours=24)
FARTHEST = 100
Rule = Callable[[Actor, list[Change]], None]
_rules: dict[str, Rule] = {}


class NothingToTakeBack(LookupError):
    """None of one's acts of the last day can be taken back, or done again; the text says which."""


def taken_back_if(record_type: str, rule: Rule) -> None:
    """Lets acts on a kind of record be taken back by who did them; the rule raises `Refused` where they may no longer do such an act.

    An act that touches any other kind (a report that was published, a role that was granted) is not taken back in passing.
    """
    _rules[record_type] = rule


def last_act(by: Actor) -> Revision:
    """One's newest act that stands and can be taken back."""
    for act in _own(by):
        if _depth(act) % 2 == 0 and not act.undone_by.exists() and can_be_taken_back(act):
            return act
    raise NothingToTakeBack(_("Nothing that you did here in the last day can be undone."))


def last_taken_back(by: Actor) -> Revision:
    """The newest act of taking back that stands, as long as one did nothing else since."""
    for act in _own(by):
        depth = _depth(act)
        if depth % 2 == 1 and not act.undone_by.exists():
            return act
        if depth == 0 and can_be_taken_back(act):
            break
    raise NothingToTakeBack(_("There is nothing to do again."))


def can_be_taken_back(act: Revision) -> bool:
    """Whether all that an act touched is of kinds that can be taken back (one query)."""
    return set(act.changes.order_by().values_list("record_type", flat=True).distinct()) <= _rules.keys()


def take_back(*, by: Actor, act: Revision) -> Revision:
    """Undoes an act of one's own, or an undoing; raises `Refused`, `CannotUndo`."""
    if act.account != by.account or act.on_behalf_of != behind(by) or not can_be_taken_back(act):
        raise Refused("act", "undo", {_("whoever did it")})
    found: dict[str, list[Change]] = {}
    for change in act.changes.order_by("id"):
        found.setdefault(change.record_type, []).append(change)
    for record_type, changes in found.items():
        _rules[record_type](by, changes)
    return undo(by, act, verb="undo" if _depth(act) % 2 == 0 else "redo", reason="")


def is_undoing(act: Revision) -> bool:
    """Whether an act takes another back, rather than doing something or doing it again."""
    return _depth(act) % 2 == 1


def told(act: Revision) -> str:
    """What an act did, in a few words: the field of a record, the record, or how many."""
    first = act
    while first.undoes is not None:
        first = first.undoes
    changes = list(first.changes.order_by("id")[:2])
    count = first.changes.count()
    if count != 1:
        return ngettext("%(count)s change", "%(count)s changes", count) % {"count": f"{count:,}"}
    change = changes[0]
    fields = [label_of(model_of(change.record_type), name) for name in change.after or {}] if change.action == Change.CHANGED else []
    if len(fields) == 1:
        return _("%(field)s of %(record)s") % {"field": fields[0], "record": change.record_label}
    return f"{verb_said(first.verb)}: {change.record_label}"


def _own(by: Actor) -> Iterator[Revision]:
    acts = Revision.objects.filter(account=by.account, on_behalf_of=behind(by), entrance=by.entrance, at__gte=timezone.now() - WITHIN)
    yield from acts.select_related("undoes").order_by("-number")[:FARTHEST]


def _depth(act: Revision) -> int:
    """How many acts of taking back lie between this and the act that it is about in the end."""
    depth, before = 0, act.undoes
    while before is not None:
        depth, before = depth + 1, before.undoes
    return depth
