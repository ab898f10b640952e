"""After each write: where there is a webhook, somebody looks whether it is to be told. Without one nothing is asked for."""

from __future__ import annotations

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.tasks.services import enqueue
from steerco.foundation.webhooks.models import Webhook


@listen(Revised)
def tell_webhooks(news: Revised) -> None:
    """Asks for the messages of what was written; asked twice, it is done once."""
    if not Webhook.everywhere.filter(organisation_id=news.organisation_id, active=True, told_to__lt=news.number).exists():
        return
    organisation = Organisation.objects.get(pk=news.organisation_id)
    enqueue(Actor.system(organisation, entrance="webhook"), "gather_webhooks", once="gather")
