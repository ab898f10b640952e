"""The options of a problem as numbers, and where each of its projects begins."""

from __future__ import annotations

import datetime as dt

import numpy as np

from steerco_engine.calendars.clock import NEVER, ticks_of
from steerco_engine.calendars.clocks import Clocks
from steerco_engine.network import arrays as a
from steerco_engine.network.arrays import Net, Rules
from steerco_engine.network.passes import dates_of
from steerco_engine.network.problem import Activity, FloatRule, Mode, Progress, Project, Schedule
from steerco_engine.reasons import Fault, InputRefused

FLOATS = {FloatRule.SMALLEST: 0, FloatRule.START: 1, FloatRule.FINISH: 2}


def rules_of(problem: Schedule) -> Rules:
    """The options as numbers."""
    options, microsoft = problem.options, problem.options.mode is Mode.MICROSOFT_PROJECT
    projects = problem.projects or (Project(""),)

    def ticks(when: dt.datetime | None) -> int:
        return NEVER if when is None else ticks_of(when)

    back = [each.finish if microsoft and each.from_finish else None for each in projects]
    floors = [ticks(held or (each.start if microsoft else each.data_date or each.start)) for each, held in zip(projects, back, strict=True)]
    given = [each for each in floors if each != NEVER] or [ticks_of(when) for each in problem.activities for when in _said(each)]
    if not given and problem.activities:
        raise InputRefused(Fault.MISSING, "projects.0.start", "no project says when it starts, and no activity has a date")
    floors = [min(given) if each == NEVER else each for each in floors] if given else floors
    return Rules(
        microsoft,
        options.progress is not Progress.RETAINED_LOGIC,
        options.start_lag_from_early,
        FLOATS[options.float_rule],
        options.float_to_project_end and not microsoft,
        np.array(floors, dtype=np.int64),
        np.array([ticks(held or each.must_finish) for each, held in zip(projects, back, strict=True)], dtype=np.int64),
        options.progress is Progress.ACTUAL_DATES,
        options.open_ends_critical and not microsoft,
    )


def anchored(problem: Schedule, net: Net, rules: Rules, clocks: Clocks) -> Rules:
    """The rules with the start of each project that is planned from its finish: the earliest of all latest starts."""
    back = [place for place, each in enumerate(problem.projects) if rules.microsoft and each.from_finish and each.finish]
    if not back:
        return rules
    dates, _ends = dates_of(net, rules, clocks, alap=False)
    floor = rules.floor.copy()
    for place in back:
        here = (net.project == place) & (net.flags & (a.JUNCTION | a.IDLE) == 0)
        begun = net.begun[here]
        firsts = [*dates.ls[here].tolist(), *begun[begun != NEVER].tolist()]
        floor[place] = min(firsts, default=floor[place])
    return rules._replace(floor=floor)


def _said(activity: Activity) -> list[dt.datetime]:
    """The dates that are known of an activity without calculating any."""
    limits = [each.date for each in (activity.constraint, activity.second_constraint) if each is not None]
    return [when for when in (activity.actual_start, activity.start, *limits) if when is not None]
