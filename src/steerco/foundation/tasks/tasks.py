"""What jobs do for themselves: old ones go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from steerco.foundation.tasks.keeping import Keepsake, keeps
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.services.keeping import thin
from steerco.foundation.tasks.services.watching import KEPT_DAYS, count_old_jobs, drop_old_jobs


@job(
    "drop_old_jobs",
    label=gettext_lazy("Clear old jobs"),
    about=gettext_lazy("Jobs that ended long ago go from the list, with their logs; how long ago, the office says."),
    every="20 3 * * *",
)
def run(progress: Progress) -> Outcome:
    """Removes the jobs of the organisation that ended long ago."""
    return Outcome(thin("jobs"))


keeps(Keepsake("jobs", gettext_lazy("jobs that ended, with their logs"), KEPT_DAYS, count_old_jobs, drop_old_jobs))
