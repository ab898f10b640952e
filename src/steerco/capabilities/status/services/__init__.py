"""The verbs of status: returns loaded, reports drafted and published, projects merged and split with their reports."""

from steerco.capabilities.status.services.joining import merge_projects, split_project
from steerco.capabilities.status.services.periods import ensure_period, open_period
from steerco.capabilities.status.services.reports import (
    blank_report,
    draft_report,
    edit_report,
    publish_report,
    publishable,
    return_report,
    submit_report,
)
from steerco.capabilities.status.services.returns import StatusReturns

__all__ = [
    "StatusReturns",
    "blank_report",
    "draft_report",
    "edit_report",
    "ensure_period",
    "merge_projects",
    "open_period",
    "publish_report",
    "publishable",
    "return_report",
    "split_project",
    "submit_report",
]
