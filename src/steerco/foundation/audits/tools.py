"""`steerco audit`: the ledger of some days as an archive that an auditor checks without this product."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.audits.archive import take
from steerco.foundation.ledger.days import end_of, instant, start_of
from steerco.foundation.organisations.queries import organisation_named
from steerco.foundation.organisations.scope import within


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which days, to where."""
    parser.add_argument("--from", dest="since", metavar="DATE", help="the first day (default: the first of this year)")
    parser.add_argument("--to", dest="until", metavar="DATE", help="the last day (default: today)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: beside you, named after the organisation)")
    parser.add_argument("--organisation", metavar="KEY", help="which organisation, where there are several")


def run(options: argparse.Namespace) -> int:
    """Writes the archive with everything in it; 0 written, 1 where a date is none."""
    organisation = organisation_named(options.organisation)
    today = timezone.localdate()
    with within(organisation), timezone.override(organisation.time_zone):
        since = instant(options.since) if options.since else start_of(today.replace(month=1, day=1))
        until = instant(options.until, ends=True) if options.until else end_of(today)
        if since is None or until is None:
            raise LookupError("Write days as 2026-03-31.")
        place = options.output or Path(f"{organisation.key}-audit-{today.isoformat()}.zip")
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            taken = take(Actor.system(organisation), since, until, file)
    print(f"{place}: {taken.revisions:,} revisions, {taken.changes:,} changes. Check it: python3 verify.py {place}", file=sys.stderr)
    return 0
