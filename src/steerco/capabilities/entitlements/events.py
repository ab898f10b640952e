"""What happened to access, for whoever tells people about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GlassBroken:
    """Somebody took emergency access; the PMO director and the auditor are to be told."""

    organisation_id: int
    emergency_id: int
    account_id: int
    reason: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class RightsLent:
    """Somebody may act for another between two days."""

    organisation_id: int
    delegation_id: int
    giver_id: int
    receiver_id: int


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """An access review waits for decisions until a day."""

    organisation_id: int
    review_id: int
    due_on: dt.date
