"""The analysis: simulate a network, and say when it ends, what drives that, what it may cost (domain.md §6.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING

from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.model import Branch, Correlation, Driver, RiskNetwork, Spread
from steerco_engine.uncertainty.results import ScheduleRisk

if TYPE_CHECKING:
    from steerco_engine.uncertainty.planning import Prepared
    from steerco_engine.uncertainty.running import Samples

BROKEN = frozenset({1, 5, 7, 12})
"""Checks of schedule quality without which a simulation misleads."""


def sra(
    network: RiskNetwork, distributions: Mapping[str, Spread], correlation: Correlation | None = None, drivers: Sequence[Driver] = (),
    branches: Sequence[Branch] = (), iterations: int = 10_000, seed: int = 1, rank_drivers: bool = False,
    failed_checks: Sequence[int] = (), refuse_broken: bool = False,
) -> ScheduleRisk:  # fmt: skip
    """A schedule risk analysis: when a network ends with which probability, and what drives it.

    Parameters
    ----------
    network
        Tasks, links, calendars and costs; lengths in working days.
    distributions
        By task: how its duration is spread. Tasks without one last as planned.
    correlation
        Rank correlations of durations; a matrix that can't be is repaired to the nearest that can, and `NOT_PSD` says so.
    drivers, branches
        Risks that hit several tasks at once, and tasks that there are only sometimes.
    iterations, seed
        How many, from 1 to 200,000, and from where chance starts: the same input, seed and version give the same numbers, to the last bit.
    rank_drivers
        Whether to run again without each driver, for the days that it costs at P80.
    failed_checks, refuse_broken
        The checks of schedule quality that failed; 1, 5, 7 and 12 make the result mislead: it warns, or refuses if told so.

    Returns
    -------
    ScheduleRisk
        Finishes in working days with their probabilities, the weight of tasks and drivers, merge bias in words; cost where there is some.

    Raises
    ------
    InputRefused
        `CYCLE`, `UNKNOWN_TASK`, `BROKEN_NETWORK`, `MISSING` or `OUT_OF_RANGE`, with the place.

    Notes
    -----
    Percentiles interpolate between order statistics (Hyndman-Fan type 7). Correlation acts through normals (Gaussian copula). Source:
    domain.md §6.8; Hulett, Practical Schedule Risk Analysis (2009); Vanhoucke, Measuring Time (2010).

    Examples
    --------
    >>> from steerco_engine.uncertainty import RiskLink, RiskTask, Shape
    >>> plan = RiskNetwork((RiskTask("A", 10), RiskTask("B", 5)), (RiskLink("A", "B"),))
    >>> found = sra(plan, {"A": Spread(Shape.TRIANGULAR, 8, 10, 15)}, iterations=2_000, seed=7)
    >>> found.planned, abs(found.mean - 16) < 4 * found.standard_error, found.level(0.8).value > found.level(0.5).value
    (15.0, True, True)
    """
    ready, samples = simulate(network, distributions, correlation, drivers, branches, iterations, seed)
    from steerco_engine.uncertainty.summary import summary

    broken = sorted(BROKEN & set(failed_checks))
    warnings = [("NOT_PSD", f"the correlations could not be: they were changed by up to {ready.repaired:.3f}")] if ready.repaired else []
    warnings += [("NOT_SIMULATED", f"not simulated: {each}") for each in network.left_out]
    if broken:
        said = f"checks {', '.join(map(str, broken))} of schedule quality failed: a simulation of this network misleads"
        if refuse_broken:
            raise InputRefused(Fault.BROKEN_NETWORK, "failed_checks", said)
        warnings.append((Fault.BROKEN_NETWORK.value, said))
    found = summary(network, distributions, drivers, branches, ready, samples, seed, warnings)
    wanted = network.scheduled_finish
    if wanted is not None and found.planned_at is not None and found.planned_at != wanted:
        words = f"the plan as simulated ends {found.planned_at:%Y-%m-%d %H:%M}, as scheduled {wanted:%Y-%m-%d %H:%M}"
        found = replace(found, warnings=(*found.warnings, ("NOT_SIMULATED", words)))
    if not rank_drivers:
        return found
    saved = {}
    for driver in drivers:
        rest = [each if each.id != driver.id else replace(each, probability=0.0) for each in drivers]
        again, without = simulate(network, distributions, correlation, rest, branches, iterations, seed)
        saved[driver.id] = found.level(0.8).value - level_of(again, without, 0.8)
    return replace(found, happenings=tuple(replace(each, days_saved=saved.get(each.id)) for each in found.happenings))


def simulate(
    network: RiskNetwork, distributions: Mapping[str, Spread], correlation: Correlation | None = None, drivers: Sequence[Driver] = (),
    branches: Sequence[Branch] = (), iterations: int = 10_000, seed: int = 1, *, executor: Executor | None = None,
    watched: Sequence[str] = (), threads: int | None = None,
) -> tuple[Prepared, Samples]:  # fmt: skip
    """All iterations as arrays, on the threads of this process or in pieces on any executor; the same numbers come from either.

    Parameters
    ----------
    network, distributions, correlation, drivers, branches, iterations, seed
        As `sra` takes them.
    executor
        Any executor of `concurrent.futures`, such as a process pool or that of a Dask client; None: threads of this process.
    watched
        Tasks whose finishes are wanted by iteration too.
    threads
        How many threads; None: one for each core.

    Raises
    ------
    InputRefused
        As `sra` does.
    """
    from steerco_engine.uncertainty.planning import Uncertain, prepared
    from steerco_engine.uncertainty.running import samples_of

    ready = prepared(network, Uncertain(distributions, drivers, branches, correlation), seed, watched)
    costed = bool(network.burn) or any(each.burn or each.cost for each in network.tasks) or any(each.cost for each in drivers)
    return ready, samples_of(ready.plan, iterations, costed=costed, executor=executor, threads=threads)


def level_of(ready: Prepared, samples: Samples, share: float) -> float:
    """A percentile of the finish in working days."""
    import numpy as np

    from steerco_engine.uncertainty.summary import working

    return float(np.quantile(working(ready, samples.finish), share))


def replayed(network: RiskNetwork, durations: Mapping[str, Sequence[float]]) -> ScheduleRisk:
    """The same analysis of iterations that were stored: the durations of each task, iteration by iteration.

    Parameters
    ----------
    network
        Tasks and links; lengths in working days.
    durations
        By task: its duration in working days in each iteration.

    Returns
    -------
    ScheduleRisk
        As `sra` gives it, without chance.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for durations that are not equally many for each task, or below zero; as `sra` for the network.

    Examples
    --------
    >>> from steerco_engine.uncertainty import RiskLink, RiskTask
    >>> plan = RiskNetwork((RiskTask("A", 10), RiskTask("B", 12), RiskTask("C", 5)), (RiskLink("A", "C"), RiskLink("B", "C")))
    >>> found = replayed(plan, {"A": [10, 12, 9, 14], "B": [12, 11, 12, 10], "C": [5, 6, 5, 7]})
    >>> found.mean, [each.criticality for each in found.tasks]
    (18.25, [0.5, 0.5, 1.0])
    """
    import numpy as np

    from steerco_engine.uncertainty.planning import Uncertain, prepared
    from steerco_engine.uncertainty.running import samples_of
    from steerco_engine.uncertainty.summary import summary

    counts = {len(each) for each in durations.values()}
    if set(durations) != {each.id for each in network.tasks} or len(counts) != 1 or 0 in counts:
        raise InputRefused(Fault.OUT_OF_RANGE, "durations", "must be equally many for each task of the network")
    ready = prepared(network, Uncertain({}), 0)
    given = np.array([durations[each.id] for each in ready.order], dtype=float)
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise InputRefused(Fault.OUT_OF_RANGE, "durations", "must be zero or more working days")
    samples = samples_of(ready.plan, given.shape[1], costed=False, given=given, threads=1)
    return summary(network, {}, (), (), ready, samples, 0, [])


def joint_confidence(costs: Sequence[float], finishes: Sequence[float], cost: float, finish: float) -> float:
    """The share of iterations that keep both a cost and a finish (JCL); never above the smaller of the two single shares.

    Parameters
    ----------
    costs
        Cost by iteration, in one currency.
    finishes
        Finish by iteration, in working days.
    cost
        The cost to keep.
    finish
        The finish to keep, in working days.

    Returns
    -------
    float
        A share from 0 to 1.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for none, or not as many costs as finishes.

    Examples
    --------
    >>> joint_confidence([1, 2, 3, 4], [4, 3, 2, 1], 3, 3)
    0.5
    """
    if not costs or len(costs) != len(finishes):
        raise InputRefused(Fault.OUT_OF_RANGE, "costs", "must be as many as finishes, one at least")
    return sum(one <= cost and other <= finish for one, other in zip(costs, finishes, strict=True)) / len(costs)
