"""Who may take back which of their own acts on records: whoever may still do such an act."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.urls import reverse

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.snapshot import record_type, restored
from steerco.foundation.ledger.taking_back import Rule, can_be_taken_back, taken_back_if
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.registers.register import Register


def allow_taking_back(registers: Iterable[Register]) -> None:
    """Registers the rules of all records that can be edited in a list, and of what comes and goes with them."""
    for register in registers:
        if register.form is None or register.update is None:
            continue
        taken_back_if(record_type(register.model), _rule(register))
        for belonging in register.belongings:
            taken_back_if(record_type(belonging), _with_its_record(register))


def way_back(act: Revision | None) -> str:
    """The address that takes an act back; empty where nothing was written, or where it is not taken back in passing."""
    return reverse("take_back", args=[act.number]) if act is not None and can_be_taken_back(act) else ""


def _rule(register: Register) -> Rule:
    def rule(by: Actor, changes: list[Change]) -> None:
        here = register.model._default_manager.in_bulk([change.record_id for change in changes])
        for change in changes:
            record = here.get(change.record_id)
            if change.action == Change.CHANGED:
                if record is None:
                    raise CannotUndo(f"{change.record_label} is not there any more.")
                register.require(by, "edit", record)
                register.require(by, "edit", _as_it_was(record, change))
            else:
                _require_either(register, by, record or _all_of(register, by, change))

    return rule


def _with_its_record(register: Register) -> Rule:
    """What belongs to a record goes back only together with it; its own rule then decides."""

    def rule(by: Actor, changes: list[Change]) -> None:
        kind = record_type(register.model)
        owners = Change.objects.filter(revision=changes[0].revision_id, record_type=kind).exclude(action=Change.CHANGED)
        if not owners.exists():
            raise Refused(str(changes[0].record_label), "undo", {"whoever may edit both"})

    return rule


def _require_either(register: Register, by: Actor, record: Any) -> None:
    """Whoever may add or remove such a record may take back that they did."""
    if not register.may(by, "delete", record):
        register.require(by, "create", record)


def _as_it_was(record: Any, change: Change) -> Any:
    draft = copy(record)
    for name, value in restored(type(record), change.before or {}).items():
        setattr(draft, name, value)
    return draft


def _all_of(register: Register, by: Actor, change: Change) -> Any:
    """The record as the ledger kept it, where it is gone."""
    record: Any = register.model(organisation=by.organisation, **restored(register.model, change.before or change.after or {}))
    record.pk = change.record_id
    return record
