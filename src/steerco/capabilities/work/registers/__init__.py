"""The register of this room: tasks."""

from steerco.capabilities.work.registers import tasks

__all__ = ["tasks"]
