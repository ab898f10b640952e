"""Random networks without loops, for properties that hold for all of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from steerco_engine.calendars import DayException, Pattern
from steerco_engine.network import Activity, LagUnit, Link, LinkKind, Mode, Options, Project, Schedule

START = dt.datetime(2026, 3, 2, 8)  # noqa: DTZ001
HOURS = ((480, 720), (780, 1020))
WEEK = Pattern("week", days=(HOURS,) * 5 + ((), ()), exceptions=(DayException(dt.date(2026, 3, 17), dt.date(2026, 3, 17)),))
LONG = Pattern("long", days=(HOURS,) * 6 + ((),))
ROUND = Pattern("round", days=(((0, 1440),),) * 7)


@st.composite
def schedules(
    draw: st.DrawFn, *, calendars: tuple[str, ...] = ("week", "long", "round"), lags: bool = True, only_fs: bool = False
) -> Schedule:
    """A plan of up to twelve activities, each linked only to later ones."""
    count = draw(st.integers(2, 12))
    activities = tuple(
        Activity(str(at), duration=draw(st.integers(1, 10)) * 240, calendar=draw(st.sampled_from(calendars))) for at in range(count)
    )
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=20, unique=True))
    kinds = st.just(LinkKind.FS) if only_fs else st.sampled_from(list(LinkKind))
    amounts = st.integers(-2, 4) if lags else st.just(0)
    units = st.sampled_from([LagUnit.WORKING, LagUnit.ELAPSED])
    links = tuple(
        Link(str(min(pair)), str(max(pair)), draw(kinds), draw(amounts) * 480, draw(units)) for pair in pairs if pair[0] != pair[1]
    )
    mode = draw(st.sampled_from(list(Mode)))
    return Schedule((Project("", start=START, calendar="week"),), activities, links, (WEEK, LONG, ROUND), Options(mode))
