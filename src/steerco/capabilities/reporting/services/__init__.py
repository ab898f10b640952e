"""The verbs of reporting: calendars, holidays and excuses are kept, whoever owes a report is reminded, facts are frozen."""

from steerco.capabilities.reporting.services import frozen  # noqa: F401  # registers what is frozen with a report
from steerco.capabilities.reporting.services.calendars import (
    create_calendar,
    create_holiday,
    delete_calendar,
    delete_holiday,
    place_of,
    update_calendar,
    update_holiday,
)
from steerco.capabilities.reporting.services.excuses import delete_excuse, excuse_project, update_excuse
from steerco.capabilities.reporting.services.reminders import (
    Answering,
    answering_for,
    open_due_period,
    place_to_write,
    remind_by_clock,
    remind_now,
)

__all__ = [
    "Answering",
    "answering_for",
    "create_calendar",
    "create_holiday",
    "delete_calendar",
    "delete_excuse",
    "delete_holiday",
    "excuse_project",
    "open_due_period",
    "place_of",
    "place_to_write",
    "remind_by_clock",
    "remind_now",
    "update_calendar",
    "update_excuse",
    "update_holiday",
]
