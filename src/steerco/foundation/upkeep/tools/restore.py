"""`steerco restore FILE`: brings a backup back, after it has proved whole and its ledgers hold."""

from __future__ import annotations

import argparse
from pathlib import Path

from steerco.foundation.upkeep.restoring import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and whether it may replace what is there."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive that steerco backup wrote")
    parser.add_argument("--force", action="store_true", help="replace what is there; it is kept aside in backups/")
    parser.add_argument("--reason", default="", metavar="WHY", help="why it is replaced; needed then, and kept beside it")
    parser.add_argument("--dry-run", action="store_true", help="prove the backup and say what would happen; change nothing")


def run(options: argparse.Namespace) -> int:
    """Restores; what can't be is refused with the reason, and nothing is changed."""
    restore(options.file, force=options.force, reason=options.reason, dry_run=options.dry_run)
    return 0
