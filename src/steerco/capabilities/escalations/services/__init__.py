"""The verbs of tolerances, exceptions and escalations."""

from steerco.capabilities.escalations.services.clocks import move_expired
from steerco.capabilities.escalations.services.deciders import decider_of, names_chairs
from steerco.capabilities.escalations.services.escalating import (
    add_cause,
    decide_escalation,
    due_at,
    escalate,
    lower_escalation,
    note_escalation,
    recorded,
)
from steerco.capabilities.escalations.services.exceptions import (
    close_exception,
    decide_exception,
    raise_by_hand,
    raise_exception,
    report_exception,
)
from steerco.capabilities.escalations.services.finding import find_exceptions, projects_of
from steerco.capabilities.escalations.services.joining import carry_escalations
from steerco.capabilities.escalations.services.tolerances import delete_tolerance, set_tolerance, update_tolerance

__all__ = [
    "add_cause", "carry_escalations", "close_exception", "decide_escalation", "decide_exception", "decider_of",
    "delete_tolerance", "due_at", "escalate", "find_exceptions", "lower_escalation", "move_expired", "names_chairs",
    "note_escalation", "projects_of", "raise_by_hand", "raise_exception", "recorded", "report_exception", "set_tolerance",
    "update_tolerance",
]  # fmt: skip
