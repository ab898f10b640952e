"""Pastes 1,000 cells and takes 100,000 rows along, on both databases.

Usage: python -m benchmarks.editing [--database sqlite|postgresql|both] [--records 100000]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.installations import databases, environment_of, machine, run


def main() -> None:
    """Reads the arguments and runs each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--records", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(options.database, "") as chosen:
        for name, described in chosen:
            environment = environment_of(Path(folder) / name.lower(), described)
            print(f"\n{name}: {machine(environment)}", flush=True)
            print(run(environment, "-m", "benchmarks.edits", str(options.records)), end="", flush=True)


if __name__ == "__main__":
    main()
