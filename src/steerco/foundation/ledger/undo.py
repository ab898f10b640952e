"""Undoing a revision: a new revision that puts back what was before, refused where something later builds on it."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from django.apps import apps
from django.db import IntegrityError
from django.db.models import Count, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.access import may_name
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.snapshot import record_type as type_of, restored
from steerco.foundation.ledger.writer import CrossOrganisation, Locked, RevisionWriter, StillUsed, revise
from steerco.foundation.organisations.models import OrganisationRecord


class CannotUndo(Exception):
    """Something later builds on the revision; the text names it where the asker may see it. Nothing was changed."""


def _hidden() -> str:
    return _("Something that you may not see was made or changed later, and builds on this. Ask the office to undo that first.")


def undo(by: Actor, revision: Revision, *, verb: str, reason: str) -> Revision:
    """Reverses every change of a revision in one new revision. The calling service has asked for the right to do so."""
    if revision.organisation_id != by.organisation.pk:
        raise CrossOrganisation(f"Revision {revision.number} belongs to another organisation")
    try:
        with revise(by, verb, reason=reason, undoes=revision) as writer:  # from here on nobody else writes
            if revision.undone_by.exists():
                raise CannotUndo(f"Revision {revision.number} has been undone already.")
            changes = list(revision.changes.order_by("-id"))
            _refuse_if_built_upon(by, revision, changes)
            for (record_type, action), group in groupby(changes, key=lambda change: (change.record_type, change.action)):
                _reverse(by, writer, cast(type[OrganisationRecord], apps.get_model(record_type)), action, list(group))
            _refuse_dangling(changes)
    except Locked as error:
        raise CannotUndo(str(error)) from error
    except IntegrityError as error:
        raise CannotUndo(f"Revision {revision.number} can't be undone: something made since has taken its place.") from error
    assert writer.revision is not None  # a revision always holds at least one change
    return writer.revision


def _refuse_if_built_upon(by: Actor, revision: Revision, changes: list[Change]) -> None:
    kinds: dict[str, set[int]] = {}
    for change in changes:
        kinds.setdefault(change.record_type, set()).add(change.record_id)
    later = Change.objects.filter(revision__organisation_id=revision.organisation_id, revision__number__gt=revision.number)
    later = later.exclude(revision__in=_taken_back_since(revision))
    for kind, ids in kinds.items():
        built = later.filter(record_type=kind).values_list("record_id", "record_label", "revision__number", "revision__verb")
        for record_id, label, number, verb in built:
            if record_id in ids and not may_name(by, kind, record_id):
                raise CannotUndo(_hidden())
            if record_id in ids:
                raise CannotUndo(f"{label} was changed later, by revision {number} ({verb.replace('_', ' ')}). Undo that first.")


def _refuse_dangling(changes: list[Change]) -> None:
    """Refuses where a restored record points to one that has been removed since."""
    for change in changes:
        if change.action == Change.CREATED:
            continue
        model = apps.get_model(change.record_type)
        for field in model._meta.concrete_fields:
            key = (change.before or {}).get(field.attname)
            if not field.is_relation or key is None or field.related_model._base_manager.filter(pk=key).exists():
                continue
            raise CannotUndo(f"{change.record_label} points to a {field.verbose_name} that has been removed since. Undo that first.")


def _taken_back_since(revision: Revision) -> set[int]:
    """Later revisions that take each other back: an act and its undoing, an undoing and its redoing. In pairs they changed nothing."""
    later = Revision.everywhere.filter(organisation_id=revision.organisation_id, undoes__number__gt=revision.number)
    undoing = {undone: pk for undone, pk in later.values_list("undoes_id", "pk") if undone is not None}
    void: set[int] = set()
    for first in set(undoing) - set(undoing.values()):
        chain = [first]
        while chain[-1] in undoing:
            chain.append(undoing[chain[-1]])
        void.update(chain[len(chain) % 2 :])
    return void


def _reverse(by: Actor, writer: RevisionWriter, model: type[OrganisationRecord], action: str, changes: list[Change]) -> None:
    """Reverses changes of one kind and action, given newest first."""
    if action == Change.DELETED:
        kind = Change.objects.filter(record_type=changes[0].record_type)
        these = kind.filter(revision=changes[0].revision_id, action=action).values("record_id")
        known = dict(kind.filter(record_id__in=these).order_by().values_list("record_id").annotate(Count("pk")))
        made = kind.filter(record_id__in=these, action=Change.CREATED).order_by("-id").values_list("record_id", "revision__verb")
        verbs = dict(made)  # the first act that made each of them
        writer.create_many(_as_before(model, change, known[change.record_id] + 1, verbs.get(change.record_id, "")) for change in changes)
        return
    records = model.everywhere.in_bulk([change.record_id for change in changes])
    if action == Change.CHANGED:
        for change in changes:
            writer.update(records[change.record_id], **restored(model, change.before or {}))
        return
    try:
        writer.delete_many(records[change.record_id] for change in changes)
    except (ProtectedError, RestrictedError) as error:
        holding = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        named = [each for each in list(holding)[:3] if may_name(by, type_of(type(each)), each.pk)]
        if not named:
            raise CannotUndo(_hidden()) from error
        held = ", ".join(map(str, named))
        raise CannotUndo(f"{changes[0].record_label} is used by {held}. Remove that first.") from error
    except StillUsed as error:
        raise CannotUndo(str(error)) from error


def _as_before(model: type[OrganisationRecord], change: Change, version: int, made_by: str) -> OrganisationRecord:
    """A record that was removed, with its old key and values; its version goes on, so that a page from before knows that it is old.

    A model may have `missing_since(values, made_by)`: what its fields hold that came after the removal, by the verb that made the record.
    """
    values = restored(model, change.before or {})
    missing_since = getattr(model, "missing_since", None)
    record = model(**values, **(missing_since(values, made_by) if missing_since else {}))
    record.pk, record.version = change.record_id, version
    return record
