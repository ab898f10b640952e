"""What programs do to exceptions and escalations: confirm, report, decide, close; note, decide, give back."""

from __future__ import annotations

from ninja import Router

from steerco.capabilities.escalations import services
from steerco.foundation.api.verbs import Verb, add_verbs

REPORT = {
    "cause": "What caused it.", "consequences": "What follows from it.", "options": "At least two, one a line.",
    "recommendation": "Which of them, and why.", "lessons": "What to do otherwise next time.",
}  # fmt: skip
DECISION = {"words": "What was decided; “noted” is no decision.", "outcome": "accept, extend, plan, close or other."}
PERSON = {"decider": "people"}


def add_routes(router: Router) -> None:
    """The verbs of both."""
    add_verbs(router, "exceptions", "exception", "Exception", {
        "confirm": Verb(services.raise_exception, "Confirm an exception", "Confirms a breach that was found; it needs a report then."),
        "report": Verb(services.report_exception, "Report on an exception", "Lays options before the board; its clock starts.", REPORT),
        "decide": Verb(services.decide_exception, "Decide on an exception", "Records what was decided.", DECISION, PERSON),
        "close": Verb(services.close_exception, "Close an exception", "What was decided is done.", {"lessons": REPORT["lessons"]}),
    })  # fmt: skip
    add_verbs(router, "escalations", "escalation", "Escalation", {
        "note": Verb(services.note_escalation, "Note an escalation", "The clock goes on.", {"words": "What is noted."}),
        "decide": Verb(services.decide_escalation, "Decide on an escalation", "Stops the clock.", DECISION, PERSON),
        "lower": Verb(services.lower_escalation, "Give an escalation back", "To whoever raised it, with the reason."),
    })  # fmt: skip
