"""A worker: threads that do jobs, one that beats for them, one that looks after those of others, until it is told to end."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections
from huey.consumer import Consumer

from steerco.foundation.tasks import queue
from steerco.foundation.tasks.services.clocks import start_due
from steerco.foundation.tasks.services.running import running_here
from steerco.foundation.tasks.services.watching import recover
from steerco.foundation.tasks.stops import stopping

log = logging.getLogger(__name__)
BEAT_SECONDS, LOOK_SECONDS, GRACE_SECONDS = 10.0, 20.0, 20.0


class _Consumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """Ends gracefully at either signal: jobs go back to the queue at their next step, and a job without steps gets some seconds."""

    def __init__(self, huey: Any, threads: int) -> None:
        super().__init__(huey, workers=threads, periodic=False, max_delay=0.5, shutdown_timeout=GRACE_SECONDS)
        self._signal_actions = {signal.SIGINT: (False, True), signal.SIGTERM: (False, True)}

    def _handle_signal(self, signum: int, frame: Any) -> None:
        stopping.set()
        super()._handle_signal(signum, frame)


def work(*, threads: int, beside: int | None = None) -> None:
    """Does jobs until a signal comes, or until the process that it works beside is gone."""
    stopping.clear()
    _carefully("looking for lost jobs", recover)
    consumer = _Consumer(queue.queue().huey, threads)
    ended = threading.Event()

    def beat() -> None:
        while True:
            _carefully("beating", lambda: _beat(threads))
            if ended.wait(BEAT_SECONDS):
                return

    def follow() -> None:
        while not ended.wait(1):
            if beside is not None and os.getppid() != beside:
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            _carefully("starting what is due", start_due)
            _carefully("looking for lost jobs", recover)
            close_old_connections()

    for watch in (beat, follow, look):
        threading.Thread(target=watch, daemon=True, name=watch.__name__).start()
    try:
        consumer.run()
    finally:
        ended.set()
        _carefully("leaving", lambda: queue.forget(f"worker.{queue.me()}"))


def _beat(threads: int) -> None:
    now = time.time()
    queue.keep(f"worker.{queue.me()}", {"at": now, "threads": threads})
    for job_id in running_here():
        queue.keep(f"beat.{job_id}", now)


def _carefully(doing: str, act: Callable[[], object]) -> None:
    """Does what is tried again soon anyway; a fault is logged and ends nothing."""
    try:
        act()
    except Exception:
        log.exception("a worker failed at %s", doing)
