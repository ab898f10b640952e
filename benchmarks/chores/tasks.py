"""A job that takes some seconds and writes twenty units, each by itself; begun again, it goes on where it was."""

from __future__ import annotations

import time

from benchmarks.chores import STEPS
from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.services import create_unit
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job("chore", label="Twenty units")
def run(progress: Progress, *, name: str = "") -> Outcome:
    """Writes those of the twenty that are not there yet."""
    for number in range(STEPS):
        progress.step(number, STEPS, name)
        code = f"{name}-{number}"
        if not OrgUnit.objects.filter(code=code).exists():
            create_unit(by=progress.by, code=code, name=f"Unit {code}")
        time.sleep(0.2)
    return Outcome(f"{STEPS} units")
