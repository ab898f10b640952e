"""The queue that carries jobs to workers (huey, wrapped here once), and its small store for what must be seen while a job runs.

The row of a job is the truth, the queue only says that there is something to do: a message that is lost or comes twice does no harm.
Progress, heartbeats and wishes to cancel lie in the queue's store, because on SQLite a job that writes a lot holds the database.
"""

from __future__ import annotations

import json
import os
import socket
import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from huey import MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer

NAME = "steerco"
TASK = "run_job"


class Queue(NamedTuple):
    """The queue, and the one task that it carries."""

    huey: Any
    task: Any


@cache
def queue() -> Queue:
    """The queue of this process: one file in the home folder, the tables of PostgreSQL, Redis, or the memory of a test."""
    where, serializer = settings.JOB_QUEUE, SignedSerializer(secret=settings.SECRET_KEY, salt="steerco.jobs")
    if where == "memory":
        made: Any = MemoryHuey(NAME, results=False, serializer=serializer)
    elif where.startswith(("redis://", "rediss://", "unix://")):
        made = RedisHuey(NAME, results=False, serializer=serializer, url=where)
    elif where == "postgresql":
        made = PostgresHuey(NAME, results=False, serializer=serializer, **_postgres())
    else:
        file = Path(where)
        made = SqliteHuey(NAME, results=False, serializer=serializer, filename=str(file), fsync=False, timeout=20)
        file.chmod(0o600)
    return Queue(made, made.task(name=TASK)(_run))


def _postgres() -> dict[str, Any]:
    held = settings.DATABASES["default"]
    given = {"dbname": held["NAME"], "host": held["HOST"], "port": held["PORT"], "user": held["USER"], "password": held["PASSWORD"]}
    return {name: value for name, value in given.items() if value}


def _run(job_id: int) -> None:
    from steerco.foundation.tasks.services.running import execute

    execute(job_id, me())


def send(job_id: int, delay: float = 0) -> None:
    """Says that a job is to be run, at once or after some seconds."""
    held = queue()
    held.huey.enqueue(held.task.s(job_id, delay=delay) if delay > 0 else held.task.s(job_id))


def is_empty() -> bool:
    """Whether nothing waits to be taken by a worker."""
    return not queue().huey.pending_count()


@cache
def _born() -> int:
    return time.time_ns()


def me() -> str:
    """This process as a worker: where it runs, its number there, when it began."""
    return f"{_place()}:{os.getpid()}:{_born()}"


@cache
def _place() -> str:
    """The machine, and the part of it in which process numbers mean the same (a container has its own)."""
    try:
        return f"{socket.gethostname()[:60]}/{Path('/proc/self/ns/pid').readlink().name.strip('pid:[]')}"
    except OSError:
        return socket.gethostname()[:60]


def surely_dead(worker: str) -> bool:
    """Whether a worker was a process of this machine that is no longer there."""
    place, pid, _started = worker.rsplit(":", 2) if worker.count(":") >= 2 else ("", "", "")
    if place != _place() or not pid.isdigit() or worker == me():
        return False
    if int(pid) == os.getpid():
        return True  # the number was given to this process after the other one ended
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def keep(key: str, value: Any) -> None:
    """Keeps a small value in the queue's store."""
    queue().huey.storage.put_data(f"steerco.{key}", json.dumps(value).encode())


def kept(key: str) -> Any:
    """What is kept under a key, or None."""
    held = queue().huey.storage.peek_data(f"steerco.{key}")
    return json.loads(bytes(held)) if isinstance(held, bytes | memoryview | bytearray) else None


def forget(*keys: str) -> None:
    """Drops what is kept under keys."""
    for key in keys:
        queue().huey.delete(f"steerco.{key}")


def workers(within_seconds: float = 60) -> list[str]:
    """The workers that have shown themselves lately."""
    held = queue().huey.storage.result_items()
    found = []
    for key, value in held.items():
        name = key.decode() if isinstance(key, bytes) else str(key)
        if name.startswith("steerco.worker.") and time.time() - json.loads(bytes(value))["at"] < within_seconds:
            found.append(name.removeprefix("steerco.worker."))
    return sorted(found)
