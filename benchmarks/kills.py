"""Kills processes while they write and import, and counts what was lost: nothing may be.

Usage: python -m benchmarks.kills [--times 200] [--database sqlite|postgresql|both] [--seed 7]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.installations import ROOT, databases, environment_of, machine


def main() -> None:
    """Each database in an installation of its own; exit 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder, databases(options.database, "") as chosen:
        for name, described in chosen:
            environment = environment_of(Path(folder) / name.lower(), described)
            print(f"\n{name}: {machine(environment)}", flush=True)
            command = [sys.executable, "-m", "benchmarks.killed", str(options.times), str(options.seed)]
            failed |= subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode != 0
    sys.exit(failed)


if __name__ == "__main__":
    main()
