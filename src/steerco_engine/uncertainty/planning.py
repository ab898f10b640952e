"""From a network and its uncertainties to the arrays that are simulated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np

from steerco_engine.calendars.clock import DAY, ticks_of
from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.correlation import root_of
from steerco_engine.uncertainty.distributions import LARGEST, Ends, ends_of
from steerco_engine.uncertainty.kernel import FF, FS, SF, SS, Chances, Net, Plan, Whole
from steerco_engine.uncertainty.model import Branch, Correlation, Driver, LinkType, RiskLink, RiskNetwork, RiskTask, Shape, Spread
from steerco_engine.uncertainty.running import planned_finish
from steerco_engine.uncertainty.streams import Gatherer, key_of
from steerco_engine.uncertainty.worktime import AROUND, Worktime

NUMBERS = {LinkType.FS: FS, LinkType.SS: SS, LinkType.FF: FF, LinkType.SF: SF}
MOST_TASKS = 200_000
NONE = -1e300
PLANNED = Spread(Shape.FIXED)
"""What lasts as planned."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What is uncertain about a network."""

    spreads: Mapping[str, Spread]
    drivers: Sequence[Driver] = ()
    branches: Sequence[Branch] = ()
    correlation: Correlation | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with what is needed to read its results: the order of its tasks, their ends, calendars, how far correlations were changed."""

    plan: Plan
    order: tuple[RiskTask, ...]
    ends: tuple[Ends, ...]
    places: Mapping[str, int]
    worktime: Worktime | None
    mixed: bool
    calendar: int
    repaired: float


def prepared(network: RiskNetwork, uncertain: Uncertain, seed: int, watched: Sequence[str] = ()) -> Prepared:
    """The arrays of a simulation; raises `InputRefused` for a network or an uncertainty that can't be."""
    order = _ordered(network, uncertain.branches)
    places = {each.id: place for place, each in enumerate(order)}
    for name in (*uncertain.spreads, *watched):
        if name not in places:
            raise InputRefused(
                Fault.UNKNOWN_TASK, "distributions" if name in uncertain.spreads else "watched", f"“{name}” is no task of it"
            )
    ends = tuple(_ends_of(each, uncertain.spreads.get(each.id)) for each in order)
    worktime = Worktime(network, _most(network, uncertain, order, ends)) if network.calendars else None
    clocks = [worktime.number(each.calendar, f"tasks.{each.id}.calendar") if worktime else 0 for each in order]
    common = worktime.number(None, "calendar") if worktime else 0
    mixed = bool(worktime) and any(each != common for each in clocks)
    gatherer = Gatherer(seed)
    for each, own in zip(order, ends, strict=True):
        gatherer.add(uncertain.spreads.get(each.id, PLANNED), own, "task", each.id)
    chances, repaired = _chances(network, uncertain, order, places, gatherer, seed)
    net = _net(network, order, places, clocks, worktime, mixed)
    clockwork = (worktime or Worktime(network, 1.0)).clockwork()
    plan = Plan(gatherer.streams(), net, clockwork, chances, np.array([places[name] for name in watched], dtype=np.int64))
    plan = plan._replace(net=net._replace(plain_finish=planned_finish(plan)))
    return Prepared(plan, order, ends, places, worktime, mixed, common, repaired)


def _ends_of(task: RiskTask, spread: Spread | None) -> Ends:
    """The ends of what a task lasts."""
    if spread is None:
        return Ends(task.duration, task.duration, task.duration)
    ends = ends_of(spread, f"distributions.{task.id}")
    if ends.low < 0 and spread.shape is not Shape.LOGNORMAL:
        raise InputRefused(Fault.OUT_OF_RANGE, f"distributions.{task.id}", "a duration can't be below 0")
    return ends


def _ordered(network: RiskNetwork, branches: Sequence[Branch]) -> tuple[RiskTask, ...]:
    known = {each.id: each for each in network.tasks}
    if len(known) < len(network.tasks) or not 0 < len(known) <= MOST_TASKS:
        raise InputRefused(Fault.BROKEN_NETWORK, "network.tasks", f"must be 1 to {MOST_TASKS:,}, each with an id of its own")
    for task in network.tasks:
        if not 0 <= task.duration <= LARGEST:
            raise InputRefused(Fault.OUT_OF_RANGE, f"network.tasks.{task.id}.duration", "must be zero or more working days")
    waits: dict[str, list[str]] = {name: [] for name in known}
    for place, link in enumerate(network.links):
        for end, name in (("predecessor", link.predecessor), ("successor", link.successor)):
            if name not in known:
                raise InputRefused(Fault.UNKNOWN_TASK, f"network.links.{place}.{end}", f"“{name}” is no task of this network")
        if not abs(link.lag) <= LARGEST:
            raise InputRefused(Fault.OUT_OF_RANGE, f"network.links.{place}.lag", "must be a number of working days")
        waits[link.successor].append(link.predecessor)
    for branch in branches:
        for name in (*branch.tasks, *branch.otherwise, *((branch.after,) if branch.after is not None else ())):
            if name not in known:
                raise InputRefused(Fault.UNKNOWN_TASK, f"branches.{branch.id}", f"“{name}” is no task of this network")
        if branch.after is not None:
            for name in (*branch.tasks, *branch.otherwise):
                waits[name].append(branch.after)
    try:
        return tuple(known[name] for name in TopologicalSorter(waits).static_order())
    except CycleError as error:
        raise InputRefused(Fault.CYCLE, "network.links", f"make a loop: {' → '.join(error.args[1])}") from None


def _most(network: RiskNetwork, uncertain: Uncertain, order: Sequence[RiskTask], ends: Sequence[Ends]) -> float:
    """Working days that the whole can hardly pass: everything at its longest, one after the other where links say so."""
    spreads = uncertain.spreads
    longest = {each.id: _top(spreads.get(each.id, PLANNED), own) for each, own in zip(order, ends, strict=True)}
    for driver in uncertain.drivers:
        for name in driver.tasks:
            longest[name] = longest.get(name, 0.0) * (max(1.0, _top(driver.factor, ends_of(driver.factor))) if driver.factor else 1.0)
            longest[name] += max(0.0, _top(driver.delay, ends_of(driver.delay))) if driver.delay else 0.0
    reached_by: dict[str, float] = {}
    coming: dict[str, list[RiskLink]] = {}
    for link in network.links:
        coming.setdefault(link.successor, []).append(link)
    for task in order:
        floor = max(task.starts_not_before or 0.0, task.finishes_not_before or 0.0)
        for at in (task.starts_not_before_at, task.finishes_not_before_at):
            if at is not None and network.start is not None:
                floor = max(floor, (ticks_of(at) - ticks_of(network.start)) / DAY)
        reached = max((reached_by[link.predecessor] + max(0.0, link.lag) for link in coming.get(task.id, ())), default=0.0)
        reached_by[task.id] = max(floor, reached) + longest[task.id]
    return max(reached_by.values())


def _top(spread: Spread, ends: Ends) -> float:
    return float(np.exp(ends.low + 5 * ends.high)) if spread.shape is Shape.LOGNORMAL else ends.high


def _net(
    network: RiskNetwork,
    order: Sequence[RiskTask],
    places: Mapping[str, int],
    clocks: Sequence[int],
    worktime: Worktime | None,
    mixed: bool,
) -> Net:
    def table(of: int, to: int, begins: bool) -> int:
        return worktime.table(of, to, begins=begins) if worktime is not None and mixed else -1

    one = np.array([places[each.predecessor] for each in network.links], dtype=np.int64)
    other = np.array([places[each.successor] for each in network.links], dtype=np.int64)
    kind = np.array([NUMBERS[each.kind] for each in network.links], dtype=np.int64)
    lag = np.array([each.lag for each in network.links], dtype=float)
    clock = np.array(clocks, dtype=np.int64)
    rows = zip(clock[one].tolist(), clock[other].tolist(), kind.tolist(), strict=True)
    tables = [(table(a, b, which in (SS, SF)), table(b, a, which in (FS, SS))) for a, b, which in rows]
    there, back = np.array(tables, dtype=np.int64).reshape(-1, 2).T
    last = np.ones(len(order), dtype=np.int64)
    last[one[((kind == FS) | (kind == FF)) & (lag >= 0) & (clock[one] == clock[other])]] = 0  # what comes after it ends later
    coming, going = np.argsort(other, kind="stable"), np.argsort(one, kind="stable")
    floors = [_floors(each, clock, worktime, network) for each, clock in zip(order, clocks, strict=True)]
    return Net(
        floor_start=np.array([each[0] for each in floors]), floor_finish=np.array([each[1] for each in floors]), last=last,
        in_at=_counted(other, len(order)), in_from=one[coming], in_kind=kind[coming], in_lag=lag[coming], in_table=there[coming],
        out_at=_counted(one, len(order)), out_to=other[going], out_kind=kind[going], out_lag=lag[going], out_table=back[going],
        to_common=np.array([table(clock, AROUND, False) for clock in clocks], dtype=np.int64),
        from_common=np.array([table(AROUND, clock, False) for clock in clocks], dtype=np.int64),
        plain=np.array([each.duration for each in order]), plain_finish=0.0,
    )  # fmt: skip


def _floors(task: RiskTask, clock: int, worktime: Worktime | None, network: RiskNetwork) -> tuple[float, float]:
    start, finish = max(0.0, task.starts_not_before or 0.0), NONE if task.finishes_not_before is None else task.finishes_not_before
    for which, at in (("start", task.starts_not_before_at), ("finish", task.finishes_not_before_at)):
        if at is None:
            continue
        if worktime is None or network.start is None:
            raise InputRefused(Fault.MISSING, f"network.tasks.{task.id}", "a date needs a start and a calendar of the network")
        reached = float(worktime.until(clock, (ticks_of(at) - ticks_of(network.start)) / DAY))
        start, finish = (max(start, reached), finish) if which == "start" else (start, max(finish, reached))
    return start, finish


def _counted(places: Whole, count: int) -> Whole:
    """Where the rows of each place begin once they are sorted by it."""
    return np.concatenate(([0], np.cumsum(np.bincount(places, minlength=count)))).astype(np.int64)


def _ends(rows: Iterable[Sized]) -> Whole:
    return np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)


def _chances(
    network: RiskNetwork, uncertain: Uncertain, order: Sequence[RiskTask], places: Mapping[str, int], gatherer: Gatherer, seed: int
) -> tuple[Chances, float]:
    drivers, branches = uncertain.drivers, uncertain.branches
    hit: list[list[int]] = [[] for _ in order]
    amounts: dict[str, list[int]] = {"factor": [], "delay": [], "cost": []}
    for number, driver in enumerate(drivers):
        _checked(driver.probability, f"drivers.{driver.id}.probability")
        for name in dict.fromkeys(driver.tasks):
            if name not in places:
                raise InputRefused(Fault.UNKNOWN_TASK, f"drivers.{driver.id}", f"“{name}” is no task of this network")
            hit[places[name]].append(number)
        for what, streams in amounts.items():
            spread = getattr(driver, what)
            ends = ends_of(spread, f"drivers.{driver.id}.{what}") if spread else None
            streams.append(gatherer.add(spread, ends, "driver", driver.id, what) if spread and ends else -1)
    costly = [(place, each.cost) for place, each in enumerate(order) if each.cost is not None]
    branch, sense = np.full(len(order), -1, dtype=np.int64), np.ones(len(order))
    for number, each in enumerate(branches):
        if (each.after is None) == (each.probability is None) or (each.after is None) != (each.later_than is None):
            raise InputRefused(
                Fault.OUT_OF_RANGE, f"branches.{each.id}", "needs either a probability, or a task and a day to be later than"
            )
        _checked(each.probability or 0.0, f"branches.{each.id}.probability")
        for names, value in ((each.tasks, 1.0), (each.otherwise, 0.0)):
            for name in names:
                if branch[places[name]] >= 0:
                    raise InputRefused(Fault.OUT_OF_RANGE, f"branches.{each.id}", f"“{name}” hangs on two branches")
                branch[places[name]], sense[places[name]] = number, value
    linked, root, repaired = root_of(uncertain.correlation, places) if uncertain.correlation else ([], np.zeros((0, 0)), 0.0)
    cells = [np.flatnonzero(row) for row in root]
    return Chances(
        driver_at=_ends(hit), driver_of=np.array([number for row in hit for number in row], dtype=np.int64),
        occurs=np.array([key_of(seed, "occurs", each.id) for each in drivers], dtype=np.uint64),
        probability=np.array([each.probability for each in drivers], dtype=float),
        factor=np.array(amounts["factor"], dtype=np.int64), delay=np.array(amounts["delay"], dtype=np.int64),
        price=np.array(amounts["cost"], dtype=np.int64), branch=branch, sense=sense,
        branch_key=np.array([key_of(seed, "branch", each.id) for each in branches], dtype=np.uint64),
        branch_probability=np.array([each.probability or 0.0 for each in branches], dtype=float),
        trigger=np.array([places[each.after] if each.after is not None else -1 for each in branches], dtype=np.int64),
        later=np.array([each.later_than or 0.0 for each in branches], dtype=float),
        cost_stream=np.array(
            [gatherer.add(cost, ends_of(cost, f"tasks.{order[at].id}.cost"), "cost", order[at].id) for at, cost in costly], dtype=np.int64
        ),
        cost_task=np.array([at for at, _cost in costly], dtype=np.int64),
        burn=np.array([each.burn for each in order], dtype=float),
        linked=np.array(linked, dtype=np.int64), root_at=_ends(cells),
        root_of=np.concatenate(cells).astype(np.int64) if cells else np.zeros(0, dtype=np.int64),
        root=np.concatenate([row[cell] for row, cell in zip(root, cells, strict=True)]) if cells else np.zeros(0),
        linked_key=np.array([key_of(seed, "task", order[place].id) for place in linked], dtype=np.uint64),
    ), repaired  # fmt: skip


def _checked(probability: float, at: str) -> None:
    if not 0 <= probability <= 1:
        raise InputRefused(Fault.OUT_OF_RANGE, at, "must be from 0 to 1")
