"""`steerco search-index`: builds the search index afresh. It keeps itself up to date; this is for after a restore from elsewhere."""

from __future__ import annotations

import argparse
import json

from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.queries import organisation_named
from steerco.foundation.search.models import SearchEntry
from steerco.foundation.search.services import rebuild


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which organisation, and in which form to answer."""
    parser.add_argument("--organisation", metavar="KEY", help="one organisation (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def run(options: argparse.Namespace) -> int:
    """Builds the indexes and says how many records each holds."""
    asked = [organisation_named(options.organisation)] if options.organisation else list(Organisation.objects.order_by("key"))
    counts: dict[str, int] = {}
    for organisation in asked:
        rebuild(organisation)
        counts[organisation.key] = SearchEntry.everywhere.filter(organisation=organisation).count()
    if options.json:
        print(json.dumps({"records": counts}))
    else:
        for key, count in counts.items():
            print(f"{key}: {count} records can be found.")
    return 0
