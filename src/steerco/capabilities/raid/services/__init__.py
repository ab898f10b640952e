"""The verbs of the RAID log."""

from steerco.capabilities.raid.services.joining import carry_log
from steerco.capabilities.raid.services.records import FIELDS, create_record, delete_record, update_record
from steerco.capabilities.raid.services.verbs import (
    accept_risk,
    agree_dependency,
    approve_acceptance,
    escalate_issue,
    expire_assumptions,
    falsify_assumption,
    move_overdue_issues,
    occur_risk,
    record_decision,
    reverse_decision,
    review_risk,
)

__all__ = [
    "FIELDS", "accept_risk", "agree_dependency", "approve_acceptance", "carry_log", "create_record", "delete_record", "escalate_issue",
    "expire_assumptions", "falsify_assumption", "move_overdue_issues", "occur_risk", "record_decision", "reverse_decision", "review_risk",
    "update_record",
]  # fmt: skip
