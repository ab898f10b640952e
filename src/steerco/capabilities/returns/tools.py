"""`steerco import`: lists and returns loaded from the command line, for people with a progress bar, for scripts as one object."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import json_text
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.profiles import profile_keys
from steerco.foundation.imports.services import GivenFile, ImportRefused, load_files
from steerco.foundation.imports.sheets import IGNORE, OWN
from steerco.foundation.organisations.queries import organisation_named

MOST_NOTED = 20
PRINTED = ("rows", "created", "changed", "unchanged", "refused", "withheld", "totals", "problems", "left_out")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, by which profile, into which organisation."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX, XLS or ODS; several are loaded in the order of their dates")
    parser.add_argument("--profile", required=True, metavar="NAME", help=f"what kind of file it is: {', '.join(profile_keys())}")
    parser.add_argument("--organisation", metavar="KEY", help="into which organisation (not needed where there is only one)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--json", action="store_true", help="print one object for scripts")
    parser.add_argument(
        "--answer", action="append", default=[], metavar="KEY=VALUE", help="answer a question: as_at=2025-03-31, date_order=dmy, …"
    )
    parser.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help=f"where a column goes: a field, {OWN}LABEL or {IGNORE}"
    )
    parser.add_argument("--skip-refused", action="store_true", help="load without the rows that are refused")


def run(options: argparse.Namespace) -> int:
    """Loads the files, all or none. 0 loaded (or would be), 1 refused."""
    by = Actor.system(organisation_named(options.organisation))
    try:
        files = [GivenFile(Path(name).name, Path(name).read_bytes()) for name in options.files]
        answers = _pairs(options.answer) | ({"skip_refused": "yes"} if options.skip_refused else {})
        chosen = {"answers": answers, "mapping": _pairs(options.map)}
        report = _load(by, files, options, chosen)
    except ImportRefused as refusal:
        _print_refusal(str(refusal), dict(refusal.report), as_json=options.json)
        return 1
    except (CannotRead, OSError) as refusal:
        nothing = dict.fromkeys(PRINTED, 0) | {"totals": {}, "problems": [_problem(str(refusal), options.files)]}
        _print_refusal(str(refusal), nothing, as_json=options.json)
        return 1
    if options.json:
        print(json_text(_printable(report)))
    else:
        _say(report, dry_run=options.dry_run)
    return 0


def _load(by: Actor, files: Sequence[GivenFile], options: argparse.Namespace, chosen: dict[str, Any]) -> dict[str, Any]:
    if options.json or not sys.stdout.isatty():
        return load_files(by=by, files=files, profile=options.profile, options=chosen, dry_run=options.dry_run)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as bar:
        task = bar.add_task("Reading", total=len(files))
        return load_files(
            by=by, files=files, profile=options.profile, options=chosen, dry_run=options.dry_run,
            told=lambda name, report: bar.update(task, advance=1, description=f"{name}: {report['rows']} rows"),
        )  # fmt: skip


def _pairs(given: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = next((name for name, sign, _value in pairs if not sign), None)
    if wrong is not None:
        raise CannotRead(f"“{wrong}” is no pair. Write it like KEY=VALUE.")
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def _printable(report: dict[str, Any]) -> dict[str, Any]:
    """The object of the contract; sums are numbers with exactly their digits."""
    printed = {name: report[name] for name in PRINTED}
    printed["totals"] = {name: {"sum": Decimal(line["sum"]), "count": line["count"]} for name, line in report["totals"].items()}
    return printed


def _problem(message: str, files: Sequence[str]) -> dict[str, Any]:
    names = [Path(name).name for name in files]
    blamed = next((name for name in names if message.startswith(f"{name}: ")), names[0] if len(names) == 1 else "")
    return {"file": blamed, "row": None, "column": None, "message": message.removeprefix(f"{blamed}: ") if blamed else message}


def _print_refusal(message: str, report: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        said = _printable(report)
        if not said["problems"]:
            said["problems"] = [{"file": "", "row": None, "column": None, "message": message}]
        print(json_text(said))
        return
    print(f"{message} Nothing was written.", file=sys.stderr)
    refusals = [p for file in report.get("files", []) for p in file["problems"] if p["severity"] == "refusal"]
    for problem in refusals[:20]:
        print(f"  {problem['file']} row {problem['row']} column {problem['column']}: {problem['message']}", file=sys.stderr)


def _say(report: dict[str, Any], *, dry_run: bool) -> None:
    for file in report["files"]:
        counts = f"{file['created']} new, {file['changed']} changed, {file['unchanged']} unchanged, {file['withheld']} values withheld"
        counts += f", {file['left_out']} left out" if file["left_out"] else ""
        effects = "; ".join(f"{effect['label']}: {effect['count']}" for effect in file["effects"] if effect["count"])
        print(f"{file['file']}: {file['rows']} rows as at {file['status_on']}: {counts}" + (f" ({effects})" if effects else ""))
    looked = [problem for file in report["files"] for problem in file["problems"] if problem["severity"] == "check"]
    if looked:
        print(f"To check: {len(looked)}")
        for problem in looked[:10]:
            print(f"  {problem['file']} row {problem['row']} column {problem['column']}: {problem['message']} ({problem['where']})")
    noted = [problem for file in report["files"] for problem in file["problems"] if problem["severity"] == "note"]
    if noted:
        print(f"To know: {len(noted)}")
        for problem in noted[:MOST_NOTED]:
            print(f"  {problem['file']}: {problem['message']} ({problem['where']})")
        if len(noted) > MOST_NOTED:
            print(f"  and {len(noted) - MOST_NOTED} more, all with --json")
    if dry_run:
        print("Dry run: nothing was written.")
