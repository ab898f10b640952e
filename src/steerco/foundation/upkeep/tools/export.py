"""`steerco export`: a register as a file, or everything of an organisation as one archive."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import csv_lines, json_text, xlsx_file
from steerco.foundation.organisations.queries import organisation_named
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import as_object, listing, sheet
from steerco.foundation.registers.tools import filter_of
from steerco.foundation.upkeep.office import take_office

FORMS = ("csv", "xlsx", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, narrowed how, to where, in which form."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("register", nargs="?", metavar="REGISTER", choices=sorted(registers), help=", ".join(sorted(registers)))
    what.add_argument("--all", action="store_true", help="every register, the ledger and their list as one archive")
    parser.add_argument("--form", choices=FORMS, help="which kind of file (default: as the output is called, else csv)")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write it (default: the standard output; an archive needs one)"
    )
    parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE", help="as for steerco list")
    parser.add_argument("--find", default="", metavar="WORDS", help="words that the record must hold")
    parser.add_argument("--sort", default="", metavar="COLUMN", help="the column to sort by; -COLUMN for falling")
    parser.add_argument("--columns", default="all", metavar="A,B", help="the columns (default: all)")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE", help="as it stood on a date")
    parser.add_argument("--organisation", metavar="KEY", help="which organisation, where there are several")


def run(options: argparse.Namespace) -> int:
    """Writes the file; 0 written, 1 where something asked for does not exist."""
    organisation = organisation_named(options.organisation)
    if options.all:
        place = options.output or Path(f"{organisation.key}-{timezone.localdate().isoformat()}.zip")
        taken = take_office(organisation, place)
        records = ", ".join(f"{count:,} {name}" for name, count in taken.counts.items())
        print(f"{taken.path}: {records}, {taken.revisions:,} revisions", file=sys.stderr)
        return 0
    form = options.form or (options.output.suffix.lstrip(".").lower() if options.output else "") or "csv"
    if form not in FORMS:
        raise LookupError(f"A register can be written as {', '.join(FORMS)}, not as “{form}”.")
    with within(organisation), timezone.override(organisation.time_zone):
        listed = _listed(options, Actor.system(organisation))
        with _place(options.output) as file:
            _write(listed, form, file)
    return 0


def _listed(options: argparse.Namespace, by: Actor) -> Listing:
    filters = tuple(filter_of(text) for text in options.filter)
    columns = tuple(name for name in options.columns.split(",") if name and name != "all")
    asked = Asked(filters=filters, sort=options.sort, columns=columns, words=options.find, as_of=options.as_of, whole=True)
    listed = listing(registers[options.register], by, asked)
    unknown = next((name for name in columns if name not in listed.columns), None)
    if unknown is not None:
        raise LookupError(f"There is no column “{unknown}”. There are: {', '.join(listed.columns)}.")
    if not columns:
        listed.shown = list(listed.columns.values())
    listed.rows()
    if listed.problems:
        raise LookupError(" ".join(listed.problems))
    return listed


def _write(listed: Listing, form: str, file: IO[bytes]) -> None:
    if form == "xlsx":
        with xlsx_file(sheet(listed)) as book:
            shutil.copyfileobj(book, file)
    elif form == "json":
        file.write(f"{json_text(as_object(listed))}\n".encode())
    else:
        for piece in csv_lines(sheet(listed)):
            file.write(piece.encode())


@contextmanager
def _place(path: Path | None) -> Iterator[IO[bytes]]:
    """The file, moved to its place when it is whole; without one the standard output."""
    if path is None:
        yield sys.stdout.buffer
        return
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
