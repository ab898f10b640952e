"""Real plans with the dates that the vendors calculated: problems from what was put in, and how results are compared."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from steerco_engine.calendars import DayException, Pattern, Shift, WorkWeek, ticks_of
from steerco_engine.calendars.clocks import work_until
from steerco_engine.network import (
    Activity,
    Assignment,
    Constraint,
    ConstraintKind,
    FloatRule,
    Kind,
    LagCalendar,
    LagUnit,
    Line,
    Link,
    LinkKind,
    Mode,
    Options,
    Progress,
    Project,
    Schedule,
)
from steerco_engine.network.building import Builder

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "schedules" / "truth"
DAYS = "MON TUE WED THU FRI SAT SUN".split()
MILESTONES = {"FINISH_MILESTONE": Kind.FINISH_MILESTONE, "START_MILESTONE": Kind.START_MILESTONE, "LEVEL_OF_EFFORT": Kind.LEVEL_OF_EFFORT}
CONSTRAINTS = {
    "AS_LATE_AS_POSSIBLE": ConstraintKind.AS_LATE_AS_POSSIBLE,
    "START_NO_EARLIER_THAN": ConstraintKind.START_NO_EARLIER,
    "START_ON_OR_AFTER": ConstraintKind.START_NO_EARLIER,
    "FINISH_NO_EARLIER_THAN": ConstraintKind.FINISH_NO_EARLIER,
    "FINISH_ON_OR_AFTER": ConstraintKind.FINISH_NO_EARLIER,
    "START_ON_OR_BEFORE": ConstraintKind.START_NO_LATER,
    "FINISH_ON_OR_BEFORE": ConstraintKind.FINISH_NO_LATER,
}
LAGS = {
    "rcal_Predecessor": LagCalendar.PREDECESSOR,
    "rcal_Successor": LagCalendar.SUCCESSOR,
    "rcal_24Hour": LagCalendar.ALL_HOURS,
    "rcal_ProjDefault": LagCalendar.PROJECT,
}
FLOATS = {"FT_FF": FloatRule.FINISH, "FT_SF": FloatRule.START, "FT_Min": FloatRule.SMALLEST}


def when(text: str | None) -> dt.datetime | None:
    """An instant as the files hold it."""
    return dt.datetime.fromisoformat(text) if text else None


def _shift(spans: list[list[str]]) -> Shift:
    return tuple((_minute(begin), _minute(end)) for begin, end in spans)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _named(value: Any) -> str | None:
    return None if value is None else str(value)


def _pattern(given: dict[str, Any], primavera: bool) -> Pattern:
    days = tuple(_shift(given["days"][day]) if day in given["days"] else None for day in DAYS)
    if primavera and not given["days"]:
        days = (((480, 960),),) * 5 + ((), ())
    exceptions = tuple(DayException(_day(first), _day(last), _shift(spans)) for first, last, spans in given["exceptions"])
    weeks = tuple(
        WorkWeek(_day(each["from"]), _day(each["to"]), tuple(_shift(each["days"][day]) if day in each["days"] else None for day in DAYS))
        for each in given.get("work_weeks", [])
    )
    return Pattern(str(given["uid"]), given["name"] or "", days, _named(given.get("parent")), exceptions, weeks)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _constraint(given: list[str] | None) -> Constraint | None:
    return Constraint(CONSTRAINTS[given[0]], when(given[1]) if len(given) > 1 else None) if given else None


def _activity(given: dict[str, Any], project: str, primavera: bool) -> Activity:
    """An activity from what was put in; none of what the vendor calculated is looked at."""
    assignments = tuple(
        Assignment(
            str(each["res"]),
            _named(each.get("cal")),
            each.get("work"),
            each.get("rem_work"),
            each.get("units"),
            each.get("delay", each.get("lag", 0)) or 0,
            each.get("rtype") in ("MATERIAL", "COST"),
        )
        for each in given.get("asg", [])
        if each.get("res") is not None
    )
    by_hand = given.get("manual", False)
    moved = given.get("resume") if primavera or given.get("resume") != given.get("stop") else None
    kind = Kind.SUMMARY if given.get("summary") else MILESTONES.get(given.get("type", ""), Kind.TASK)
    driven = not primavera and given.get("cal") is None and given.get("task_type") != "FIXED_DURATION" and bool(assignments)
    return Activity(
        uid=str(given["uid"]),
        project=project,
        kind=kind,
        parent=_named(given.get("parent")),
        duration=given.get("dur") or 0,
        remaining=given.get("rem"),
        elapsed=given.get("elapsed", False),
        milestone=given.get("milestone", False),
        calendar=_named(given.get("cal")),
        effective_calendar=_named(given.get("eff_cal")),
        by_resources=driven,
        ignore_resource_calendars=given.get("ignore_res_cal", False),
        constraint=_constraint(given.get("cstr")),
        second_constraint=_constraint(given.get("cstr2")),
        deadline=when(given.get("deadline")),
        expected_finish=when(given.get("expected_finish")),
        actual_start=when(given.get("as")),
        actual_finish=when(given.get("af")),
        suspended=when(given.get("suspend")),
        resumed=when(moved),
        manual=by_hand,
        start=when(given.get("start")) if by_hand else None,
        finish=when(given.get("finish")) if by_hand else None,
        inactive=given.get("inactive", False),
        splits=tuple((dt.datetime.fromisoformat(one), dt.datetime.fromisoformat(two)) for one, two in given.get("splits", [])),
        levelling_delay=given.get("lev_delay", 0),
        assignments=assignments,
    )


@dataclass
class Truth:
    """One file: the problem, and the vendor's dates beside it."""

    path: Path
    given: dict[str, Any] = field(init=False)
    problem: Schedule = field(init=False)

    def __post_init__(self) -> None:
        with gzip.open(self.path, "rt", encoding="utf-8") as file:
            self.given = json.load(file)
        primavera = self.path.name.startswith("p6")
        projects, activities, links, calendars, options = [], [], [], {}, Options(Mode.MICROSOFT_PROJECT)
        for place, part in enumerate(self.given["projects"]):
            of = part["project"]
            uid = str(of.get("uid") or of.get("id") or place)
            start = when(of.get("start") or of.get("planned_start"))
            projects.append(
                Project(uid, "", start, when(of.get("data_date")), when(of.get("must_finish_by")), _named(of.get("default_calendar")))
            )
            calendars |= {str(each["uid"]): _pattern(each, primavera) for each in part["calendars"]}
            activities += [_activity(each, uid, primavera) for each in part["activities"]]
            links += [_link(link, each["uid"]) for each in part["activities"] for link in each.get("preds", [])]
            options = _options(of) if primavera and options.mode is not Mode.PRIMAVERA else options
        self.problem = Schedule(tuple(projects), tuple(activities), tuple(links), tuple(calendars.values()), options)

    @property
    def scored(self) -> bool:
        """Whether the file holds the vendor's own late dates at full precision."""
        name = self.path.name
        return not name.endswith((".mpx.json.gz", ".pmxml.xml.json.gz", ".pmxml.json.gz")) and not name.startswith(
            ("p6-percent", "p6-pmxml", "p6-multi")
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The vendor's activities that have dates."""
        for part in self.given["projects"]:
            yield from (each for each in part["activities"] if "es" in each and not each.get("null_task"))


def _link(given: list[Any], successor: Any) -> Link:
    unit = LagUnit(given[3]) if len(given) > 3 and isinstance(given[3], str) else LagUnit.WORKING
    return Link(str(given[0]), str(successor), LinkKind(given[1]), given[2], unit)


def _options(project: dict[str, Any]) -> Options:
    """What the vendor was told, as options."""
    raw = project.get("options") or {}
    return Options(
        progress=Progress.PROGRESS_OVERRIDE if raw.get("sched_progress_override") == "Y" else Progress.RETAINED_LOGIC,
        lag_calendar=LAGS.get(raw.get("sched_calendar_on_relationship_lag", ""), LagCalendar.PREDECESSOR),
        float_rule=FLOATS.get(raw.get("sched_float_type", ""), FloatRule.FINISH),
        critical_float=project.get("critical_float_minutes") or 0,
        use_expected_finish=raw.get("sched_use_expect_end_flag") != "N",
        start_lag_from_early=raw.get("sched_lag_early_start_flag") != "N",
    )


@dataclass
class Score:
    """How the dates of one file compare: by field the same minute, equivalent, or different, activities and summaries apart."""

    same: Counter[str] = field(default_factory=Counter)
    equivalent: Counter[str] = field(default_factory=Counter)
    different: Counter[str] = field(default_factory=Counter)
    activities: int = 0
    wrong: list[tuple[str, list[str]]] = field(default_factory=list)
    summaries: int = 0
    wrong_summaries: int = 0


def scored(truth: Truth, lines: dict[str, Line]) -> Score:
    """The comparison of a file, as its description says."""
    builder, found = Builder(truth.problem), Score()
    for row in truth.rows():
        uid = str(row["uid"])
        clock = builder.clock(builder.known[uid])
        verdicts = dict(_verdicts(row, lines[uid], builder, clock))
        wrong = [name for name, verdict in verdicts.items() if verdict == "different"]
        if row.get("summary"):
            found.summaries += 1
            found.wrong_summaries += bool(wrong)
            continue
        found.activities += 1
        for name, verdict in verdicts.items():
            getattr(found, verdict)[name] += 1
        if wrong:
            found.wrong.append((uid, wrong))
    return found


def _verdicts(row: dict[str, Any], line: Line, builder: Builder, clock: int) -> Iterator[tuple[str, str]]:
    for name in ("es", "ef", "ls", "lf"):
        if name not in row or (row.get("late_suspect") and name[0] == "l"):
            continue
        wanted, given = when(row[name]), getattr(line, name)
        if wanted is not None and given is not None:
            works = [work_until(builder.clocks, clock, ticks_of(each)) for each in (wanted, given)]
            yield name, "same" if wanted == given else "equivalent" if works[0] == works[1] else "different"
        else:
            yield name, "different"
    for name, held in (("tf", row.get("tf", row.get("tf_derived"))), ("ff", row.get("ff"))):
        if held is not None:
            given = getattr(line, name)
            yield name, "same" if given is not None and abs(held - given) < 0.05 else "different"
