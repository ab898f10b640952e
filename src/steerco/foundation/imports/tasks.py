"""What is done for imports in the background: old source files go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from steerco.foundation.imports.sources import KEPT_DAYS, count_old_sources, drop_old_sources
from steerco.foundation.tasks.keeping import Keepsake, keeps
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.services.keeping import thin


@job(
    "drop_old_sources",
    label=gettext_lazy("Clear old source files of imports"),
    about=gettext_lazy("The files that imports were read from go; how old, the office says. What was read stays, with its report."),
    every="50 3 * * *",
)
def clear(progress: Progress) -> Outcome:
    """Removes the source files of the organisation that are old."""
    return Outcome(thin("import_sources"))


keeps(Keepsake("import_sources", gettext_lazy("source files of imports"), KEPT_DAYS, count_old_sources, drop_old_sources))
