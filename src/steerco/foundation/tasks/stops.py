"""What ends a job in the middle."""

from __future__ import annotations

from threading import Event

stopping = Event()
"""Set when this process is about to end: its jobs go back to the queue at their next step."""


class Stopped(BaseException):
    """Ends a job in the middle; not an `Exception`, so that no job takes it for a fault of its own."""


class Cancelled(Stopped):
    """Somebody cancelled the job."""


class Interrupted(Stopped):
    """The worker ends; the job is run again by another one."""


class TakenOver(Stopped):
    """Another worker has the job now, because this one was taken for dead."""
