"""The date of a file's facts, its rating scale and budget year: from the profile and the file name, a remark, or an answer."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.problems import NOTE, CannotRead, Problem
from steerco.foundation.imports.profiles import Dating, Profile
from steerco.foundation.imports.sheets import Options, Question
from steerco.foundation.imports.tables import Table

_YEARS_IN_LABEL = re.compile(r"\b(20\d\d)/(?:20)?(\d\d)\b")
_AS_AT = re.compile(r"(?:as (?:at|of)|status date|stand|dated?)[:\s]*(\d.{5,20}?\d{2,4})\b", re.IGNORECASE)
_DATE_IN_NAME = re.compile(r"(20\d\d)[-_ .]?(0[1-9]|1[0-2])(?:[-_ .]?([0-2]\d|3[01]))?(?!\d)")


@dataclass(slots=True)
class Dated:
    """When the facts were true, and how that is known."""

    label: str
    status_on: dt.date
    scale: str
    budget_year: str
    found: list[tuple[str, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def dated(file: str, profile: Profile, options: Options, table: Table, *, in_between: bool = False, newest: dt.date | None = None) -> Dated:
    """The dating of one file; one `in_between` rating (Amber/Red) makes the scale of a list five points.

    `newest` is the newest date that its records name, where the profile says that this dates the file.
    """
    made = _by_year(file, profile, options) if profile.datings else _by_date(file, options, table, newest)
    answered = options.answers.get("scale")
    if answered in {"three", "five"}:
        made.scale = answered
    if in_between and not profile.datings:
        made.scale = "five"
    starts = str(profile.context.get("year_starts", "04-01"))
    made.budget_year = budget_year_of(made.status_on, starts)
    if made.scale:
        points = {"three": _("3 points"), "five": _("5 points")}[made.scale]
        changed = str(profile.context.get("scale_changed_in", ""))
        until = _(", 5 until %(year)d") % {"year": int(changed) - 1} if changed and made.scale == "three" else ""
        made.found.append((_("Scale"), points + until))
    if profile.undated:
        made.questions, made.found = [], []
    else:
        made.found.append((_("As at"), date_format(made.status_on, "j M Y")))
    if profile.datings:
        made.problems.extend(_other_years(file, table, made.budget_year))
    return made


def _by_year(file: str, profile: Profile, options: Options) -> Dated:
    named = profile.file_name.search(file) if profile.file_name else None
    said = options.answers.get("year") or (named["year"] if named else "")
    if not said.isdigit():
        raise CannotRead(_("The file name holds no year, such as uk_2023.csv. Rename the file or answer the question “year”."))
    rule = next((d for d in profile.datings if d.first_year <= int(said) <= d.last_year), None)
    if rule is None:
        raise CannotRead(_("The profile knows no date for the year %(year)s.") % {"year": said})
    return Dated(said, _status_on(rule, int(said)), rule.scale, "")


def _status_on(rule: Dating, year: int) -> dt.date:
    return dt.date.fromisoformat(f"{year + rule.year_offset}-{rule.month_day}")


def _by_date(file: str, options: Options, table: Table, newest: dt.date | None) -> Dated:
    answer = options.answers.get("as_at", "")
    status_on = values.date(answer, order=options.answers.get("date_order", "dmy")) if answer else None
    if answer and status_on is None:
        raise CannotRead(_("“%(text)s” is no date. Write it like 2025-03-31.") % {"text": answer})
    guess = status_on or newest or _in_remarks(table) or _in_file_name(file) or timezone.localdate()
    made = Dated(date_format(guess, "j M Y"), guess, "three", "")
    if status_on is None:
        made.questions.append(
            Question(
                "as_at", _("At what date were these facts true?"), (), guess.isoformat(), must=False, example=date_format(guess, "j M Y")
            )
        )
    return made


def _in_remarks(table: Table) -> dt.date | None:
    found = (match for remark in table.remarks if (match := _AS_AT.search(remark)) is not None)
    return next((date for match in found if (date := values.date(match[1].strip())) is not None), None)


def _in_file_name(file: str) -> dt.date | None:
    found = _DATE_IN_NAME.search(file)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    if day is None:
        return values.date(f"{dt.date(year, month, 1):%b} {year}", latest=True)
    return values.date(f"{year}-{month:02}-{day}")


def budget_year_of(on: dt.date, starts: str) -> str:
    """The budget year that a date lies in: `2023/24`, or `2023` where it is the calendar year; `starts` is its first day, `04-01`."""
    month, day = (int(part) for part in starts.split("-"))
    first = on.year if (on.month, on.day) >= (month, day) else on.year - 1
    return str(first) if (month, day) == (1, 1) else f"{first}/{(first + 1) % 100:02}"


def _other_years(file: str, table: Table, budget_year: str) -> list[Problem]:
    """Labels that name another year than the file is for: the file name decides, and it is said."""
    problems: list[Problem] = []
    for head in table.heads:
        for match in _YEARS_IN_LABEL.finditer(head.label):
            said = f"{match[1]}/{match[2]}"
            if said != budget_year:
                words = " ".join(head.label.split())
                at = words.find(match[0])
                quote = words[max(0, at - 14) : at + len(match[0])].strip()
                row, column = (head.position, 1) if table.transposed else (1, head.position)
                problems.append(
                    Problem(file, row, column, _("“%(quote)s” in the return for %(year)s") % {"quote": quote, "year": budget_year}, NOTE,
                            where=_("Line %(line)d label") % {"line": head.position},
                            action=_("The file name decides: %(year)s") % {"year": budget_year})
                )  # fmt: skip
    return problems
