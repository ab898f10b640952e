"""Days and instants of an address."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime


def instant(text: str, *, ends: bool = False) -> dt.datetime | None:
    """A day (its beginning, or its end) or an instant of an address; None for what is neither."""
    plain = text.strip().replace(" ", "+")
    try:
        day = parse_date(plain)
        moment = None if day is not None else parse_datetime(plain)
    except ValueError:
        return None
    if day is not None:
        return end_of(day) if ends else start_of(day)
    if moment is None or not 1900 < moment.year < 9000:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def start_of(day: dt.date) -> dt.datetime:
    """The first instant of a day."""
    return timezone.make_aware(dt.datetime.combine(max(day, dt.date(1900, 1, 1)), dt.time.min))


def end_of(day: dt.date) -> dt.datetime:
    """The last instant of a day."""
    return timezone.make_aware(dt.datetime.combine(min(day, dt.date(8999, 1, 1)), dt.time.max))
