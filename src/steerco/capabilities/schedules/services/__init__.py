"""Reading, converting and writing schedule files; none of it needs a database."""

from __future__ import annotations

from steerco.capabilities.schedules.services.model import ScheduleFile
from steerco.capabilities.schedules.services.opening import open_schedule
from steerco.capabilities.schedules.services.records import FileRefused

__all__ = ["FileRefused", "ScheduleFile", "open_schedule"]
