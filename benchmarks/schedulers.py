"""Other schedulers on the networks of `benchmarks.scheduling`: each gives what to time, or the reason why it is not here."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from steerco_engine.network.arrays import Net

MINUTE = 10
"""Ticks of a minute."""
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


class NotHere(Exception):
    """A scheduler that can't be had, with the reason."""


def in_c(net: Net) -> Callable[[], object]:
    """Both passes in C, without calendars, other kinds of link and floats: the floor."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NotHere("there is no C compiler")
    folder = Path(tempfile.mkdtemp())
    (folder / "pass.c").write_text(FLOOR, encoding="utf-8")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", str(folder / "pass.so"), str(folder / "pass.c")], check=True)
    held = ctypes.CDLL(str(folder / "pass.so"))
    shutil.rmtree(folder)
    columns = [net.into, net.source, net.lag, net.span, *(np.zeros(len(net.span), dtype=np.int64) for _ in range(4))]
    return lambda: held.__getattr__("pass")(len(net.span), *(column.ctypes.data_as(ctypes.c_void_p) for column in columns))


def in_networkx(net: Net) -> Callable[[], object]:
    """The textbook pass over a graph of NetworkX, without calendars."""
    networkx = _module("networkx")
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


def in_pmcontrols(net: Net) -> Callable[[], object]:
    """The critical path of pmcontrols: finish to start, without lags and calendars."""
    module = _module("pmcontrols")
    span, into, source = net.span.tolist(), net.into.tolist(), net.source.tolist()
    rows = [
        {
            "id": str(at),
            "duration": span[at] / 4800,
            "predecessors": [str(other) for other in dict.fromkeys(source[into[at] : into[at + 1]])],
        }
        for at in range(len(span))
    ]
    return lambda: module.cpm(rows)


def in_mpxj(net: Net) -> Callable[[], object]:
    """The Primavera scheduler of MPXJ, with the same calendars, kinds of link and lags."""
    jpype, _mpxj = _module("jpype", "jpype1"), _module("mpxj")
    if shutil.which("java") is None:
        raise NotHere("there is no Java")
    if not jpype.isJVMStarted():
        quiet = "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"
        jpype.startJVM("-Xmx2g", "-Xrs", quiet)
    held, java = jpype.JPackage("org").mpxj, jpype.JPackage("java").time
    file = held.ProjectFile()
    weeks = [_week(file, held, java, days, holidays) for days, holidays in ((7, False), (5, True), (6, False))]
    file.setDefaultCalendar(weeks[1])
    minutes, begin = held.TimeUnit.MINUTES, java.LocalDateTime.of(2026, 1, 5, 8, 0)
    tasks = []
    for clock, span in zip(net.clock.tolist(), net.span.tolist(), strict=True):
        task, lasts = file.addTask(), held.Duration.getInstance(span / MINUTE, minutes)
        for put in (task.setDuration, task.setRemainingDuration, task.setPlannedDuration):
            put(lasts)
        task.setCalendar(weeks[clock])
        task.setActivityType(held.ActivityType.TASK_DEPENDENT)
        tasks.append(task)
    kinds = [held.RelationType.FINISH_START, held.RelationType.START_START, held.RelationType.FINISH_FINISH]
    for one, other, kind, lag in zip(net.source.tolist(), net.target.tolist(), net.kind.tolist(), net.lag.tolist(), strict=True):
        builder = jpype.JClass("org.mpxj.Relation$Builder")().predecessorTask(tasks[one]).type(kinds[kind])
        tasks[other].addPredecessor(builder.lag(held.Duration.getInstance(lag / MINUTE, minutes)))
    return lambda: _deep(jpype, lambda: held.cpm.PrimaveraScheduler().schedule(file, begin))


def _deep(jpype: Any, does: Callable[[], object]) -> None:
    """Runs on a thread of Java with a gigabyte of stack: it goes through a network by calling itself."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            does()
        except Exception as fault:
            faults.append(fault)

    thread = jpype.JPackage("java").lang.Thread(None, jpype.JProxy("java.lang.Runnable", dict={"run": run}), "deep", 1 << 30)
    thread.start()
    thread.join()
    if faults:
        raise NotHere(f"it gave up: {type(faults[0]).__name__}")


def _week(file: Any, held: Any, java: Any, days: int, holidays: bool) -> Any:
    """A calendar of so many days a week; seven are worked around the clock."""
    week, span = file.addCalendar(), held.LocalTimeRange
    hours = [(0, 0)] if days == 7 else [(8, 12), (13, 17)]
    for place, day in enumerate(java.DayOfWeek.values()):
        week.setCalendarDayType(day, held.DayType.WORKING if place < days else held.DayType.NON_WORKING)
        worked = week.addCalendarHours(day)
        for first, last in hours if place < days else []:
            worked.add(span(java.LocalTime.of(first, 0), java.LocalTime.of(last, 0)))
    for number in range(120 if holidays else 0):
        first = java.LocalDate.of(2024 + number // 12, 1 + number % 12, 9)
        week.addCalendarException(first, first.plusDays(1))
    return week


def _module(name: str, package: str | None = None) -> Any:
    if importlib.util.find_spec(name) is None:
        raise NotHere(f"{package or name} is not installed")
    return importlib.import_module(name)


SCHEDULERS: tuple[tuple[str, Callable[[Net], Callable[[], object]], int], ...] = (
    ("C, no calendars", in_c, 1_000_000), ("MPXJ, calendars", in_mpxj, 100_000), ("NetworkX, no calendars", in_networkx, 100_000),
    ("pmcontrols, no lags or calendars", in_pmcontrols, 100_000),
)  # fmt: skip
"""Each with its name and the largest network that it is given."""
