"""Pastes and takes along in this process, on a database that is there: `python -m benchmarks.edits RECORDS`; run by benchmarks.editing."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import django

django.setup()

from steerco.capabilities.projects.models import Project  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.accounts.models import Account  # noqa: E402
from steerco.foundation.exports.writers import csv_lines, json_pieces, xlsx_file  # noqa: E402
from steerco.foundation.ledger.models import LedgerHead  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.registers.asked import Asked  # noqa: E402
from steerco.foundation.registers.editing.block import Block, Target  # noqa: E402
from steerco.foundation.registers.register import registers  # noqa: E402
from steerco.foundation.registers.taking import as_stream, listing, sheet  # noqa: E402
from steerco.foundation.search.services import rebuild  # noqa: E402

COLUMNS = ("ref", "name", "unit", "category", "state", "start", "end", "whole_life_cost", "owner")
WIDE = ("name", "category", "start", "end", "whole_life_cost", "year_budget", "budget_year", "price_basis", "key", "description")
ROUNDS = 5


def office(records: int) -> Actor:
    """An organisation with so many projects, written past the ledger: only what follows is measured."""
    organisation, _made = Organisation.objects.get_or_create(key="editing", defaults={"name": "Editing"})
    account = Account.objects.filter(email="editor@bench.test").first() or Account.objects.create_user("editor@bench.test", "a pass phrase")
    LedgerHead.objects.get_or_create(organisation=organisation)
    with within(organisation):
        there = Project.objects.count()
        made = (
            Project(
                organisation=organisation, ref=f"PRJ-{number:06d}", name=f"Project {number} of the benchmark", category="Rail",
                whole_life_cost_amount=Decimal(number), currency="GBP",
            )
            for number in range(there, records)
        )  # fmt: skip
        Project.everywhere.bulk_create(made, batch_size=2000)
        if there < records:
            rebuild(organisation)  # what the first search or write would otherwise wait for
    return Actor.system(organisation, entrance="page", account=account)


def paste(by: Actor, lines: int, columns: tuple[str, ...]) -> tuple[float, float]:
    """Seconds to write a block, with the index of the search up to 200 lines, and of the processor: medians of rounds with other values."""
    register, taken = registers["projects"], []
    keys = list(register.rows(by).order_by("name").values_list("pk", flat=True)[:lines])
    for turn in range(ROUNDS):
        values = {
            "name": "Name {n} {t}", "category": "Kind {n} {t}", "start": "1 Jan 20{t:02d}", "end": "31/12/20{u:02d}",
            "price_basis": "nominal", "whole_life_cost": "£{n}.{t}m", "year_budget": "{n}{t}k", "budget_year": "20{u:02d}",
            "key": "k{n}-{t}", "description": "Text {n} {t}",
        }  # fmt: skip
        block = [[values[name].format(n=n, t=turn + 10, u=turn + 40) for name in columns] for n in range(lines)]
        begun, worked = time.perf_counter(), time.process_time()
        pasted = Block(register, by, block, columns).lay([Target(key) for key in keys], dry=False)
        taken.append((time.perf_counter() - begun, time.process_time() - worked))
        assert pasted.refused == 0
        assert pasted.act is not None
    middle = len(taken) // 2
    return sorted(wall for wall, _cpu in taken)[middle], sorted(cpu for _wall, cpu in taken)[middle]


def taken(by: Actor, form: str) -> tuple[float, float, float, int]:
    """Seconds, those of the processor, MB that the process grew by, and bytes, for all rows as a file."""
    listed = listing(registers["projects"], by, Asked(columns=COLUMNS, whole=True))
    ways: dict[str, Callable[[], Iterable[str | bytes]]] = {
        "csv": lambda: csv_lines(sheet(listed)),
        "json": lambda: json_pieces(as_stream(listed)),
        "xlsx": lambda: xlsx_file(sheet(listed)),
    }
    before, begun, worked = _peak(), time.perf_counter(), time.process_time()
    size = sum(len(piece) for piece in ways[form]())
    return time.perf_counter() - begun, time.process_time() - worked, _peak() - before, size


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints one line for each figure."""
    by: Any = office(int(sys.argv[1]))
    with within(by.organisation):
        for form in ("csv", "json", "xlsx"):
            seconds, worked, grown, size = taken(by, form)
            told = f"{seconds:.1f} s ({worked:.1f} s of processor), {size / 2**20:.0f} MB, the process grew by {grown:.0f} MB"
            print(f"  {int(sys.argv[1]):,} rows as {form.upper()}: {told}", flush=True)
        for lines, columns in ((100, WIDE), (500, ("category", "budget_year")), (1000, ("category",))):
            seconds, worked = paste(by, lines, columns)
            print(f"  1,000 cells pasted, {lines:,} rows × {len(columns)}: {seconds:.2f} s ({worked:.2f} s of processor)", flush=True)
        print(f"  the whole process at its largest: {_peak():.0f} MB")


if __name__ == "__main__":
    main()
