"""Understanding a file by a profile and what a person has decided: from bytes to a `Sheet`."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.dating import dated
from steerco.foundation.imports.detection import Lines, read_lines
from steerco.foundation.imports.mapping import columns_of
from steerco.foundation.imports.problems import CHECK, NOTE, CannotRead, Problem
from steerco.foundation.imports.profiles import Profile, ProfileField, label_fold, unit_factor
from steerco.foundation.imports.sheets import OWN, Cell, Column, Options, Question, Record, Sheet
from steerco.foundation.imports.tables import Row, Table, table_of
from steerco.foundation.imports.values import EMPTY, MALFORMED, Gap

_UNIT_IN_LABEL = re.compile(r"(?:[£€$]|\b)\s*(k|m|mn|bn|million|billion|thousand)s?\b", re.IGNORECASE)
_CURRENCY_IN_LABEL = re.compile(r"[£€$¥₹]|\b(?:GBP|EUR|USD|CHF|AUD|CAD)\b")


@dataclass(slots=True)
class _Reading:
    """What is collected while one file is read."""

    file: str
    profile: Profile
    table: Table
    columns: tuple[Column, ...]
    options: Options
    home_currency: str
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    order: str = "dmy"
    decimal_comma: bool = False
    units: dict[str, Decimal] = field(default_factory=dict)
    date_shapes: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)


def understand(file: str, data: bytes, profile: Profile, options: Options, *, currency: str) -> Sheet:
    """Reads a file; raises `CannotRead` where it is no table, holds none of the needed columns or is too large.

    `currency` is the organisation's own, for amounts that name none.
    """
    if len(data) > settings.IMPORT_MAX_BYTES:
        raise CannotRead(_("The file is larger than %(size)d MB. Split it.") % {"size": settings.IMPORT_MAX_BYTES // 2**20})
    lines = read_lines(data, sheet=options.sheet)
    table = table_of(
        lines.cells,
        lambda label: profile.field_of(label) is not None,
        orientation=options.orientation or profile.orientation,
        head_line=options.head_line,
    )
    columns, notes = columns_of(table, profile, options, file)
    reading = _Reading(file, profile, table, columns, options, currency or "GBP")
    reading.problems.extend(notes)
    _settle_ambiguities(reading)
    records = tuple(_record(reading, number, row) for number, row in enumerate(table.rows, start=1))
    dating = dated(file, profile, options, table)
    reading.problems.extend(dating.problems)
    currency_found = _currency(reading)
    return Sheet(
        file=file, sha256=hashlib.sha256(data).hexdigest(), profile=profile, columns=columns, records=records, label=dating.label,
        status_on=dating.status_on, scale=dating.scale, budget_year=dating.budget_year, currency=currency_found,
        problems=tuple(reading.problems), questions=(*dating.questions, *reading.questions),
        found=_found(lines, reading, dating.found, currency_found),
        dropped=table.dropped, answers=options.answers, sheets=lines.sheets, sheet=lines.sheet,
    )  # fmt: skip


def _settle_ambiguities(reading: _Reading) -> None:
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
    amounts = _texts(reading, "money")
    reading.decimal_comma = any(re.search(r"\d,\d{1,2}\D*$", text) for text in amounts) and not any(
        re.search(r"\d\.\d{1,2}\D*$", text) for text in amounts
    )
    for column in reading.columns:
        known = profile.named(column.target)
        if known is not None and known.kind == "money":
            reading.units[column.head.name] = _unit_of(reading, column, known)


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
        found.amount for text in texts if (found := values.money(text, decimal_comma=reading.decimal_comma)) is not None and found.amount
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
        if column.target.startswith(OWN):
            place = reading.table.place(row, column.head)
            own[column.target.removeprefix(OWN)] = Cell(text or None, text, None if text else Gap(EMPTY, ""), *place)
            continue
        known = reading.profile.named(column.target)
        if known is None:
            continue
        cell = _cell(reading, row, column, known, text)
        before = cells.get(known.name)
        cells[known.name] = cell if before is None else _one_of(reading, known, before, cell)
    for name, cell in cells.items():
        if cell.gap is not None and cell.gap.kind == MALFORMED:
            known = reading.profile.named(name)
            whose = cells["name"].text[:120] if "name" in cells else str(number)
            said = _("“%(text)s” is no %(kind)s.") % {"text": cell.text[:80], "kind": _kind_words(known)}
            where = f"{whose}, {known.label.lower() if known else name}"
            action = _("Kept as a gap with its text; never guessed")
            reading.problems.append(Problem(reading.file, cell.row, cell.column, said, CHECK, where=where, action=action))
    return Record(number, cells, own)


def _cell(reading: _Reading, row: Row, column: Column, known: ProfileField, text: str) -> Cell:
    place = reading.table.place(row, column.head)
    if known.kind == "words":
        return Cell(text or None, text, None if text else Gap(EMPTY, ""), *place, by=column.by)
    value = _value(reading, known, column, text) if text else None
    if value is not None and known.kind != "text":
        return Cell(value, text, None, *place, by=column.by)
    gap = values.gap_of(text, reading.profile.gaps)
    if gap is None and value is not None:
        return Cell(value, text, None, *place, by=column.by)
    return Cell(None, text, gap or Gap(MALFORMED, text), *place, by=column.by)


def _value(reading: _Reading, known: ProfileField, column: Column, text: str) -> Any:
    if known.kind == "money":
        amount = values.money(text, unit=reading.units[column.head.name], decimal_comma=reading.decimal_comma)
        if amount is not None and amount.currency:
            reading.currencies[amount.currency] += 1
        return amount.amount if amount is not None else None
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
        return values.number(text, decimal_comma=reading.decimal_comma)
    return " ".join(text.split())


def _one_of(reading: _Reading, known: ProfileField, one: Cell, other: Cell) -> Cell:
    """One value from two columns: whichever has one; the first, and something to look at, where both have."""
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


def _currency(reading: _Reading) -> str:
    answer = reading.options.answers.get("currency") or reading.profile.currency
    labels = " ".join(c.head.label for c in reading.columns if (known := reading.profile.named(c.target)) and known.kind == "money")
    in_labels = {values.CURRENCY_SIGNS.get(sign, sign) for sign in _CURRENCY_IN_LABEL.findall(labels)}
    said = set(reading.currencies) | in_labels
    if said & {"CAD", "AUD", "NZD"}:
        said.discard("USD")  # a bare dollar sign beside the name of another dollar
    if len(said) > 1 and not answer:
        reading.questions.append(
            Question("currency", _("Amounts are given in several currencies. Which one counts for all?"),
                     tuple((code, code) for code in sorted(said)), min(said), must=True)
        )  # fmt: skip
    if answer and said - {answer} and not reading.profile.currency:
        reading.problems.append(Problem(reading.file, None, None, _("Amounts in %(other)s are taken as %(currency)s.") % {
            "other": ", ".join(sorted(said - {answer})), "currency": answer}, NOTE, where=_("Currency")))  # fmt: skip
    return answer or next(iter(sorted(said)), reading.home_currency)


def _found(lines: Lines, reading: _Reading, dating: Sequence[tuple[str, str]], code: str) -> tuple[tuple[str, str], ...]:
    table = reading.table
    layout = _("one column a project, %(n)d lines") if table.transposed else _("one line a project, %(n)d columns")
    money = next((column for column in reading.columns if column.head.name in reading.units), None)
    sizes = {Decimal(1): "", Decimal(1000): _("thousand"), Decimal(10**6): _("million"), Decimal(10**9): _("billion")}
    currency = next((sign for sign, name in values.CURRENCY_SIGNS.items() if name == code), code)
    found = [(_("Text coding"), lines.encoding), (_("Separator"), lines.separator)]
    if lines.sheet:
        found = [(_("Sheet"), lines.sheet)]
    found.append((_("Layout"), layout % {"n": len(table.heads)}))
    if money is not None:
        found.append((_("Money"), f"{currency} {sizes[reading.units[money.head.name]]}".strip()))
    if reading.date_shapes:
        found.append((_("Dates"), ", ".join(shape for shape, _n in reading.date_shapes.most_common())))
    found.extend(dating)
    left_out = ", ".join(f"{count} {kind}" for kind, count in table.dropped.items())
    if left_out:
        found.append((_("Left out"), left_out))
    found.append((_("Profile"), reading.profile.label))
    return tuple(found)


def _kind_words(known: ProfileField | None) -> str:
    words = {"money": _("amount"), "date": _("date"), "choice": _("known rating or choice"), "number": _("number")}
    return words.get(known.kind if known else "", _("value"))


def label_key(columns: Sequence[Column]) -> str:
    """A short name for a set of labels: two files with the same columns have the same one."""
    joined = "\n".join(sorted(label_fold(column.head.name) for column in columns))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
