"""A program of its own for tests of real workers: asks for a job, works, or says where the job stands."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steerco.config.settings")
django.setup()

from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.tasks.kinds import Outcome, job  # noqa: E402
from steerco.foundation.tasks.models import Job  # noqa: E402
from steerco.foundation.tasks.progress import Progress  # noqa: E402
from steerco.foundation.tasks.services import cancel_job, enqueue  # noqa: E402
from steerco.foundation.tasks.worker import work  # noqa: E402


@job("slow", label="Slow")
def slow(progress: Progress, *, note: str, first: float, later: float) -> Outcome:
    """Takes `first` seconds the first time it is begun, `later` when it is begun again; notes each start."""
    with Path(note).open("a", encoding="utf-8") as file:
        file.write(f"{progress.attempt}\n")
    last = time.monotonic() + (first if progress.attempt == 1 else later)
    while time.monotonic() < last:
        progress.step(1, 2, "half done")
        time.sleep(0.05)
    progress.step(2, 2)
    return Outcome(f"Done at attempt {progress.attempt}.")


def main(verb: str, *words: str) -> None:
    """`ask NOTE FIRST LATER`, `work`, `state` or `cancel`."""
    if verb == "work":
        work(threads=2)
        return
    organisation, _made = Organisation.objects.get_or_create(key="alpha", defaults={"name": "Alpha"})
    if verb == "ask":
        enqueue(Actor.system(organisation), "slow", note=words[0], first=float(words[1]), later=float(words[2]))
        return
    if verb == "cancel":
        cancel_job(by=Actor.system(organisation), job=Job.everywhere.get(kind="slow"))
    held = Job.everywhere.get(kind="slow")
    print(json.dumps({"state": held.state, "attempt": held.attempt, "result": held.result, "worker": held.worker}))


if __name__ == "__main__":
    main(*sys.argv[1:])
