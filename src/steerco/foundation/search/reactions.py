"""News from the ledger: as soon as a revision is committed, the index reads it."""

from __future__ import annotations

from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.search.services import catch_up


@listen(Revised)
def read_revision(news: Revised) -> None:
    """Indexes what was written; running twice changes nothing."""
    organisation = Organisation.objects.filter(pk=news.organisation_id).first()
    if organisation is not None:
        catch_up(organisation)
