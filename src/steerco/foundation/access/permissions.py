"""One readable table per kind of record: action by role. Default deny; a deny wins over any allow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from steerco.foundation.access.actor import SYSTEM_ROLE, Actor

ScopeKey = tuple[str, int]
NO_SCOPES: frozenset[ScopeKey] = frozenset()


class Refused(PermissionDenied):
    """The actor may not do this; the text says what was asked and who may do it."""

    def __init__(self, subject: str, action: str, roles: Collection[str]) -> None:
        who = ", ".join(sorted(role.replace("_", " ") for role in roles)) or "nobody"
        super().__init__(f"Refused: you may not {action.replace('_', ' ')} this {subject}. Who may: {who}.")
        self.subject, self.action, self.roles = subject, action, frozenset(roles)


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


_tables: dict[str, Permissions] = {}


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

    def allows(self, by: Actor, action: str, *, scopes: frozenset[ScopeKey] = NO_SCOPES, level: int = 0) -> bool:
        """Whether the actor may do this to a record that lies in `scopes` with confidentiality `level`."""
        inside = [grant for grant in by.grants if grant.scope_id is None or (grant.scope_kind, grant.scope_id) in scopes]
        if any(grant.role in self.denied[action] for grant in inside):
            return False
        covering = {grant.role for grant in inside if grant.clearance >= level}
        return SYSTEM_ROLE in covering or bool(covering & self.allowed[action])

    def require(self, by: Actor, action: str, *, scopes: frozenset[ScopeKey] = NO_SCOPES, level: int = 0) -> None:
        """Raises `Refused` unless the actor may do this."""
        if not self.allows(by, action, scopes=scopes, level=level):
            raise Refused(self.subject, action, self.allowed[action])

    def reach(self, by: Actor, action: str = "view") -> Reach:
        """Where the actor may do this at all; rooms turn it into a filter on their records."""
        everywhere: int | None = None
        at: dict[str, dict[int, int]] = {}
        denied: dict[str, set[int]] = {}
        for grant in by.grants:
            if grant.role in self.denied[action]:
                if grant.scope_id is None:
                    return Reach(None)
                denied.setdefault(grant.scope_kind, set()).add(grant.scope_id)
            elif grant.role != SYSTEM_ROLE and grant.role not in self.allowed[action]:
                continue
            elif grant.scope_id is None:
                everywhere = max(grant.clearance, everywhere or 0)
            else:
                ids = at.setdefault(grant.scope_kind, {})
                ids[grant.scope_id] = max(grant.clearance, ids.get(grant.scope_id, 0))
        return Reach(everywhere, at, denied)
