"""What is more likely a mistake than a fact: amounts below zero or many times the rest, wrong units, names that disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.profiles import Profile, ProfileField
from steerco.foundation.imports.sheets import OWN, Cell, Record
from steerco.foundation.imports.values import WRONG_UNIT, Gap
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


def without_wrong_units(file: str, profile: Profile, records: Sequence[Record]) -> tuple[tuple[Record, ...], list[Problem]]:
    """The records, amounts in a wrong unit made gaps that keep their text; and where they stand."""
    watched = [known for known in profile.fields if known.within is not None]
    problems: list[Problem] = []
    if not watched:
        return tuple(records), problems
    made: list[Record] = []
    for record in records:
        wrong: dict[str, Cell] = {}
        for known in watched:
            beside, times = known.within or ("", 0)
            amount, usual = record.value(known.name), record.value(beside)
            if amount is None or not usual or abs(amount) <= abs(usual) * times:
                continue
            cell, other = record.cells[known.name], profile.named(beside)
            wrong[known.name] = replace(cell, value=None, gap=Gap(WRONG_UNIT, cell.text))
            said = _("%(amount)s is × %(times)s the %(other)s of this row (%(usual)s): the unit is wrong.")
            words = {"amount": exact(amount, record.currency), "times": f"{abs(amount / usual):,.0f}",
                     "other": other.label.lower() if other else beside, "usual": exact(usual, record.currency)}  # fmt: skip
            problems.append(_problem(file, known, record, said % words, _("Kept as a gap with its text; never added up")))
        own = {name.removeprefix(OWN): cell for name, cell in wrong.items() if name.startswith(OWN)}
        made.append(replace(record, cells=record.cells.but(wrong), own={**record.own, **own}) if wrong else record)
    return tuple(made), problems


def disagreeing(file: str, profile: Profile, records: Sequence[Record]) -> list[Problem]:
    """Rows where a value goes with another name than it does in most rows: one code, two names."""
    problems: list[Problem] = []
    for one, other in profile.agreeing:
        together: dict[str, Counter[str]] = defaultdict(Counter)
        for record in records:
            together[str(record.value(one))][record.text(other)] += 1
        for record in records:
            names = together[str(record.value(one))]
            usual, _count = names.most_common(1)[0]
            if one not in record.cells or record.value(one) is None or record.text(other) == usual:
                continue
            known = profile.named(one)
            said = _("“%(code)s” goes with “%(usual)s” in %(count)d other rows, here with “%(name)s”.")
            words = {"code": record.cells[one].text, "usual": usual, "count": names[usual], "name": record.text(other)}
            if known is not None:
                problems.append(_problem(file, known, record, said % words, _("Load as given; correct the one that is wrong")))
    return problems


def _problem(file: str, known: ProfileField, record: Record, message: str, action: str) -> Problem:
    cell = record.cells[known.name]
    where = f"{record.text('name')[:120] or record.number}, {known.label.lower()}"
    return Problem(file, cell.row, cell.column, message, CHECK, where=where, action=action)
