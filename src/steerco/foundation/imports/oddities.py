"""Amounts that are more likely a mistake than a fact: below zero where that can't be, or many times what the rest of the list says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.profiles import Profile, ProfileField
from steerco.foundation.imports.sheets import Record
from steerco.foundation.ui.figures import exact

_FEWEST = 4


def odd_in_list(file: str, profile: Profile, records: Sequence[Record]) -> list[Problem]:
    """What to look at in the amounts of one file; `list_outlier_factor` of the profile says how many times the median is too much."""
    factor = Decimal(str(profile.context.get("list_outlier_factor", 0)))
    problems: list[Problem] = []
    for known in profile.fields:
        if known.kind != "money":
            continue
        given = [record for record in records if record.value(known.name) is not None]
        if known.positive:
            problems.extend(_negative(file, known, given))
        for code in sorted({record.currency for record in given}) if factor else ():
            problems.extend(_far_out(file, known, [record for record in given if record.currency == code], factor))
    return problems


def _negative(file: str, known: ProfileField, given: Sequence[Record]) -> list[Problem]:
    said, action = _("%(amount)s is less than nothing."), _("Load as given; correct it if it is a slip")
    return [
        _problem(file, known, record, said % {"amount": exact(record.value(known.name), record.currency)}, action)
        for record in given if record.value(known.name) < 0
    ]  # fmt: skip


def _far_out(file: str, known: ProfileField, given: Sequence[Record], factor: Decimal) -> list[Problem]:
    middle = median(abs(record.value(known.name)) for record in given) if len(given) >= _FEWEST else Decimal(0)
    if not middle:
        return []
    said = _("%(amount)s is × %(times)s the middle of this list (%(middle)s): check the unit.")
    action = _("Load as given; check the unit before adding it up")
    problems = []
    for record in given:
        amount = record.value(known.name)
        if abs(amount) > middle * factor:
            times, usual = f"{abs(amount) / middle:,.0f}", exact(middle, record.currency)
            words = {"amount": exact(amount, record.currency), "times": times, "middle": usual}
            problems.append(_problem(file, known, record, said % words, action))
    return problems


def _problem(file: str, known: ProfileField, record: Record, message: str, action: str) -> Problem:
    cell = record.cells[known.name]
    where = f"{record.text('name')[:120] or record.number}, {known.label.lower()}"
    return Problem(file, cell.row, cell.column, message, CHECK, where=where, action=action)
