"""Checks 5 to 11: constraints, floats, long tasks, dates that cannot be, resources, missed tasks."""

from __future__ import annotations

from collections.abc import Callable

from steerco_engine.reasons import Unassessed
from steerco_engine.schedule_quality.population import EQUAL, Population, offence, share, unassessed
from steerco_engine.schedule_quality.results import Better, Check, Offender
from steerco_engine.schedule_quality.snapshot import HARD, CheckedActivity

TWO_MONTHS = 44.0
"""Working days of about two months."""


def hard_constraints(population: Population) -> Check:
    """Check 5: incomplete tasks that a hard constraint holds."""
    found = []
    for each in population.incomplete:
        hard = [held for held in each.constraints if held.kind in HARD]
        if hard:
            words = ", ".join(f"{held.kind.value} {held.at:%Y-%m-%d}" if held.at else held.kind.value for held in hard)
            found.append(offence(each, "HARD_CONSTRAINT", words))
    return share(5, "Hard constraints", found, len(population.incomplete), 0.05)


def high_float(population: Population) -> Check:
    """Check 6: incomplete tasks with more than 44 working days of total float."""
    limit = TWO_MONTHS * (1 + EQUAL)
    return _floating(population, 6, "High float", 0.05, lambda total: total > limit, "HIGH_FLOAT")


def negative_float(population: Population) -> Check:
    """Check 7: incomplete tasks with a total float below zero."""
    return _floating(population, 7, "Negative float", 0.0, lambda total: total < -EQUAL, "NEGATIVE_FLOAT")


def high_duration(population: Population) -> Check:
    """Check 8: incomplete tasks with a baseline duration above 44 working days, margins left out."""
    planned = [each for each in population.incomplete if each.baseline_duration is not None and not each.margin]
    found = [
        offence(each, "HIGH_DURATION", f"baseline duration of {each.baseline_duration:g} working days")
        for each in planned
        if each.baseline_duration is not None and each.baseline_duration > TWO_MONTHS * (1 + EQUAL)
    ]
    none = Unassessed.NO_BASELINE if population.incomplete else Unassessed.NO_POPULATION
    return share(8, "High duration", found, len(planned), 0.05, none=none)


def invalid_dates(population: Population) -> Check:
    """Check 9: tasks with a forecast before the status date or an actual date after it; a task counts once."""
    found = [told for each in population.tasks if (told := _impossible(population, each)) is not None]
    if not population.tasks:
        return unassessed(9, "Invalid dates", 0.0, Better.LOWER, Unassessed.NO_POPULATION)
    if not any(each.start or each.finish or each.actual_start or each.actual_finish for each in population.tasks):
        return unassessed(9, "Invalid dates", 0.0, Better.LOWER, Unassessed.NO_DATA)
    count = float(len(found))
    return Check(9, "Invalid dates", count, len(population.tasks), count, 0.0, Better.LOWER, not found, None, tuple(found))


def resources(population: Population) -> Check:
    """Check 10: incomplete tasks of a day or more with neither resource nor cost; information, no limit."""
    counted = [each for each in population.incomplete if each.duration >= 1 - EQUAL]
    found = [offence(each, "NO_RESOURCE", "neither resource nor cost") for each in counted if not each.resources and not each.cost]
    return share(10, "Resources", found, len(counted), None)


def missed(population: Population) -> Check:
    """Check 11: tasks due by the status date whose actual or forecast finish is later than their baseline finish."""
    status = population.schedule.status_at
    due = [each for each in population.tasks if each.baseline_finish is not None and each.baseline_finish <= status]
    found = []
    for each in due:
        finish = each.actual_finish or each.finish
        if each.baseline_finish is not None and (finish > each.baseline_finish if finish else each.open):
            said = f"finish {finish:%Y-%m-%d}" if finish else "no finish"
            found.append(offence(each, "MISSED", f"{said}, baseline {each.baseline_finish:%Y-%m-%d}"))
    baselined = any(each.baseline_finish is not None for each in population.tasks)
    none = Unassessed.NO_POPULATION if baselined or not population.tasks else Unassessed.NO_BASELINE
    return share(11, "Missed tasks", found, len(due), 0.05, none=none)


def _floating(population: Population, number: int, name: str, limit: float, wrong: Callable[[float], bool], code: str) -> Check:
    known = [each for each in population.incomplete if each.total_float is not None]
    found = [
        offence(each, code, f"total float of {each.total_float:g} working days")
        for each in known
        if each.total_float is not None and wrong(each.total_float)
    ]
    return share(number, name, found, len(known), limit, none=Unassessed.NO_DATA if population.incomplete else Unassessed.NO_POPULATION)


def _impossible(population: Population, activity: CheckedActivity) -> Offender | None:
    status = population.schedule.status_at
    for said, at in (("actual start", activity.actual_start), ("actual finish", activity.actual_finish)):
        if at is not None and at > status:
            return offence(activity, "ACTUAL_IN_FUTURE", f"{said} {at:%Y-%m-%d %H:%M} lies after the status date")
    if not activity.open:
        return None
    forecast = (
        ("start", None if activity.actual_start else activity.start), ("finish", None if activity.actual_finish else activity.finish),
    )  # fmt: skip
    for said, at in forecast:
        if at is not None and at < status:
            return offence(activity, "FORECAST_IN_PAST", f"forecast {said} {at:%Y-%m-%d %H:%M} lies before the status date")
    return None
