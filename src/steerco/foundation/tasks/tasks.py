"""What jobs do for themselves: old ones go."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.services.watching import drop_old_jobs


@job(
    "drop_old_jobs",
    label=gettext_lazy("Clear old jobs"),
    about=gettext_lazy("Jobs that ended more than 90 days ago go from the list, with their logs."),
    every="20 3 * * *",
)
def run(progress: Progress) -> Outcome:
    """Removes the jobs of the organisation that ended long ago."""
    gone = drop_old_jobs()
    return Outcome(
        ngettext("%(count)d old job cleared.", "%(count)d old jobs cleared.", gone) % {"count": gone}
        if gone
        else _("Nothing was old enough.")
    )
