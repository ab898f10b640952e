"""One file that holds the reports of several dates: a sheet of each date, so that each becomes a period of its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steerco.foundation.imports.dating import budget_year_of
from steerco.foundation.imports.sheets import Record, Sheet


def by_date(sheet: Sheet) -> list[Sheet]:
    """The sheet as it is, or a sheet of each date that the profile's field `apart` names; rows without one stay with the file's own date.

    What was found wrong with the file as a whole is said once, with the last date; what is wrong in a row with its row.
    """
    if not sheet.profile.apart:
        return [sheet]
    dates: dict[dt.date, list[Record]] = defaultdict(list)
    undated: list[Record] = []
    for record in sheet.records:
        on: dt.date | None = record.value(sheet.profile.apart)
        (undated if on is None else dates[on]).append(record)
    starts = str(sheet.profile.context.get("year_starts", "04-01"))
    parts = [
        replace(
            sheet, records=tuple(records), status_on=day, label=date_format(day, "j M Y"), budget_year=budget_year_of(day, starts),
            problems=(), questions=tuple(question for question in sheet.questions if question.key != "as_at"),
            found=(*(pair for pair in sheet.found if pair[0] != _("As at")), (_("As at"), date_format(day, "j M Y"))), dropped={},
        )
        for day, records in sorted(dates.items())
    ]  # fmt: skip
    if undated:
        asked = tuple(replace(question, must=True) if question.key == "as_at" else question for question in sheet.questions)
        parts.append(replace(sheet, records=tuple(undated), problems=(), questions=asked, dropped={}))
    rows = {cell.row: index for index, part in enumerate(parts) for record in part.records for cell in record.cells.values()}
    last = len(parts) - 1
    for index, part in enumerate(parts):
        mine = tuple(p for p in sheet.problems if (rows.get(p.row, last) if p.row is not None else last) == index)
        parts[index] = replace(part, problems=mine, dropped=sheet.dropped if index == last else {})
    return parts
