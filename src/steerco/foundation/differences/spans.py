"""From when to when: two instants, read from an address, with the dates that people compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.days import instant as instant, start_of
from steerco.foundation.ledger.models import Change, Revision


class Landmark(NamedTuple):
    """A day that people compare with, and what it is called."""

    words: str
    day: dt.date


Landmarks = Callable[[Actor], Sequence[Landmark]]
_landmarks: list[Landmarks] = []
WITHOUT_LANDMARK = dt.timedelta(days=30)


def landmarks_by(finder: Landmarks) -> Landmarks:
    """Registers a room's days to compare with, such as the dates of reports, newest first."""
    if finder not in _landmarks:
        _landmarks.append(finder)
    return finder


def landmarks(by: Actor) -> list[Landmark]:
    """The days that an actor may want to compare with: those of the rooms, newest first, then a week and a month ago."""
    today = timezone.localdate()
    told = sorted((mark for find in _landmarks for mark in find(by) if mark.day <= today), key=lambda mark: mark.day, reverse=True)
    near = [Landmark(_("a week ago"), today - dt.timedelta(days=7)), Landmark(_("a month ago"), today - WITHOUT_LANDMARK)]
    return [*told[:4], *near]


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant (what was done at it counts) to another (what was done at it counts, too)."""

    since: dt.datetime
    until: dt.datetime
    chosen: bool = True

    @classmethod
    def asked(cls, by: Actor, query: Mapping[str, str]) -> Span:
        """What `from` and `to` of an address say, each a day or an instant; else since the newest landmark, until now."""
        since, until = instant(query.get("from", "")), instant(query.get("to", ""), ends=True)
        return cls(since or start_of(landmarks(by)[0].day), until or timezone.now(), since is not None)

    @property
    def from_day(self) -> dt.date:
        """The day from which on."""
        return timezone.localtime(self.since).date()

    @property
    def to_day(self) -> dt.date:
        """The day until which."""
        return timezone.localtime(self.until).date()


class Bounds(NamedTuple):
    """The first and the last change of a span, by key, for an organisation writes in order; nothing was written where the first is None."""

    organisation: int
    low: int | None
    high: int


def bounds_of(by: Actor, span: Span, act: int | None = None) -> Bounds:
    """Which changes lie in a span, or in one act of it (two queries)."""
    acts = Revision.objects.filter(at__gte=span.since, at__lte=span.until)
    found = (acts if act is None else acts.filter(number=act)).aggregate(low=Min("pk"), high=Max("pk"))
    ends = Change.objects.filter(revision__in=[found["low"] or 0, found["high"] or 0]).aggregate(low=Min("pk"), high=Max("pk"))
    return Bounds(by.organisation.pk, ends["low"], ends["high"] or 0)
