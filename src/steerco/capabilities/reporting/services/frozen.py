"""What reporting freezes with a report: the calendar in force, and what was picked for the board as it then was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steerco.capabilities.reporting.queries.terms import calendars_for
from steerco.capabilities.status.queries import StatusReport
from steerco.capabilities.status.services import DueTerm, freezes, says_when_due


@says_when_due
def term_of(report: StatusReport) -> DueTerm | None:
    """By when a report is due and frozen, by the calendar in force at its status date."""
    term = calendars_for([report.project]).term(report.project, report.period.status_on)
    return None if term is None else DueTerm(term.due_on, term.freezes_on)


@freezes("calendar")
def calendar_in_force(report: StatusReport) -> Mapping[str, Any] | None:
    """The calendar in force at the status date, with the days that followed from it."""
    term = calendars_for([report.project]).term(report.project, report.period.status_on)
    return None if term is None else term.plain()
