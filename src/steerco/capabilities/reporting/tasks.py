"""What reporting does by the clock: opens the period that has come, and reminds whoever owes its report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext

from steerco.capabilities.reporting.services import remind_by_clock
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job(
    "remind_reporters",
    label=gettext_lazy("Remind whoever owes a report"),
    about=gettext_lazy("Two working days before a report is due, and one, three and five after; it stops when the report is submitted."),
    every="0 6 * * *",
)
def remind(progress: Progress) -> Outcome:
    """Reminds, each person of each stage once."""
    told = remind_by_clock(progress.by)
    return Outcome(ngettext("%(count)d person reminded", "%(count)d people reminded", told) % {"count": told})
