"""The simulation itself, compiled: blocks of iterations side by side, so that one instruction serves several of them.

Chance comes from counters: the n-th number of a stream is a function of the stream's key and n alone, so the same numbers come whoever
draws them, in whatever order (SplitMix64; Steele, Lea, Flood 2014). Sums are gathered chunk by chunk, so they are equal to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])
Reals = NDArray[np.float64]
Whole = NDArray[np.int64]
Keys = NDArray[np.uint64]

CHUNK = 512
"""Iterations whose sums are gathered together; the unit of work that is given away."""
LANES = 128
"""Iterations that are worked on side by side."""
CELLS = 256
"""Cells of each half of a table of quantiles, spaced by the root of the probability from the nearer end."""
NEAR = 1e-7
"""Working days below which float counts as none."""
FS, SS, FF, SF = 0, 1, 2, 3
FIXED, TRIANGULAR, TABLE, UNIFORM, LOGNORMAL, DISCRETE = 0, 1, 2, 3, 4, 5
_GOLDEN, _MIX_1, _MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _12, _1 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12), np.uint64(1)


def compiled(function: Function) -> Function:
    """Compiles a function of numbers and arrays; its sums may be taken in another order, so that they go side by side."""
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})(function))


def inner(function: Function) -> Function:
    """The same for what only compiled functions call, without a door for Python."""
    options: Any = {
        "no_cpython_wrapper": True,
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "fastmath": {"reassoc", "contract", "nsz"},
    }
    return cast(Function, njit(**options)(function))


class Streams(NamedTuple):
    """What is drawn: the key of each stream, its kind, its parameters, and where its table or its values lie."""

    key: Keys
    kind: Whole
    par: Reals
    place: Whole
    tables: Reals
    ends: Whole
    values: Reals
    cumulative: Reals


class Net(NamedTuple):
    """Tasks in an order in which predecessors come first, with links both ways; lengths in working days of each task's calendar."""

    floor_start: Reals
    floor_finish: Reals
    last: Whole
    in_at: Whole
    in_from: Whole
    in_kind: Whole
    in_lag: Reals
    in_table: Whole
    out_at: Whole
    out_to: Whole
    out_kind: Whole
    out_lag: Reals
    out_table: Whole
    to_common: Whole
    from_common: Whole
    plain: Reals
    plain_finish: float


class Clockwork(NamedTuple):
    """Tables from the working time of one calendar to that of another: rising pieces, found by cells of equal width."""

    at: Whole
    x: Reals
    y: Reals
    slope: Reals
    begin: Reals
    scale: Reals
    cell_at: Whole
    cell: Whole
    nudge: Reals


class Chances(NamedTuple):
    """Drivers, branches, costs and correlation: which streams they draw from and which tasks they touch."""

    driver_at: Whole
    driver_of: Whole
    occurs: Keys
    probability: Reals
    factor: Whole
    delay: Whole
    price: Whole
    branch: Whole
    sense: Reals
    branch_key: Keys
    branch_probability: Reals
    trigger: Whole
    later: Reals
    cost_stream: Whole
    cost_task: Whole
    burn: Reals
    linked: Whole
    root_at: Whole
    root_of: Whole
    root: Reals
    linked_key: Keys


class Plan(NamedTuple):
    """A whole simulation as arrays."""

    streams: Streams
    net: Net
    clockwork: Clockwork
    chances: Chances
    watched: Whole


class Found(NamedTuple):
    """What some chunks gave: finishes, costs and watched finishes by iteration, sums by chunk."""

    finish: Reals
    cost: Reals
    watched: Reals
    sums: Reals
    happened: Reals


@compiled
def uniforms(key: Any, first: int, row: Reals) -> None:
    """The numbers `first`, `first + 1`, … of a stream, each above 0 and below 1."""
    at = key + np.uint64(first) * _GOLDEN
    for lane in range(row.shape[0]):
        at += _GOLDEN
        mixed = (at ^ (at >> _30)) * _MIX_1
        mixed = (mixed ^ (mixed >> _27)) * _MIX_2
        mixed = mixed ^ (mixed >> _31)
        row[lane] = (np.float64(np.int64(mixed >> _12)) + 0.5) * 2.220446049250313e-16


@compiled
def normal_quantile(q: float) -> float:
    """The standard normal quantile (Acklam's rational approximation with one step of Halley: 1e-15)."""
    if 0.02425 <= q <= 0.97575:
        c = q - 0.5
        r = c * c
        top = (((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r + 1.383577518672690e02) * r
                - 3.066479806614716e01) * r + 2.506628277459239e00) * c  # fmt: skip
        under = ((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r + 6.680131188771972e01) * r
                 - 1.328068155288572e01) * r + 1.0  # fmt: skip
        x = top / under
    else:
        r = math.sqrt(-2.0 * math.log(min(q, 1.0 - q)))
        top = ((((-7.784894002430293e-03 * r - 3.223964580411365e-01) * r - 2.400758277161838e00) * r - 2.549732539343734e00) * r
               + 4.374664141464968e00) * r + 2.938163982698783e00  # fmt: skip
        under = (((7.784695709041462e-03 * r + 3.224671290700398e-01) * r + 2.445134137142996e00) * r + 3.754408661907416e00) * r + 1.0
        x = top / under if q < 0.5 else -top / under
    error = 0.5 * math.erfc(-x * 0.7071067811865476) - q
    step = error * 2.5066282746310002 * math.exp(0.5 * x * x)
    return x - step / (1.0 + 0.5 * x * step)


@inner
def quantiles(streams: Streams, stream: int, row: Reals) -> None:
    """Turns probabilities into the values of a stream, in place."""
    kind = streams.kind[stream]
    a, b, c, d, e = streams.par[stream, 0], streams.par[stream, 1], streams.par[stream, 2], streams.par[stream, 3], streams.par[stream, 4]
    if kind == FIXED:
        for lane in range(row.shape[0]):
            row[lane] = a
    elif kind == TRIANGULAR:
        for lane in range(row.shape[0]):
            q = row[lane]
            low = q <= c
            root = math.sqrt(q * d if low else (1.0 - q) * e)
            row[lane] = a + root if low else b - root
    elif kind == TABLE:
        table = streams.tables[streams.place[stream]]
        for lane in range(row.shape[0]):  # the places first, several at a time; then they are looked up
            q = row[lane] - 0.5
            row[lane] = CELLS * (1.0 + math.copysign(1.0 - 1.4142135623730951 * math.sqrt(0.5 - abs(q)), q))
        for lane in range(row.shape[0]):
            x = row[lane]
            cell = np.uint64(np.int64(x))
            left = table[cell]
            row[lane] = a + b * (left + (x - np.float64(cell)) * (table[cell + _1] - left))
    elif kind == UNIFORM:
        for lane in range(row.shape[0]):
            row[lane] = a + b * row[lane]
    elif kind == LOGNORMAL:
        for lane in range(row.shape[0]):
            row[lane] = math.exp(a + b * normal_quantile(row[lane]))
    else:
        first, end = streams.ends[streams.place[stream]], streams.ends[streams.place[stream] + 1]
        for lane in range(row.shape[0]):
            at = first
            while at < end - 1 and streams.cumulative[at] < row[lane]:
                at += 1
            row[lane] = streams.values[at]


@inner
def moved(clockwork: Clockwork, table: int, x: float) -> float:
    """Working time of one calendar as that of another."""
    sought = x + clockwork.nudge[table]
    cell = int((sought - clockwork.begin[table]) * clockwork.scale[table])
    first, end = clockwork.cell_at[table], clockwork.cell_at[table + 1]
    at = clockwork.cell[min(max(first + cell, first), end - 1)]
    last = clockwork.at[table + 1] - 1
    while at < last and clockwork.x[at + 1] < sought:
        at += 1
    return float(clockwork.y[at] + (x - clockwork.x[at]) * clockwork.slope[at])


@inner
def chances_of(plan: Plan, first: int, count: int, factors: Reals, delays: Reals, present: Reals, spent: Reals, happened: Reals) -> None:
    """Whether each driver occurs and each branch is taken, with their factors, delays and prices."""
    chances, lanes = plan.chances, spent.shape[0]
    row, drawn = np.empty(lanes), np.empty(lanes)
    for driver in range(chances.probability.shape[0]):
        uniforms(chances.occurs[driver], first, row)
        for lane in range(lanes):
            factors[driver, lane] = 1.0
            delays[driver, lane] = 0.0
            happened[driver] += 1.0 if lane < count and row[lane] < chances.probability[driver] else 0.0
        for what in range(3):
            stream = chances.factor[driver] if what == 0 else chances.delay[driver] if what == 1 else chances.price[driver]
            if stream < 0:
                continue
            uniforms(plan.streams.key[stream], first, drawn)
            quantiles(plan.streams, stream, drawn)
            for lane in range(lanes):
                if row[lane] < chances.probability[driver]:
                    if what == 0:
                        factors[driver, lane] = drawn[lane]
                    elif what == 1:
                        delays[driver, lane] = drawn[lane]
                    else:
                        spent[lane] += drawn[lane]
    for branch in range(chances.trigger.shape[0]):
        uniforms(chances.branch_key[branch], first, row)
        for lane in range(lanes):
            present[branch, lane] = 1.0 if row[lane] < chances.branch_probability[branch] else 0.0


@inner
def correlated(plan: Plan, first: int, lasts: Reals) -> None:
    """Probabilities of the tasks that move together: independent normals mixed by the root of the correlation matrix."""
    chances, lanes = plan.chances, lasts.shape[1]
    normals = np.empty((chances.linked.shape[0], lanes))
    mixed = np.empty(lanes)
    for place in range(chances.linked.shape[0]):
        uniforms(chances.linked_key[place], first, normals[place])
        for lane in range(lanes):
            normals[place, lane] = normal_quantile(normals[place, lane])
    for place in range(chances.linked.shape[0]):
        mixed[:] = 0.0
        for at in range(chances.root_at[place], chances.root_at[place + 1]):
            weight, other = chances.root[at], normals[chances.root_of[at]]
            for lane in range(lanes):
                mixed[lane] += weight * other[lane]
        row = lasts[chances.linked[place]]
        for lane in range(lanes):
            row[lane] = min(max(0.5 * math.erfc(-mixed[lane] * 0.7071067811865476), 1e-16), 1.0 - 1e-16)


@inner
def durations(plan: Plan, first: int, lasts: Reals, factors: Reals, delays: Reals) -> None:
    """What each task lasts: its own uncertainty, times the factors and plus the delays of the drivers that hit it."""
    chances = plan.chances
    correlated(plan, first, lasts)
    linked = np.zeros(lasts.shape[0], dtype=np.int64)
    for place in range(chances.linked.shape[0]):
        linked[chances.linked[place]] = 1
    for task in range(lasts.shape[0]):
        row = lasts[task]
        if not linked[task] and plan.streams.kind[task] != FIXED:
            uniforms(plan.streams.key[task], first, row)
        quantiles(plan.streams, task, row)
        for at in range(chances.driver_at[task], chances.driver_at[task + 1]):
            factor = factors[chances.driver_of[at]]
            for lane in range(row.shape[0]):
                row[lane] = row[lane] * factor[lane]
        for at in range(chances.driver_at[task], chances.driver_at[task + 1]):
            delay = delays[chances.driver_of[at]]
            for lane in range(row.shape[0]):
                row[lane] = max(0.0, row[lane] + delay[lane])


@inner
def pushed(kind: int, lag: float, before: Reals, own: Reals, early: Reals) -> None:
    """Raises the early starts of a task to what one of its links allows; `before` are the starts or ends that it counts from."""
    if kind in (FS, SS):
        for lane in range(early.shape[0]):
            reached = before[lane] + lag
            early[lane] = max(early[lane], reached)
    else:
        for lane in range(early.shape[0]):
            reached = before[lane] + lag - own[lane]
            early[lane] = max(early[lane], reached)


@inner
def forward(plan: Plan, lasts: Reals, starts: Reals, ends: Reals, present: Reals, finish: Reals) -> None:
    """Early dates, and the finish of the whole; branches that wait for a date are decided on the way."""
    net, chances = plan.net, plan.chances
    turned = np.empty(finish.shape[0])
    finish[:] = -1e300
    for task in range(lasts.shape[0]):
        early, own, end = starts[task], lasts[task], ends[task]
        branch, sense = chances.branch[task], chances.sense[task]
        if branch >= 0:
            for lane in range(own.shape[0]):
                own[lane] *= 1.0 - sense + (2.0 * sense - 1.0) * present[branch, lane]
        early[:] = net.floor_start[task]
        for at in range(net.in_at[task], net.in_at[task + 1]):
            kind, table = net.in_kind[at], net.in_table[at]
            before = ends[net.in_from[at]] if kind in (FS, FF) else starts[net.in_from[at]]
            if table >= 0:
                for lane in range(own.shape[0]):
                    turned[lane] = moved(plan.clockwork, table, before[lane])
                before = turned
            pushed(kind, net.in_lag[at], before, own, early)
        floor = net.floor_finish[task]
        for lane in range(own.shape[0]):
            held = floor - own[lane]
            early[lane] = max(early[lane], held)
            end[lane] = early[lane] + own[lane]
        if net.last[task]:
            table = net.to_common[task]
            for lane in range(own.shape[0]):
                reached = end[lane] if table < 0 else moved(plan.clockwork, table, end[lane])
                finish[lane] = max(finish[lane], reached)
        for branch in range(chances.trigger.shape[0]):
            if chances.trigger[branch] == task:
                for lane in range(own.shape[0]):
                    present[branch, lane] = 1.0 if end[lane] > chances.later[branch] else 0.0


@inner
def pulled(kind: int, allowed: Reals, own: Reals, late: Reals) -> None:
    """Lowers the late finishes of a task to what one of its links allows, in the task's own working time."""
    if kind in (FS, FF):
        for lane in range(late.shape[0]):
            late[lane] = min(late[lane], allowed[lane])
    else:
        for lane in range(late.shape[0]):
            reached = allowed[lane] + own[lane]
            late[lane] = min(late[lane], reached)


@inner
def backward(plan: Plan, lasts: Reals, starts: Reals, latest: Reals, present: Reals, finish: Reals, sums: Reals, count: int) -> None:
    """Late dates, and the sums by task: duration, its square, its product with the finish, critical, significance."""
    net, chances = plan.net, plan.chances
    late, allowed = np.empty(lasts.shape[1]), np.empty(lasts.shape[1])
    for task in range(lasts.shape[0] - 1, -1, -1):
        own, early = lasts[task], starts[task]
        table = net.from_common[task]
        if not net.last[task]:
            late[:] = 1e300
        elif table < 0:
            late[:] = finish
        else:
            for lane in range(late.shape[0]):
                late[lane] = moved(plan.clockwork, table, finish[lane])
        for at in range(net.out_at[task], net.out_at[task + 1]):
            kind, lag, table, other = net.out_kind[at], net.out_lag[at], net.out_table[at], net.out_to[at]
            after, later = latest[other], lasts[other]
            if kind in (FS, SS):
                for lane in range(late.shape[0]):
                    allowed[lane] = after[lane] - lag
            else:
                for lane in range(late.shape[0]):
                    allowed[lane] = after[lane] - lag + later[lane]
            if table >= 0:
                for lane in range(late.shape[0]):
                    allowed[lane] = moved(plan.clockwork, table, allowed[lane])
            pulled(kind, allowed, own, late)
        row, plain, there, sense = latest[task], net.plain[task], chances.branch[task], chances.sense[task]
        total, square, product, critical, significant = 0.0, 0.0, 0.0, 0.0, 0.0
        for lane in range(count):
            spare, shift = late[lane] - own[lane] - early[lane], own[lane] - plain
            total += shift
            square += shift * shift
            product += shift * (finish[lane] - net.plain_finish)
            critical += 1.0 if spare <= NEAR else 0.0
            significant += own[lane] / (own[lane] + max(spare, 0.0) + 1e-300) * finish[lane]
        if there >= 0:
            critical = 0.0
            for lane in range(count):
                taken = 1.0 - sense + (2.0 * sense - 1.0) * present[there, lane]
                critical += taken if late[lane] - own[lane] - early[lane] <= NEAR else 0.0
        for lane in range(late.shape[0]):
            row[lane] = late[lane] - own[lane]
        sums[0, task] += total
        sums[1, task] += square
        sums[2, task] += product
        sums[3, task] += critical
        sums[4, task] += significant


@inner
def costs(plan: Plan, first: int, lasts: Reals, present: Reals, spent: Reals) -> None:
    """What it costs: the time of tasks at their rates, and what does not depend on time."""
    chances, row = plan.chances, np.empty(spent.shape[0])
    for task in range(lasts.shape[0]):
        if chances.burn[task] != 0.0:
            for lane in range(spent.shape[0]):
                spent[lane] += chances.burn[task] * lasts[task, lane]
    for place in range(chances.cost_stream.shape[0]):
        stream, task = chances.cost_stream[place], chances.cost_task[place]
        uniforms(plan.streams.key[stream], first, row)
        quantiles(plan.streams, stream, row)
        branch, sense = chances.branch[task], chances.sense[task]
        for lane in range(spent.shape[0]):
            spent[lane] += row[lane] * (1.0 if branch < 0 else 1.0 - sense + (2.0 * sense - 1.0) * present[branch, lane])


@compiled
def simulate_chunks(plan: Plan, first_chunk: int, iterations: int, given: Reals, found: Found) -> None:
    """Fills what is found for as many chunks as it has sums for; `given` durations, if any, stand in for chance."""
    tasks, drivers, branches = plan.net.plain.shape[0], plan.chances.probability.shape[0], plan.chances.trigger.shape[0]
    lasts, starts, ends = np.empty((tasks, LANES)), np.empty((tasks, LANES)), np.empty((tasks, LANES))
    factors, delays, present = np.empty((drivers, LANES)), np.empty((drivers, LANES)), np.empty((branches, LANES))
    finish, spent = np.empty(LANES), np.empty(LANES)
    for chunk in range(found.sums.shape[0]):
        for block in range(CHUNK // LANES):
            first = (first_chunk + chunk) * CHUNK + block * LANES
            count = min(LANES, iterations - first)
            if count <= 0:
                break
            spent[:] = 0.0
            chances_of(plan, first, count, factors, delays, present, spent, found.happened[chunk])
            if given.shape[1]:
                for task in range(tasks):
                    for lane in range(LANES):
                        lasts[task, lane] = given[task, first + min(lane, count - 1)]
            else:
                durations(plan, first, lasts, factors, delays)
            forward(plan, lasts, starts, ends, present, finish)
            at = chunk * CHUNK + block * LANES
            found.finish[at : at + count] = finish[:count]
            for place in range(plan.watched.shape[0]):
                found.watched[place, at : at + count] = ends[plan.watched[place], :count]
            if found.cost.shape[0]:
                costs(plan, first, lasts, present, spent)
                found.cost[at : at + count] = spent[:count]
            backward(plan, lasts, starts, ends, present, finish, found.sums[chunk], count)
            for branch in range(branches):
                for lane in range(count):
                    found.happened[chunk, drivers + branch] += present[branch, lane]


@compiled
def blended(every: Reals, at: Whole, weights: Reals, tables: Reals) -> None:
    """Fills each table with four neighbours among `every`, weighted."""
    for row in range(tables.shape[0]):
        first, weight, table = at[row], weights[row], tables[row]
        for cell in range(tables.shape[1]):
            value = weight[0] * every[first, cell] + weight[1] * every[first + 1, cell]
            value += weight[2] * every[first + 2, cell] + weight[3] * every[first + 3, cell]
            table[cell] = min(max(value, 0.0), 1.0)


@compiled
def draw_stream(streams: Streams, stream: int, row: Reals) -> None:
    """The first values of a stream, for looking at one uncertainty alone."""
    uniforms(streams.key[stream], 0, row)
    quantiles(streams, stream, row)
