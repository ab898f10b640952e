"""The registers of this room: boards and meetings."""

from steerco.capabilities.meetings.registers import boards, dates

__all__ = ["boards", "dates"]
