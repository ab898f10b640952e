"""The registers of this room: projects, programmes and portfolios."""

from steerco.capabilities.projects.registers import dates, groupings, projects

__all__ = ["dates", "groupings", "projects"]
