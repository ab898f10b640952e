"""Scheduling: the critical path by the rules of the planning tools, over calendars, with the reason of every date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steerco_engine.network.problem import (
    Activity,
    Assignment,
    Constraint,
    ConstraintKind,
    CriticalBy,
    FloatRule,
    Kind,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    Mode,
    Options,
    Progress,
    Project,
    Schedule,
)
from steerco_engine.network.result import Because, Line, Notice, Scheduled

if TYPE_CHECKING:
    from steerco_engine.network.scheduling import schedule

__all__ = [
    "Activity",
    "Assignment",
    "Because",
    "Constraint",
    "ConstraintKind",
    "CriticalBy",
    "FloatRule",
    "Kind",
    "LagCalendar",
    "LagUnit",
    "Line",
    "Link",
    "LinkKind",
    "Mode",
    "Notice",
    "Options",
    "Progress",
    "Project",
    "Schedule",
    "Scheduled",
    "schedule",
]


def __getattr__(name: str) -> Any:
    """Loads what calculates only when it is asked for: the compiler's library takes a fifth of a second."""
    if name == "schedule":
        from steerco_engine.network.scheduling import schedule

        return schedule
    raise AttributeError(name)
