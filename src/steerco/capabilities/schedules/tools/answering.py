"""What the commands of schedules share: a file is opened, an answer printed, a refusal said in one line or one object."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from steerco.capabilities.schedules.services import FileRefused, ScheduleFile, open_schedule
from steerco.foundation.exports.writers import json_text
from steerco_engine.reasons import InputRefused

MODES = ("primavera", "microsoft_project")


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file, and how its answer is wanted."""
    parser.add_argument("file", metavar="FILE", help="XER, PMXML, MSPDI, MPX or MPP")
    parser.add_argument("--encoding", metavar="NAME", help="the code page of an XER file that is not UTF-8 or Western, such as cp1251")
    parser.add_argument("--json", action="store_true", help="print one object for scripts")


def answer(
    options: argparse.Namespace, name: str, ask: Callable[[ScheduleFile], dict[str, Any]], tell: Callable[[dict[str, Any]], str]
) -> int:
    """Prints the answer for a file; 0 answered, 1 refused with the place and the reason."""
    try:
        told = ask(open_schedule(Path(name), options.encoding))
    except FileRefused as refusal:
        return refused(str(refusal), options, place=refusal.place, says=refusal.says)
    except InputRefused as refusal:
        return refused(f"{Path(name).name}: {refusal}", options)
    except OSError as error:
        return refused(f"{name}: {error.strerror or error}.", options)
    print(json_text(told) if options.json else tell(told))
    return 0


def refused(message: str, options: argparse.Namespace, **said: str) -> int:
    """Says a refusal on the error stream, and as an object where one was asked for."""
    if getattr(options, "json", False):
        print(json_text({"error": {"message": message, **said}}))
    print(message, file=sys.stderr)
    return 1
