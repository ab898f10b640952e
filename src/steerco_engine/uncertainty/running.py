"""Running a simulation: on threads of this process, or in pieces on any executor; the same numbers come from either."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import cpu_count

import numpy as np

from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.kernel import CHUNK, Found, Plan, Reals, simulate_chunks

FEWEST, MOST = 1, 200_000
"""Iterations that may be asked for (domain.md §0.2, G6)."""
PIECE = 20_000_000
"""Task-iterations in a piece that is given to an executor: about a fifth of a second."""


@dataclass(frozen=True, slots=True)
class Samples:
    """All iterations: finishes, costs, watched finishes; and the sums by task over all of them, gathered in the order of the chunks."""

    finish: Reals
    cost: Reals
    watched: Reals
    sums: Reals
    happened: Reals


def piece(plan: Plan, first_chunk: int, chunks: int, iterations: int, costed: bool, given: Reals | None = None) -> Found:
    """Some chunks of a simulation; what another process or machine is asked for.

    Parameters
    ----------
    plan
        The simulation as arrays.
    first_chunk, chunks, iterations
        Which chunks, and how many iterations there are in all.
    costed
        Whether costs are wanted.
    given
        Durations by task and iteration in place of chance.
    """
    size = min(chunks * CHUNK, iterations - first_chunk * CHUNK)
    tasks, happenings = len(plan.net.plain), len(plan.chances.probability) + len(plan.chances.trigger)
    found = Found(
        np.zeros(size), np.zeros(size if costed else 0), np.zeros((len(plan.watched), size)), np.zeros((chunks, 5, tasks)),
        np.zeros((chunks, happenings)),
    )  # fmt: skip
    simulate_chunks(plan, first_chunk, iterations, np.zeros((tasks, 0)) if given is None else given, found)
    return found


def samples_of(
    plan: Plan, iterations: int, *, costed: bool, executor: Executor | None = None, given: Reals | None = None, threads: int | None = None
) -> Samples:
    """All iterations of a simulation.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for fewer than 1 or more than 200,000 iterations.
    """
    if not FEWEST <= iterations <= MOST:
        raise InputRefused(Fault.OUT_OF_RANGE, "iterations", f"must be from {FEWEST} to {MOST:,}")
    chunks = -(-iterations // CHUNK)
    if executor is not None:
        size = max(1, min(chunks, PIECE // (CHUNK * len(plan.net.plain))))
        tasks = [(first, min(size, chunks - first)) for first in range(0, chunks, size)]
        asked = [executor.submit(piece, plan, first, count, iterations, costed, given) for first, count in tasks]
        return _together([each.result() for each in asked])
    workers = max(1, min(chunks, threads or cpu_count()))
    edges = [chunks * number // workers for number in range(workers + 1)]
    if workers == 1:
        return _together([piece(plan, 0, chunks, iterations, costed, given)])
    with ThreadPoolExecutor(workers) as pool:
        asked = [pool.submit(piece, plan, a, b - a, iterations, costed, given) for a, b in pairwise(edges)]
        return _together([each.result() for each in asked])


def planned_finish(plan: Plan) -> float:
    """The finish when every task lasts as planned and no risk happens; branches are taken when they are more likely than not."""
    chances = plan.chances
    likely = np.where(chances.branch_probability >= 0.5, 1.0, 0.0)
    quiet = chances._replace(probability=np.zeros_like(chances.probability), branch_probability=likely)
    return float(piece(plan._replace(chances=quiet), 0, 1, 1, False, plan.net.plain.reshape(-1, 1)).finish[0])


def finish_of(plan: Plan, lasts: Reals) -> float:
    """The finish when tasks last as given."""
    return float(piece(plan, 0, 1, 1, False, lasts.reshape(-1, 1)).finish[0])


def _together(parts: Sequence[Found]) -> Samples:
    sums = np.concatenate([part.sums for part in parts])
    happened = np.concatenate([part.happened for part in parts])
    total = np.zeros(sums.shape[1:])
    for chunk in sums:  # one after the other: the same sum whoever worked them out
        total += chunk
    return Samples(
        np.concatenate([part.finish for part in parts]), np.concatenate([part.cost for part in parts]),
        np.concatenate([part.watched for part in parts], axis=1), total, happened.sum(axis=0),
    )  # fmt: skip
