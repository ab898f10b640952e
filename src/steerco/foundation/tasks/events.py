"""What happened to jobs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job came to its end: done, failed or cancelled. `quiet` jobs are told to nobody when all went well."""

    job_id: int
    organisation_id: int
    state: str
    quiet: bool
