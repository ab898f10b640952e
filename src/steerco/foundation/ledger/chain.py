"""The hash chain: how a revision is sealed, and how the seal is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.organisations.models import Organisation

GENESIS = "0" * 64
_BATCH = 200


def seal(revision: Revision, changes: Iterable[Change]) -> str:
    """SHA-256 (hexadecimal) over the revision, its changes in order and the hash of the revision before it."""
    body: list[Any] = [
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
        [[c.record_type, c.record_id, c.record_label, c.action, c.before, c.after] for c in changes],
    ]
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of checking one chain: how many revisions and changes hold, and where it first breaks."""

    organisation: str
    revisions: int
    changes: int
    broken_at: int | None
    problem: str

    @property
    def holds(self) -> bool:
        """Whether the whole chain is intact."""
        return self.broken_at is None


def verify(organisation: Organisation) -> Verification:
    """Checks every seal of an organisation's ledger from its first revision to its head."""
    previous, number, counted = GENESIS, 0, 0
    revisions = Revision.everywhere.filter(organisation=organisation).order_by("number")
    batch: list[Revision] = []

    def broken(at: int, problem: str) -> Verification:
        return Verification(organisation.key, number, counted, at, problem)

    for start in range(0, revisions.count(), _BATCH):
        batch = list(revisions[start : start + _BATCH])
        prefetch_related_objects(batch, "changes")
        for revision in batch:
            changes = sorted(revision.changes.all(), key=lambda change: change.pk)
            if revision.number != number + 1:
                return broken(number + 1, "revision missing")
            if revision.previous_hash != previous:
                return broken(revision.number, "does not follow the revision before it")
            if seal(revision, changes) != revision.hash:
                return broken(revision.number, "content does not match its hash")
            previous, number, counted = revision.hash, revision.number, counted + len(changes)
    head = LedgerHead.objects.filter(organisation=organisation).first()
    if head is not None and (head.number, head.hash) != (number, previous):
        return broken(number + 1, "revisions are missing at the end")
    return Verification(organisation.key, number, counted, None, "")
