"""The register of this room: tasks."""

from steerco.capabilities.work.registers import dates, tasks

__all__ = ["dates", "tasks"]
