"""`steerco schedule FILE`: stored dates discarded, all calculated anew, one record an activity."""

from __future__ import annotations

import argparse
from typing import Any

from steerco.capabilities.schedules.services.scheduling import schedule_file
from steerco.capabilities.schedules.tools.answering import MODES, add_file, answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, by whose rules."""
    add_file(parser)
    parser.add_argument("--mode", choices=MODES, help="by whose rules (default: those of the tool that wrote the file)")


def run(options: argparse.Namespace) -> int:
    """Prints the dates; 0 calculated, 1 refused."""
    return answer(options, options.file, lambda file: schedule_file(file, options.mode), _table)


def _table(told: dict[str, Any]) -> str:
    heads = ("uid", "es", "ef", "ls", "lf", "tf", "ff", "critical", "name")
    rows = [heads, *(tuple(_cell(each[head]) for head in heads) for each in told["activities"])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, *(f"! {each['message']}" for each in told["warnings"][:20])])


def _cell(value: object) -> str:
    return {None: "", True: "yes", False: "no"}.get(value, "") if value is None or isinstance(value, bool) else str(value)
