"""Processes that write and are killed: run by benchmarks.kills, and in short by the suite, on a database that is there.

Usage: python -m benchmarks.killed TIMES [SEED]; exit 0 where nothing was lost, no import is half done and the ledger holds.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from collections import Counter
from itertools import count

import django

django.setup()

from django.db import OperationalError, connections  # noqa: E402

from steerco.capabilities.people.models import OrgUnit  # noqa: E402
from steerco.capabilities.people.services import create_unit, update_unit  # noqa: E402
from steerco.capabilities.projects.models import Project  # noqa: E402
from steerco.capabilities.status.models import StatusReport  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.imports.models import ImportBatch  # noqa: E402
from steerco.foundation.imports.services import GivenFile, load_files  # noqa: E402
from steerco.foundation.ledger.chain import verify  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.organisations.services import found_organisation  # noqa: E402

ROWS = 40
WRITERS = 2
LONGEST = 1.2


def write_on(by: Actor, name: str, told: int) -> None:
    """Writes until it is killed: units, new names of units, whole lists. Each is told when it is committed, never before."""
    for number in count():
        code = f"{name}-{number}"
        try:
            if number % 3 == 2:
                lines = "".join(f"{code}-{row},Project {code} {row},{1000 + row}.50,Green\n" for row in range(ROWS))
                given = GivenFile(f"{code}.csv", f"Key,Project name,Whole-life cost,RAG\n{lines}".encode())
                load_files(by=by, files=[given], profile="any-list", options={"answers": {"unit": "one", "as_at": "2026-03-31"}})
                os.write(told, f"list {code}\n".encode())
            else:
                unit = create_unit(by=by, code=code, name=f"Unit {code}")
                os.write(told, f"unit {code}\n".encode())
                update_unit(by=by, unit=unit, name=f"Unit {code} again")
                os.write(told, f"name {code}\n".encode())
        except OperationalError:  # busy: said, not acknowledged
            continue


def started(organisation: str, name: str) -> tuple[int, int]:
    """A process that writes: its id, and where it tells."""
    reading, telling = os.pipe()
    child = os.fork()
    if child:
        os.close(telling)
        return child, reading
    os.close(reading)
    try:
        found = Organisation.objects.get(key=organisation)
        with within(found):
            write_on(Actor.system(found), name, telling)
    finally:
        os._exit(1)


def acknowledged(reading: int) -> list[tuple[str, str]]:
    """All that a process told before it was killed; a line that was cut off was not told."""
    pieces = []
    while piece := os.read(reading, 1 << 16):
        pieces.append(piece)
    os.close(reading)
    *lines, _rest = b"".join(pieces).decode().split("\n")
    return [(kind, code) for kind, code in (line.split(" ", 1) for line in lines)]


def killed(organisation: str, number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Starts processes, kills each without a warning at a time that nobody knows; gives what they had told."""
    running = [started(organisation, f"K{number}{letter}") for letter in "ab"[:WRITERS]]
    told: list[tuple[str, str]] = []
    for child, reading in running:
        select.select([reading], [], [], 20)  # it has begun
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += acknowledged(reading)
    return told


def lost(told: list[tuple[str, str]]) -> list[str]:
    """What was acknowledged and is not there, and every list of which only a part is there."""
    units = dict(OrgUnit.objects.values_list("code", "name"))
    rows = Counter(key.rpartition("-")[0] for key in Project.objects.values_list("key", flat=True))
    reports = Counter(key.rpartition("-")[0] for key in StatusReport.objects.values_list("reported_key", flat=True))
    files = {file["name"].removesuffix(".csv") for batch in ImportBatch.objects.all() for file in batch.files}
    missing = [f"unit {code}" for kind, code in told if kind == "unit" and code not in units]
    missing += [f"new name of {code}" for kind, code in told if kind == "name" and not units.get(code, "").endswith("again")]
    missing += [f"list {code}" for kind, code in told if kind == "list" and rows[code] != ROWS]
    for code in rows.keys() | reports.keys() | files:
        if {rows[code], reports[code]} != {ROWS} or code not in files:
            missing.append(f"half a list {code}: {rows[code]} projects, {reports[code]} reports")
    return missing


def main() -> None:
    """Kills so often, then counts."""
    times, chance = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
    organisation = found_organisation(key="killed", name="Killed")
    connections.close_all()
    told: list[tuple[str, str]] = []
    begun, kills = time.perf_counter(), 0
    while kills < times:
        told += killed(organisation.key, kills, chance)
        kills += WRITERS
    with within(organisation):
        missing, outcome = lost(told), verify(organisation)
    kinds = Counter(kind for kind, _code in told)
    writes = kinds["unit"] + kinds["name"]
    print(f"  {kills} processes killed in {time.perf_counter() - begun:.0f} s")
    print(f"  acknowledged before: {writes:,} writes, {kinds['list']:,} lists of {ROWS} rows")
    print(f"  lost or half done: {len(missing)}; the ledger {'holds' if outcome.holds else 'BREAKS'} ({outcome.revisions:,} revisions)")
    for line in missing[:20]:
        print(f"    {line}")
    sys.exit(bool(missing) or not outcome.holds or not kinds["unit"])


if __name__ == "__main__":
    main()
