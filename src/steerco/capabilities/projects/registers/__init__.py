"""The registers of this room: projects, programmes, portfolios, and the fields of an organisation's own."""

from steerco.capabilities.projects.registers import dates, groupings, own_fields, projects

__all__ = ["dates", "groupings", "own_fields", "projects"]
