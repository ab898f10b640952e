"""Understanding a file by a profile and what a person has decided: from bytes to a `Sheet`."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.currencies import currency_in, settle_currencies
from steerco.foundation.imports.dating import dated
from steerco.foundation.imports.detection import Lines, read_lines
from steerco.foundation.imports.findings import found_out
from steerco.foundation.imports.mapping import RUNNING, columns_of, is_running
from steerco.foundation.imports.numerals import ASK, COMMA, DECIMALS, POINT, decimal_mark
from steerco.foundation.imports.oddities import disagreeing, odd_in_list, without_wrong_units
from steerco.foundation.imports.problems import CHECK, NOTE, CannotRead, Problem
from steerco.foundation.imports.profiles import Profile, ProfileField, label_fold, unit_factor
from steerco.foundation.imports.readers import lines_by
from steerco.foundation.imports.sheets import IGNORE, OWN, Cell, Column, Options, Question, Record, Sheet
from steerco.foundation.imports.tables import Row, Table, table_of
from steerco.foundation.imports.values import EMPTY, MALFORMED, Gap

_UNIT_IN_LABEL = re.compile(r"(?:[£€$]|\b)\s*(k|m|mn|bn|million|billion|thousand)s?\b", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """What is collected while one file is read."""

    file: str
    profile: Profile
    table: Table
    columns: tuple[Column, ...]
    options: Options
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    order: str = "dmy"
    decimal_commas: set[str] = field(default_factory=set)
    units: dict[str, Decimal] = field(default_factory=dict)
    date_shapes: Counter[str] = field(default_factory=Counter)


def understand(file: str, data: bytes, profile: Profile, options: Options, *, currency: str) -> Sheet:
    """Reads a file; raises `CannotRead` where it is no table, holds none of the needed columns or is too large.

    `currency` is the organisation's own, for amounts that name none.
    """
    if len(data) > settings.IMPORT_MAX_BYTES:
        raise CannotRead(_("The file is larger than %(size)d MB. Split it.") % {"size": settings.IMPORT_MAX_BYTES // 2**20})
    lines = lines_by(profile.reader, data) if profile.reader else read_lines(data, sheet=options.sheet)
    table = table_of(
        lines.cells,
        lambda label: profile.field_of(label) is not None,
        orientation=options.orientation or profile.orientation,
        head_line=options.head_line,
        first=lines.first,
    )
    columns, notes = columns_of(table, profile, options, file)
    reading = _Reading(file, profile, table, columns, options)
    reading.problems.extend([*notes, *_lost(file, profile, lines, table, columns)])
    _settle_ambiguities(reading, exact=bool(lines.sheet))
    records = tuple(_record(reading, number, row) for number, row in enumerate(table.rows, start=1))
    money = settle_currencies(file, profile, columns, options, records, currency or "GBP")
    reading.problems.extend(money.problems)
    reading.questions.extend(money.questions)
    records, doubts = without_wrong_units(file, profile, money.records)
    reading.problems.extend([*doubts, *odd_in_list(file, profile, records), *disagreeing(file, profile, records)])
    newest = max((on for record in records if (on := record.value(profile.as_at)) is not None), default=None)
    dating = dated(file, profile, options, table, in_between=_in_between(profile, records), newest=newest)
    reading.problems.extend(dating.problems)
    return Sheet(
        file=file, sha256=hashlib.sha256(data).hexdigest(), profile=profile, columns=columns, records=records, label=dating.label,
        status_on=dating.status_on, scale=dating.scale, budget_year=dating.budget_year, currency=money.currency,
        problems=tuple(reading.problems), questions=(*dating.questions, *reading.questions),
        found=found_out(
            lines, table, unit=next(iter(reading.units.values()), None), currency=money.currency,
            shapes=[shape for shape, _n in reading.date_shapes.most_common()], dating=dating.found, profile=profile.label,
        ),
        dropped=table.dropped, answers=options.answers, sheets=lines.sheets, sheet=lines.sheet,
    )  # fmt: skip


def _lost(file: str, profile: Profile, lines: Lines, table: Table, columns: Sequence[Column]) -> list[Problem]:
    """What of the file is not loaded, counted: columns that go nowhere, and what its reader left behind."""
    if not profile.says_lost:
        return []
    left = [
        (column.head.name, sum(1 for row in table.rows if row.cells[index].strip()))
        for index, column in enumerate(columns) if column.target in {"", IGNORE}
    ]  # fmt: skip
    said, action = _("%(what)s: %(count)d not carried over"), _("Lost here; kept in the file, which stays with this import")
    return [
        Problem(file, None, None, said % {"what": what, "count": count}, NOTE, where=_("Left behind"), action=action)
        for what, count in [*lines.lost, *left] if count
    ]  # fmt: skip


def _in_between(profile: Profile, records: Sequence[Record]) -> bool:
    """Whether any row has a value that only the finer scale of the profile knows."""
    finer = set(profile.context.get("in_between", ()))
    return (
        any(cell.value in finer for record in records for cell in record.cells.values() if isinstance(cell.value, str)) if finer else False
    )


def _settle_ambiguities(reading: _Reading, *, exact: bool) -> None:
    answers, profile = reading.options.answers, reading.profile
    dates = _texts(reading, "date")
    said = values.order_of(dates)
    reading.order = answers.get("date_order") or profile.date_order or (said if said in {"dmy", "mdy"} else "dmy")
    if said in {"either", "mixed"} and not answers.get("date_order") and not profile.date_order:
        example = next((text for text in dates if values.order_of([text]) == "either"), dates[0])
        reading.questions.append(
            Question("date_order", _("Does the day or the month stand first in dates?"),
                     (("dmy", _("day first: 31/03/2025")), ("mdy", _("month first: 03/31/2025"))), "dmy", must=True, example=example)
        )  # fmt: skip
    _ask_of_numbers(reading)
    _settle_decimals(reading, exact=exact)
    for column in reading.columns:
        known = profile.named(column.target)
        if known is not None and known.kind == "money":
            reading.units[column.head.name] = _unit_of(reading, column, known)


def _settle_decimals(reading: _Reading, *, exact: bool) -> None:
    """Which columns mark decimals with a comma; asks, a column at a time, where the texts of a list don't tell."""
    for index, column in enumerate(reading.columns):
        known = reading.profile.named(column.target)
        if known is None or known.kind not in {"money", "number"}:
            continue
        key = f"{DECIMALS}:{label_fold(column.head.name)[:80]}"
        mark, example = decimal_mark([row.cells[index] for row in reading.table.rows], exact=exact)
        answer = reading.options.answers.get(key)
        if answer in {POINT, COMMA}:
            mark = answer
        elif mark == ASK and reading.profile.asks:
            asked = _("In “%(label)s”, does a point or a comma stand before the decimals?") % {"label": column.head.name[:80]}
            choices = ((POINT, _("a point: 1,250.50")), (COMMA, _("a comma: 1.250,50")))
            reading.questions.append(Question(key, asked, choices, POINT, must=True, example=example[:80]))
        if mark == COMMA:
            reading.decimal_commas.add(column.head.name)


def _ask_of_numbers(reading: _Reading) -> None:
    """Asks whether a column that counts the rows is the key of the projects; until then it is none where its head says as little."""
    for index, column in enumerate(reading.columns):
        texts = [row.cells[index] for row in reading.table.rows]
        if column.check and column.target in {IGNORE, "key"} and is_running(texts):
            default = "key" if column.target == "key" else "number"
            choices = (("number", _("a running number: leave it out")), ("key", _("the key of the project")))
            asked = _("“%(label)s” counts the rows. Is it a key?") % {"label": column.head.name[:80]}
            reading.questions.append(Question(RUNNING, asked, choices, default, must=False, example=", ".join(column.samples)))


def _texts(reading: _Reading, kind: str) -> list[str]:
    indexes = [i for i, column in enumerate(reading.columns) if (known := reading.profile.named(column.target)) and known.kind == kind]
    return [row.cells[i].strip() for row in reading.table.rows for i in indexes if row.cells[i].strip()]


def _unit_of(reading: _Reading, column: Column, known: ProfileField) -> Decimal:
    """The unit of a money column: the profile's, the label's, the answer's, or asked for where amounts are suspiciously small."""
    if known.unit:
        return unit_factor(known.unit)
    if (in_label := _UNIT_IN_LABEL.search(column.head.label)) is not None:
        return unit_factor(in_label[1].casefold())
    answer = reading.options.answers.get("unit")
    if answer is not None:
        return unit_factor("" if answer == "one" else answer)
    index = next(i for i, other in enumerate(reading.columns) if other.head == column.head)
    texts = [row.cells[index] for row in reading.table.rows]
    small = [
        found.amount
        for text in texts
        if (found := values.money(text, decimal_comma=column.head.name in reading.decimal_commas)) is not None and found.amount
    ]
    if small and max(abs(amount) for amount in small) < 10_000 and not any(q.key == "unit" for q in reading.questions):
        reading.questions.append(
            Question("unit", _("Amounts are small. In what unit are they?"),
                     (("one", _("as written")), ("thousand", _("thousands")), ("million", _("millions"))), "million", must=True,
                     example=f"{column.head.name}: {next(text for text in texts if text.strip())}")
        )  # fmt: skip
    return Decimal(1)


def _record(reading: _Reading, number: int, row: Row) -> Record:
    cells: dict[str, Cell] = {}
    own: dict[str, Cell] = {}
    for index, column in enumerate(reading.columns):
        text = row.cells[index].replace("\x00", "").strip()
        known = reading.profile.named(column.target)
        if known is None and column.target.startswith(OWN):
            place = reading.table.place(row, column.head)
            own[column.target.removeprefix(OWN)] = Cell(text or None, text, None if text else Gap(EMPTY, ""), *place)
        if known is None:
            continue
        cell = _cell(reading, row, column, known, text)
        before = cells.get(known.name)
        cells[known.name] = cell if before is None else _one_of(reading, known, before, cell)
        source = known.source_of(label_fold(column.head.label)) if known.also else None
        if source is not None and (twin := reading.profile.named(source.also)) is not None:
            cells[twin.name] = _cell(reading, row, column, twin, text)
    for name, cell in cells.items():
        if cell.gap is not None and cell.gap.kind == MALFORMED:
            known = reading.profile.named(name)
            whose = cells["name"].text[:120] if "name" in cells else str(number)
            said = _("“%(text)s” is no %(kind)s.") % {"text": cell.text[:80], "kind": _kind_words(known)}
            where = f"{whose}, {known.label.lower() if known else name}"
            action = _("Kept as a gap with its text; never guessed")
            reading.problems.append(Problem(reading.file, cell.row, cell.column, said, CHECK, where=where, action=action))
    own.update({name.removeprefix(OWN): cell for name, cell in cells.items() if name.startswith(OWN)})
    return Record(number, cells, own)


def _cell(reading: _Reading, row: Row, column: Column, known: ProfileField, text: str) -> Cell:
    place = reading.table.place(row, column.head)
    if known.kind == "words":
        return Cell(text or None, text, None if text else Gap(EMPTY, ""), *place, by=column.by)
    value = _value(reading, known, column, text) if text else None
    if isinstance(value, values.Money):
        return Cell(value.amount, text, None, *place, by=column.by, currency=value.currency or currency_in(column.head.label))
    if value is not None and known.kind != "text":
        return Cell(value, text, None, *place, by=column.by)
    gap = values.gap_of(text, reading.profile.gaps)
    if gap is None and value is not None:
        return Cell(value, text, None, *place, by=column.by)
    return Cell(None, text, gap or Gap(MALFORMED, text), *place, by=column.by)


def _value(reading: _Reading, known: ProfileField, column: Column, text: str) -> Any:
    if known.kind == "money":
        return values.money(text, unit=reading.units[column.head.name], decimal_comma=column.head.name in reading.decimal_commas)
    if known.kind == "date":
        found = values.date(text, order=reading.order, latest=known.latest)
        if found is not None:
            reading.date_shapes[
                "yyyy-mm-dd" if text[:4].isdigit() and "-" in text else "dd/mm/yyyy" if reading.order == "dmy" else "mm/dd/yyyy"
            ] += 1
        return found
    if known.kind == "choice":
        return values.choice(text, known.spellings)
    if known.kind == "number":
        return values.number(text, decimal_comma=column.head.name in reading.decimal_commas)
    return " ".join(text.split())


def _one_of(reading: _Reading, known: ProfileField, one: Cell, other: Cell) -> Cell:
    """One value from two columns: joined where the profile says so; else whichever has one; the first, to be looked at, where both have."""
    if known.joined:
        parts = [cell.value for cell in (one, other) if cell.gap is None]
        return replace(one, value=known.joined.join(parts), text=known.joined.join(parts), gap=None, by="") if parts else one
    if one.gap is None and other.gap is None and one.value != other.value:
        reading.problems.append(
            Problem(reading.file, other.row, other.column,
                    _("%(field)s is given twice: %(one)s and %(other)s.") % {"field": known.label, "one": one.text, "other": other.text},
                    CHECK, where=known.label, action=_("The first column decides"))
        )  # fmt: skip
    if one.gap is None:
        return one
    if other.gap is None:
        return other
    return other if one.gap.kind == EMPTY else one


def _kind_words(known: ProfileField | None) -> str:
    words = {"money": _("amount"), "date": _("date"), "choice": _("known rating or choice"), "number": _("number")}
    return words.get(known.kind if known else "", _("value"))


def label_key(columns: Sequence[Column]) -> str:
    """A short name for a set of labels: two files with the same columns have the same one."""
    joined = "\n".join(sorted(label_fold(column.head.name) for column in columns))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
