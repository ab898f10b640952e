"""The one way to write: a revision opens, records change through it, and it is sealed in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from itertools import islice
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.behind import behind
from steerco.foundation.access.permissions import LooksOnly
from steerco.foundation.ledger.chain import Seal, seal_of
from steerco.foundation.ledger.changes import Changes, Made
from steerco.foundation.ledger.duties import keep_duties, keep_duties_at_first, keep_duties_at_last
from steerco.foundation.ledger.models import FIRST, MARK, Change, LedgerHead, Revision
from steerco.foundation.ledger.news import Revised, tell
from steerco.foundation.ledger.rows import FEW, MANY, insert_many, keys_for, runs, write_rows
from steerco.foundation.ledger.seen import unsealed
from steerco.foundation.ledger.snapshot import kept_columns, plain_of, record_type, refuse_inexact, snapshot
from steerco.foundation.organisations.models import Organisation, OrganisationRecord
from steerco.foundation.organisations.scope import within

T = TypeVar("T", bound=OrganisationRecord)


class EditConflict(Exception):
    """Somebody else changed the record since it was read; nothing was written."""

    def __init__(self, record: OrganisationRecord) -> None:
        super().__init__(f"Somebody changed {record} before you saved. Nothing was written; look at both values and choose.")
        self.record = record


class CrossOrganisation(Exception):
    """A record of another organisation was about to be written."""


class ActOfAnother(Exception):
    """Inside of one act, somebody else was about to write, or something was about to be undone."""


class Locked(Exception):
    """The record is published and cannot change; the text says the way on."""


class StillUsed(Exception):
    """Removing the record would silently take others with it; the text names their kinds. Nothing was removed."""

    def __init__(self, label: str, also: Iterable[str]) -> None:
        super().__init__(f"{label} is still used by: {', '.join(sorted(also))}. Remove those first.")


def locked_head(organisation: Organisation) -> LedgerHead:
    """The newest state of an organisation's ledger, locked to the end of the transaction: whoever holds it writes alone."""
    LedgerHead.objects.get_or_create(organisation=organisation)
    return LedgerHead.objects.select_for_update().get(organisation=organisation)


class RevisionWriter:
    """Collects the writes of one act. Use through `revise`."""

    def __init__(self, by: Actor, verb: str, reason: str, undoes: Revision | None) -> None:
        self.by, self.verb, self.reason, self.undoes = by, verb, reason, undoes
        self.revision: Revision | None = None
        self._changes = Changes()
        self._made = Made()
        self._events: list[object] = []
        self._undivided = False

    def create(self, record: T) -> T:
        """Inserts a new record."""
        self._own(record)
        self._ask(record, "refuse_creation", self.made_here)
        keep_duties_at_first(self.by, record, "" if self.undoes is not None else self.verb)
        refuse_inexact(record)
        record.save(force_insert=True)
        self._note(record, Change.CREATED, None, snapshot(record))
        return record

    def create_many(self, records: Iterable[T]) -> list[T]:
        """Inserts many new records of one kind at once."""
        return list(self.create_each(records))

    def create_each(self, records: Iterable[T]) -> Iterator[T]:
        """Inserts new records of one kind as they come and gives them back: whoever keeps none of them needs the memory of a few."""
        source = iter(records)
        while some := list(islice(source, MANY)):
            asks = any(hasattr(type(some[0]), each) for each in ("refuse_creation", "duties"))
            for record in some:
                self._own(record)
                if asks:
                    self._ask(record, "refuse_creation", self.made_here)
                    keep_duties_at_first(self.by, record, "" if self.undoes is not None else self.verb)
                refuse_inexact(record)
            if not insert_many(some):
                type(some[0]).everywhere.bulk_create(some, batch_size=500)
            kind, keys = record_type(type(some[0])), [record.pk for record in some]
            for run in runs(keys):
                self._made.add(kind, run)
            self._changes.note_made(kind, keys, (str(record)[:300] for record in some), *kept_columns(some))
            yield from some

    def update(self, record: OrganisationRecord, **values: Any) -> bool:
        """Changes fields of a record as it was read; says whether anything changed. Raises `EditConflict`, `Locked`."""
        self._own(record)
        wished = copy(record)
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, value in values.items():
            field = cast("models.Field[Any, Any]", record._meta.get_field(name))
            setattr(wished, name, value)
            old, new = (plain_of(field, getattr(one, field.attname)) for one in (record, wished))
            if old != new:
                before[field.attname], after[field.attname] = old, new
        if not after:
            return False
        self._ask(record, "refuse_change", frozenset(after), self.verb)
        keep_duties(self.by, (record, wished), before, after, self._changes)
        for name, value in values.items():
            setattr(record, name, value)
        changed: dict[str, Any] = {name: getattr(record, name) for name in after}
        now = timezone.now()
        rows = type(record).everywhere.filter(pk=record.pk, version=record.version)
        if not rows.update(**changed, version=record.version + 1, updated_at=now):
            raise EditConflict(record)
        record.version, record.updated_at = record.version + 1, now
        self._note(record, Change.CHANGED, before, after)
        return True

    def delete(self, record: OrganisationRecord) -> None:
        """Removes a record; the ledger keeps all of it. Raises `StillUsed` where others hang on it."""
        self.delete_many([record])

    def delete_many(self, records: Iterable[OrganisationRecord]) -> None:
        """Removes records of one kind at once; nothing may hang on them, so that the ledger misses nothing."""
        gone = list(records)
        taken_back = self._made_by_what_is_undone(gone)
        for record in gone:
            self._own(record)
            if record.pk not in taken_back:
                self._ask(record, "refuse_removal")
            keep_duties_at_last(self.by, record)
            self._note(record, Change.DELETED, snapshot(record), None)
        for start in range(0, len(gone), 500):
            chunk = gone[start : start + 500]
            model = type(chunk[0])
            self._refuse_if_pointed_at(chunk)
            _, counts = model.everywhere.filter(pk__in=[record.pk for record in chunk]).delete()
            also = set(counts) - {model._meta.label}
            if also:
                raise StillUsed(str(chunk[0]), (str(apps.get_model(label)._meta.verbose_name_plural) for label in also))

    @staticmethod
    def _refuse_if_pointed_at(chunk: list[OrganisationRecord]) -> None:
        """A field that would be emptied behind the ledger's back refuses the removal, as one that would take its record along does."""
        keys = [record.pk for record in chunk]
        for relation in type(chunk[0])._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not models.SET_NULL:
                continue
            if relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys}).exists():
                raise StillUsed(str(chunk[0]), [str(relation.related_model._meta.verbose_name_plural)])

    def tell(self, event: object) -> None:
        """An event to tell once the revision is committed."""
        self._events.append(event)

    def close(self) -> None:
        """Seals what was written; writes nothing where nothing changed."""
        if not self._changes:
            return
        organisation = self.by.organisation
        head = locked_head(organisation)
        revision = Revision(
            organisation=organisation, number=head.number + 1, at=timezone.now(), account=self.by.account,
            on_behalf_of=behind(self.by), entrance=self.by.entrance, verb=self.verb, reason=self.reason,
            undoes=self.undoes, previous_hash=head.hash,
        )  # fmt: skip
        if len(self._changes) > FEW:
            self._keep_many(revision)
        else:
            revision.hash = seal_of(revision, self._changes)
            revision.save(force_insert=True)
            Change.objects.bulk_create(each.as_change(revision) for each in self._changes)
        head.number, head.hash = revision.number, revision.hash
        mark = revision.hash[:MARK]
        head.moved = {FIRST: mark} | head.moved | dict.fromkeys(self._changes.kinds, mark)
        head.save()
        self.revision = revision
        events = tuple(self._events)
        transaction.on_commit(lambda: _tell_in_order(events))
        revised = Revised(organisation.pk, revision.number)
        transaction.on_commit(lambda: tell(revised), robust=True)  # what is derived catches up later by itself

    def _keep_many(self, revision: Revision) -> None:
        """Seals the changes while they are written, so that they are read once; the revision itself comes after them."""
        revision.pk = keys_for(Revision, 1)[0]
        seal = Seal(revision)
        columns = ("revision_id", "record_type", "record_id", "record_label", "action", "before", "after")
        write_rows(Change._meta.db_table, columns, ((revision.pk, *seal.over(each)) for each in self._changes))
        revision.hash = seal.closed()
        revision.save(force_insert=True)

    def _ask(self, record: OrganisationRecord, hook: str, *told: Any) -> None:
        """A record may refuse a write by a method of its own, which sees it as it was before."""
        refuse = getattr(record, hook, None)
        if refuse is not None:
            refuse(*told)

    def _made_by_what_is_undone(self, gone: list[OrganisationRecord]) -> frozenset[int]:
        """Which records the act made that is being undone: they go with it, though they would refuse to be removed by themselves."""
        if self.undoes is None or not gone:
            return frozenset()
        made = self.undoes.changes.filter(record_type=record_type(type(gone[0])), action=Change.CREATED)
        return frozenset(made.values_list("record_id", flat=True))

    @contextmanager
    def part(self, verb: str, reason: str, *, undivided: bool = False) -> Iterator[RevisionWriter]:
        """What another service writes of the same act: an exception takes back the part, and leaves the rest as it is.

        Of an undivided part nothing goes on after an exception inside of it, so that parts of it are not kept apart in the database.
        """
        written, made, told, inside = len(self._changes), len(self._made), len(self._events), self._undivided
        inner = copy(self)
        inner.verb = verb
        self._undivided = inside or undivided
        try:
            with transaction.atomic(savepoint=not inside):
                yield inner
        except BaseException:
            self._made.back_to(made)
            self._changes.back_to(written)
            del self._events[told:]
            raise
        finally:
            self._undivided = inside
        self.verb, self.reason = self.verb or verb, self.reason or reason

    def holds(self, by: Actor, *, undoing: bool = False) -> bool:
        """Whether what the actor writes belongs to this act. Raises `ActOfAnother` where it can't, but would come before its end."""
        if self.by.organisation.pk != by.organisation.pk:
            return False
        if undoing or (self.by.account, self.by.on_behalf_of) != (by.account, by.on_behalf_of):
            raise ActOfAnother(f"{self.by.account} is writing; the ledger would hold the acts in a wrong order")
        return True

    def made_here(self, record: OrganisationRecord) -> bool:
        """Whether this very revision has made a record."""
        return self._made.holds(record_type(type(record)), record.pk)

    def _own(self, record: OrganisationRecord) -> None:
        if record.organisation_id is None:
            record.organisation = self.by.organisation
        elif record.organisation_id != self.by.organisation.pk:
            raise CrossOrganisation(f"{record} belongs to another organisation")

    def _note(self, record: models.Model, action: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        kind = record_type(type(record))
        if action == Change.CREATED:
            self._made.add(kind, range(record.pk, record.pk + 1))
        self._changes.note(kind, record.pk, str(record)[:300], action, before, after)


def _tell_in_order(events: Iterable[object]) -> None:
    for event in events:
        tell(event)


_around: ContextVar[RevisionWriter | None] = ContextVar("steerco_act", default=None)


@contextmanager
def together(by: Actor, verb: str = "", *, reason: str = "") -> Iterator[RevisionWriter]:
    """Makes one revision of all that the services called inside write; without a verb or reason it takes those of the first of them.

    Nobody else writes in the organisation from here to the end, so what is read inside stays true. An exception undoes all of it.
    """
    around = _around.get()
    if around is not None and around.holds(by):
        yield around
        return
    with revise(by, verb, reason=reason) as writer:
        token = _around.set(writer)
        try:
            yield writer
        finally:
            _around.reset(token)


@contextmanager
def revise(by: Actor, verb: str, *, reason: str = "", undoes: Revision | None = None) -> Iterator[RevisionWriter]:
    """Opens a revision: one transaction, one entry in the ledger, events after commit; an exception undoes all of it."""
    if not by.may_write:
        raise LooksOnly
    around = _around.get()
    if around is not None and around.holds(by, undoing=undoes is not None):
        with around.part(verb, reason) as part:
            yield part
        return
    with transaction.atomic(), within(by.organisation), unsealed():
        locked_head(by.organisation)  # before any record, so that two acts never wait for each other
        writer = RevisionWriter(by, verb, reason, undoes)
        yield writer
        writer.close()
