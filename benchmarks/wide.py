"""Fills an organisation with projects as bare rows, unless it is there: `python -m benchmarks.wide KEY COUNT`, from the benchmark.

A list that long is imported in minutes (`benchmarks.lists` says how many); to see what it costs to read, its rows are enough.
"""

from __future__ import annotations

import datetime as dt
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from steerco.capabilities.projects.models import Project  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.registers.register import registers  # noqa: E402
from steerco.foundation.registers.services import save_view  # noqa: E402

STATES = ("executing", "closed", "proposed", "approved", "on_hold")
FIRST, DAYS, MOST = dt.date(2024, 1, 1), 2000, 1_000_000


def project(organisation: Organisation, number: int) -> Project:
    """One project; neighbours differ in everything that a list is sorted and filtered by."""
    return Project(
        organisation=organisation, ref=f"W-{number:06}", name=f"Renewal {number * 7919 % MOST:06} of line {number % 97}",
        state=STATES[number % len(STATES)], end_on=FIRST + dt.timedelta(days=number * 7919 % DAYS),
        whole_life_cost_amount=1000 * (number * 104_729 % MOST), currency="GBP",
    )  # fmt: skip


def main() -> None:
    """Rows, and one act, so that the ledger has a head."""
    key, count = sys.argv[1], int(sys.argv[2])
    organisation, made = Organisation.objects.get_or_create(key=key, defaults={"name": key})
    if not made:
        return
    with within(organisation):
        Project.everywhere.bulk_create((project(organisation, number) for number in range(count)), batch_size=2000)
        save_view(by=Actor.system(organisation), register=registers["projects"], name="Of the benchmark", query="f=state:is:executing")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
