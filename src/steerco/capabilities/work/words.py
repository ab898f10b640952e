"""Tasks: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "create_task": _("Added a task"),
        "update_task": _("Changed a task"),
        "progress_task": _("Reported progress on a task"),
        "delete_task": _("Removed a task"),
    }
)
