"""Rules of the planning tools that few files need: each worked out by hand on a five-day week of eight hours."""

from __future__ import annotations

import datetime as dt

import pytest

from steerco_engine.calendars import Pattern
from steerco_engine.network import (
    Activity,
    Assignment,
    Constraint,
    ConstraintKind,
    Kind,
    LagUnit,
    Line,
    Link,
    LinkKind,
    Options,
    Progress,
    Project,
    Schedule,
    schedule,
)
from steerco_engine.network.tests.networks import START, WEEK
from steerco_engine.network.tests.test_scheduling import DAY, MICROSOFT, at, plan
from steerco_engine.reasons import Fault, InputRefused

LATE = Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE)
MORNINGS = Pattern("mornings", days=(((480, 720),),) * 5 + ((), ()))
MIDWEEK = Pattern("midweek", days=((), ((480, 720), (780, 1020)), ((480, 720), (780, 1020)), (), (), (), ()))
SUNDAYS = Pattern("sundays", days=((),) * 6 + (((480, 720),),))


def of_finish(*activities: Activity, links: tuple[Link, ...] = (), finish: dt.datetime) -> dict[str, Line]:
    """The lines of a plan made from its finish."""
    project = Project("", start=START, calendar="week", from_finish=True, finish=finish)
    return {line.uid: line for line in schedule(Schedule((project,), activities, links, (WEEK,), MICROSOFT)).lines}


def test_from_the_finish_all_is_counted_back_and_the_start_follows() -> None:
    lines = of_finish(
        Activity("a", duration=2 * DAY, constraint=LATE), Activity("b", duration=3 * DAY, constraint=LATE),
        Activity("c", duration=DAY, constraint=LATE), Activity("d", duration=DAY),
        links=(Link("a", "b"),), finish=at(13, 17),
    )  # fmt: skip

    assert (lines["a"].es, lines["a"].ef, lines["b"].es, lines["b"].ef) == (at(9), at(10, 17), at(11), at(13, 17))
    assert (lines["c"].es, lines["c"].lf, lines["c"].tf) == (at(13), at(13, 17), 0)
    assert (lines["d"].es, lines["d"].ls, lines["d"].tf) == (at(9), at(13), 4 * DAY)


@pytest.mark.parametrize(
    ("progress", "es", "lf", "tf"),
    [
        (Progress.RETAINED_LOGIC, at(9), at(6, 17), 0.0),
        (Progress.PROGRESS_OVERRIDE, at(3), at(6, 17), 0.0),
        (Progress.ACTUAL_DATES, at(3), at(2, 17), -4 * DAY),
    ],
)
def test_what_started_out_of_sequence_goes_on_as_the_option_says(progress: Progress, es: dt.datetime, lf: dt.datetime, tf: float) -> None:
    begun = Activity("b", duration=2 * DAY, remaining=DAY, actual_start=at(3))
    waiting = Activity("a", duration=4 * DAY)
    lines = plan(waiting, begun, links=(Link("a", "b"),), options=Options(progress=progress), data_date=at(3))

    assert (lines["a"].ef, lines["b"].es) == (at(6, 17), es)
    assert (lines["a"].lf, lines["a"].tf) == (lf, tf)


def test_what_is_resumed_goes_on_then_and_never_before_the_data_date() -> None:
    for resumed, expected in ((at(5), at(5)), (at(2, 12), at(4))):
        begun = Activity("a", duration=2 * DAY, remaining=DAY, actual_start=at(2), suspended=at(2, 12), resumed=resumed)
        assert plan(begun, options=Options(), data_date=at(4))["a"].es == expected


def test_open_ends_have_no_float_where_they_are_to_be_critical() -> None:
    activities = (Activity("a", duration=DAY), Activity("b", duration=5 * DAY), Activity("c", duration=DAY))
    lines = plan(*activities, links=(Link("a", "c"),), options=Options(open_ends_critical=True))

    assert [(lines[uid].tf, lines[uid].ff, lines[uid].critical) for uid in "abc"] == [(0, 0, True)] * 3
    assert plan(*activities, links=(Link("a", "c"),), options=Options())["a"].tf == 3 * DAY


def test_a_deadline_does_not_pull_what_has_a_constraint() -> None:
    for kind, when in ((ConstraintKind.START_NO_EARLIER, at(4)), (ConstraintKind.START_NO_LATER, at(4))):
        held = Activity("b", duration=2 * DAY, constraint=Constraint(kind, when), deadline=at(3, 17))
        lines = plan(Activity("a", duration=2 * DAY), held, links=(Link("a", "b"),))
        assert (lines["b"].es, lines["b"].lf, lines["b"].tf) == (at(4), at(3, 17), -2 * DAY)


def test_constraints_that_are_not_honoured_only_push() -> None:
    must = Activity("b", duration=DAY, constraint=Constraint(ConstraintKind.MANDATORY_START, at(3)))
    found = {
        honoured: plan(
            Activity("a", duration=5 * DAY), must, links=(Link("a", "b"),), options=Options(MICROSOFT.mode, honour_constraints=honoured)
        )["b"]
        for honoured in (True, False)
    }

    assert (found[True].es, found[False].es) == (at(3), at(9))
    assert (found[False].ls, found[False].tf) == (at(3), -4 * DAY)


def test_a_summary_hands_its_constraint_down() -> None:
    earliest = Constraint(ConstraintKind.START_NO_EARLIER, at(4))
    latest = Constraint(ConstraintKind.FINISH_NO_LATER, at(3, 17))
    under = (Activity("x", duration=DAY, parent="s"), Activity("y", duration=2 * DAY, parent="s"))
    pushed = plan(Activity("s", kind=Kind.SUMMARY, constraint=earliest), *under)
    late = plan(Activity("s", kind=Kind.SUMMARY, constraint=latest), *under, Activity("z", duration=5 * DAY))

    assert (pushed["x"].es, pushed["y"].es, pushed["s"].es) == (at(4), at(4), at(4))
    assert (late["x"].tf, late["y"].tf) == (DAY, 0)


def test_a_task_with_a_calendar_of_its_own_works_when_its_resource_does_too() -> None:
    def ends(calendar: str, *, ignoring: bool = False) -> dt.datetime | None:
        given = Assignment("r", calendar, work=DAY, units=100)
        task = Activity(
            "a", duration=DAY, calendar="mornings", by_resources=True, ignore_resource_calendars=ignoring, assignments=(given,)
        )  # fmt: skip
        project = Project("", start=START, calendar="week")
        return schedule(Schedule((project,), (task,), (), (WEEK, MORNINGS, MIDWEEK, SUNDAYS), MICROSOFT)).line("a").ef

    assert ends("midweek") == at(4, 12)
    assert ends("midweek", ignoring=True) == at(3, 12)
    assert ends("sundays") == at(3, 12)


def test_inactive_tasks_by_hand_do_not_move_the_end() -> None:
    idle = Activity("b", duration=DAY, manual=True, inactive=True, start=at(20), finish=at(20, 17))

    assert plan(Activity("a", duration=DAY), idle)["a"].lf == at(2, 17)


def test_what_is_left_of_a_split_keeps_the_pauses_still_to_come() -> None:
    parts = ((at(2), at(2, 17)), (at(4), at(4, 17)), (at(6), at(6, 17)))
    begun = Activity("a", duration=3 * DAY, remaining=2 * DAY, actual_start=at(2), resumed=at(4), splits=parts)

    assert plan(begun)["a"].ef == at(6, 17)


def test_dates_beyond_all_calendars_are_refused_in_words() -> None:
    activities = tuple(Activity(str(number), duration=99_000_000) for number in range(60))
    links = tuple(Link(str(number), str(number + 1), LinkKind.FS, 0, LagUnit.ELAPSED) for number in range(59))
    with pytest.raises(InputRefused) as refused:
        plan(*activities, links=links)

    assert refused.value.code is Fault.OUT_OF_RANGE


def test_a_plan_without_a_project_begins_at_the_first_date_that_it_knows() -> None:
    first = Activity("a", duration=DAY, constraint=Constraint(ConstraintKind.START_NO_EARLIER, at(4)))

    assert schedule(Schedule((), (first,), (), (WEEK,))).line("a").es == at(4)


def test_as_late_as_possible_never_goes_before_what_it_waits_for() -> None:
    after = Activity("b", duration=2 * DAY, constraint=LATE, deadline=at(6, 17))
    first = Activity("a", duration=DAY, constraint=Constraint(ConstraintKind.START_NO_EARLIER, at(11)))
    late = plan(first, after, links=(Link("a", "b"),), options=MICROSOFT)["b"]

    assert (late.es, late.ls, late.tf) == (at(12), at(5), -5 * DAY)


def test_as_late_as_possible_passes_what_began_out_of_order_where_progress_overrides() -> None:
    begun = Activity("b", duration=2 * DAY, remaining=DAY, actual_start=at(2))
    rest = (Activity("a", duration=DAY, constraint=LATE), begun, Activity("c", duration=5 * DAY))
    override = plan(*rest, links=(Link("a", "b"),), options=Options(progress=Progress.PROGRESS_OVERRIDE))["a"]
    retained = plan(*rest, links=(Link("a", "b"),))["a"]

    assert (override.es, override.ef, override.ff) == (at(6), at(6, 17), 0)
    assert (retained.es, retained.ff) == (at(2), 0)
