"""What the ledger keeps about itself beside its revisions: when its chain was last checked, and what to read anew."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from steerco.foundation.ledger.chain import Verification, verify
from steerco.foundation.ledger.models import MARK, LedgerHead
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.organisations.models import Organisation


def check(organisation: Organisation) -> Verification:
    """Checks the whole ledger of an organisation, and notes when that was, how far it went and whether it held."""
    found = verify(organisation)
    LedgerHead.objects.filter(organisation=organisation).update(checked_at=timezone.now(), checked_to=found.revisions, held=found.holds)
    return found


def mark(model: type[Model], organisations: Iterable[int]) -> None:
    """What was read of this kind in these organisations is read anew."""
    with transaction.atomic():
        for head in LedgerHead.objects.select_for_update().filter(pk__in=list(organisations)).order_by("pk"):
            head.moved = head.moved | {record_type(model): secrets.token_hex(MARK // 2)}
            head.save(update_fields=["moved"])
