"""`steerco convert IN OUT`: a schedule file written anew, and what the other format has no place for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from steerco.capabilities.schedules.services import ScheduleFile
from steerco.capabilities.schedules.services.writing import write_schedule
from steerco.capabilities.schedules.tools.answering import add_file, answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and where to."""
    add_file(parser)
    parser.add_argument("out", metavar="OUT", help="where to: its own format (.xer, .pmxml, .mspdi, .xml), .csv or .xlsx")


def run(options: argparse.Namespace) -> int:
    """Writes the file; 0 written, 1 refused."""

    def ask(file: ScheduleFile) -> dict[str, Any]:
        return {"written": options.out, "activities": len(file.activities), "lost": write_schedule(file, Path(options.out))}

    return answer(
        options, options.file, ask, lambda told: "\n".join([f"{told['activities']} activities: {told['written']}", *told["lost"]])
    )
