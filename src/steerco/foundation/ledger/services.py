"""What the ledger keeps about itself beside its revisions: when its chain was last checked."""

from __future__ import annotations

from django.utils import timezone

from steerco.foundation.ledger.chain import Verification, verify
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.organisations.models import Organisation


def check(organisation: Organisation) -> Verification:
    """Checks the whole ledger of an organisation, and notes when that was, how far it went and whether it held."""
    found = verify(organisation)
    LedgerHead.objects.filter(organisation=organisation).update(checked_at=timezone.now(), checked_to=found.revisions, held=found.holds)
    return found
