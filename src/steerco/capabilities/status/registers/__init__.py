"""The register of status reports, and what reports add to the register of projects."""

from steerco.capabilities.status.registers import project_columns, reports

__all__ = ["project_columns", "reports"]
