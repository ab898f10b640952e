"""`steerco list REGISTER`: prints what a register's page shows, for scripts and for people."""

from __future__ import annotations

import argparse
import datetime as dt
import sys

from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import as_text, json_text
from steerco.foundation.organisations.queries import organisation_named
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import as_object, listing, sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which register, filtered how, at which date, and in which form to answer."""
    parser.add_argument("register", metavar="REGISTER", choices=sorted(registers), help=", ".join(sorted(registers)))
    parser.add_argument(
        "--filter", action="append", default=[], metavar="NAME=VALUE", help="a column and its value, or NAME:OPERATION:VALUE"
    )
    parser.add_argument("--find", default="", metavar="WORDS", help="words that the record must hold")
    parser.add_argument("--sort", default="", metavar="COLUMN", help="the column to sort by; -COLUMN for falling")
    parser.add_argument("--columns", default="", metavar="A,B", help="the columns to print, or all (default: as on the page)")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE", help="as it stood on a date, such as 2021-03-31")
    parser.add_argument("--organisation", metavar="KEY", help="which organisation, where there are several")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def run(options: argparse.Namespace) -> int:
    """Prints the list; 0 when printed, 1 where something asked for does not exist."""
    organisation = organisation_named(options.organisation)
    with within(organisation):
        register = registers[options.register]
        filters = tuple(filter_of(text) for text in options.filter)
        columns = tuple(name for name in options.columns.split(",") if name)
        asked = Asked(filters=filters, sort=options.sort, columns=columns, words=options.find, as_of=options.as_of, whole=True)
        listed = listing(register, Actor.system(organisation), asked)
        if options.columns == "all":
            listed.shown = list(listed.columns.values())
        listed.rows()
        if listed.problems:
            raise LookupError(" ".join(listed.problems))
        if options.json:
            sys.stdout.write(json_text(as_object(listed)) + "\n")
        else:
            table = sheet(listed)
            for line in (table.heads, *table.rows):
                sys.stdout.write("\t".join(as_text(value) for value in line) + "\n")
    return 0


def filter_of(text: str) -> Filter:
    """`name=value`, or the form of the address `name:operation:value`."""
    name, equals, value = text.partition("=")
    if equals and ":" not in name:
        return Filter(name, "is", (value,)) if value else Filter(name, "missing")
    found = Filter.from_text(text)
    if found is None:
        raise LookupError(f"“{text}” is not a filter. Write NAME=VALUE or NAME:OPERATION:VALUE.")
    return found
