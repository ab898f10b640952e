"""The register of status reports, and what reports add to the register of projects."""

from steerco.capabilities.status.registers import dates, project_columns, reports

__all__ = ["dates", "project_columns", "reports"]
