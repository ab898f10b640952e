"""The registers of reporting: calendars, holidays and excuses; and the form of a report."""

from steerco.capabilities.reporting.registers import calendars, excuses

__all__ = ["calendars", "excuses"]
