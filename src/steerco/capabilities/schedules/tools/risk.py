"""`steerco schedule-risk FILE`: when each project of a file ends with which probability, over dates calculated anew."""

from __future__ import annotations

import argparse
from typing import Any

from steerco.capabilities.schedules.services.risk import risk_of
from steerco.capabilities.schedules.tools.answering import MODES, add_file, answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, by whose rules, how many iterations from which seed, and how far durations spread."""
    add_file(parser)
    parser.add_argument("--mode", choices=MODES, help="by whose rules (default: those of the tool that wrote the file)")
    parser.add_argument("--iterations", type=int, default=10_000, metavar="N", help="from 1 to 200,000 (default 10,000)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="where chance starts: the same seed gives the same numbers (default 1)"
    )
    parser.add_argument("--low", type=float, default=0.9, help="the shortest duration as a share of the plan (default 0.9)")
    parser.add_argument("--high", type=float, default=1.25, help="the longest duration as a share of the plan (default 1.25)")


def run(options: argparse.Namespace) -> int:
    """Prints the analysis; 0 simulated, 1 refused."""
    asked = {"iterations": options.iterations, "seed": options.seed, "low": options.low, "high": options.high}
    return answer(options, options.file, lambda file: risk_of(file, options.mode, **asked), _table)


def _table(told: dict[str, Any]) -> str:
    lines = []
    for project in told["projects"]:
        lines.append(project["project"])
        if project["analysis"] is None:
            lines.append(f"  {project['reason']}")
            continue
        found = project["analysis"]
        lines += [
            f"  planned {found['planned']:g} working days, kept in {found['chance_of_planned']:.1%} of {found['iterations']:,} iterations"
        ]
        lines += [f"  P{level['share'] * 100:.0f}  {level['value']:.1f} days  {level['date'] or ''}".rstrip() for level in found["levels"]]
        lines += [f"  {words}" for words in found["words"]]
        lines += [f"! {said}" for _code, said in found["warnings"]]
    return "\n".join(lines)
