"""From iterations to what is told: levels, histogram, the weight of tasks, merge bias in words, joint cost and finish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

import steerco_engine
from steerco_engine.calendars.clock import DAY, instant_of, ticks_of
from steerco_engine.uncertainty.distributions import moments_of, spread_moments
from steerco_engine.uncertainty.kernel import Reals
from steerco_engine.uncertainty.model import Branch, Driver, RiskNetwork, Spread
from steerco_engine.uncertainty.planning import Prepared
from steerco_engine.uncertainty.results import Bar, CostRisk, Happening, Joint, Level, ScheduleRisk, TaskRisk
from steerco_engine.uncertainty.running import Samples, finish_of

SHARES = (0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)
"""The probabilities of the S-curve."""
BARS, SCATTER, TORNADO = 40, 400, 20


def working(ready: Prepared, finish: Reals) -> Reals:
    """Finishes in working days of the network's calendar."""
    return ready.worktime.until(ready.calendar, finish) if ready.mixed and ready.worktime else finish


def summary(
    network: RiskNetwork, distributions: Mapping[str, Spread], drivers: Sequence[Driver], branches: Sequence[Branch], ready: Prepared,
    samples: Samples, seed: int, warnings: Sequence[tuple[str, str]],
) -> ScheduleRisk:  # fmt: skip
    """What iterations say."""
    finish = working(ready, samples.finish)
    raw_planned = ready.plan.net.plain_finish
    planned = float(working(ready, np.array([raw_planned]))[0])
    count, mean = len(finish), float(finish.mean())
    sd = float(finish.std(ddof=1)) if count > 1 else 0.0
    levels = _levels(finish, samples.finish, network, ready)
    tasks = _tasks(network, ready, samples, sd)
    bias = mean - float(working(ready, np.array([finish_of(ready.plan, _means(distributions, drivers, ready))]))[0])
    chance = float((samples.finish <= raw_planned + 1e-9).mean())
    varying = sorted((each for each in tasks if each.cruciality), key=lambda each: (-(each.cruciality or 0.0), each.id))
    names = [each.id for each in drivers] + [each.id for each in branches]
    return ScheduleRisk(
        iterations=count, seed=seed, engine_version=steerco_engine.VERSION, planned=planned, planned_at=_date(raw_planned, network, ready),
        chance_of_planned=chance, mean=mean, sd=sd, standard_error=sd / count**0.5, least=float(finish.min()), most=float(finish.max()),
        levels=levels, contingency=float(np.quantile(finish, 0.8)) - planned, histogram=_histogram(finish), tasks=tasks,
        tornado=tuple(each.id for each in varying[:TORNADO]),
        happenings=tuple(Happening(name, float(each) / count) for name, each in zip(names, samples.happened, strict=True)),
        merge_bias=bias, words=_words(planned, chance, bias, finish, tasks, network), warnings=tuple(warnings),
        cost=_cost(network, ready, samples, finish, planned) if len(samples.cost) else None,
    )  # fmt: skip


def _levels(finish: Reals, raw: Reals, network: RiskNetwork, ready: Prepared) -> tuple[Level, ...]:
    found, dated = np.quantile(finish, SHARES), np.quantile(raw, SHARES)
    return tuple(
        Level(share, float(value), _date(float(at), network, ready)) for share, value, at in zip(SHARES, found, dated, strict=True)
    )


def _date(raw: float, network: RiskNetwork, ready: Prepared) -> dt.datetime | None:
    """The moment at which so much is done."""
    if network.start is None or ready.worktime is None:
        return None
    days = raw
    if not ready.mixed:
        points, work = ready.worktime.line(ready.calendar)
        at = min(max(int(np.searchsorted(work, raw - 1e-9, side="left")), 1), len(work) - 1)
        pace = (work[at] - work[at - 1]) or 1.0
        days = float(points[at - 1] + (raw - work[at - 1]) / pace * (points[at] - points[at - 1]))
    return instant_of(round((ticks_of(network.start) + days * DAY) / 10) * 10)


def _histogram(finish: Reals) -> tuple[Bar, ...]:
    low, high = float(finish.min()), float(finish.max())
    if high - low < 1e-9:
        return (Bar(low, high, len(finish)),)
    counts, edges = np.histogram(finish, bins=BARS)
    return tuple(Bar(float(a), float(b), int(n)) for (a, b), n in zip(pairwise(edges), counts, strict=True))


def _tasks(network: RiskNetwork, ready: Prepared, samples: Samples, sd: float) -> tuple[TaskRisk, ...]:
    count, raw, middle = len(samples.finish), samples.finish, float(samples.finish.mean())
    total, square, product, critical, significant = samples.sums
    shift = raw - ready.plan.net.plain_finish
    varies = np.maximum(square - total**2 / count, 0.0)
    whole = float(((shift - shift.mean()) ** 2).sum())
    together = product - total * shift.mean()
    each_sd = np.sqrt(varies / max(count - 1, 1))
    moves = (varies > 1e-12 * np.maximum(1.0, ready.plan.net.plain) ** 2 * count) & (whole > 0)
    crucial = np.minimum(np.divide(np.abs(together), np.sqrt(varies * whole), out=np.zeros_like(varies), where=moves), 1.0)
    own, share = np.where(moves, each_sd, 0.0), critical / count
    columns = (
        ready.plan.net.plain + total / count, own, share, crucial, share * own / (sd or 1.0),
        significant / count / middle if middle > 0 else np.zeros_like(share), crucial * sd,
    )  # fmt: skip
    known = {}
    for task, moving, row in zip(ready.order, moves.tolist(), np.stack(columns, axis=1).tolist(), strict=True):
        mean, deviation, critically, correlation, index, weight, swing = row
        known[task.id] = TaskRisk(
            task.id, mean, deviation, critically, correlation if moving else None, index if sd > 0 else None, weight, swing
        )
    return tuple(known[task.id] for task in network.tasks)


def _means(distributions: Mapping[str, Spread], drivers: Sequence[Driver], ready: Prepared) -> Reals:
    """The mean duration of each task, with what drivers add to it on average."""
    means = np.array([
        moments_of(distributions[each.id], ends).mean if each.id in distributions else each.duration
        for each, ends in zip(ready.order, ready.ends, strict=True)
    ], dtype=float)  # fmt: skip
    for driver in drivers:
        hit = [ready.places[name] for name in dict.fromkeys(driver.tasks)]
        if driver.factor:
            means[hit] *= 1 + driver.probability * (spread_moments(driver.factor).mean - 1)
    for driver in drivers:
        if driver.delay:
            means[[ready.places[name] for name in dict.fromkeys(driver.tasks)]] += driver.probability * spread_moments(driver.delay).mean
    return means


def _words(planned: float, chance: float, bias: float, finish: Reals, tasks: Sequence[TaskRisk], network: RiskNetwork) -> tuple[str, ...]:
    late = float(np.quantile(finish, 0.8)) - planned
    said = [f"The planned finish, {planned:.1f} working days, or an earlier one is reached in {100 * chance:.0f}% of the iterations."]
    said.append(f"To be 80% sure it takes {abs(late):.1f} working days {'more' if late >= 0 else 'less'} than planned.")
    by_name = {each.id: each for each in tasks}
    coming: dict[str, list[str]] = {}
    for link in network.links:
        coming.setdefault(link.successor, []).append(link.predecessor)
    rivals = {
        name: [each for each in dict.fromkeys(before) if 0.05 <= by_name[each].criticality <= 0.95] for name, before in coming.items()
    }
    joins = sorted((name for name, before in rivals.items() if len(before) > 1), key=lambda name: (-by_name[name].criticality, name))
    if bias > 1e-6 * max(1.0, planned) and joins:
        ways = ", ".join(f"{each} ({100 * by_name[each].criticality:.0f}%)" for each in rivals[joins[0]][:4])
        said.append(
            f"Where paths join the later one decides: the mean finish is {bias:.1f} working days later than the mean durations alone say. "
            f"Most of all at {joins[0]}, for which these are critical in turn: {ways}."
        )
    if _two_peaks(finish):
        said.append("The finish has two peaks: look at the histogram, the mean lies where it hardly ever ends.")
    return tuple(said)


def _two_peaks(finish: Reals) -> bool:
    """Whether the histogram has a deep valley between two high places."""
    counts = np.histogram(finish, bins=20)[0].astype(float)
    for valley in range(1, 19):
        left, right = counts[:valley].max(), counts[valley + 1 :].max()
        if counts[valley] < 0.5 * min(left, right) and min(left, right) > 0.02 * len(finish):
            return True
    return False


def _cost(network: RiskNetwork, ready: Prepared, samples: Samples, finish: Reals, planned: float) -> CostRisk:
    cost = samples.cost + network.burn * finish
    known = float(sum(each.burn * each.duration + (spread_moments(each.cost).mean if each.cost else 0.0) for each in ready.order))
    curves = []
    for confidence in (0.5, 0.7, 0.8):
        for share in np.linspace(confidence, 0.99, 12):
            at = float(np.quantile(finish, share))
            within = np.sort(cost[finish <= at])
            needed = int(np.ceil(confidence * len(cost) - 1e-9))
            if needed <= len(within):
                curves.append(Joint(float(within[needed - 1]), at, confidence))
    step = max(1, len(cost) // SCATTER)
    return CostRisk(
        planned=known + network.burn * planned, mean=float(cost.mean()), sd=float(cost.std(ddof=1)) if len(cost) > 1 else 0.0,
        levels=tuple(Level(share, float(value)) for share, value in zip(SHARES, np.quantile(cost, SHARES), strict=True)),
        curves=tuple(curves),
        scatter=tuple((float(a), float(b)) for a, b in zip(cost[::step][:SCATTER], finish[::step][:SCATTER], strict=True)),
    )  # fmt: skip
