"""Working time: weekly patterns, exceptions, working weeks and inheritance, and arithmetic in it, exact to the minute."""

from __future__ import annotations

from steerco_engine.calendars.clock import MINUTE, instant_of, ticks_of
from steerco_engine.calendars.patterns import ALWAYS, DayException, Pattern, Recurrence, Shift, Span, WorkWeek

__all__ = ["ALWAYS", "MINUTE", "DayException", "Pattern", "Recurrence", "Shift", "Span", "WorkWeek", "instant_of", "ticks_of"]
