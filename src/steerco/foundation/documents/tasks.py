"""What is done for files by the clock: bytes that no version needs go."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from steerco.foundation.documents.services import drop_unneeded_files
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job(
    "drop_unneeded_files",
    label=gettext_lazy("Clear files that belong to nothing"),
    about=gettext_lazy("Files whose record was never written, because something failed in the middle, go after a day."),
    every="40 3 * * 0",
)
def run(progress: Progress) -> Outcome:
    """Removes stored bytes that no version of a document names."""
    gone = drop_unneeded_files(progress.by.organisation, older_than=dt.timedelta(days=1))
    text = (
        ngettext("%(count)d file cleared.", "%(count)d files cleared.", gone) % {"count": gone}
        if gone
        else _("Every file belongs to something.")
    )
    return Outcome(text)
