"""Schedule quality: the DCMA 14-point assessment, each offending activity with what to do, and what stands beside it."""

from __future__ import annotations

from steerco_engine.schedule_quality.dcma import dcma14
from steerco_engine.schedule_quality.results import Assessment, Beside, Better, Check, Offender
from steerco_engine.schedule_quality.scheduled import Baselined, checked_schedule
from steerco_engine.schedule_quality.snapshot import (
    ActivityKind,
    ActivityState,
    CheckedActivity,
    CheckedLink,
    CheckedSchedule,
    HeldDate,
    Hold,
    LinkType,
    WorkingWeek,
)

CALCULATIONS = ("dcma14",)
"""What is offered by name from outside."""

__all__ = [
    "ActivityKind",
    "ActivityState",
    "Assessment",
    "Baselined",
    "Beside",
    "Better",
    "Check",
    "CheckedActivity",
    "CheckedLink",
    "CheckedSchedule",
    "HeldDate",
    "Hold",
    "LinkType",
    "Offender",
    "WorkingWeek",
    "checked_schedule",
    "dcma14",
]
