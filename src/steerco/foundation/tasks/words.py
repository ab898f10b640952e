"""Jobs, and how long things are kept: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "set_schedule": _("Changed when a job runs"),
        "set_keeping": _("Changed how long something is kept"),
        "hold_everything": _("Held everything for a case"),
        "release_hold": _("Let things go again after a case"),
    }
)
