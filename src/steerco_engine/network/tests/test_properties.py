"""What holds for every network: shifts, reversals, the order of floats, and edits that equal a whole calculation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from hypothesis import given, settings, strategies as st

from steerco_engine.network import Link, LinkKind, Schedule, schedule
from steerco_engine.network.building import Builder
from steerco_engine.network.changing import Live
from steerco_engine.network.passes import dates_of
from steerco_engine.network.tests.networks import START, schedules

REVERSED = {LinkKind.FS: LinkKind.FS, LinkKind.SS: LinkKind.FF, LinkKind.FF: LinkKind.SS, LinkKind.SF: LinkKind.SF}
few = settings(max_examples=40, deadline=None)


@few
@given(schedules(calendars=("round",)), st.integers(1, 500))
def test_another_start_shifts_every_date(problem: Schedule, days: int) -> None:
    by = dt.timedelta(days=days)
    project = replace(problem.projects[0], start=START + by, calendar="round")
    problem = replace(problem, projects=(replace(problem.projects[0], calendar="round"),))
    before, after = schedule(problem).lines, schedule(replace(problem, projects=(project,))).lines

    for one, other in zip(before, after, strict=True):
        assert [when + by for when in (one.es, one.ef, one.ls, one.lf) if when] == [other.es, other.ef, other.ls, other.lf]
        assert (one.tf, one.ff) == (other.tf, other.ff)


@few
@given(schedules(calendars=("round",), lags=False, only_fs=True))
def test_a_reversed_network_swaps_early_and_late(problem: Schedule) -> None:
    turned = tuple(Link(link.successor, link.predecessor, REVERSED[link.kind]) for link in problem.links)
    before = {line.uid: line for line in schedule(problem).lines}
    after = {line.uid: line for line in schedule(replace(problem, links=turned)).lines}
    end = max(line.ef for line in before.values() if line.ef)

    for uid, line in before.items():
        other = after[uid]
        assert line.lf and line.ls and other.es and other.ef
        assert (end - line.lf, end - line.ls) == (other.es - START, other.ef - START)


@few
@given(schedules(calendars=("week",), lags=False, only_fs=True))
def test_no_free_float_exceeds_the_total_and_none_is_below_zero(problem: Schedule) -> None:
    for line in schedule(problem).lines:
        assert line.tf is not None and line.ff is not None
        assert 0 <= line.ff <= line.tf


@few
@given(schedules())
def test_no_link_is_broken(problem: Schedule) -> None:
    lines = {line.uid: line for line in schedule(problem).lines}
    for link in problem.links:
        one, other = lines[link.predecessor], lines[link.successor]
        if link.lag == 0 and link.kind is LinkKind.FS:
            assert one.ef and other.es and other.es >= one.ef


@few
@given(schedules(), st.lists(st.tuples(st.integers(0, 11), st.integers(1, 30)), min_size=1, max_size=6))
def test_edits_equal_a_whole_calculation(problem: Schedule, edits: list[tuple[int, int]]) -> None:
    built = Builder(problem).build()
    live = Live(built.net, built.rules, built.clocks)
    for at, hours in edits:
        if hours % 3 == 0 and len(built.net.source):
            live.lag(at % len(built.net.source), hours * 600 - 3000)
        else:
            live.last(at % len(built.net.clock), hours * 600)
        whole, end = dates_of(built.net, built.rules, built.clocks, False)
        assert all(np.array_equal(one, other) for one, other in zip(live.dates, whole, strict=True))
        assert live.end[0] == end[0]
