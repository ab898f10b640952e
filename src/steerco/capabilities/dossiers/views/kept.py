"""Records and rendered parts of dossiers, kept per process until something is written or somebody sees differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from steerco.capabilities.dossiers.queries.record import ProjectRecord, project_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.memo import Memo

PARTS = ("crumbs", "tabs", "actions", "say", "content", "foot")
LONGEST_KEY = 200

_records = Memo(capacity=2_000)  # returns
_pages = Memo(capacity=12_000_000)  # characters


def kept_record(by: Actor, seen: Hashable | None, ref: str, as_of: dt.date | None, against: dt.date | None) -> ProjectRecord | None:
    """The record of a project, read once; `seen` is the stamp of what the actor sees now."""

    def read() -> ProjectRecord | None:
        return project_record(by, ref, as_of, against)

    if len(ref) > LONGEST_KEY:
        return read()
    return _records.of(seen, (ref, as_of, against), read, lambda record: 1 if record is None else 1 + len(record.returns))


def kept_parts(request: HttpRequest, seen: Hashable | None, context: Callable[[], dict[str, Any]]) -> dict[str, SafeString]:
    """The parts of the overview, rendered once for an address; they hold nothing of the person or the session."""
    address = request.get_full_path()

    def render() -> dict[str, SafeString]:
        told = context()
        return {name: render_to_string(f"dossiers/parts.html#{name}", told, request) for name in PARTS}

    return _pages.of(
        seen if len(address) <= LONGEST_KEY else None, address, render, lambda parts: sum(len(part) for part in parts.values())
    )
