"""Working time as rising lines: what an amount of one calendar's working time is in that of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from steerco_engine.calendars.clock import DAY, MINUTE, ticks_of
from steerco_engine.calendars.clocks import DAY_AT, DAYS, FIRST, HEAD, WEEK_AT, WEEKLY, Clocks
from steerco_engine.calendars.compiling import compiled as compiled_calendars
from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.kernel import Clockwork, Reals, Whole
from steerco_engine.uncertainty.model import RiskNetwork

NUDGE = 1e-9
"""Working days by which the end of a stretch of work is told from the beginning of the next."""
LONGEST = 366.0 * 300
"""Days that a network may take; more is no plan."""
CELLS_OF_TABLE = 1 << 16
AROUND = -1
"""Stands for time around the clock, counted in days."""


@dataclass(slots=True)
class Worktime:
    """The calendars of a network over the time that it may take; tables between them are made as they are asked for."""

    network: RiskNetwork
    days: float
    clocks: Clocks = field(init=False)
    numbers: dict[str | None, int] = field(init=False)
    lines: dict[int, tuple[Reals, Reals]] = field(default_factory=dict)
    asked: dict[tuple[int, int, bool], int] = field(default_factory=dict)
    tables: list[tuple[Reals, Reals, Reals, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        clocks, places, _empty = compiled_calendars(self.network.calendars)
        self.clocks, self.numbers = clocks, dict(places)
        rates = [float(clocks[place * HEAD + WEEKLY]) / 7 / MINUTE / self.network.minutes_per_day for place in self.numbers.values()]
        self.days = min(LONGEST, 60.0 + 1.5 * self.days / max(min(rates), 1e-3))

    def number(self, calendar: str | None, at: str) -> int:
        """The number of a calendar; the network's where none is named; around the clock (in working days) where there is none either."""
        name = self.network.calendar if calendar is None else calendar
        if name not in self.numbers:
            raise InputRefused(Fault.OUT_OF_RANGE, at, f"“{name}” is no calendar of this network")
        return self.numbers[name]

    def line(self, calendar: int) -> tuple[Reals, Reals]:
        """Points of time in days from the start, and the working days until each."""
        if calendar == AROUND:
            ends = np.array([0.0, self.days])
            return ends, ends
        if calendar not in self.lines:
            self.lines[calendar] = self._line(calendar)
        return self.lines[calendar]

    def table(self, of: int, to: int, *, begins: bool) -> int:
        """The number of the table between two calendars, for what begins or for what ends; -1 within one calendar."""
        if of == to:
            return -1
        asked = (of, to, begins)
        if asked not in self.asked:
            self.asked[asked] = len(self.tables)
            self.tables.append(self._table(of, to, begins))
        return self.asked[asked]

    def until(self, calendar: int, days: Reals | float) -> Reals:
        """Working days of a calendar until points of time in days from the start."""
        points, work = self.line(calendar)
        return np.asarray(np.interp(days, points, work))

    def clockwork(self) -> Clockwork:
        """All tables as arrays."""
        x, y, slope = (_joined([table[part] for table in self.tables]) for part in range(3))  # type: ignore[misc]
        cells, begins, scales = [], [], []
        for rising, *_rest in self.tables:
            count = min(CELLS_OF_TABLE, 2 * len(rising) + 1)
            width = max(rising[-1] - rising[0], 1.0) / count
            edges = rising[0] + width * np.arange(count)
            cells.append(np.maximum(np.searchsorted(rising, edges, side="right") - 1, 0))
            begins.append(rising[0])
            scales.append(1.0 / width)
        at = np.concatenate(([0], np.cumsum([len(table[0]) for table in self.tables]))).astype(np.int64)
        cell = [each + at[number] for number, each in enumerate(cells)]
        return Clockwork(
            at=at, x=x, y=y, slope=slope, begin=np.array(begins, dtype=float), scale=np.array(scales, dtype=float),
            cell_at=np.concatenate(([0], np.cumsum([len(each) for each in cells]))).astype(np.int64),
            cell=np.concatenate(cell).astype(np.int64) if cell else np.zeros(0, dtype=np.int64),
            nudge=np.array([table[3] for table in self.tables], dtype=float),
        )  # fmt: skip

    def _line(self, calendar: int) -> tuple[Reals, Reals]:
        start = ticks_of(self.network.start) if self.network.start else 0
        begin, end = _stretches(self.clocks, calendar, start, start + int(self.days * DAY))
        points = np.unique(np.concatenate(([start], begin, end, [start + int(self.days * DAY)])))
        work = np.concatenate(([0], np.cumsum(end - begin)))
        passed = np.searchsorted(end, points, side="right")
        inside = np.where(passed < len(begin), np.maximum(points - np.append(begin, points[-1])[passed], 0), 0)
        return (points - start) / DAY, (work[passed] + inside) / (MINUTE * self.network.minutes_per_day)

    def _table(self, of: int, to: int, begins: bool) -> tuple[Reals, Reals, Reals, float]:
        points = np.union1d(self.line(of)[0], self.line(to)[0])
        x, y = self.until(of, points), self.until(to, points)
        rising = np.diff(x) > 0
        if not rising.any():
            raise InputRefused(Fault.OUT_OF_RANGE, "calendars", "a calendar has no working time")
        slope = np.diff(y)[rising] / np.diff(x)[rising]
        beyond = y[-1] / max(x[-1], 1e-9)  # after the last day that was laid out, work goes on at its average pace
        return (
            np.append(x[:-1][rising], x[-1]), np.append(y[:-1][rising], y[-1]), np.append(slope, beyond), NUDGE if begins else -NUDGE,
        )  # fmt: skip


def _stretches(clocks: Clocks, calendar: int, start: int, end: int) -> tuple[Whole, Whole]:
    """Where work begins and ends between two instants, in ticks."""
    head, days = clocks[calendar * HEAD : (calendar + 1) * HEAD], np.arange(start // DAY, end // DAY + 1)
    place = days - head[FIRST]
    inside = (place >= 0) & (place < head[DAYS])
    of_week = np.where(place < 0, place, place - head[DAYS]) % 7
    shift = clocks[np.where(inside, head[DAY_AT] + 2 * place, head[WEEK_AT] + 2 * of_week) + 1]
    begins: list[Whole] = []
    ends: list[Whole] = []
    for each in np.unique(shift):
        own = days[shift == each] * DAY
        for span in range(each + 1, each + 1 + 3 * clocks[each], 3):
            begins.append(own + clocks[span])
            ends.append(own + clocks[span + 1])
    if not begins:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    begin, finish = np.sort(np.concatenate(begins)), np.sort(np.concatenate(ends))
    kept = (finish > start) & (begin < end)
    return np.maximum(begin[kept], start), np.minimum(finish[kept], end)


def _joined(parts: Sequence[Reals]) -> Reals:
    return np.concatenate(parts) if parts else np.zeros(0)
