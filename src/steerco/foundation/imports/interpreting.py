"""Understanding a file by a profile and what a person has decided: from bytes to a `Sheet`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.currencies import settle_currencies
from steerco.foundation.imports.dating import dated
from steerco.foundation.imports.detection import Lines, read_lines
from steerco.foundation.imports.findings import found_out
from steerco.foundation.imports.mapping import RUNNING, columns_of, is_running
from steerco.foundation.imports.numerals import ASK, COMMA, DECIMALS, POINT, decimal_mark
from steerco.foundation.imports.oddities import disagreeing, odd_in_list, without_wrong_units
from steerco.foundation.imports.problems import NOTE, CannotRead, Problem
from steerco.foundation.imports.profiles import Profile, ProfileField, label_fold, unit_factor
from steerco.foundation.imports.readers import lines_by
from steerco.foundation.imports.records import Reading, records_of
from steerco.foundation.imports.second_meanings import answered, second_meanings
from steerco.foundation.imports.sheets import IGNORE, Column, Options, Question, Record, Sheet
from steerco.foundation.imports.tables import Table, table_of

SMALL = 10_000
_UNIT_IN_LABEL = re.compile(r"(?:[£€$]|\b)\s*(k|m|mn|bn|million|billion|thousand)s?\b", re.IGNORECASE)


def understand(
    file: str, data: bytes, profile: Profile, options: Options, *, currency: str, own: Mapping[str, tuple[str, str]] | None = None
) -> Sheet:
    """Reads a file; raises `CannotRead` where it is no table, holds none of the needed columns or is too large.

    `currency` is the organisation's own, for amounts that name none; `own` are its own fields, as `own_by_label` gives them.
    """
    lines, table = _table_in(data, profile, options)
    columns, notes = columns_of(table, profile, options, file, own)
    reading = Reading(file, profile, table, columns, options)
    reading.problems.extend([*notes, *_lost(file, profile, lines, table, columns)])
    _settle_ambiguities(reading, exact=bool(lines.sheet))
    records = records_of(reading)
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


def columns_in(file: str, data: bytes, profile: Profile, options: Options) -> tuple[Column, ...]:
    """The columns of a file alone; raises `CannotRead`."""
    _lines, table = _table_in(data, profile, options)
    return columns_of(table, profile, options, file)[0]


def _table_in(data: bytes, profile: Profile, options: Options) -> tuple[Lines, Table]:
    """The table of a file, and how it was read; the lines themselves are let go, because the table holds all that counts."""
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
    return replace(lines, cells=[]), table


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
        any(said in finer for record in records for name in record.cells if isinstance(said := record.said(name), str)) if finer else False
    )


def _settle_ambiguities(reading: Reading, *, exact: bool) -> None:
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
    meanings = second_meanings(profile, reading.columns, reading.table.rows)
    reading.questions += [each.question() for each in meanings]
    reading.meanings = answered(meanings, reading.options)
    _settle_decimals(reading, exact=exact)
    for column in reading.columns:
        known = profile.named(column.target)
        if known is not None and known.kind == "money":
            reading.units[column.head.name] = _unit_of(reading, column, known)


def _settle_decimals(reading: Reading, *, exact: bool) -> None:
    """Which columns mark decimals with a comma; asks, a column at a time, where the texts of a list don't tell."""
    for index, column in enumerate(reading.columns):
        known = reading.profile.named(column.target)
        if known is None or known.kind not in {"money", "number"}:
            continue
        key = f"{DECIMALS}:{label_fold(column.head.name)[:80]}"
        mark, example = decimal_mark(dict.fromkeys(row.cells[index] for row in reading.table.rows), exact=exact)
        answer = reading.options.answers.get(key)
        if answer in {POINT, COMMA}:
            mark = answer
        elif mark == ASK and reading.profile.asks:
            asked = _("In “%(label)s”, does a point or a comma stand before the decimals?") % {"label": column.head.name[:80]}
            choices = ((POINT, _("a point: 1,250.50")), (COMMA, _("a comma: 1.250,50")))
            reading.questions.append(Question(key, asked, choices, POINT, must=True, example=example[:80]))
        if mark == COMMA:
            reading.decimal_commas.add(column.head.name)


def _ask_of_numbers(reading: Reading) -> None:
    """Asks whether a column that counts the rows is the key of the projects; until then it is none where its head says as little."""
    for index, column in enumerate(reading.columns):
        texts = [row.cells[index] for row in reading.table.rows]
        if column.check and column.target in {IGNORE, "key"} and is_running(texts):
            default = "key" if column.target == "key" else "number"
            choices = (("number", _("a running number: leave it out")), ("key", _("the key of the project")))
            asked = _("“%(label)s” counts the rows. Is it a key?") % {"label": column.head.name[:80]}
            reading.questions.append(Question(RUNNING, asked, choices, default, must=False, example=", ".join(column.samples)))


def _texts(reading: Reading, kind: str) -> list[str]:
    """What the cells of a kind say, each text once."""
    indexes = [i for i, column in enumerate(reading.columns) if (known := reading.profile.named(column.target)) and known.kind == kind]
    return list(dict.fromkeys(text for row in reading.table.rows for i in indexes if (text := row.cells[i].strip())))


def _unit_of(reading: Reading, column: Column, known: ProfileField) -> Decimal:
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
    comma = column.head.name in reading.decimal_commas
    amounts = (abs(found.amount) for text in texts if (found := values.money(text, decimal_comma=comma)) is not None and found.amount)
    first = next(amounts, None)
    if first is None or first >= SMALL or any(amount >= SMALL for amount in amounts):
        return Decimal(1)
    if not any(q.key == "unit" for q in reading.questions):
        reading.questions.append(
            Question("unit", _("Amounts are small. In what unit are they?"),
                     (("one", _("as written")), ("thousand", _("thousands")), ("million", _("millions"))), "million", must=True,
                     example=f"{column.head.name}: {next(text for text in texts if text.strip())}")
        )  # fmt: skip
    return Decimal(1)


def label_key(columns: Sequence[Column]) -> str:
    """A short name for a set of labels: two files with the same columns have the same one."""
    joined = "\n".join(sorted(label_fold(column.head.name) for column in columns))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
