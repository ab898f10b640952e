"""Who can see or approve a record, and why: each person, the action, and the role, delegation, share or rule that decides it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people.access import ROLES
from steerco.foundation.access.actor import ADMINISTRATOR, Actor, Grant, in_force
from steerco.foundation.access.duties import Approval, duties_of
from steerco.foundation.access.models import Clearance, Delegation, Extent, RoleAssignment
from steerco.foundation.access.permissions import APPROVING, Permissions, ScopeKey
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.duties import submitters
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.register import Register

KINDS = {
    "project": gettext_lazy("this project"), "programme": gettext_lazy("its programme"), "portfolio": gettext_lazy("its portfolio"),
    "unit": gettext_lazy("its unit or one above"),
}  # fmt: skip


BEFORE = {"create", "import"}
"""Actions before a record is there: no question of this one."""


@dataclass(frozen=True, slots=True)
class Right:
    """That somebody may do something, and through what."""

    who: Account | None
    through: str
    count: int = 1
    plain: bool = True


@dataclass(slots=True)
class ActionAnswer:
    """Of one action: who may, and who would but for a rule."""

    action: str
    words: str
    may: list[Right] = field(default_factory=list)
    stopped: list[Right] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people may, each counted once."""
        named = {right.who.pk for right in self.may if right.who is not None}
        return len(named) + sum(right.count for right in self.may if right.who is None)


@dataclass(frozen=True, slots=True)
class Held:
    """A way to rights: the person, the actor that it makes of them, and its words."""

    who: Account
    actor: Actor
    words: str

    @property
    def plain(self) -> bool:
        """Whether its words name nobody and nothing beside a role."""
        return self.actor.on_behalf_of is None and self.actor.emergency_until is None


def who_may(by: Actor, register: Register, record: Any) -> list[ActionAnswer]:
    """The answer for every action of the record's permission table (four queries, whatever the number of people)."""
    table, scopes, level = register.permissions, register.scopes(record), register.level(record)
    ways, own = _ways(by, scopes), _submitted_by(record)
    everything: dict[int, list[Grant]] = defaultdict(list)
    for way in ways:
        if way.actor.on_behalf_of is None:
            everything[way.who.pk] += way.actor.grants
    answers = [ActionAnswer(action, action.replace("_", " ")) for action in table.allowed if action not in BEFORE]
    for answer in answers:
        for way in ways:
            if way.actor.on_behalf_of is None and _denied(table, answer.action, everything[way.who.pk], scopes):
                if table.allows(way.actor, answer.action, scopes=scopes, level=level):
                    answer.stopped.append(
                        Right(way.who, _("%(through)s, but whoever administers accounts approves nothing") % {"through": way.words})
                    )
                continue
            _place(answer, way, table, scopes, level, own)
        _sort(answer)
    return answers


def unnamed(answers: list[ActionAnswer]) -> list[ActionAnswer]:
    """The same answers for whoever may not see people: roles with the number of those who hold them, no names."""
    for answer in answers:
        counts: dict[str, set[int]] = defaultdict(set)
        for right in answer.may:
            if right.who is not None:
                counts[right.through if right.plain else _("by delegation or for some hours")].add(right.who.pk)
        answer.may = [Right(None, words, len(people)) for words, people in sorted(counts.items())]
        answer.stopped = []
    return answers


def _place(answer: ActionAnswer, way: Held, table: Permissions, scopes: frozenset[ScopeKey], level: int, own: frozenset[int]) -> None:
    """Says of one way to rights whether it opens the action, or what stops it; silent where it has nothing to do with it."""
    action = answer.action
    if table.allows(way.actor, action, scopes=scopes, level=level):
        if action in APPROVING and own & way.actor.hands:
            answer.stopped.append(Right(way.who, _("%(through)s, but submitted it") % {"through": way.words}))
        else:
            answer.may.append(Right(way.who, way.words, plain=way.plain))
        return
    whole = replace(way.actor, extent=Extent.WHOLE)
    if table.allows(whole, action, scopes=scopes, level=level):
        answer.stopped.append(Right(way.who, _("%(through)s: this was not lent") % {"through": way.words}))
    elif level and table.allows(way.actor, action, scopes=scopes, level=0):
        needed = str(Clearance(level).label)
        answer.stopped.append(
            Right(way.who, _("%(through)s, but not cleared for what is %(level)s") % {"through": way.words, "level": needed})
        )


def _ways(by: Actor, scopes: frozenset[ScopeKey]) -> list[Held]:
    """Every role in force of every member, and every delegation of today, each as an actor of its own."""
    organisation, today = by.organisation, timezone.localdate()
    let_in = set(
        Membership.objects.filter(active=True, account__is_active=True).exclude(ends_on__lt=today).values_list("account_id", flat=True)
    )
    held = [each for each in RoleAssignment.objects.filter(in_force()).select_related("account") if each.account_id in let_in]
    ways = [Held(each.account, Actor(organisation, each.account, "page", (_grant(each),)), _role_words(each, scopes)) for each in held]
    by_pk = {each.pk: each for each in held}
    administrators = {each.account_id for each in held if each.role == ADMINISTRATOR}
    lent = Delegation.objects.filter(starts_on__lte=today, ends_on__gte=today, ended_at__isnull=True).select_related("giver", "receiver")
    for delegation in lent:
        if delegation.receiver_id not in let_in:
            continue
        extent = Extent.WORK if delegation.extent == Extent.WHOLE and delegation.receiver_id in administrators else delegation.extent
        for each in (by_pk[pk] for pk in delegation.assignments if pk in by_pk and by_pk[pk].account_id == delegation.giver_id):
            actor = Actor(organisation, delegation.receiver, "page", (_grant(each),), delegation.giver, extent)
            words = _("acting for %(who)s until %(day)s (%(role)s)") % {
                "who": delegation.giver, "day": _day(delegation.ends_on), "role": _role_words(each, scopes)}  # fmt: skip
            ways.append(Held(delegation.receiver, actor, words))
    return ways


def _grant(each: RoleAssignment) -> Grant:
    return Grant(each.role, each.scope_kind, each.scope_id, each.clearance, each.expires_at)


def _role_words(each: RoleAssignment, scopes: frozenset[ScopeKey]) -> str:
    """A role in words: which, where, and until when where it ends soon or is a share."""
    if each.expires_at is not None:
        return _("emergency access until %(hour)s") % {"hour": date_format(timezone.localtime(each.expires_at), "H:i")}
    if each.role == "guest" and each.ends_on is not None:
        where = str(KINDS.get(each.scope_kind, each.scope_kind))
        return _("guest: %(where)s is shared with them until %(day)s") % {"where": where, "day": _day(each.ends_on)}
    role = str(ROLES.get(each.role, each.role))
    if each.scope_id is None:
        return _("%(role)s of the whole organisation") % {"role": role}
    if (each.scope_kind, each.scope_id) in scopes:
        return _("%(role)s of %(where)s") % {"role": role, "where": KINDS.get(each.scope_kind, each.scope_kind)}
    return _("%(role)s elsewhere") % {"role": role}


def _denied(table: Permissions, action: str, grants: list[Grant], scopes: frozenset[ScopeKey]) -> bool:
    inside = (grant for grant in grants if grant.scope_id is None or (grant.scope_kind, grant.scope_id) in scopes)
    return any(table.column_of(grant.role) in table.denied[action] for grant in inside)


def _submitted_by(record: Any) -> frozenset[int]:
    found: frozenset[int] = frozenset()
    for duty in duties_of(record):
        if isinstance(duty, Approval) and getattr(record, duty.field) in duty.waiting:
            found |= submitters(record, duty)
    return found


def _sort(answer: ActionAnswer) -> None:
    allowed = {right.who for right in answer.may}
    answer.may.sort(key=lambda right: (str(right.who).casefold(), right.through))
    answer.stopped = sorted(
        (right for right in answer.stopped if right.who not in allowed), key=lambda right: (str(right.who).casefold(), right.through)
    )


def _day(day: dt.date) -> str:
    return date_format(day, "j M Y")
