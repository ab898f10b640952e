"""Recalculating a file: its stored dates are discarded, and each activity gets a record with those of the engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from steerco.capabilities.schedules.services.model import ScheduleFile
from steerco.capabilities.schedules.services.problem import links_outside, problem_of
from steerco_engine.network.result import Line
from steerco_engine.network.scheduling import schedule


def schedule_file(file: ScheduleFile, mode: str | None = None) -> dict[str, Any]:
    """The mode, one record an activity in the order of the file, and what a planner should look at."""
    problem = problem_of(file, mode)
    result = schedule(problem)
    names = {each.uid: each.id or each.name or each.uid for each in file.projects}
    summaries = {each.uid for each in file.activities if each.summary}
    names_of = {each.uid: each.name for each in file.activities}
    warnings = [{"code": each.code, "uid": _number(each.uid) if each.uid else None, "message": each.says} for each in result.warnings]
    warnings += [
        {"code": "LINK_OUTSIDE", "uid": _number(each.successor), "message": f"a link to {each.predecessor}, which the file does not hold"}
        for each in links_outside(file)
    ]
    return {
        "mode": problem.options.mode.value,
        "activities": [_record(line, names, names_of, summaries) for line in result.lines],
        "warnings": warnings,
    }


def _record(line: Line, names: dict[str, str], names_of: dict[str, str], summaries: set[str]) -> dict[str, Any]:
    return {
        "project": names.get(line.project, line.project), "uid": _number(line.uid), "name": names_of.get(line.uid, ""),
        "summary": line.uid in summaries, "es": _minute(line.es), "ef": _minute(line.ef), "ls": _minute(line.ls), "lf": _minute(line.lf),
        "tf": _whole(line.tf), "ff": _whole(line.ff), "start": _minute(line.start), "finish": _minute(line.finish),
        "critical": line.critical, "driving": [_number(uid) for uid in line.driven_by], "longest_path": line.longest_path,
        "because": line.because.value,
    }  # fmt: skip


def _minute(at: dt.datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M")


def _whole(minutes: float | None) -> float | None:
    """Minutes, without a fraction where there is none."""
    return None if minutes is None else int(minutes) if float(minutes).is_integer() else round(minutes, 2)


def _number(uid: str) -> int | str:
    return int(uid) if uid.isdigit() else uid
