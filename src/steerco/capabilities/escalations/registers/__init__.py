"""The registers of this room: tolerances, exceptions, escalations."""

from steerco.capabilities.escalations.registers import dates, escalated, tolerances

__all__ = ["dates", "escalated", "tolerances"]
