"""From what calendars say to arrays: inheritance, working weeks, exceptions and recurring ones laid over the days that they touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from steerco_engine.calendars.clock import EPOCH, FIRST_MONDAY, MINUTE
from steerco_engine.calendars.clocks import HEAD, Clocks
from steerco_engine.calendars.patterns import ALWAYS, DayException, Pattern, Shift, WorkWeek
from steerco_engine.calendars.recurring import days_of
from steerco_engine.reasons import Fault, InputRefused

AROUND = Pattern("around the clock", days=(ALWAYS,) * 7)
MOST_DAYS = 366 * 400
"""Days between the first and the last exception of a calendar; more is no plan."""
_EPOCH_DAY = EPOCH.date().toordinal()


Laid = tuple[int, list[int], list[int]]
"""Where the days that differ begin, on a Monday, the shift of each of them, and those of the week around them."""


def _number(laid: Laid, day: int) -> int:
    """The number of the shift of a day."""
    first, days, week = laid
    return days[day - first] if first <= day < first + len(days) else week[(day - FIRST_MONDAY) % 7]


class Compiler:
    """Gathers calendars, and turns them into arrays at once; the first is around the clock."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.known = {each.uid: each for each in patterns}
        self.shifts: dict[Shift, int] = {}
        self.places: dict[str | None, int] = {None: 0}
        self.empty: list[str] = []
        chains = [(AROUND,), *(self._chain(each) for each in patterns)]
        laid = [self._laid(chain) for chain in chains]
        found = {each.uid: laid[place] for place, each in enumerate(patterns, 1)}
        for place, each in enumerate(patterns, 1):
            if each.within is not None and each.within in found:
                laid[place] = self._crossed(laid[place], found[each.within])
        same: dict[str, int] = {}
        numbers = [same.setdefault(repr(each), len(same)) for each in laid]
        self.parts = [laid[numbers.index(number)] for number in range(len(same))]
        self.places |= {each.uid: numbers[place] for place, each in enumerate(patterns, 1)}

    def _chain(self, pattern: Pattern) -> tuple[Pattern, ...]:
        """The calendar behind its parents, the eldest first; a ring of parents is refused."""
        chain = [pattern]
        while (parent := chain[0].parent) is not None and parent in self.known:
            if self.known[parent] in chain:
                raise InputRefused(Fault.OUT_OF_RANGE, f"calendars.{pattern.uid}", "is its own parent, over others")
            chain.insert(0, self.known[parent])
        return tuple(chain)

    def _laid(self, chain: tuple[Pattern, ...]) -> Laid:
        """Where the days that differ begin, the shift of each of them, and those of the week around them."""
        week: list[Shift] = [()] * 7
        for pattern in chain:
            week = [own if own is not None else held for own, held in zip(pattern.days, week, strict=True)]
        if not any(week):
            week = [ALWAYS] * 7
            self.empty.append(chain[-1].uid)
        differing = dict(_differing(chain))
        numbers = [self._shift(day) for day in week]
        if not differing:
            return FIRST_MONDAY, [], numbers
        first, last = min(differing), max(differing)
        if last - first > MOST_DAYS:
            raise InputRefused(Fault.OUT_OF_RANGE, f"calendars.{chain[-1].uid}", "has exceptions too far apart")
        first -= (first - FIRST_MONDAY) % 7
        days = numbers * ((last - first) // 7 + 1)
        for day, spans in differing.items():
            days[day - first] = self._shift(spans)
        return first, days, numbers

    def _crossed(self, one: Laid, other: Laid) -> Laid:
        """What two calendars both work; the first where they never work together."""
        shifts = list(self.shifts)

        def both(first: int, second: int) -> int:
            pairs = ((max(a, c), min(b, d)) for a, b in shifts[first] for c, d in shifts[second])
            return self._shift(tuple((begin, end) for begin, end in pairs if begin < end))

        week = [both(first, second) for first, second in zip(one[2], other[2], strict=True)]
        if not any(list(self.shifts)[number] for number in week):
            return one
        laid = [each for each in (one, other) if each[1]]
        if not laid:
            return FIRST_MONDAY, [], week
        first, last = min(each[0] for each in laid), max(each[0] + len(each[1]) for each in laid)
        if last - first > MOST_DAYS:
            raise InputRefused(Fault.OUT_OF_RANGE, "calendars", "two that are worked together have exceptions too far apart")
        return first, [both(_number(one, day), _number(other, day)) for day in range(first, last)], week

    def _shift(self, spans: Shift) -> int:
        """The number of a day's spans: in order, those that touch joined."""
        joined: list[tuple[int, int]] = []
        for begin, end in sorted(spans):
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            elif end > begin:
                joined.append((begin, end))
        return self.shifts.setdefault(tuple(joined), len(self.shifts))

    def clocks(self) -> Clocks:
        """The array: heads, then weeks and days of each calendar, then all spans."""
        heads = len(self.parts) * HEAD
        room = sum(2 * (len(days) + 1) + 16 for _first, days, _week in self.parts)
        work = [sum(end - begin for begin, end in shift) * MINUTE for shift in self.shifts]
        spans, where = list[int](), list[int]()
        for shift in self.shifts:
            where.append(heads + room + len(spans))
            before = [sum(end - begin for begin, end in shift[:place]) for place in range(len(shift))]
            each = zip(shift, before, strict=True)
            spans += [len(shift), *(amount * MINUTE for (begin, end), held in each for amount in (begin, end, held))]
        head, body = list[int](), list[int]()
        for first, days, week in self.parts:
            week_at = heads + len(body)
            weekly = _laid_out(week, work, where, body)
            core = _laid_out(days, work, where, body)
            head += [first, len(days), core, weekly, week_at + 16, week_at]
        return np.array([*head, *body, *spans], dtype=np.int64)


def _laid_out(days: Sequence[int], work: Sequence[int], where: Sequence[int], into: list[int]) -> int:
    """Days as pairs of the work before them and the place of their spans; the work of all of them closes the row."""
    before = 0
    for day in days:
        into += [before, where[day]]
        before += work[day]
    into += [before, 0]
    return before


def compiled(patterns: Sequence[Pattern]) -> tuple[Clocks, Mapping[str | None, int], tuple[str, ...]]:
    """Calendars as arrays, the place of each by its uid (None: around the clock), and those without any working time."""
    compiler = Compiler(patterns)
    return compiler.clocks(), compiler.places, tuple(compiler.empty)


def _differing(chain: tuple[Pattern, ...]) -> Iterator[tuple[int, Shift]]:
    """Each day that differs from the week, as a number of days since 1970, with its spans; later ones win."""
    for pattern in chain:
        for week in reversed(pattern.work_weeks):
            yield from _of_week(week)
    for pattern in chain:
        for exception in reversed(pattern.exceptions):
            yield from ((day.toordinal() - _EPOCH_DAY, exception.spans) for day in _touched(exception))


def _touched(exception: DayException) -> Iterator[dt.date]:
    if exception.last < exception.first or (exception.last - exception.first).days > MOST_DAYS:
        raise InputRefused(Fault.OUT_OF_RANGE, "calendars", f"an exception from {exception.first} to {exception.last} is none")
    yield from days_of(exception)


def _of_week(week: WorkWeek) -> Iterator[tuple[int, Shift]]:
    if (week.last - week.first).days > MOST_DAYS:
        raise InputRefused(Fault.OUT_OF_RANGE, "calendars", f"a working week from {week.first} to {week.last} is too long")
    for ordinal in range(week.first.toordinal(), week.last.toordinal() + 1):
        spans = week.days[(ordinal - 1) % 7]
        if spans is not None:
            yield ordinal - _EPOCH_DAY, spans
