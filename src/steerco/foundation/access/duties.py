"""Duties that are kept apart (domain.md §2.5): a model says which, and the one writer asks, so that no entrance passes them.

A model names its duties: `duties = (Approval("state", waiting={"submitted"}, submitted={"submitted"}, approved={"approved"}),)`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.behind import hands_of
from steerco.foundation.access.permissions import Refused


class DutyKept(Refused):
    """The act would put two duties into one hand; the text says which rule. Nothing was written."""

    def __init__(self, rule: str, said: str) -> None:
        PermissionDenied.__init__(self, said)
        self.subject, self.action, self.roles, self.rule = "record", "decide", frozenset(), rule


@dataclass(frozen=True, slots=True)
class Approval:
    """S1: nobody approves what they submitted, neither for themselves nor for another.

    A field moves from one of `waiting` to one of `approved`; whoever moved it last to one of `submitted` may not be a hand of that act.
    A record that begins approved was submitted by whoever makes it, except by the verbs in `brought`: what was approved elsewhere.
    """

    field: str
    waiting: frozenset[str]
    submitted: frozenset[str]
    approved: frozenset[str]
    brought: frozenset[str] = frozenset()

    def is_given(self, before: Any, after: Any) -> bool:
        """Whether a change of the field is an approval."""
        return before in self.waiting and after in self.approved


@dataclass(frozen=True, slots=True)
class Apart:
    """S2: whoever stands in `field` stands in none of the other fields; a method of the record may name more (`parties`)."""

    field: str
    others: tuple[str, ...]
    parties: str = ""

    def meets(self, record: Any) -> bool:
        """Whether one person stands in two places of the record."""
        holder = getattr(record, self.field)
        if holder is None:
            return False
        held: Collection[int] = getattr(record, self.parties)() if self.parties else ()
        return holder in {getattr(record, other) for other in self.others} or holder in held


@dataclass(frozen=True, slots=True)
class Posted:
    """S5: once `field` is filled, the record changes through the roles that confirm only."""

    field: str
    roles: frozenset[str]

    def lets(self, by: Actor, record: Any) -> bool:
        """Whether the actor may change the record as it stands."""
        return getattr(record, self.field) in (None, "", False) or by.is_system or any(grant.role in self.roles for grant in by.grants)


Duty = Approval | Apart | Posted


def duties_of(record: Any) -> tuple[Duty, ...]:
    """The duties that a kind of record keeps apart."""
    return tuple(getattr(record, "duties", ()))


def refuse_own_approval(by: Actor, submitters: Iterable[int], what: object) -> None:
    """Raises `DutyKept` where a hand of the act is one that submitted; who acts and who is acted for both count (S1, S4)."""
    if hands_of(by) & frozenset(submitters):
        raise DutyKept("S1", _("Refused: you submitted “%(what)s”, so somebody else decides on it.") % {"what": what})


def refuse_meeting(duty: Apart, record: Any) -> None:
    """Raises `DutyKept` where a reviewer is in the team or decides as well (S2)."""
    if duty.meets(record):
        raise DutyKept("S2", _("Refused: whoever reviews “%(what)s” neither belongs to its team nor decides on it.") % {"what": record})


def refuse_posted(duty: Posted, by: Actor, record: Any) -> None:
    """Raises `DutyKept` where what was posted would change through another role than those that confirm (S5)."""
    if not duty.lets(by, record):
        raise DutyKept("S5", _("Refused: “%(what)s” is posted. Only who confirms it can change it.") % {"what": record})
