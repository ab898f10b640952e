"""Scheduling: the critical path by the rules of the planning tools, over calendars, with the reason of every date."""

from __future__ import annotations

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
]
