"""Views by e-mail in the background: what is due is asked for, each view is a job of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from steerco.foundation.subscriptions.services.sending import send_mailing, start_due_mailings
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job("send_mailing", label=gettext_lazy("Send a view by e-mail"), quiet=True)
def send(progress: Progress, *, mailing: int) -> Outcome:
    """Sends one view to its recipients, each with their own rights."""
    return send_mailing(progress, mailing)


@job(
    "start_mailings",
    label=gettext_lazy("Send views that are due"),
    about=gettext_lazy("Saved views that somebody has put on a schedule go out by e-mail."),
    every="*/5 * * * *",
)
def start(progress: Progress) -> Outcome:
    """Asks for a job for each view that is due."""
    started = start_due_mailings()
    text = ngettext("%(count)d view is on its way.", "%(count)d views are on their way.", started) % {"count": started}
    return Outcome(text if started else _("Nothing was due."))
