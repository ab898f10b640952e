"""Everything of one organisation as one archive for people and programs: each register, the ledger, and the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.utils import timezone

from steerco import __version__
from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import csv_lines, json_text
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.services import check
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import as_object, listing, sheet
from steerco.foundation.upkeep.archives import written
from steerco.foundation.upkeep.backups import files_folder

KIND = "steerco-office"
ABOUT = """What is in this archive

registers/NAME.csv    every record of a register, all columns, as a spreadsheet opens it
registers/NAME.json   the same for programs; amounts are numbers with exactly their digits
files/KIND/NAME       files that were imported or attached, as they were given
ledger.jsonl          every revision with what was before and after, one JSON object a line, each sealed by the hash of the one before
manifest.json         the list of the parts with their digests
"""


class Taken(NamedTuple):
    """What was taken along: where it lies, how many records of each register, how many revisions."""

    path: Path
    counts: dict[str, int]
    revisions: int


def take_office(organisation: Organisation, path: Path) -> Taken:
    """Writes the archive of an organisation, as the system sees it: everything."""
    by = Actor.system(organisation)
    head = check(organisation)
    about: dict[str, Any] = {
        "kind": KIND, "version": __version__, "made_at": timezone.now().isoformat(), "organisation": organisation.key,
        "name": organisation.name, "ledger": {"revisions": head.revisions, "newest_seal": head.newest_hash, "holds": head.holds},
    }  # fmt: skip
    counts: dict[str, int] = {}
    with within(organisation), timezone.override(organisation.time_zone), written(path, about) as archive:
        archive.add("README.txt", [ABOUT.encode()])
        for name, register in sorted(registers.items()):
            listed = listing(register, by, Asked(whole=True))
            listed.shown = list(listed.columns.values())
            archive.add(f"registers/{name}.csv", (line.encode() for line in csv_lines(sheet(listed))))
            told = as_object(listed)
            counts[name] = told["count"]
            archive.add(f"registers/{name}.json", [json_text(told).encode()])
        archive.add("ledger.jsonl", _ledger(organisation))
        for name, place in _files(organisation):
            archive.add_file(name, place)
        about["records"] = counts
    return Taken(path, counts, head.revisions)


def _files(organisation: Organisation) -> Iterator[tuple[str, Path]]:
    """The files of the organisation: each kind keeps them below the number of their organisation."""
    folder = files_folder()
    for own in sorted(folder.glob(f"*/{organisation.pk}")):
        for place in sorted(own.rglob("*")):
            if place.is_file() and not place.is_symlink():
                yield f"files/{own.parent.name}/{place.relative_to(own).as_posix()}", place


def _ledger(organisation: Organisation) -> Iterator[bytes]:
    """Every revision, oldest first, one object a line."""
    number = 0
    while batch := list(_batch(organisation, number)):
        for revision in batch:
            yield (" ".join(json_text(_revision(revision)).split("\n")) + "\n").encode()
        number = batch[-1].number


def _batch(organisation: Organisation, after: int) -> Iterable[Revision]:
    found = Revision.everywhere.filter(organisation=organisation, number__gt=after).order_by("number")
    return found.select_related("account", "on_behalf_of", "undoes").prefetch_related("changes")[:200]


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number, "at": revision.at.isoformat(), "account": revision.account.email if revision.account else None,
        "on_behalf_of": revision.on_behalf_of.email if revision.on_behalf_of else None, "entrance": revision.entrance,
        "verb": revision.verb, "reason": revision.reason, "undoes": revision.undoes.number if revision.undoes else None,
        "previous_hash": revision.previous_hash, "hash": revision.hash,
        "changes": [_change(each) for each in sorted(revision.changes.all(), key=lambda change: change.pk)],
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    return {
        "record_type": change.record_type, "record_id": change.record_id, "record": change.record_label, "action": change.action,
        "before": change.before, "after": change.after,
    }  # fmt: skip
