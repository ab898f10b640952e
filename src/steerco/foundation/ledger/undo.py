"""Undoing a revision: a new revision that puts back what was before, refused where something later builds on it."""

from __future__ import annotations

from django.apps import apps
from django.db.models import ProtectedError

from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.snapshot import restored
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.access.actor import Actor


class CannotUndo(Exception):
    """Something later builds on the revision; the text names it. Nothing was changed."""


def undo(by: Actor, revision: Revision, *, verb: str, reason: str) -> Revision:
    """Reverses every change of a revision in one new revision. The calling service has asked for the right to do so."""
    if revision.undone_by.exists():
        raise CannotUndo(f"Revision {revision.number} has been undone already.")
    changes = list(revision.changes.order_by("-id"))
    _refuse_if_built_upon(revision, changes)
    with revise(by, verb, reason=reason, undoes=revision) as writer:
        for change in changes:
            _reverse(writer, change)
    assert writer.revision is not None  # a revision always holds at least one change
    return writer.revision


def _refuse_if_built_upon(revision: Revision, changes: list[Change]) -> None:
    kinds: dict[str, set[int]] = {}
    for change in changes:
        kinds.setdefault(change.record_type, set()).add(change.record_id)
    later = Change.objects.filter(revision__organisation_id=revision.organisation_id, revision__number__gt=revision.number)
    for kind, ids in kinds.items():
        built = later.filter(record_type=kind).values_list("record_id", "record_label", "revision__number", "revision__verb")
        for record_id, label, number, verb in built:
            if record_id in ids:
                raise CannotUndo(f"{label} was changed later, by revision {number} ({verb.replace('_', ' ')}). Undo that first.")


def _reverse(writer: RevisionWriter, change: Change) -> None:
    model = apps.get_model(change.record_type)
    if change.action == Change.DELETED:
        writer.create(model(pk=change.record_id, **restored(model, change.before or {})))
        return
    record = model._base_manager.get(pk=change.record_id)
    if change.action == Change.CREATED:
        try:
            writer.delete(record)
        except ProtectedError as error:
            held = ", ".join(str(held_by) for held_by in list(error.protected_objects)[:3])
            raise CannotUndo(f"{change.record_label} is used by {held}. Remove that first.") from error
    else:
        writer.update(record, **restored(model, change.before or {}))
