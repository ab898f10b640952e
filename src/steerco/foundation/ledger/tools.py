"""`steerco verify-ledger`: checks every seal of the ledger, and says where the chain breaks."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from steerco.foundation.ledger.chain import Verification, start_of_newest, verify
from steerco.foundation.ledger.services import check
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.queries import organisation_named

NEWEST = 20_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which organisation, and in which form to answer."""
    parser.add_argument("--organisation", metavar="KEY", help="one organisation (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def run(options: argparse.Namespace) -> int:
    """Checks the chains; 0 where all hold, 1 where one is broken."""
    asked = [organisation_named(options.organisation)] if options.organisation else Organisation.objects.order_by("key")
    found = [check(organisation) for organisation in asked]
    if options.json:
        print(json.dumps({"holds": all(outcome.holds for outcome in found), "organisations": [_shown(outcome) for outcome in found]}))
    else:
        for outcome in found:
            print(said(outcome))
        if not found:
            print("There is no organisation yet, so there is nothing to check.")
    return 0 if all(outcome.holds for outcome in found) else 1


def newest_hold() -> list[str]:
    """What is wrong with the newest part of each chain, for a start that must be quick; empty where nothing is."""
    outcomes = [verify(each, after=start_of_newest(each, changes=NEWEST)) for each in Organisation.objects.order_by("key")]
    return [said(outcome) for outcome in outcomes if not outcome.holds]


def said(outcome: Verification) -> str:
    """The outcome in words."""
    counted = f"{outcome.revisions:,} revisions, {outcome.changes:,} changes"
    if outcome.holds:
        return f"{outcome.organisation}: the ledger holds ({counted}). Newest seal: {outcome.newest_hash}"
    return f"{outcome.organisation}: the ledger is BROKEN at revision {outcome.broken_at}: {outcome.problem} ({counted} before it hold)."


def _shown(outcome: Verification) -> dict[str, object]:
    return {**asdict(outcome), "holds": outcome.holds}
