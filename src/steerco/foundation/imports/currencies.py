"""Whose currency an amount is in: what the cell names, else its column, else the list. Nothing is ever converted or added across."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.sheets import Cell, Column, Options, Question, Record
from steerco.foundation.imports.values import MALFORMED, Gap

_IN_LABEL = re.compile(r"[£€$¥₹]|\b(?:GBP|EUR|USD|CHF|AUD|CAD)\b")
_OTHER_DOLLARS = {"CAD", "AUD", "NZD"}


@dataclass(slots=True)
class Settled:
    """The currency of the list, its records each with their own, and what a person has to look at."""

    currency: str
    records: tuple[Record, ...]
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def currency_in(label: str) -> str:
    """The currency that a label names, empty where it names none or several."""
    said = {values.CURRENCY_SIGNS.get(sign, sign) for sign in _IN_LABEL.findall(label)}
    return said.pop() if len(said) == 1 else ""


def settle_currencies(
    file: str, profile: Profile, columns: Sequence[Column], options: Options, records: Sequence[Record], home: str
) -> Settled:
    """Gives every record its currency. Where several are named and some amounts name none, asks which one those are in."""
    money = {known.name for known in profile.fields if known.kind == "money"}
    cells = [cell for record in records for cell in _amounts(record, money).values()]
    named = Counter(cell.currency for cell in cells if cell.currency)
    named.update(code for column in columns if column.target in money and (code := currency_in(column.head.label)) and not cells)
    if set(named) & _OTHER_DOLLARS:
        named.pop("USD", None)  # a bare dollar sign beside the name of another dollar
    answer = options.answers.get("currency") or profile.currency
    most = max(named.values(), default=0)
    usual = sorted(code for code, count in named.items() if count == most)
    settled = Settled(answer or (home if home in usual else next(iter(usual), home)), ())
    if len(named) > 1 and not answer and (plain := next((cell for cell in cells if not cell.currency), None)) is not None:
        settled.questions.append(
            Question("currency", _("Amounts are in several currencies. In which one are those that name none?"),
                     tuple((code, code) for code in sorted(named)), settled.currency, must=True, example=plain.text[:80])
        )  # fmt: skip
    settled.records = tuple(_settled(file, profile, record, money, set(named), settled) for record in records)
    return settled


def _amounts(record: Record, money: Collection[str]) -> dict[str, Cell]:
    """The cells of a record that hold an amount."""
    return {name: record.cells[name] for name in record.cells if name in money and record.value(name) is not None}


def _settled(file: str, profile: Profile, record: Record, money: set[str], known: set[str], settled: Settled) -> Record:
    """One record in one currency; an amount in a second one is kept as a gap with its text."""
    if not known:
        return Record(record.number, record.cells, record.own, settled.currency)
    amounts = _amounts(record, money)
    said = Counter(cell.currency for cell in amounts.values() if cell.currency in known)
    mine = said.most_common(1)[0][0] if said else settled.currency
    if mine == settled.currency and len(said) < 2:
        return replace(record, currency=mine)
    changed: dict[str, Cell] = {}
    for name, cell in amounts.items():
        foreign = bool(cell.currency in known and cell.currency != mine)
        if mine == settled.currency and not foreign:
            continue
        field_of = profile.named(name)
        where = f"{record.text('name')[:120] or record.number}, {field_of.label.lower() if field_of else name}"
        if foreign:
            changed[name] = replace(cell, value=None, gap=Gap(MALFORMED, cell.text))
            message, action = _("“%(text)s” is in %(own)s, the other amounts of this row in %(other)s."), _("Kept as a gap with its text")
            words = {"text": cell.text[:80], "own": cell.currency, "other": mine}
        else:
            message = (
                _("“%(text)s” is in %(own)s, the list in %(list)s.")
                if cell.currency
                else _("“%(text)s” is taken as %(own)s, like its row.")
            )
            action = _("Kept in %(own)s; never converted, not in the sum of %(list)s") % {"own": mine, "list": settled.currency}
            words = {"text": cell.text[:80], "own": mine, "list": settled.currency}
        settled.problems.append(Problem(file, cell.row, cell.column, message % words, CHECK, where=where, action=action))
    return replace(record, currency=mine, cells=record.cells.but(changed))
