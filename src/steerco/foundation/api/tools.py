"""`steerco calc NAME`: a calculation of the engine, JSON in on standard input, JSON out with reason codes."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from typing import Any

from steerco.foundation.exports.writers import json_text
from steerco_engine.calculations import calculation, calculations, said
from steerco_engine.reasons import Fault, InputRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which calculation, or what there is to know of them."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="the calculation; its input is one JSON object on standard input")
    parser.add_argument("--list", action="store_true", help="name all calculations, each with what it answers")
    parser.add_argument("--schema", action="store_true", help="say what the calculation takes and gives, as JSON Schema")


def run(options: argparse.Namespace) -> int:
    """Prints the result, or the refusal with its code; 0 calculated, 1 refused."""
    if options.list:
        for name, each in calculations().items():
            print(f"{name:<20}{each.does}")
        return 0
    try:
        asked = calculation(options.name or "")
        if options.schema:
            _print({"calculation": asked.name, "does": asked.does, "takes": asked.takes, "gives": asked.gives})
            return 0
        told = asked.answer(_given(sys.stdin.read()))
    except InputRefused as refusal:
        told = {"calculation": options.name, "error": said(refusal)}
    _print(told)
    return 1 if "error" in told else 0


def _given(text: str) -> Any:
    """What was written on the input; nothing at all is an object without parameters."""
    try:
        return json.loads(text, parse_float=Decimal) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise InputRefused(Fault.NOT_JSON, "", f"The input is no JSON: {error}") from None


def _print(told: dict[str, Any]) -> None:
    sys.stdout.write(json_text(told) + "\n")
