"""Webhooks in the background: what was written becomes messages, each message is a job of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from steerco.foundation.tasks.keeping import Keepsake, keeps
from steerco.foundation.tasks.kinds import JobFailed, Outcome, job
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.services.keeping import thin
from steerco.foundation.webhooks.models import Delivery, DeliveryState
from steerco.foundation.webhooks.services import gather, send, send_due
from steerco.foundation.webhooks.services.sending import count_old_deliveries, drop_old_deliveries


@job("gather_webhooks", label=gettext_lazy("Tell webhooks what was written"), quiet=True)
def collect(progress: Progress) -> Outcome:
    """Makes the messages of what was written since."""
    made = gather(progress.by.organisation)
    return Outcome(ngettext("%(count)d message is on its way.", "%(count)d messages are on their way.", made) % {"count": made})


@job("send_webhook", label=gettext_lazy("Send a message of a webhook"), quiet=True)
def deliver(progress: Progress, *, delivery: int) -> Outcome:
    """Tries one message once."""
    found = Delivery.objects.select_related("webhook__organisation", "webhook__owner").filter(pk=delivery).first()
    if found is None:
        raise JobFailed(_("The webhook was deleted."))
    sent = send(found)
    return Outcome(_("It arrived.") if sent.state == DeliveryState.DELIVERED else sent.problem)


@job(
    "webhooks_due",
    label=gettext_lazy("Send late messages of webhooks"),
    about=gettext_lazy("What a worker that died has left is told, and sent again."),
    every="*/10 * * * *",
)
def late(progress: Progress) -> Outcome:
    """Looks for what nobody is sending."""
    found = gather(progress.by.organisation) + send_due()
    return Outcome(
        ngettext("%(count)d message is on its way.", "%(count)d messages are on their way.", found) % {"count": found}
        if found
        else _("Nothing was late.")
    )


@job(
    "drop_old_deliveries",
    label=gettext_lazy("Clear the logs of webhooks"),
    about=gettext_lazy("Old messages go from the logs of webhooks; how old, the office says."),
    every="40 3 * * *",
)
def clear(progress: Progress) -> Outcome:
    """Removes messages that were sent or given up long ago."""
    return Outcome(thin("deliveries"))


keeps(Keepsake("deliveries", gettext_lazy("messages in the logs of webhooks"), 30, count_old_deliveries, drop_old_deliveries))
