"""The quality of a schedule file: the 14 points of the DCMA over dates that are calculated anew."""

from __future__ import annotations

from typing import Any

from steerco.capabilities.schedules.services.model import ScheduleFile
from steerco.capabilities.schedules.services.problem import problem_of
from steerco_engine.exchange import plain
from steerco_engine.network.scheduling import schedule
from steerco_engine.schedule_quality import Baselined, checked_schedule, dcma14


def quality_of(file: ScheduleFile, mode: str | None = None) -> dict[str, Any]:
    """For each project of the file its checks, each with the offending activities and what to do."""
    problem = problem_of(file, mode)
    result = schedule(problem)
    firsts = {each.uid: next((one for one in each.baselines if one.number == 0), None) for each in file.activities}
    planned = {uid: Baselined(one.start, one.finish, one.duration) for uid, one in firsts.items() if one is not None}
    found = []
    for project in problem.projects:
        seen = checked_schedule(problem, result, project=project.uid, baselines=planned, reschedule=schedule)
        found.append({"project": project.name or project.uid, "assessment": plain(dcma14(seen))})
    return {"mode": problem.options.mode.value, "projects": found}
