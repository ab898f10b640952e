"""From arrays back to lines: what is shown of each activity, and what holds it."""

from __future__ import annotations

from collections.abc import Iterator

from steerco_engine.calendars.clock import MINUTE, NEVER, instant_of
from steerco_engine.calendars.clocks import work_until
from steerco_engine.network import arrays as a
from steerco_engine.network.arrays import Dates, Whole
from steerco_engine.network.building import Built
from steerco_engine.network.holding import Holding
from steerco_engine.network.problem import Activity, CriticalBy
from steerco_engine.network.result import Line
from steerco_engine.network.summaries import summary_lines


def lines_of(built: Built, dates: Dates, end: Whole) -> Iterator[Line]:
    """A line for each activity, in the order of the problem."""
    holding = Holding(built, dates)
    leaves = {each.uid: _line(built, dates, each, holding) for each in built.problem.activities if each.uid in built.place}
    return summary_lines(built, leaves)


def _line(built: Built, dates: Dates, activity: Activity, holding: Holding) -> Line:
    at = built.place[activity.uid]
    flags, microsoft = int(built.net.flags[at]), built.rules.microsoft
    es, ef, ls, lf = (int(each[at]) for each in (dates.es, dates.ef, dates.ls, dates.lf))
    start, finish = es, ef
    if flags & a.STARTED:
        start, finish = int(built.net.begun[at]), int(built.net.ended[at]) if flags & a.DONE else ef
        if microsoft:
            ls = start
    if flags & a.DONE and not microsoft:
        es = ef = int(built.rules.floor[built.net.project[at]])
    done = bool(flags & a.DONE) and not microsoft
    tf, ff = (None, None) if done else (int(dates.tf[at]) / MINUTE, int(dates.ff[at]) / MINUTE)
    slack = (None, None) if done else (_between(built, at, es, ls), _between(built, at, ef, lf))
    because, by = holding.because(at)
    on_path = bool(holding.path[at])
    critical = tf is not None and tf <= built.problem.options.critical_float and not flags & a.DONE
    if built.problem.options.critical_by is CriticalBy.LONGEST_PATH:
        critical = on_path and not flags & a.DONE
    elif built.problem.options.open_ends_critical and built.net.out[at] == built.net.out[at + 1] and not flags & a.DONE:
        critical = True
    shown = [instant_of(each) if each != NEVER else None for each in (es, ef, ls, lf, start, finish)]
    return Line(
        activity.uid, activity.project, shown[0], shown[1], shown[2], shown[3], tf, ff, slack[0], slack[1], shown[4], shown[5],
        critical, on_path and not flags & a.DONE, because, by,
    )  # fmt: skip


def _between(built: Built, at: int, first: int, second: int) -> float:
    clock = int(built.net.clock[at])
    return int(work_until(built.clocks, clock, second) - work_until(built.clocks, clock, first)) / MINUTE
