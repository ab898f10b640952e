"""One readable table per kind of record: action by role. Default deny; a deny wins over any allow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext

from steerco.foundation.access.actor import ADMINISTRATOR as ADMINISTRATOR, SYSTEM_ROLE, Actor, Grant
from steerco.foundation.access.models import Extent

ScopeKey = tuple[str, int]
NO_SCOPES: frozenset[ScopeKey] = frozenset()
READING = frozenset({"view", "see_drafts", "export", "history"})
"""Actions that change nothing: all that is left to whoever may only look."""
APPROVING = frozenset({
    "accept", "adopt", "approve", "close_period", "concur", "confirm", "decide", "override", "publish", "release", "review", "waive",
})  # fmt: skip
"""Actions that decide on the work of others: kept from administrators (S3), and from a delegate or program that may work only."""
GRANTING = frozenset({"grant", "end", "share", "lend", "open_emergency", "issue", "let_in"})
"""Actions that let somebody in: kept from whoever acts for another, so that what was lent is never lent on (S4)."""
_stand_ins: dict[str, str] = {}
_labels: dict[str, str | Promise] = {}


class Refused(PermissionDenied):
    """The actor may not do this; the text says what was asked and who may do it."""

    def __init__(self, subject: str, action: str, roles: Collection[str]) -> None:
        who = ", ".join(sorted(label_of(role) for role in roles)) or "nobody"
        super().__init__(f"Refused: you may not {action.replace('_', ' ')} this {subject}. Who may: {who}.")
        self.subject, self.action, self.roles = subject, action, frozenset(roles)


class LooksOnly(Refused):
    """Whoever acts was given the right to look only; nothing was written."""

    def __init__(self) -> None:
        PermissionDenied.__init__(self, gettext("Refused: you may only look here. The delegation or token that you use writes nothing."))
        self.subject, self.action, self.roles = "record", "write", frozenset()


def catalogue_roles(labels: Mapping[str, str | Promise], stand_ins: Mapping[str, str]) -> None:
    """Says what roles there are, and which of them a table may leave out: each of those then counts as the role that it stands for."""
    _labels.update(labels)
    _stand_ins.update(stand_ins)


def label_of(role: str) -> str:
    """A role as a person reads it, inside a sentence."""
    label = str(_labels.get(role, role.replace("_", " ")))
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor can reach for one action: up to a confidentiality everywhere, up to others at scopes, nothing inside `denied`."""

    everywhere: int | None
    at: dict[str, dict[int, int]] = field(default_factory=dict)
    denied: dict[str, set[int]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether one confidentiality holds in the whole organisation, without exceptions."""
        return self.everywhere is not None and not self.at and not self.denied

    @property
    def nothing(self) -> bool:
        """Whether the actor reaches no record at all."""
        return self.everywhere is None and not self.at


def withheld(by: Actor, action: str) -> bool:
    """Whether an action lies beyond what a delegation or token lets the actor use, whatever the roles behind it.

    A program approves nothing: whoever keeps it would decide through it on their own work (S1), or as an administrator (S3).
    """
    if action in APPROVING and by.account is not None and by.account.is_service:
        return True
    if action in GRANTING and (by.on_behalf_of is not None or by.extent != Extent.WHOLE):
        return True
    if by.extent == Extent.WHOLE:
        return False
    return action in APPROVING or (by.extent != Extent.WORK and action not in READING)


def counts(grant: Grant, action: str) -> bool:
    """Whether a role counts for an action: one that ends at an hour is for an emergency. It approves nothing (S3), and lets nobody in."""
    return grant.until is None or action not in APPROVING | GRANTING


_tables: dict[str, Permissions] = {}


def all_tables() -> tuple[Permissions, ...]:
    """Every permission table of every room, by its subject."""
    return tuple(_tables[subject] for subject in sorted(_tables))


def table_of(subject: str) -> Permissions:
    """The table that a room has written for a subject, for mechanisms that know no room; `KeyError` where none has."""
    return _tables[subject]


class Permissions:
    """A permission table, written as text: a head of roles, then one line an action with `x` (may), `-`, or `!` (denied)."""

    def __init__(self, subject: str, table: str) -> None:
        _tables[subject] = self
        lines = [line.split() for line in table.strip().splitlines() if line.strip()]
        self.subject = subject
        self.roles: tuple[str, ...] = tuple(lines[0][1:])
        self.allowed: dict[str, frozenset[str]] = {}
        self.denied: dict[str, frozenset[str]] = {}
        for action, *cells in lines[1:]:
            if len(cells) != len(self.roles) or set(cells) - {"x", "-", "!"}:
                raise ValueError(f"Permission table of {subject}: line {action!r} does not fit its head")
            marked = list(zip(self.roles, cells, strict=True))
            self.allowed[action] = frozenset(role for role, cell in marked if cell == "x")
            self.denied[action] = frozenset(role for role, cell in marked if cell == "!")
            if action in APPROVING:
                self._deny_administrators(action)

    def _deny_administrators(self, action: str) -> None:
        """S3 of domain.md §2.5: whoever administers decides on nobody's work, whatever else they hold and whatever a table says."""
        if ADMINISTRATOR in self.allowed[action]:
            raise ValueError(f"Permission table of {self.subject}: an administrator may not {action} (S3)")
        self.denied[action] |= {ADMINISTRATOR}

    def column_of(self, role: str) -> str:
        """The column of the table that speaks for a role: its own, else that of the role that it stands for."""
        return role if role in self.roles else _stand_ins.get(role, role)

    def grants(self, role: str, action: str) -> bool:
        """Whether a role as such may do an action."""
        return self.column_of(role) in self.allowed[action]

    def allows(self, by: Actor, action: str, *, scopes: frozenset[ScopeKey] = NO_SCOPES, level: int = 0) -> bool:
        """Whether the actor may do this to a record that lies in `scopes` with confidentiality `level`."""
        allowed, denied = self.allowed[action], self.denied[action]
        if withheld(by, action):
            return False
        inside = [grant for grant in by.grants if grant.scope_id is None or (grant.scope_kind, grant.scope_id) in scopes]
        inside = [grant for grant in inside if counts(grant, action)]
        if denied and any(self.column_of(grant.role) in denied for grant in inside):
            return False
        covering = {self.column_of(grant.role) for grant in inside if grant.clearance >= level}
        return SYSTEM_ROLE in covering or bool(covering & allowed)

    def require(self, by: Actor, action: str, *, scopes: frozenset[ScopeKey] = NO_SCOPES, level: int = 0) -> None:
        """Raises `Refused` unless the actor may do this."""
        if not self.allows(by, action, scopes=scopes, level=level):
            raise Refused(self.subject, action, self.allowed[action])

    def reach(self, by: Actor, action: str = "view") -> Reach:
        """Where the actor may do this at all; rooms turn it into a filter on their records."""
        everywhere: int | None = None
        at: dict[str, dict[int, int]] = {}
        denied: dict[str, set[int]] = {}
        if withheld(by, action):
            return Reach(None)
        for grant in (each for each in by.grants if counts(each, action)):
            column = self.column_of(grant.role)
            if column in self.denied[action]:
                if grant.scope_id is None:
                    return Reach(None)
                denied.setdefault(grant.scope_kind, set()).add(grant.scope_id)
            elif grant.role != SYSTEM_ROLE and column not in self.allowed[action]:
                continue
            elif grant.scope_id is None:
                everywhere = max(grant.clearance, everywhere or 0)
            else:
                ids = at.setdefault(grant.scope_kind, {})
                ids[grant.scope_id] = max(grant.clearance, ids.get(grant.scope_id, 0))
        return Reach(everywhere, at, denied)
