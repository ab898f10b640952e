"""The registers of this room: units, people, and who holds which role."""

from steerco.capabilities.people.registers import records, roles

__all__ = ["records", "roles"]
