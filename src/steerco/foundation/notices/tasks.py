"""What is done for notices in the background: mails at once, what waited for the end of quiet hours, the daily digest, old ones go."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy

from steerco.foundation.notices.models import Mail
from steerco.foundation.notices.services import catch_up
from steerco.foundation.notices.services.inbox import count_old_notices, drop_old_notices
from steerco.foundation.notices.services.mailing import digest_done, send_waiting
from steerco.foundation.tasks.keeping import Keepsake, keeps
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.services.keeping import thin

KEPT = dt.timedelta(days=180)


@job("send_notices", label=gettext_lazy("Send notices by e-mail"), quiet=True)
def at_once(progress: Progress) -> Outcome:
    """Sends what has just happened to those who want to hear of it at once."""
    return Outcome(digest_done(send_waiting(progress.by.organisation, when=Mail.AT_ONCE)))


@job(
    "send_waiting_notices",
    label=gettext_lazy("Send notices that waited"),
    about=gettext_lazy("Mails that waited for the end of quiet hours, or that could not be sent before."),
    every="*/10 * * * *",
)
def waited(progress: Progress) -> Outcome:
    """Reads what a process that died has left in the ledger, and sends what waited."""
    catch_up(progress.by.organisation)
    return Outcome(digest_done(send_waiting(progress.by.organisation, when=Mail.AT_ONCE)))


@job(
    "send_digest",
    label=gettext_lazy("Send the daily digest"),
    about=gettext_lazy("One mail a day with what is unread, to those who want it so."),
    every="0 7 * * *",
)
def digest(progress: Progress) -> Outcome:
    """Sends one mail a day."""
    return Outcome(digest_done(send_waiting(progress.by.organisation, when=Mail.DAILY)))


@job(
    "drop_old_notices",
    label=gettext_lazy("Clear old notices"),
    about=gettext_lazy("Old notices go from the inboxes; how old, the office says."),
    every="30 3 * * *",
)
def old(progress: Progress) -> Outcome:
    """Removes the notices of the organisation that are old."""
    return Outcome(thin("notices"))


keeps(
    Keepsake(
        "notices", gettext_lazy("notices in the inboxes"), KEPT.days, count_old_notices, lambda before: drop_old_notices(before=before)
    )
)
