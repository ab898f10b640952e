"""`steerco schedule-quality FILE`: the 14 points of the DCMA for each project of a file, over dates calculated anew."""

from __future__ import annotations

import argparse
from typing import Any

from steerco.capabilities.schedules.services.quality import quality_of
from steerco.capabilities.schedules.tools.answering import MODES, add_file, answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, by whose rules."""
    add_file(parser)
    parser.add_argument("--mode", choices=MODES, help="by whose rules (default: those of the tool that wrote the file)")


def run(options: argparse.Namespace) -> int:
    """Prints the checks; 0 checked, 1 refused."""
    return answer(options, options.file, lambda file: quality_of(file, options.mode), _table)


def _table(told: dict[str, Any]) -> str:
    lines = []
    for project in told["projects"]:
        lines.append(project["project"])
        for check in project["assessment"]["checks"]:
            passed = {True: "pass", False: "FAIL", None: "not evaluated"}[check["passed"]]
            lines.append(f"  {check['number']:>2}  {check['name']:<24} {passed}")
    return "\n".join(lines)
