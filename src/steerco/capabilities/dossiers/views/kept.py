"""Records of dossiers, kept per process until something is written or somebody sees differently."""

from __future__ import annotations

import datetime as dt

from steerco.capabilities.dossiers.queries.record import ProjectRecord, project_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.memo import Memo, Seen

LONGEST_KEY = 200

_records = Memo(capacity=2_000)  # returns


def kept_record(by: Actor, seen: Seen | None, ref: str, as_of: dt.date | None, against: dt.date | None) -> ProjectRecord | None:
    """The record of a project, read once; `seen` is what the actor sees now."""

    def read() -> ProjectRecord | None:
        return project_record(by, ref, as_of, against)

    if len(ref) > LONGEST_KEY:
        return read()
    return _records.of(seen, (ref, as_of, against), read, lambda record: 1 if record is None else 1 + len(record.returns))
