"""Projects, programmes, portfolios and how they belong together: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "confirm_link": _("Confirmed that two names are one project"),
        "keep_apart": _("Kept two projects apart"),
        "reconsider": _("Stopped keeping two projects apart"),
        "create_portfolio": _("Added a portfolio"),
        "update_portfolio": _("Changed a portfolio"),
        "delete_portfolio": _("Removed a portfolio"),
        "create_programme": _("Added a programme"),
        "update_programme": _("Changed a programme"),
        "delete_programme": _("Removed a programme"),
        "add_to_portfolio": _("Added a project to a portfolio"),
        "remove_from_portfolio": _("Removed a project from a portfolio"),
        "create_project": _("Added a project"),
        "update_project": _("Changed a project"),
        "move_project": _("Moved a project to another life state"),
        "delete_project": _("Removed a project"),
    }
)
