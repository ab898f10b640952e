"""How long a schedule risk analysis takes: ours beside plain numpy, and a portfolio of 500 schedules on a Dask cluster started here.

Run with: python -m benchmarks.risk
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import time
from dataclasses import replace

import numpy as np

from benchmarks.scheduling import HOURS, timed
from steerco_engine.calendars import ALWAYS, Pattern
from steerco_engine.uncertainty import LinkType, RiskLink, RiskNetwork, RiskTask, Shape, Spread, around_plan, simulate, sra

COUNT, ITERATIONS, PORTFOLIO = 1_000, 10_000, 500
WEEKS = (
    Pattern("five", days=(HOURS,) * 5 + ((), ())), Pattern("six", days=(HOURS,) * 6 + ((),)), Pattern("round", days=(ALWAYS,) * 7),
)  # fmt: skip


def network(seed: int = 1, count: int = COUNT) -> RiskNetwork:
    """Tasks of 3 to 20 days on three calendars, half as many more links, a fifth of them with lags and a fifth from start to start."""
    chance = np.random.default_rng(seed)
    names = [f"T{place}" for place in range(count)]
    owns = chance.choice(["five", "five", "six", "round"], count)
    tasks = tuple(RiskTask(name, float(chance.integers(3, 21)), calendar=str(own)) for name, own in zip(names, owns, strict=True))
    links = tuple(
        RiskLink(
            names[place - int(min(place, chance.geometric(1 / 20)))], names[place],
            LinkType.FS if chance.random() < 0.8 else LinkType.SS, float(chance.integers(1, 4)) if chance.random() < 0.2 else 0.0,
        )
        for place in range(1, count)
        for _ in range(1 + place % 2)
    )  # fmt: skip
    return RiskNetwork(tasks, links, dt.datetime.fromisoformat("2026-01-05T08:00"), WEEKS, "five")


def plain(given: RiskNetwork) -> RiskNetwork:
    """The same in working days alone."""
    return replace(given, tasks=tuple(replace(each, calendar=None) for each in given.tasks), calendars=(), calendar=None, start=None)


def in_numpy(given: RiskNetwork) -> float:
    """Durations, both passes and criticality by whole columns of iterations, without calendars: what a script would do."""
    places, chance = {each.id: place for place, each in enumerate(given.tasks)}, np.random.default_rng(1)
    days = np.array([each.duration for each in given.tasks])
    lasts = np.stack([chance.triangular(0.9 * day, day, 1.25 * day, ITERATIONS) for day in days])
    start, end = np.zeros_like(lasts), np.zeros_like(lasts)
    coming: list[list[tuple[int, bool, float]]] = [[] for _ in given.tasks]
    going: list[list[tuple[int, bool, float]]] = [[] for _ in given.tasks]
    for link in given.links:
        one, other, whole = places[link.predecessor], places[link.successor], link.kind is LinkType.FS
        coming[other].append((one, whole, link.lag))
        going[one].append((other, whole, link.lag))
    for place, before in enumerate(coming):
        for other, whole, lag in before:
            np.maximum(start[place], (end if whole else start)[other] + lag, out=start[place])
        np.add(start[place], lasts[place], out=end[place])
    finish = end.max(axis=0)
    late = np.empty_like(lasts)
    critical = np.zeros(len(days))
    for place in range(len(days) - 1, -1, -1):
        allowed = finish.copy()
        for other, whole, lag in going[place]:
            np.minimum(allowed, late[other] - lag + (0.0 if whole else lasts[place]), out=allowed)
        np.subtract(allowed, lasts[place], out=late[place])
        critical[place] = (late[place] - start[place] < 1e-7).mean()
    return float(np.quantile(finish, 0.8))


def on_dask(count: int) -> str:
    """A portfolio of schedules on a cluster of two processes started here, with one of them beside this process to the last bit."""
    if importlib.util.find_spec("distributed") is None:
        return "not here: distributed is not installed (pip install 'steerco[cluster]')"
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        client.gather(client.map(eightieth, [0, 1], pure=False))  # both processes have loaded what they need
        before = time.perf_counter()
        found = client.gather(client.map(eightieth, range(count)))
        took = time.perf_counter() - before
    same = found[0] == eightieth(0) and found[-1] == eightieth(count - 1)
    return f"{count} schedules in {took:.1f} s, {1000 * took / count:.0f} ms each; {'the same' if same else 'OTHER'} numbers as here"


def eightieth(seed: int) -> float:
    """The finish of a schedule of the portfolio that is kept with 80%."""
    given = plain(network(seed))
    _ready, samples = simulate(given, around_plan(given), iterations=ITERATIONS, seed=seed, threads=1)
    return float(np.quantile(samples.finish, 0.8))


def main() -> None:
    """Prints the table, then the portfolio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portfolio", type=int, default=PORTFOLIO, metavar="N", help="schedules on the cluster; 0 leaves it out")
    options = parser.parse_args()
    with_calendars = network()
    print(f"{COUNT:,} activities, {ITERATIONS:,} iterations | all iterations (ms) | with the whole analysis (ms)")
    for name, given in (("without calendars", plain(with_calendars)), ("three calendars", with_calendars)):
        for shape in (Shape.TRIANGULAR, Shape.BETAPERT):
            spreads: dict[str, Spread] = around_plan(given, shape=shape)
            bare = timed(lambda given=given, spreads=spreads: simulate(given, spreads, iterations=ITERATIONS), 9)
            whole = timed(lambda given=given, spreads=spreads: sra(given, spreads, iterations=ITERATIONS), 9)
            print(f"{name}, {shape.value} | {bare:.0f} | {whole:.0f}")
    print(f"numpy, without calendars, triangular | {timed(lambda: in_numpy(plain(with_calendars)), 3):.0f} | ")
    if options.portfolio:
        print(f"Dask, two processes: {on_dask(options.portfolio)}")


if __name__ == "__main__":
    main()
