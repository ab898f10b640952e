"""The register of this room: status reports."""

from steerco.capabilities.status.registers import reports

__all__ = ["reports"]
