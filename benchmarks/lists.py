"""Imports 100,000 projects (five records a row) and 100,000 tasks (one a row): seconds of processor and peak memory, beside bare rows.

Usage: python -m benchmarks.lists [--rows 100000] [--database sqlite|postgresql|both]
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.imports import NEW
from benchmarks.installations import ROOT, databases, environment_of, machine, run

SECONDS, MEGABYTES = 30, 500
INDEX = """
import sys, django; django.setup()
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.search.services import catch_up
catch_up(Organisation.objects.get(key=sys.argv[1]))
"""
FIRST, LAST = "ABCDEFGHIJ", ("Smith", "Jones", "Brown", "Wood", "Hill")
HEADS = ("Key", "Project name", "Department", "Category", "Owner", "RAG", "Start date", "End date", "Whole-life cost")


def written(path: Path, rows: int) -> None:
    """A list as offices keep it: nine columns, forty departments, fifty owners."""
    chance = random.Random(3)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(HEADS)
        for number in range(rows):
            year = chance.randint(2018, 2026)
            lines.writerow([
                f"PX-{number:06d}", f"Renewal {number} of the {chance.choice(('north', 'south', 'east', 'west'))}", f"Unit {number % 40}",
                chance.choice(("Road", "Rail", "IT")), f"{FIRST[number % 10]}. {LAST[number // 10 % 5]}",
                chance.choice(("Green", "Amber", "Red")), f"{year}-{chance.randint(1, 12):02d}-15", f"{year + 2}-06-30",
                f"{chance.randint(10**5, 10**9)}.50",
            ])  # fmt: skip


def tasks_written(path: Path, rows: int) -> None:
    """A list of tasks as a tracker gives it: four columns, two hundred projects."""
    chance = random.Random(4)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("id", "project", "created_date", "finished_date"))
        for number in range(rows):
            begun, done = (f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{year}" for year in (2024, 2025))
            lines.writerow((f"T-{number:06d}", f"Project {number % 200}", begun, done))


def timed(environment: dict[str, str], *command: str) -> str:
    """Seconds by the clock and of the processor, and peak megabytes, of a command."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    worked, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    over = [f"over {SECONDS} s" if worked > SECONDS else "", f"over {MEGABYTES} MB" if memory > MEGABYTES else ""]
    said = f"{time.perf_counter() - start:7.1f} s, {worked:6.1f} s of processor, {memory:5.0f} MB"
    return "  ".join([said, *(each for each in over if each)])


def main() -> None:
    """One import a database, its repetition, and the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(options.database, "") as chosen:
        path, tasks = Path(folder) / "list.csv", Path(folder) / "tasks.csv"
        written(path, options.rows)
        tasks_written(tasks, options.rows)
        for name, described in chosen:
            ours = environment_of(Path(folder) / name.lower(), described)
            bare = {**ours, "BARE_HOME": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
            bare["STEERCO_DATABASE"] = described.replace("name=steerco", "name=bare")
            print(f"\n{name}: {machine(ours)}; {options.rows:,} rows, {path.stat().st_size / 2**20:.0f} MB", flush=True)
            for key in ("lists", "tasks"):
                run(ours, "-c", NEW, key)
            command = ("-m", "steerco.interfaces.cli", "import", "--json")
            load = (*command, str(path), "--profile", "any-list", "--organisation", "lists")
            whole = (*command, str(tasks), "--profile", "agile-task-flow", "--organisation", "tasks")
            print(f"  tasks                    {timed(ours, *whole)}", flush=True)
            print(f"  projects                 {timed(ours, *load)}", flush=True)
            print(f"  their words for search   {timed(ours, '-c', INDEX, 'lists')}  (in the background)", flush=True)
            print(f"  the same again           {timed(ours, *load)}", flush=True)
            print(f"  csv and bare rows        {timed(bare, '-m', 'benchmarks.bare.rows', str(path))}", flush=True)


if __name__ == "__main__":
    main()
