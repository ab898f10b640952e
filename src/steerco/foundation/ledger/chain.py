"""The hash chain: how a revision is sealed, and how the seal is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

import orjson
from django.apps import apps
from django.db.models import QuerySet

from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.organisations.models import Organisation, OrganisationRecord

Told = tuple[str, int, str, str, str | None, str | None]
T = TypeVar("T", bound=Told)
GENESIS = "0" * 64
_BATCH = 200
_ALIKE, _HOLDERS = frozenset({str, int, bool, type(None)}), frozenset({dict, list, tuple})  # a fraction is none of them
_AS_TEXT = orjson.OPT_SORT_KEYS
_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def seal(revision: Revision, changes: Iterable[Change]) -> str:
    """SHA-256 (hexadecimal) over the revision, its changes in order and the hash of the revision before it."""
    return seal_of(revision, ((c.record_type, c.record_id, c.record_label, c.action, *_texts(c)) for c in changes))


class Seal:
    """A seal that is being made over a revision and its changes, one after the other."""

    def __init__(self, revision: Revision) -> None:
        self._hash = hashlib.sha256(_head(revision).encode())
        self._between = ""

    def over(self, change: T) -> T:
        """Seals one change (its kind, key, label, action and the texts of before and after), and gives it back."""
        self._hash.update(f"{self._between}{change_text(*change)}".encode())
        self._between = ","
        return change

    def closed(self) -> str:
        """The whole seal."""
        self._hash.update(b"]]")
        return self._hash.hexdigest()


def seal_of(revision: Revision, changes: Iterable[Told]) -> str:
    """The seal over a revision and what its changes tell."""
    sealing = Seal(revision)
    for change in changes:
        sealing.over(change)
    return sealing.closed()


def sealed_whole(revision: Revision, changes: Iterable[Change]) -> str:
    """All that a seal is made over, as one text: whoever has it checks the seal without us."""
    told = (change_text(c.record_type, c.record_id, c.record_label, c.action, *_texts(c)) for c in changes)
    return f"{_head(revision)}{','.join(told)}]]"


def _head(revision: Revision) -> str:
    """The beginning of what is sealed: the revision before its changes."""
    head: list[Any] = [
        revision.previous_hash,
        revision.organisation_id,
        revision.number,
        revision.at.isoformat(),
        revision.account_id,
        revision.on_behalf_of_id,
        revision.entrance,
        revision.verb,
        revision.reason,
        revision.undoes_id,
    ]
    return f"{_text(head)[:-1]},["


def change_text(kind: str, key: int, label: str, action: str, before: str | None, after: str | None) -> str:
    """The part of a seal that is one change."""
    return f"{_quickly([kind, key, label, action])[:-1]},{before or 'null'},{after or 'null'}]"


def sealed_text(values: dict[str, Any] | None) -> str | None:
    """The text of what a change holds before or after, as it is sealed and kept."""
    return None if values is None else _sealed(values)


def sealed_texts(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> Iterator[str]:
    """The texts of what many changes hold, given by column."""
    text = _quickly if all(map(_simple_column, columns)) else _sealed
    for values in zip(*columns, strict=True):
        yield text(dict(zip(names, values, strict=True)))


def _sealed(values: dict[str, Any]) -> str:
    return _quickly(values) if _simple(values) else _text(_exact(values))


def _quickly(values: Any) -> str:
    """The text of what is simple."""
    try:
        return orjson.dumps(values, option=_AS_TEXT).decode()
    except TypeError:  # a whole number of more than 64 bits, half a letter: the slow way knows them
        return _text(_exact(values))


def _simple_column(column: Sequence[Any]) -> bool:
    return all(
        kind in _ALIKE or issubclass(kind, str | int) or (kind in _HOLDERS and all(_simple(each) for each in column if type(each) is kind))
        for kind in set(map(type, column))
    )


def _simple(value: Any) -> bool:
    """Whether every value is of a kind that both ways of writing JSON write alike: no fraction, nothing that only one of them takes."""
    for each in value.values() if type(value) is dict else value:
        kind = type(each)
        if kind in _ALIKE or issubclass(kind, str | int):
            continue
        if kind not in _HOLDERS or not _simple(each):
            return False
    return True


def _texts(change: Change) -> tuple[str | None, str | None]:
    return sealed_text(change.before), sealed_text(change.after)


def _exact(value: Any) -> Any:
    """A kept value with whole numbers as integers: PostgreSQL gives 1e16 back as 10000000000000000."""
    if isinstance(value, dict):
        return {name: _exact(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(inner) for inner in value]
    return int(Decimal(repr(value))) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of checking one chain: how many revisions and changes hold, and where it first breaks."""

    organisation: str
    revisions: int
    changes: int
    broken_at: int | None
    problem: str
    newest_hash: str

    @property
    def holds(self) -> bool:
        """Whether the whole chain is intact."""
        return self.broken_at is None


def start_of_newest(organisation: Organisation, *, changes: int) -> int:
    """The number of the revision after which about the newest `changes` changes lie; 0 where there are fewer."""
    newest = Change.objects.filter(revision__organisation=organisation).order_by("-id").values_list("revision__number", flat=True)
    return next(iter(newest[changes : changes + 1]), 0)


def verify(organisation: Organisation, *, after: int = 0) -> Verification:
    """Checks every seal of an organisation's ledger to its head: from its first revision, or after one that is trusted."""
    revisions = Revision.everywhere.filter(organisation=organisation)
    trusted = revisions.filter(number=after).values_list("hash", flat=True).first() if after else GENESIS
    previous, number, counted = trusted or GENESIS, after, 0
    for batch in _batches(revisions.filter(number__gt=after)):
        for revision in batch:
            changes = sorted(revision.changes.all(), key=lambda change: change.pk)
            problem = _problem(revision, changes, number, previous)
            if problem:
                return Verification(organisation.key, number, counted, number + 1, problem, previous)
            previous, number, counted = revision.hash, revision.number, counted + len(changes)
    head = LedgerHead.objects.filter(organisation=organisation).first()
    if (head.number, head.hash) != (number, previous) if head else number > 0:
        return Verification(organisation.key, number, counted, number + 1, "revisions are missing at the end", previous)
    if head is None and _holds_records(organisation):
        return Verification(organisation.key, 0, 0, 1, "there are records, but no revision that made them", previous)
    return Verification(organisation.key, number, counted, None, "", previous)


def _holds_records(organisation: Organisation) -> bool:
    kept = (model for model in apps.get_models() if issubclass(model, OrganisationRecord))
    return any(model.everywhere.filter(organisation=organisation).exists() for model in kept)


def _batches(revisions: QuerySet[Revision]) -> Iterator[list[Revision]]:
    """Revisions in order with their changes, so many at a time that they fit in memory."""
    number = -1
    while batch := list(revisions.filter(number__gt=number).order_by("number").prefetch_related("changes")[:_BATCH]):
        yield batch
        number = batch[-1].number


def _problem(revision: Revision, changes: list[Change], number: int, previous: str) -> str:
    """Why a revision does not follow revision `number` with the hash `previous`; empty where it does."""
    if revision.number != number + 1:
        return "the revision is missing"
    if revision.previous_hash != previous:
        return "it does not follow the revision before it"
    if seal(revision, changes) != revision.hash:
        return "its content does not match its seal"
    return ""
