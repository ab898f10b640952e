"""A network as arrays: activities in topological order, links by successor and by predecessor, all amounts in ticks."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Small = NDArray[np.int32]
Tiny = NDArray[np.int8]
Bits = NDArray[np.uint8]

FIXED: Final = 1
"""Stands by hand at its own dates."""
STARTED: Final = 2
DONE: Final = 4
POINT: Final = 8
"""Has no duration."""
AT_END: Final = 16
"""A point at the end of work (17:00), not at its beginning."""
EFFORT: Final = 32
"""A level of effort: it spans others, and holds none."""
LATE: Final = 64
"""As late as possible."""
JUNCTION: Final = 128
"""No activity: the beginning or the end of a summary that links are tied to."""
EARLIEST: Final = 256
"""A junction that takes the earliest of what leads to it: the start of a summary."""
PIN_START: Final = 512
PIN_FINISH: Final = 1024
CAP_START: Final = 2048
"""Its latest start holds even against its predecessors."""
PARTED: Final = 4096
"""Has several stretches of work, each on a calendar of its own."""
EXPECTED: Final = 8192
"""Its rest reaches to the expected finish, kept among the earliest finishes."""
IDLE: Final = 16384
"""Inactive: placed, but of no weight."""
TAIL: Final = 32768
"""A junction behind a summary, not before it."""
CAP_FINISH: Final = 131072
"""Its latest finish holds even against its predecessors."""
PLAIN: Final = 65536
"""Has a duration and links, and nothing else that a pass must look at."""

FS: Final = 0
SS: Final = 1
FF: Final = 2
SF: Final = 3


class Net(NamedTuple):
    """Activities by place in the order, then stretches, links by successor, and places of links by predecessor."""

    clock: Small
    flags: Small
    project: Small
    span: Whole
    rest: Whole
    begun: Whole
    ended: Whole
    resume: Whole
    start_min: Whole
    finish_min: Whole
    start_max: Whole
    finish_max: Whole
    delay: Small
    part_at: Small
    part_clock: Small
    part_span: Whole
    part_rest: Whole
    part_lag: Whole
    into: Small
    source: Small
    target: Small
    kind: Tiny
    lag: Whole
    lag_clock: Small
    out: Small
    out_link: Small


class Rules(NamedTuple):
    """The options as numbers, and by project the floor of all dates and the end that is required.

    `override` lets what has started go on without its predecessors; with `actual` these are late where they pass its actual start.
    `open_ends` gives what has no successor no float.
    """

    microsoft: bool
    override: bool
    lag_from_early: bool
    float_rule: int
    to_own_end: bool
    floor: Whole
    required: Whole
    actual: bool = False
    open_ends: bool = False


class Dates(NamedTuple):
    """What the passes fill, by place in the order; the drive dates are those that successors and predecessors go by."""

    es: Whole
    ef: Whole
    ls: Whole
    lf: Whole
    tf: Whole
    ff: Whole


def room_for(count: int) -> Dates:
    """Dates for so many activities, none yet."""
    return Dates(*(np.zeros(count, dtype=np.int64) for _ in Dates._fields))
