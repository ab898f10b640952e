"""Reports, periods, and projects that become one: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "merge_projects": _("Merged two projects"),
        "split_project": _("Split a project"),
        "open_period": _("Opened a reporting period"),
        "draft_report": _("Started a report"),
        "edit_report": _("Changed a report"),
        "submit_report": _("Submitted a report"),
        "review_report": _("Reviewed a report"),
        "return_report": _("Returned a report"),
        "discard_report": _("Discarded a report"),
        "publish_report": _("Published a report"),
    }
)
