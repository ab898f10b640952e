"""The registers of this room: the matrix, the rules, the other colours."""

from steerco.capabilities.health.registers import matrix, overrides, rules

__all__ = ["matrix", "overrides", "rules"]
