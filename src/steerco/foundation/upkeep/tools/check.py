"""`steerco check`: says of each thing that an installation needs whether it is well, and what to do where it is not."""

from __future__ import annotations

import argparse
import json

from steerco.foundation.upkeep.doctor import FAIL, examined


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """In which form to answer."""
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def run(options: argparse.Namespace) -> int:
    """Prints the findings; 0 where nothing fails."""
    found = examined()
    failed = any(line.state == FAIL for line in found)
    if options.json:
        print(json.dumps({"well": not failed, "lines": [line._asdict() for line in found]}, ensure_ascii=False))
        return 1 if failed else 0
    for line in found:
        print(f"{line.state:<5}{line.name:<14}{line.says}")
        if line.do:
            print(f"{'':<19}→ {line.do}")
    return 1 if failed else 0
