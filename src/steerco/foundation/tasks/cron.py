"""When something is done by the clock: five fields of cron, the next time after an instant, and the same in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _, ngettext

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7))
FURTHEST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Cron:
    """Times at which something is done; as in cron, a day fits by month or by week where both are narrowed."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Reads five fields such as `30 7 * * 1-5`; raises `ValueError` that says which field is wrong."""
        parts = text.split()
        if len(parts) != len(_FIELDS):
            raise ValueError(f"“{text}” needs five fields: minute, hour, day of the month, month, day of the week.")
        sets = [_numbers(part, *field) for part, field in zip(parts, _FIELDS, strict=True)]
        weekdays = frozenset(day % 7 for day in sets[4])
        return cls(sets[0], sets[1], sets[2], sets[3], weekdays, parts[2] == "*", parts[4] == "*")

    def after(self, instant: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
        """The first time after an instant, in a time zone; None where there is none in the next years (30 February)."""
        local = instant.astimezone(zone)
        for ahead in range(FURTHEST_YEARS * 366):
            day = local.date() + dt.timedelta(days=ahead)
            if not self._fits(day):
                continue
            for hour in sorted(self.hours):
                for minute in sorted(self.minutes):
                    found = dt.datetime.combine(day, dt.time(hour, minute), zone).astimezone(dt.UTC)
                    if found > instant:
                        return found
        return None

    def _fits(self, day: dt.date) -> bool:
        if day.month not in self.months:
            return False
        by_month, by_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return by_month and by_week
        return by_month or by_week

    def words(self) -> str:
        """The times as a person says them: `every day at 07:00`."""
        return f"{self._day_words()} {self._time_words()}".strip()

    def _time_words(self) -> str:
        if len(self.hours) == 24 and len(self.minutes) == 60:
            return _("every minute")
        if len(self.hours) == 24 and len(self.minutes) > 1:
            step = 60 // len(self.minutes)
            return ngettext("every %(count)d minute", "every %(count)d minutes", step) % {"count": step}
        if len(self.hours) == 24:
            return _("at %(minute)02d past each hour") % {"minute": min(self.minutes)}
        times = [f"{hour:02d}:{minute:02d}" for hour in sorted(self.hours) for minute in sorted(self.minutes)]
        shown = ", ".join(times[:4]) + (" …" if len(times) > 4 else "")
        return _("at %(times)s") % {"times": shown}

    def _day_words(self) -> str:
        if self.any_day and self.any_weekday and len(self.months) == 12:
            return "" if len(self.hours) == 24 else _("every day")
        said = []
        if not self.any_weekday:
            names = [str(WEEKDAYS[(day - 1) % 7]) for day in sorted(self.weekdays, key=lambda day: (day - 1) % 7)]
            weekdays = self.weekdays == frozenset(range(1, 6))
            said.append(_("Monday to Friday") if weekdays else _("on %(days)s") % {"days": ", ".join(names)})
        if not self.any_day:
            listed = ", ".join(str(day) for day in sorted(self.days))
            said.append(_("on day %(days)s of the month") % {"days": listed})
        if len(self.months) < 12:
            said.append(_("in %(months)s") % {"months": ", ".join(str(MONTHS[month]) for month in sorted(self.months))})
        return " ".join(said)


def _numbers(part: str, name: str, low: int, high: int) -> frozenset[int]:
    found: set[int] = set()
    for piece in part.split(","):
        span, _slash, step = piece.partition("/")
        first, dash, last = span.partition("-")
        try:
            start = low if span == "*" else int(first)
            end = high if span == "*" or (step and not dash) else int(last) if dash else start
            stride = int(step) if step else 1
        except ValueError:
            raise ValueError(f"“{part}” is no {name}.") from None
        if not (low <= start <= end <= high) or stride < 1:
            raise ValueError(f"“{part}” is no {name}: it lies between {low} and {high}.")
        found.update(range(start, end + 1, stride))
    return frozenset(found)
