"""Reporting: what its acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "create_reporting_calendar": _("Added a reporting calendar"),
        "update_reporting_calendar": _("Changed a reporting calendar"),
        "delete_reporting_calendar": _("Removed a reporting calendar"),
        "create_holiday": _("Added a holiday"),
        "update_holiday": _("Changed a holiday"),
        "delete_holiday": _("Removed a holiday"),
        "excuse_project": _("Excused a project from reporting"),
        "update_excuse": _("Changed an excuse"),
        "delete_excuse": _("Ended an excuse"),
    }
)
