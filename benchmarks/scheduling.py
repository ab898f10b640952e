"""How long a schedule takes: ours beside a pass in plain C, MPXJ, NetworkX and pmcontrols, on the same networks.

Run with: python -m benchmarks.scheduling
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from benchmarks.schedulers import SCHEDULERS, NotHere
from steerco_engine.calendars import ALWAYS, DayException, Pattern, ticks_of
from steerco_engine.calendars.clock import NEVER
from steerco_engine.calendars.clocks import Clocks
from steerco_engine.calendars.compiling import compiled
from steerco_engine.network.arrays import PLAIN, Net, Rules
from steerco_engine.network.building import pointers
from steerco_engine.network.changing import Live
from steerco_engine.network.passes import dates_of

SIZES = (1_000, 10_000, 100_000, 1_000_000)
HOURS = ((480, 720), (780, 1020))


def calendars() -> Clocks:
    """Three calendars: around the clock, five days with 120 exceptions, six days."""
    holidays = tuple(DayException(dt.date(2024 + n // 12, 1 + n % 12, 9), dt.date(2024 + n // 12, 1 + n % 12, 10)) for n in range(120))
    week = Pattern("five", days=(HOURS,) * 5 + ((), ()), exceptions=holidays)
    return compiled([week, Pattern("six", days=(HOURS,) * 6 + ((),)), Pattern("round", days=(ALWAYS,) * 7)])[0]


def network(count: int) -> Net:
    """A network of so many activities and half as many more links: three calendars, all kinds of link but one, a fifth with lags."""
    chance, links = np.random.default_rng(1), count * 3 // 2
    target = np.sort(chance.integers(1, count, links)).astype(np.int32)
    source = (target - np.minimum(target, 1 + chance.geometric(1 / 100, links))).astype(np.int32)
    span = chance.integers(1, 21, count) * 4800
    clock = chance.choice(np.array([1, 1, 1, 2, 0], dtype=np.int32), count)
    kind = chance.choice(np.array([0, 0, 0, 0, 0, 0, 1, 2], dtype=np.int8), links)
    lag = np.where(chance.random(links) < 0.2, chance.integers(-2, 6, links) * 4800, 0).astype(np.int64)
    none = [np.full(count, NEVER, dtype=np.int64) for _ in range(7)]
    empty, small = np.zeros(0, dtype=np.int64), np.zeros(count, dtype=np.int32)
    parts = (np.zeros(count + 1, dtype=np.int32), np.zeros(0, dtype=np.int32), empty, empty, empty)
    by_source = np.argsort(source, kind="stable").astype(np.int32)
    ends = (pointers(target, count), source, target, kind, lag, clock[source], pointers(source, count), by_source)
    return Net(clock, np.full(count, PLAIN, dtype=np.int32), small, span, span.copy(), *none, small, *parts, *ends)


def timed(does: Callable[[], object], times: int = 5) -> float:
    """The median of some runs in milliseconds, after one that does not count."""
    does()
    found = []
    for _ in range(times):
        before = time.perf_counter()
        does()
        found.append((time.perf_counter() - before) * 1000)
    return median(found)


def told(scheduler: Callable[[Net], Callable[[], object]], net: Net, most: int) -> str:
    """What another scheduler takes, or why there is no figure."""
    if len(net.span) > most:
        return f"not asked above {most:,}"
    try:
        return f"{timed(scheduler(net), 3):,.2f}"
    except NotHere as reason:
        return f"not here: {reason}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="N", help="the largest network")
    most, clocks = parser.parse_args().most, calendars()
    start = dt.datetime.fromisoformat("2026-01-05T08:00")
    rules = Rules(False, False, True, 2, True, np.array([ticks_of(start)]), np.array([NEVER]))
    others = " | ".join(f"{name} (ms)" for name, *_rest in SCHEDULERS)
    print(f"activities | ours, calendars (ms) | an edit, median / worst of 50 (ms) | bytes each | {others}")
    for count in (each for each in SIZES if each <= most):
        net = network(count)
        ours = timed(lambda net=net: dates_of(net, rules, clocks, False), 5 if count < SIZES[-1] else 3)
        live, edits = Live(net, rules, clocks), []
        for at in np.random.default_rng(2).integers(0, count, 50).tolist():
            before = time.perf_counter()
            live.last(at, int(net.span[at]) + 4800)
            edits.append((time.perf_counter() - before) * 1000)
        size = sum(column.nbytes for column in (*net, *live.dates)) / count
        found = " | ".join(told(scheduler, net, limit) for _name, scheduler, limit in SCHEDULERS)
        print(f"{count:,} | {ours:,.2f} | {median(edits):.2f} / {max(edits):.2f} | {size:.0f} | {found}", flush=True)


if __name__ == "__main__":
    main()
