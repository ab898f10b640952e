"""The archive of an audit: every revision of some days, a table to read, what was left out, and the means to check the seals."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco import __version__
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.exports.writers import Sheet, csv_lines
from steerco.foundation.ledger.access import rights, shown_changes
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.chain import GENESIS, sealed_whole
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.wording import kind_of, label_of, model_of

KIND, BATCH = "steerco-audit", 200
VERIFIER = Path(__file__).with_name("verifier.py")
README = """What is in this archive

revisions.jsonl   every revision of the days asked for, one JSON object a line, oldest first, with the text that was sealed
changes.csv       the same to read: a row for each field of each change, who did it, for whom, when, through what, why
verify.py         checks the seals with nothing but Python 3: python3 verify.py THIS-ARCHIVE.zip
manifest.json     who took it, which days, which revisions, how many changes were left out for confidentiality, digests of the parts

The seal of a revision is SHA-256 over its text, which begins with the seal of the one before. Compare the last seal with one that was
kept elsewhere at that time: then nobody can have written the whole chain anew. Where a change was left out because whoever took the
archive may not see it, the text of that revision is missing, its seal is not, and the chain is still checked from link to link.
"""


@dataclass
class Taken:
    """What is in an archive."""

    revisions: int = 0
    changes: int = 0
    left_out: int = 0
    revisions_with_gaps: int = 0
    last: dict[str, Any] = field(default_factory=dict)


def may_take(by: Actor) -> bool:
    """Whether the actor may take the ledger out."""
    return rights().allows(by, "export")


def take(by: Actor, since: Any, until: Any, file: IO[bytes]) -> Taken:
    """Writes the archive; what the actor may not see is left out and counted. Raises `Refused`."""
    if not may_take(by):
        raise Refused("ledger", "export", rights().allowed["export"])
    asked = Revision.objects.filter(at__gte=since, at__lte=until)
    first = asked.order_by("number").first()
    before = None if first is None else Revision.objects.filter(number=first.number - 1).first()
    begins = {"number": before.number if before else (first.number - 1 if first else 0), "hash": first.previous_hash if first else GENESIS}
    taken, parts = Taken(last=dict(begins)), dict[str, str]()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, parts, "README.txt", [README.encode()])
        _add(archive, parts, "verify.py", [VERIFIER.read_bytes()])
        _add(archive, parts, "revisions.jsonl", _lines(by, since, until, taken))
        heads = [_("Revision"), _("When"), _("Who"), _("On behalf of"), _("Through"), _("Did"), _("Why"), _("Kind"), _("Record"),
                 _("Number of the record"), _("What"), _("Field"), _("Before"), _("After")]  # fmt: skip
        table = Sheet(_("Changes"), heads, _rows(by, since, until))
        _add(archive, parts, "changes.csv", (line.encode() for line in csv_lines(table)))
        archive.writestr("manifest.json", json.dumps({
            "kind": KIND, "version": __version__, "made_at": timezone.now().isoformat(), "organisation": by.organisation.key,
            "taken_by": by.account.email if by.account else None, "from": since.isoformat(), "to": until.isoformat(),
            "before": begins, "last": taken.last, "revisions": taken.revisions, "changes": taken.changes,
            "left_out": {"changes": taken.left_out, "of_revisions": taken.revisions_with_gaps}, "parts": parts,
        }, indent=1))  # fmt: skip
    return taken


def _add(archive: zipfile.ZipFile, parts: dict[str, str], name: str, pieces: Any) -> None:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)
            digest.update(piece)
    parts[name] = digest.hexdigest()


def _revisions(by: Actor, since: Any, until: Any) -> Iterator[tuple[Revision, list[Change], int]]:
    """Every revision of the days, oldest first, with the changes that the actor may read, and how many there are."""
    seen, number = Change.objects.filter(shown_changes(by)).order_by("id"), 0
    while True:
        found = Revision.objects.filter(at__gte=since, at__lte=until, number__gt=number).order_by("number")
        batch = list(
            found.select_related("account", "on_behalf_of", "undoes")
            .prefetch_related(Prefetch("changes", queryset=seen, to_attr="readable"))
            .prefetch_related(Prefetch("changes", queryset=_KEYS, to_attr="all_of_it"))
            [:BATCH]
        )  # fmt: skip
        for revision in batch:
            yield revision, revision.readable, len(revision.all_of_it)  # prefetched above
        if not batch:
            return
        number = batch[-1].number


_KEYS = Change.objects.only("pk", "revision_id")


def _lines(by: Actor, since: Any, until: Any, taken: Taken) -> Iterator[bytes]:
    for revision, changes, count in _revisions(by, since, until):
        gap = count - len(changes)
        taken.revisions += 1
        taken.changes += len(changes)
        taken.left_out += gap
        taken.revisions_with_gaps += gap > 0
        taken.last = {"number": revision.number, "hash": revision.hash}
        told: dict[str, Any] = {
            "number": revision.number, "at": revision.at.isoformat(), "previous_hash": revision.previous_hash, "hash": revision.hash,
            "left_out": gap, "sealed": None if gap else sealed_whole(revision, changes),
        }  # fmt: skip
        if changes:
            told |= {
                "account": revision.account.email if revision.account else None,
                "on_behalf_of": revision.on_behalf_of.email if revision.on_behalf_of else None,
                "undoes": revision.undoes.number if revision.undoes else None,
            }  # fmt: skip
        yield (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _rows(by: Actor, since: Any, until: Any) -> Iterator[list[Any]]:
    for revision, changes, count in _revisions(by, since, until):
        who = [revision.number, timezone.localtime(revision.at).isoformat(timespec="seconds"), str(revision.account or _("the system")),
               str(revision.on_behalf_of or ""), revision.way_in, said(revision.verb), revision.reason]  # fmt: skip
        for change in changes:
            what = [kind_of(change.record_type), change.record_label, change.record_id, str(change.get_action_display())]
            model, before, after = model_of(change.record_type), change.before or {}, change.after or {}
            for name in {**before, **after}:
                yield [*who, *what, label_of(model, name), _plain(before.get(name)), _plain(after.get(name))]
        if count > len(changes):
            hidden = _("%(count)d changes left out, too confidential") % {"count": count - len(changes)}
            yield [*(who if changes else [revision.number, "", "", "", "", "", ""]), "", hidden, "", "", "", "", ""]


def _plain(value: Any) -> str:
    """A kept value as exact text."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
