"""A copy of a database on trial, in a home and a process of its own: brought up to this version, its ledgers verified."""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def ledgers() -> dict[str, Any]:
    """How the ledger of each organisation verifies here."""
    from steerco.foundation.ledger.chain import verify
    from steerco.foundation.organisations.models import Organisation

    outcomes = [verify(each) for each in Organisation.objects.order_by("key")]
    return {each.organisation: {"problem": each.problem, "hash": each.newest_hash, "number": each.revisions} for each in outcomes}


def main() -> int:
    """Prints the outcome as one object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steerco.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(ledgers()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
