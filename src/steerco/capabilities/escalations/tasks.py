"""What escalations do by the clock: matters move up that nobody decided in time; breaches are looked for again."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from steerco.capabilities.escalations.services import find_exceptions, move_expired
from steerco.foundation.access.actor import Actor
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job(
    "move_escalations",
    label=gettext_lazy("Move escalations up"),
    about=gettext_lazy("What nobody decided in its working days goes one level up; new breaches of tolerance are looked for."),
    every="15 6 * * *",
)
def move(progress: Progress) -> Outcome:
    """Moves what is overdue, once, and finds what a report that was published meanwhile shows."""
    by = Actor.system(progress.by.organisation)
    find_exceptions(by=by)
    moved = move_expired(by=by, on=timezone.localdate())
    return Outcome(ngettext("%(count)d escalation moved", "%(count)d escalations moved", moved) % {"count": moved})
