"""The log of a job is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from steerco.foundation.tasks.models import JobLine

MOST_LINES = 1000


def write_lines(job_id: int, attempt: int, lines: Iterable[tuple[str, str]]) -> None:
    """Adds lines, each an instant and a text; a log that is full stays as it is."""
    made = [JobLine(job_id=job_id, attempt=attempt, at=dt.datetime.fromisoformat(at), text=text) for at, text in lines]
    if made and JobLine.objects.filter(job_id=job_id).count() < MOST_LINES:
        JobLine.objects.bulk_create(made, batch_size=500)
