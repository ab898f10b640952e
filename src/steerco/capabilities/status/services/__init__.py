"""The verbs of status: returns loaded, reports drafted and published, projects merged and split with their reports."""

from steerco.capabilities.status.services.joining import merge_projects, split_project
from steerco.capabilities.status.services.periods import ensure_period
from steerco.capabilities.status.services.reports import draft_report, edit_report, publish_report
from steerco.capabilities.status.services.returns import StatusReturns

__all__ = ["StatusReturns", "draft_report", "edit_report", "ensure_period", "merge_projects", "publish_report", "split_project"]
