"""The risk of a schedule file: its durations spread around the plan and simulated, over dates that are calculated anew."""

from __future__ import annotations

from typing import Any

from steerco.capabilities.schedules.services.model import ScheduleFile
from steerco.capabilities.schedules.services.problem import problem_of
from steerco_engine.exchange import plain
from steerco_engine.network.scheduling import schedule
from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.schedule_quality import checked_schedule, dcma14
from steerco_engine.uncertainty import around_plan, risk_network, sra


def risk_of(
    file: ScheduleFile, mode: str | None = None, *, iterations: int = 10_000, seed: int = 1, low: float = 0.9, high: float = 1.25
) -> dict[str, Any]:
    """For each project of the file its analysis; projects in which nothing is left to do say so.

    Files hold no spreads: each duration lasts from `low` to `high` times what is planned, the plan being the likeliest. Raises
    `InputRefused` where the shares leave no room for the plan.
    """
    if not 0 <= low <= 1 <= high:
        raise InputRefused(Fault.OUT_OF_RANGE, "low", "the plan must lie between the low and the high share")
    problem = problem_of(file, mode)
    result = schedule(problem)
    found: list[dict[str, Any]] = []
    for project in problem.projects:
        name = project.name or project.uid
        try:
            network = risk_network(problem, result, project=project.uid)
        except InputRefused as refusal:
            found.append({"project": name, "analysis": None, "reason": str(refusal)})
            continue
        checks = dcma14(checked_schedule(problem, result, project=project.uid)).checks
        failed = tuple(each.number for each in checks if each.passed is False)
        told = sra(network, around_plan(network, low, high), iterations=iterations, seed=seed, failed_checks=failed)
        found.append({"project": name, "analysis": plain(told), "reason": None})
    return {"mode": problem.options.mode.value, "low": low, "high": high, "projects": found}
