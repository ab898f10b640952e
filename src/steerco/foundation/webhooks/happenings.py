"""What a webhook can be told of: a kind of record is added, changed or removed."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.ledger.wording import kind_of
from steerco.foundation.registers.register import registers

ACTIONS = (Change.CREATED, Change.CHANGED, Change.DELETED)


def happenings() -> list[tuple[str, str]]:
    """Every event with its words: (`projects.project:created`, “Project added”)."""
    kinds = sorted({record_type(register.model) for register in registers.values() if register.listed is None}, key=kind_of)
    return [(f"{kind}:{action}", said(f"{kind}:{action}")) for kind in kinds for action in ACTIONS]


def said(event: str) -> str:
    """An event in words."""
    kind, _colon, action = event.partition(":")
    words = {Change.CREATED: _("%(kind)s added"), Change.CHANGED: _("%(kind)s changed"), Change.DELETED: _("%(kind)s removed")}
    if action not in words:
        return _("test")
    told = words[action] % {"kind": kind_of(kind)}
    return told[:1].upper() + told[1:]


def summed_up(events: Collection[str]) -> str:
    """The events of a webhook in a few words."""
    known = [said(event) for event, _words in happenings() if event in events]
    if len(known) == len(happenings()):
        return _("everything that is written")
    shown = ", ".join(known[:4])
    return _("%(listed)s and %(count)d more") % {"listed": shown, "count": len(known) - 4} if len(known) > 4 else shown
