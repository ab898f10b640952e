"""What the RAID log does by the clock: escalates issues without an answer, raises risks for assumptions that nobody validated."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.raid.services import expire_assumptions, move_overdue_issues
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job(
    "watch_raid",
    label=gettext_lazy("Watch the clocks of RAID logs"),
    about=gettext_lazy("Issues that nobody answered in time are escalated; assumptions that nobody validated in time become risks."),
    every="30 5 * * *",
)
def watch(progress: Progress) -> Outcome:
    """Moves what has waited too long."""
    today = timezone.localdate()
    moved, raised = move_overdue_issues(by=progress.by, on=today), expire_assumptions(by=progress.by, on=today)
    return Outcome(_("Issues escalated: %(moved)d. Risks raised for assumptions: %(raised)d.") % {"moved": moved, "raised": raised})
