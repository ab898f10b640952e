"""`steerco backup`: the database, the files and the signing key in one archive, while everybody goes on working."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from steerco.foundation.upkeep.backups import drop_older, make_backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how many to keep."""
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: backups/ of the home folder, by its time)")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="remove all but the newest N backups of that folder")
    parser.add_argument("--without-key", action="store_true", help="leave the signing key out; keep it elsewhere then")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def run(options: argparse.Namespace) -> int:
    """Writes the backup, and says where it lies and where each ledger stands in it."""
    made = make_backup(options.output, with_key=not options.without_key)
    gone = drop_older(made.path.parent, options.keep)
    if options.json:
        print(json.dumps({"file": str(made.path), "size": made.size, "files": made.files, "organisations": made.organisations}))
        return 0
    print(f"{made.path} ({made.size / 1e6:.1f} MB, {made.files} files)")
    for each in made.organisations:
        print(f"  {each['key']}: {each['number']:,} revisions, newest seal {each['hash'][:16]}…")
    for path in gone:
        print(f"Removed {path.name}")
    return 0
