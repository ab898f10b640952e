"""What scheduling gives: one line an activity with its dates, floats and the reason why it stands where it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Because(StrEnum):
    """What holds an activity at its early start."""

    PROJECT_START = "project_start"
    DATA_DATE = "data_date"
    LINK = "link"
    CONSTRAINT = "constraint"
    ACTUAL = "actual"
    MANUAL = "manual"
    LEVELLING = "levelling"
    EXTERNAL = "external"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"
    CHILDREN = "children"
    EXPECTED_FINISH = "expected_finish"


@dataclass(frozen=True, slots=True)
class Line:
    """An activity as scheduled: local wall clock, floats in working minutes; None where the tool leaves a value empty.

    `start` and `finish` are the dates shown: actual where there are some, else scheduled. `driven_by` names the predecessors that hold it.
    """

    uid: str
    project: str
    es: dt.datetime | None
    ef: dt.datetime | None
    ls: dt.datetime | None
    lf: dt.datetime | None
    tf: float | None
    ff: float | None
    start_float: float | None
    finish_float: float | None
    start: dt.datetime | None
    finish: dt.datetime | None
    critical: bool
    longest_path: bool
    because: Because
    driven_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in the problem that a planner should look at: a code, the activity where there is one, and words."""

    code: str
    uid: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """All lines in the order of the problem's activities, and what was noticed on the way."""

    lines: tuple[Line, ...]
    warnings: tuple[Notice, ...] = ()

    def line(self, uid: str) -> Line:
        """The line of an activity; raises `KeyError` where there is none."""
        found = next((each for each in self.lines if each.uid == uid), None)
        if found is None:
            raise KeyError(uid)
        return found

    def held_by(self, uid: str) -> tuple[tuple[str, Because], ...]:
        """Why an activity stands where it stands: itself, what holds it, what holds that, back to where it begins."""
        known, chain, at = {each.uid: each for each in self.lines}, [], uid
        seen: set[str] = set()
        while at in known and at not in seen:
            seen.add(at)
            chain.append((at, known[at].because))
            if not known[at].driven_by:
                break
            at = known[at].driven_by[0]
        return tuple(chain)
