"""How long a schedule takes: ours beside a textbook pass, a pass in plain C, and the best open scheduler, on the same networks.

Run with: python -m benchmarks.scheduling
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

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
FLOOR = """
void pass(int n, const int *into, const int *source, const long *lag, const long *span, long *es, long *ef, long *ls, long *lf) {
  long end = 0;
  for (int i = 0; i < n; i++) { long s = 0;
    for (int k = into[i]; k < into[i + 1]; k++) { long b = ef[source[k]] + lag[k]; if (b > s) s = b; }
    es[i] = s; ef[i] = s + span[i]; if (ef[i] > end) end = ef[i]; }
  for (int i = 0; i < n; i++) lf[i] = end;
  for (int i = n - 1; i >= 0; i--) { ls[i] = lf[i] - span[i];
    for (int k = into[i]; k < into[i + 1]; k++) { long b = ls[i] - lag[k]; if (b < lf[source[k]]) lf[source[k]] = b; } }
}
"""


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


def in_c(net: Net) -> Callable[[], object] | None:
    """The same passes in C, without calendars, other kinds of link and floats; None where there is no compiler."""
    if shutil.which("gcc") is None:
        return None
    folder = Path(tempfile.mkdtemp())
    (folder / "pass.c").write_text(FLOOR, encoding="utf-8")
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", str(folder / "pass.so"), str(folder / "pass.c")], check=True)
    held = ctypes.CDLL(str(folder / "pass.so"))
    shutil.rmtree(folder)
    columns = [net.into, net.source, net.lag, net.span, *(np.zeros(len(net.span), dtype=np.int64) for _ in range(4))]
    return lambda: held.__getattr__("pass")(len(net.span), *(column.ctypes.data_as(ctypes.c_void_p) for column in columns))


def in_networkx(net: Net) -> Callable[[], object] | None:
    """The textbook pass over a graph of the library, without calendars; None where it is not installed."""
    if importlib.util.find_spec("networkx") is None:
        return None
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(net.span)))
    graph.add_weighted_edges_from(zip(net.source.tolist(), net.target.tolist(), net.lag.tolist(), strict=True))
    span = net.span.tolist()

    def run() -> int:
        finish: dict[int, int] = {}
        order = list(networkx.topological_sort(graph))
        for at in order:
            finish[at] = span[at] + max((finish[before] + held["weight"] for before, held in graph.pred[at].items()), default=0)
        end = max(finish.values())
        late: dict[int, int] = {}
        for at in reversed(order):
            late[at] = min((late[after] - span[after] - held["weight"] for after, held in graph.succ[at].items()), default=end)
        return end

    return run


def main() -> None:
    """Prints the table."""
    clocks = calendars()
    rules = Rules(False, False, True, 2, True, np.array([ticks_of(dt.datetime(2026, 1, 5, 8))]), np.array([NEVER]))  # noqa: DTZ001
    print("activities | ours, calendars (ms) | C, none (ms) | textbook, none (ms) | an edit, median / worst of 50 (ms) | bytes each")
    for count in SIZES:
        net = network(count)
        ours = timed(lambda net=net: dates_of(net, rules, clocks, False), 5 if count < SIZES[-1] else 3)
        floor, textbook = in_c(net), in_networkx(net) if count <= 100_000 else None
        live, edits = Live(net, rules, clocks), []
        for at in np.random.default_rng(2).integers(0, count, 50).tolist():
            before = time.perf_counter()
            live.last(at, int(net.span[at]) + 4800)
            edits.append((time.perf_counter() - before) * 1000)
        size = sum(column.nbytes for column in (*net, *live.dates)) / count
        others = [f"{timed(each, 3):,.2f}" if each else "not here" for each in (floor, textbook)]
        print(f"{count:,} | {ours:,.2f} | {' | '.join(others)} | {median(edits):.2f} / {max(edits):.2f} | {size:.0f}")


if __name__ == "__main__":
    main()
