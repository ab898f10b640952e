"""The RAID log: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "create_risk": _("Added a risk"),
        "update_risk": _("Changed a risk"),
        "delete_risk": _("Removed a risk"),
        "create_issue": _("Raised an issue"),
        "update_issue": _("Changed an issue"),
        "delete_issue": _("Removed an issue"),
        "create_assumption": _("Added an assumption"),
        "update_assumption": _("Changed an assumption"),
        "delete_assumption": _("Removed an assumption"),
        "create_dependency": _("Added a dependency"),
        "update_dependency": _("Changed a dependency"),
        "delete_dependency": _("Removed a dependency"),
        "create_decision": _("Added a decision"),
        "update_decision": _("Changed a decision"),
        "delete_decision": _("Removed a decision"),
        "create_action": _("Added an action"),
        "update_action": _("Changed an action"),
        "delete_action": _("Removed an action"),
        "ask_acceptance": _("Asked to accept an extreme risk"),
        "approve_acceptance": _("Approved the acceptance of a risk"),
        "agree_dependency": _("Agreed to a dependency"),
        "reverse_decision": _("Reversed a decision"),
        "escalate_overdue_issues": _("Escalated issues that nobody answered in time"),
        "expire_assumptions": _("Raised risks for assumptions that nobody validated in time"),
    }
)
