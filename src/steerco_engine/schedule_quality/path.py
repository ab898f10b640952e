"""Checks 12 to 14: the critical path test, the critical path length index and the baseline execution index."""

from __future__ import annotations

import datetime as dt

from steerco_engine.reasons import Unassessed
from steerco_engine.schedule_quality.days import ADDED, days_between, movement_of_finish
from steerco_engine.schedule_quality.population import EQUAL, Population, counts, offence, unassessed, verdict
from steerco_engine.schedule_quality.results import Better, Check
from steerco_engine.schedule_quality.snapshot import CheckedActivity

TOLERANCE = 1.0
"""Working days by which the finish may move otherwise than the task."""


def critical_path_test(population: Population) -> Check:
    """Check 12: 600 working days on the earliest incomplete critical task move the finish by as much."""
    tested = tested_activity(population)
    if tested is None:
        reason = Unassessed.NO_DATA if population.incomplete else Unassessed.NO_POPULATION
        return unassessed(12, "Critical path test", TOLERANCE, Better.LOWER, reason)
    moved = population.schedule.test_movement
    if moved is None:
        moved = movement_of_finish(population.schedule, tested.id)
    short = abs(ADDED - moved)
    passed = short <= TOLERANCE * (1 + EQUAL)
    found = () if passed else (offence(tested, "PATH_BROKEN", f"the finish moves by {moved:g} of {ADDED:g} working days"),)
    return Check(12, "Critical path test", moved, ADDED, short, TOLERANCE, Better.LOWER, passed, None, found)


def tested_activity(population: Population) -> CheckedActivity | None:
    """The earliest incomplete critical task; without marks of criticality, one of the least total float."""
    schedule = population.schedule
    if schedule.test_activity is not None:
        return population.known.get(schedule.test_activity)
    working = [each for each in population.incomplete if each.left > 0]
    critical = [each for each in working if each.critical]
    if not critical:
        floats = [each.total_float for each in working if each.total_float is not None]
        critical = [each for each in working if floats and each.total_float is not None and each.total_float <= min(floats) + EQUAL]
    return min(critical, key=lambda each: (each.start or each.actual_start or schedule.status_at, each.id), default=None)


def path_length_index(population: Population) -> Check:
    """Check 13, CPLI: (length of the critical path + float of the finish) / length, in working days."""
    name, schedule = "Critical path length index", population.schedule
    finish = schedule.finish or max((each.finish for each in _open(population) if each.finish is not None), default=None)
    length = schedule.critical_path_length
    if length is None and finish is not None:
        length = days_between(schedule.status_at, finish, schedule.week)
    if length is None:
        return unassessed(13, name, 0.95, Better.HIGHER, Unassessed.NO_DATA)
    if not length > 0:
        return unassessed(13, name, 0.95, Better.HIGHER, Unassessed.PLAN_DATE_PASSED)
    left = schedule.finish_float
    promised = schedule.baseline_finish or _baseline_finish(population) or schedule.required_finish
    if left is None and promised is not None and finish is not None:
        left = days_between(finish, promised, schedule.week)
    if left is None:
        return unassessed(13, name, 0.95, Better.HIGHER, Unassessed.NO_BASELINE)
    last = max((each for each in _open(population)), key=lambda each: (each.finish or schedule.status_at, each.id), default=None)
    late = (offence(last, "BEHIND", f"the finish is {-left:g} working days late"),) if last and left < 0 else ()
    return verdict(13, name, length + left, length, 0.95, Better.HIGHER, late)


def execution_index(population: Population) -> Check:
    """Check 14, BEI: tasks complete by the status date / (tasks due by it + tasks without baseline dates), each counted once."""
    name, status = "Baseline execution index", population.schedule.status_at
    planned = [each for each in population.tasks if each.baseline_finish is not None]
    if population.tasks and not planned:
        return unassessed(14, name, 0.95, Better.HIGHER, Unassessed.NO_BASELINE)
    due = [each for each in planned if each.baseline_finish is not None and each.baseline_finish <= status]
    never = [each for each in population.tasks if each.baseline_finish is None]
    done = {each.id for each in population.tasks if not each.open and (each.actual_finish is None or each.actual_finish <= status)}
    late = [offence(each, "NOT_DONE", f"baseline finish {each.baseline_finish:%Y-%m-%d}") for each in due if each.id not in done]
    late += [offence(each, "NEVER_BASELINED", "no baseline dates") for each in never if each.id not in done]
    return verdict(14, name, len(done), len(due) + len(never), 0.95, Better.HIGHER, late)


def _baseline_finish(population: Population) -> dt.datetime | None:
    """The latest baseline finish of all that counts."""
    known = population.known.values()
    return max((each.baseline_finish for each in known if each.baseline_finish is not None and counts(each)), default=None)


def _open(population: Population) -> list[CheckedActivity]:
    return [each for each in population.known.values() if counts(each) and each.open]
