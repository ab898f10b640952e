"""What is done for search in the background: the index reads what a long list has brought."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from steerco.foundation.search.services import catch_up
from steerco.foundation.tasks.kinds import job
from steerco.foundation.tasks.progress import Progress


@job("read_for_search", label=gettext_lazy("Read a long list for search"), quiet=True)
def read(progress: Progress) -> None:
    """Brings the index to the newest revision; whoever searches before has it read at once."""
    catch_up(progress.by.organisation)
