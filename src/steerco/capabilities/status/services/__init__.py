"""The verbs of status: reports drafted and published, by hand or from a return; projects merged and split with their reports."""

from steerco.capabilities.status.services.colours import COLOURS, OVERALL, REPORTED
from steerco.capabilities.status.services.facts import NOT_IN_RETURN, facts_from
from steerco.capabilities.status.services.freezing import DueTerm, freezes, frozen, says_when_due, term_of
from steerco.capabilities.status.services.joining import merge_projects, split_project
from steerco.capabilities.status.services.periods import ensure_period, open_period
from steerco.capabilities.status.services.reports import (
    blank_report,
    discard_report,
    draft_report,
    edit_report,
    publish_report,
    publishable,
    return_report,
    review_report,
    submit_report,
)
from steerco.capabilities.status.services.returned import ReturnedReport, publish_returned, use_scale

__all__ = [
    "COLOURS",
    "DueTerm",
    "NOT_IN_RETURN",
    "OVERALL",
    "REPORTED",
    "ReturnedReport",
    "blank_report",
    "discard_report",
    "draft_report",
    "edit_report",
    "ensure_period",
    "merge_projects",
    "open_period",
    "facts_from",
    "freezes",
    "frozen",
    "publish_report",
    "publish_returned",
    "publishable",
    "return_report",
    "review_report",
    "says_when_due",
    "split_project",
    "submit_report",
    "term_of",
    "use_scale",
]
