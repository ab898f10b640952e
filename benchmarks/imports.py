"""Imports seven yearly returns of the real portfolio: seconds and peak memory, beside reading the same files and writing bare rows.

Usage: python -m benchmarks.imports [--database sqlite|postgresql|both] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.installations import ROOT, databases, environment_of, machine, run

FILES = sorted((ROOT / "examples" / "uk-gmpp").glob("uk_*.csv"))
LIMIT = 15
NEW = """
import sys, django; django.setup()
from steerco.foundation.organisations.services import found_organisation
found_organisation(key=sys.argv[1], name=sys.argv[1])
"""


def timed(environment: dict[str, str], *command: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a command of ours, from its start to its end."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return time.perf_counter() - start, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def measure(name: str, described: str, folder: Path, rounds: int) -> None:
    """Prints one line a database: each round imports into a new organisation."""
    ours = environment_of(folder / name.lower(), described)
    bare = {**ours, "BARE_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
    bare["STEERCO_DATABASE"] = described.replace("name=steerco", "name=bare")
    print(f"\n{name}: {machine(ours)}")
    files = [str(path) for path in FILES]
    steerco = ("-m", "steerco.interfaces.cli", "import", *files, "--profile", "uk-gmpp", "--json", "--organisation")
    first, again, floor = [], [], []
    for number in range(rounds):
        key = f"round-{number}"
        run(ours, "-c", NEW, key)
        floor.append(timed(bare, "-m", "benchmarks.bare.read", *files))
        first.append(timed(ours, *steerco, key))
        again.append(timed(ours, *steerco, key))
    for label, taken in (("import of seven years", first), ("the same again, nothing new", again), ("read and write bare rows", floor)):
        seconds, memory = (median(values) for values in zip(*taken, strict=True))
        over = f"  over {LIMIT} s" if seconds > LIMIT else ""
        print(f"  {label:30}{seconds:7.1f} s{memory:8.0f} MB{over}", flush=True)


def main() -> None:
    """Reads the arguments and runs each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(options.database, "") as chosen:
        for name, described in chosen:
            measure(name, described, Path(folder), options.rounds)


if __name__ == "__main__":
    main()
