"""News from the ledger: as soon as a revision is committed, the index reads it."""

from __future__ import annotations

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.search.services import catch_up, is_far_behind
from steerco.foundation.tasks.services import enqueue


@listen(Revised)
def read_revision(news: Revised) -> None:
    """Indexes what was written, a long list in the background; running twice changes nothing."""
    organisation = Organisation.objects.filter(pk=news.organisation_id).first()
    if organisation is None:
        return
    if is_far_behind(organisation):
        enqueue(Actor.system(organisation, entrance="search"), "read_for_search", once="read")
    else:
        catch_up(organisation)
