"""Dates that people look forward to: a room says where its dates are, and calendars read them with the rights of whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from steerco.foundation.access.actor import Actor

Text = str | Promise
PAST, AHEAD = dt.timedelta(days=366), dt.timedelta(days=366 * 10)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar: `key` names it for ever, so that a date that moves moves in the calendar, too."""

    key: str
    on: dt.date
    title: str
    link: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are asked for, and whether only what the actor answers for."""

    first: dt.date
    last: dt.date
    own_only: bool = False


Source = Callable[[Actor, Span], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Dates:
    """A kind of date that calendars may hold."""

    name: str
    label: Text
    source: Source


_dates: dict[str, Dates] = {}


def dates_of(name: str, label: Text) -> Callable[[Source], Source]:
    """Declares where a kind of date is found; the source gives only what the actor may see."""

    def register(source: Source) -> Source:
        _dates[name] = Dates(name, label, source)
        return source

    return register


def kinds() -> list[Dates]:
    """Every kind of date, by name."""
    return sorted(_dates.values(), key=lambda each: each.name)


def entries(by: Actor, names: Iterable[str], *, today: dt.date, own_only: bool = False) -> list[Entry]:
    """The entries of some kinds, from a year back on, by day."""
    span = Span(today - PAST, today + AHEAD, own_only)
    found = [entry for name in names if name in _dates for entry in _dates[name].source(by, span)]
    return sorted(found, key=lambda entry: (entry.on, entry.key))
