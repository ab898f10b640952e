"""Checking, loading and undoing an import. A check does all of the load and takes it back, so that it can't say anything else."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.collecting import seldom_collected
from steerco.foundation.imports.interpreting import columns_in, label_key, understand
from steerco.foundation.imports.mapping import RUNNING
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.imports.numerals import DECIMALS
from steerco.foundation.imports.own_values import own_by_label
from steerco.foundation.imports.periods import by_date
from steerco.foundation.imports.problems import REFUSAL, CannotRead, Problem
from steerco.foundation.imports.profiles import Profile, load_profile
from steerco.foundation.imports.reconciliation import report_of, together
from steerco.foundation.imports.sheets import Options, Sheet
from steerco.foundation.imports.targets import Outcome, Target, target_of
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.checks import reason_over_others

SKIP_REFUSED = "skip_refused"
_REMEMBERED = {"date_order", "unit", "currency", RUNNING}


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it came: its name and its bytes."""

    name: str
    data: bytes


class ImportRefused(Exception):
    """The files can't be loaded as they are; `report` says which rows and why. Nothing was written."""

    def __init__(self, message: str, report: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.report = report


@dataclass(frozen=True, slots=True)
class _Done:
    """What a load did: its report, its revision (None where nothing changed), what it names, what of it it made, how confidential it is."""

    report: dict[str, Any]
    number: int | None
    named: frozenset[int]
    made: frozenset[int]
    level: int

    @property
    def kept(self) -> dict[str, Any]:
        """What the batch keeps of it."""
        return {"report": self.report, "named": sorted(self.named), "level": self.level}


class _TakenBack(Exception):
    """Ends a check: everything that it wrote is rolled back."""


@seldom_collected()
def check_import(*, by: Actor, files: Sequence[GivenFile], profile: str, options: Mapping[str, Any] | None = None) -> ImportBatch:
    """Reads files and says what a load would do; keeps the batch with its files and report, writes nothing else.

    Raises `CannotRead` where a file is no such table and `Refused` where the actor may not import.
    """
    known = load_profile(profile)
    target_of(known.target).require(by)
    chosen = _remembered(by, known, files, options)
    sheets = _understood(by, known, files, chosen)
    tried = _tried(by, known, sheets)
    kept = [{"name": f.name, "size": len(f.data), "sha256": _digest(f.data), "stored_as": _store(by, f.data)} for f in files]
    batch = ImportBatch(
        organisation=by.organisation, profile=known.key, files=kept, options=chosen.as_json(), **tried.kept,
        columns_key=label_key(sheets[0].columns), account=by.account,
    )  # fmt: skip
    with revise(by, "check_import") as revision:
        return revision.create(batch)


@seldom_collected()
def change_import(*, by: Actor, batch: ImportBatch, options: Mapping[str, Any]) -> ImportBatch:
    """Checks a batch again with other decisions: where columns go, answers to questions, another sheet."""
    known = load_profile(batch.profile)
    target_of(known.target).require(by)
    _refuse_discarded(batch)
    if batch.state == BatchState.LOADED:
        raise ImportRefused(_("Refused: this import is loaded already. Undo it first."), batch.report)
    chosen = Options.of({**batch.options, **options})
    sheets = _understood(by, known, files_of(batch), chosen)
    tried = _tried(by, known, sheets)
    with revise(by, "change_import") as revision:
        key = label_key(sheets[0].columns)
        revision.update(batch, options=chosen.as_json(), columns_key=key, state=BatchState.CHECKED, **tried.kept)
    return batch


@seldom_collected()
def load_import(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Loads a checked batch in one revision, whole or not at all. Raises `ImportRefused` where rows are refused or questions open."""
    known = load_profile(batch.profile)
    target = target_of(known.target)
    target.require(by)
    if batch.state == BatchState.LOADED:
        raise ImportRefused(_("Refused: this import is loaded already."), batch.report)
    _refuse_discarded(batch)
    sheets = _understood(by, known, files_of(batch), Options.of(batch.options))
    with transaction.atomic(), within(by.organisation):
        done = _load_all(by, target, sheets, reason=str(batch))
        with revise(by, "note_import") as revision:
            revision.update(
                batch,
                state=BatchState.LOADED,
                loaded_at=timezone.now(),
                account=by.account,
                undone_at=None,
                revision_number=done.number,
                **done.kept,
            )
    return batch


@seldom_collected()
def undo_import(*, by: Actor, batch: ImportBatch, reason: str = "") -> Revision:
    """Takes a load back as a whole, another's with a reason; refused (`CannotUndo`) where something later builds on it."""
    target_of(load_profile(batch.profile).target).require(by)
    revision = load_revision(batch)
    if batch.state != BatchState.LOADED or revision is None:
        raise ImportRefused(_("Refused: this import has written nothing that could be undone."), batch.report)
    why = reason_over_others(batch.account_id == (by.account.pk if by.account is not None else None), reason)
    with transaction.atomic(), within(by.organisation):
        made = undo(by, revision, verb="undo_import", reason=why)
        with revise(by, "note_import", reason=why) as writer:
            writer.update(batch, state=BatchState.UNDONE, undone_at=timezone.now())
    return made


def discard_import(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Puts a checked batch aside; its files and report stay in the list."""
    target_of(load_profile(batch.profile).target).require(by)
    if batch.state == BatchState.LOADED:
        raise ImportRefused(_("Refused: this import is loaded. Undo it instead."), batch.report)
    with revise(by, "discard_import") as revision:
        revision.update(batch, state=BatchState.DISCARDED)
    return batch


def follow_confidentiality(writer: RevisionWriter, key: int, levels_of: Callable[[Collection[int]], Mapping[int, int]]) -> None:
    """Reports that name a record are from now on read with the clearance that it needs now; of records that are gone, what it was then."""
    naming = [pk for pk, named in ImportBatch.objects.values_list("pk", "named") if key in named]
    for batch in ImportBatch.objects.filter(pk__in=naming).defer("report"):
        held = levels_of(batch.named)
        gone = batch.level if len(held) < len(batch.named) else 0
        writer.update(batch, level=max(gone, *held.values()) if held else gone)


def _refuse_discarded(batch: ImportBatch) -> None:
    if batch.state == BatchState.DISCARDED:
        raise ImportRefused(_("Refused: this import was discarded. Give the files again."), batch.report)


@seldom_collected()
def load_files(
    *, by: Actor, files: Sequence[GivenFile], profile: str, options: Mapping[str, Any] | None = None, dry_run: bool = False,
    told: Callable[[str, dict[str, Any]], None] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Loads files in the order of their dates, a batch and a revision each, all or none; `told` hears the report of each file.

    A file that changes nothing leaves no trace, so the same command may be run again at any time. `dry_run` takes everything back.
    Returns `{"files": [report…], …}` with the counts of all files together.
    """
    known = load_profile(profile)
    target = target_of(known.target)
    target.require(by)
    chosen = _remembered(by, known, files, options)
    by_digest = {_digest(given.data): given for given in files}
    sheets = _understood(by, known, list(by_digest.values()), chosen)
    reports: list[dict[str, Any]] = []
    with _maybe_taken_back(dry_run):
        for digest in dict.fromkeys(sheet.sha256 for sheet in sheets):
            parts = [sheet for sheet in sheets if sheet.sha256 == digest]
            report = _load_one(by, known, target, parts, by_digest[digest], chosen, keep=not dry_run)
            reports.extend(report["files"])
            if told is not None:
                told(parts[0].file, {**report["files"][-1], **{name: report[name] for name in ("rows", "refused", "withheld")}})
    return {"files": reports, **together(reports)}


def files_of(batch: ImportBatch) -> list[GivenFile]:
    """The files of a batch as they came."""
    given: list[GivenFile] = []
    for entry in batch.files:
        if not default_storage.exists(entry["stored_as"]):
            raise CannotRead(_("The source file “%(name)s” is not kept any more. Give it again.") % {"name": entry["name"]})
        with default_storage.open(entry["stored_as"]) as stream:
            data = stream.read()
        if _digest(data) != entry["sha256"]:
            raise CannotRead(_("The stored file “%(name)s” is not the one that was given. Give it again.") % {"name": entry["name"]})
        given.append(GivenFile(entry["name"], data))
    return given


def load_revision(batch: ImportBatch) -> Revision | None:
    """The revision that loaded a batch; None before, and where the load changed nothing."""
    if batch.revision_number is None:
        return None
    return Revision.everywhere.filter(organisation_id=batch.organisation_id, number=batch.revision_number).first()


def _load_one(
    by: Actor, known: Profile, target: Target, sheets: Sequence[Sheet], given: GivenFile, chosen: Options, *, keep: bool
) -> dict[str, Any]:
    """Loads the sheets of one file as one revision; keeps a batch where that changed anything."""
    done = _load_all(by, target, sheets, reason=given.name)
    if keep and done.number is not None:
        batch = ImportBatch(
            organisation=by.organisation, profile=known.key, state=BatchState.LOADED, options=chosen.as_json(), **done.kept,
            files=[{"name": given.name, "size": len(given.data), "sha256": sheets[0].sha256, "stored_as": _store(by, given.data)}],
            columns_key=label_key(sheets[0].columns), account=by.account, loaded_at=timezone.now(), revision_number=done.number,
        )  # fmt: skip
        with revise(by, "note_import") as revision:
            revision.create(batch)
    return done.report


def _understood(by: Actor, known: Profile, files: Sequence[GivenFile], options: Options) -> list[Sheet]:
    sheets: list[Sheet] = []
    with within(by.organisation):
        own = own_by_label(target_of(known.target).register)
    for given in files:
        try:
            chosen = options.for_file(given.name)
            read = understand(given.name, given.data, known, chosen, currency=by.organisation.currency, own=own)
            sheets.extend(by_date(read))
        except CannotRead as error:
            raise CannotRead(f"{given.name}: {error}") from error
    return sorted(sheets, key=lambda sheet: (sheet.status_on, sheet.file))


def _missing_fields(target: Target, sheet: Sheet) -> list[str]:
    """The labels of fields that every row needs and no column gives."""
    mapped = set(sheet.fields())
    return [field.label for field in target.fields if field.required and field.name not in mapped]


def _loaded(by: Actor, target: Target, sheet: Sheet, revision: RevisionWriter) -> Outcome:
    """What the target makes of a sheet; where a needed column is missing, every row is refused with one sentence."""
    missing = _missing_fields(target, sheet)
    if not missing:
        return target.load(by, revision, sheet)
    said = _("No column was found for: %(fields)s. Say which one it is, or choose another profile.") % {"fields": ", ".join(missing)}
    refused = Problem(sheet.file, None, None, said, REFUSAL, where=_("Columns"), action=_("Not loaded"))
    return Outcome(Counter(refused=len(sheet.records)), problems=[refused], refused={record.number for record in sheet.records})


def _tried(by: Actor, known: Profile, sheets: Sequence[Sheet]) -> _Done:
    """What a load would do, taken back: what it would make is not there, so the report names it by its words only."""
    with _maybe_taken_back(True):
        done = _load_all(by, target_of(known.target), sheets, reason="", strict=False)
    return replace(done, named=done.named - done.made)


@contextmanager
def _maybe_taken_back(back: bool) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            if back:
                raise _TakenBack
    except _TakenBack:
        return


def _load_all(by: Actor, target: Target, sheets: Sequence[Sheet], *, reason: str, strict: bool = True) -> _Done:
    """Writes the rows of all sheets in one revision."""
    with revise(by.through("import"), "load_import", reason=reason) as revision:
        outcomes = [_loaded(by, target, sheet, revision) for sheet in sheets]
        reports = [report_of(sheet, outcome) for sheet, outcome in zip(sheets, outcomes, strict=True)]
        report = {"files": reports, **together(reports)}
        if strict:
            _refuse_unready(report, sheets)
    report["writes"] = revision.revision is not None
    named, made = (frozenset().union(*keys) for keys in ([o.named for o in outcomes], [o.made for o in outcomes]))
    number = revision.revision.number if revision.revision is not None else None
    return _Done(report, number, named, made, max((outcome.level for outcome in outcomes), default=0))


def _refuse_unready(report: Mapping[str, Any], sheets: Sequence[Sheet]) -> None:
    """Refuses while a question is open, or rows are refused that nobody has agreed to leave out."""
    for sheet in sheets:
        if sheet.open_questions:
            raise ImportRefused(_("Refused: answer first: %(question)s") % {"question": sheet.open_questions[0].text}, report)
    skip = all(sheet.answers.get(SKIP_REFUSED) == "yes" for sheet in sheets)
    if report["refused"] and not skip:
        raise ImportRefused(
            _("Refused: %(count)d rows can't be loaded. Correct them, or load without them.") % {"count": report["refused"]}, report
        )


def _remembered(by: Actor, known: Profile, files: Sequence[GivenFile], options: Mapping[str, Any] | None) -> Options:
    """The decisions given; without a mapping, that of the last load of the same columns with this profile in the organisation."""
    given = Options.of(options)
    if given.mapping or not known.asks or not files:
        return given
    with within(by.organisation):
        loaded = ImportBatch.objects.filter(profile=known.key, state=BatchState.LOADED)
        if not loaded.exists():
            return given
        try:
            columns = columns_in(files[0].name, files[0].data, known, given)
        except CannotRead:
            return given
        last = loaded.filter(columns_key=label_key(columns)).first()
    if last is None:
        return given
    answers = last.options.get("answers", {})
    kept = {key: said for key, said in answers.items() if key in _REMEMBERED or key.startswith(f"{DECIMALS}:")}
    return Options.of({**given.as_json(), "mapping": last.options.get("mapping", {}), "answers": {**kept, **given.answers}})


def _store(by: Actor, data: bytes) -> str:
    name = f"imports/{by.organisation.pk}/{_digest(data)}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
