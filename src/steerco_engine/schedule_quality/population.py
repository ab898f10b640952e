"""Whom the checks count: incomplete tasks, all tasks, and the links that end in something incomplete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steerco_engine.reasons import Unassessed
from steerco_engine.schedule_quality.advice import TO_DO
from steerco_engine.schedule_quality.results import Better, Check, Offender
from steerco_engine.schedule_quality.snapshot import ActivityKind, ActivityState, CheckedActivity, CheckedLink, CheckedSchedule

EQUAL = 1e-9
"""A relative difference below this counts as equal (domain.md §0.2, G1)."""


@dataclass(frozen=True, slots=True)
class Population:
    """A schedule with what the checks count of it."""

    schedule: CheckedSchedule
    known: Mapping[str, CheckedActivity]
    tasks: tuple[CheckedActivity, ...]
    """Complete and incomplete tasks: no summary, level of effort, cancelled activity or milestone."""
    incomplete: tuple[CheckedActivity, ...]
    """The tasks that are not complete."""
    links: tuple[CheckedLink, ...]
    """Links between activities that count, whose successor is incomplete."""

    @classmethod
    def of(cls, schedule: CheckedSchedule) -> Population:
        """The population of a schedule."""
        known = {each.id: each for each in schedule.activities}
        tasks = tuple(each for each in schedule.activities if is_task(each))
        links = tuple(
            each
            for each in schedule.links
            if counts(known[each.predecessor]) and counts(known[each.successor]) and known[each.successor].open
        )
        return cls(schedule, known, tasks, tuple(each for each in tasks if each.open), links)


def is_task(activity: CheckedActivity) -> bool:
    """Whether an activity is in the population: a task that takes time; a task of no duration is a milestone."""
    return activity.kind is ActivityKind.TASK and counts(activity) and not is_milestone(activity)


def is_milestone(activity: CheckedActivity) -> bool:
    """Whether an activity is a milestone, by its kind or by having no duration."""
    return activity.kind is ActivityKind.MILESTONE or (activity.kind is ActivityKind.TASK and activity.duration == 0)


def counts(activity: CheckedActivity) -> bool:
    """Whether an activity is work or a milestone, and not cancelled."""
    return activity.kind in (ActivityKind.TASK, ActivityKind.MILESTONE) and activity.state is not ActivityState.CANCELLED


def offence(activity: CheckedActivity, code: str, found: str, link: CheckedLink | None = None) -> Offender:
    """An offender with what to do."""
    return Offender(activity.id, activity.name, code, found, TO_DO[code], link.words if link else None)


def share(
    number: int, name: str, offenders: Sequence[Offender], of: int, limit: float | None, *, none: Unassessed = Unassessed.NO_POPULATION
) -> Check:
    """A check of a share that must not pass a limit, offenders counted once each."""
    return verdict(number, name, len(offenders), of, limit, Better.LOWER, offenders, none)


def verdict(
    number: int, name: str, numerator: float, denominator: float, limit: float | None, better: Better, offenders: Sequence[Offender] = (),
    none: Unassessed = Unassessed.NO_POPULATION,
) -> Check:  # fmt: skip
    """A check of numerator / denominator against its limit; a value equal to the limit passes."""
    if not denominator > 0:
        return unassessed(number, name, limit, better, none)
    value = numerator / denominator
    return Check(number, name, numerator, denominator, value, limit, better, within(value, limit, better), None, tuple(offenders))


def within(value: float, limit: float | None, better: Better) -> bool | None:
    """Whether a value keeps a limit, compared before rounding."""
    if limit is None:
        return None
    tolerance = EQUAL * max(abs(value), abs(limit))
    return value <= limit + tolerance if better is Better.LOWER else value >= limit - tolerance


def unassessed(number: int, name: str, limit: float | None, better: Better, reason: Unassessed) -> Check:
    """A check that nothing can be said about, with the reason; it is not a pass."""
    return Check(number, name, None, None, None, limit, better, None, reason)
