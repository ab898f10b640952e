"""Rank correlations of durations: the matrix, its repair to the nearest valid one, and its root (domain.md §6.8)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.model import Correlation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

MOST = 2_000
"""Tasks that may be correlated with each other."""
LEAST = 1e-9
"""A change of a correlation below this is none."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A correlation matrix that can be, and how far the given one was from it (0: it could be as it was)."""

    matrix: tuple[tuple[float, ...], ...]
    largest_change: float

    @property
    def repaired(self) -> bool:
        """Whether anything had to be changed."""
        return self.largest_change > LEAST


def nearest_correlation(matrix: Sequence[Sequence[float]]) -> Repaired:
    """The nearest correlation matrix to a given one, and the largest change of a correlation.

    Parameters
    ----------
    matrix
        Correlations from -1 to 1, row by row.

    Returns
    -------
    Repaired
        The matrix, and by how much it was changed.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for a matrix that is not square and symmetric with ones on the diagonal and values from -1 to 1.

    Notes
    -----
    Alternating projections with Dykstra's correction. Source: Higham, Computing the nearest correlation matrix (2002).

    Examples
    --------
    >>> told = nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    >>> told.repaired, round(told.matrix[0][1], 4), round(told.matrix[0][2], 4)
    (True, 0.7607, 0.1573)
    """
    import numpy as np

    given = _square(matrix)
    found = _nearest(given)
    change = float(np.max(np.abs(found - given), initial=0.0))
    return Repaired(tuple(tuple(float(each) for each in row) for row in found), change if change > LEAST else 0.0)


def sum_sd(sds: Sequence[float], matrix: Sequence[Sequence[float]]) -> float:
    """The standard deviation of a sum of amounts with given standard deviations and (Pearson) correlations.

    Parameters
    ----------
    sds
        Standard deviations in one unit.
    matrix
        Correlations from -1 to 1, row by row.

    Returns
    -------
    float
        A standard deviation in the same unit.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for a matrix of another size.

    Examples
    --------
    >>> [round(sum_sd([2, 3], [[1, rho], [rho, 1]]), 3) for rho in (0, 0.5, 1)]
    [3.606, 4.359, 5.0]
    """
    import numpy as np

    given, each = _square(matrix), np.array(sds, dtype=float)
    if len(each) != len(given):
        raise InputRefused(Fault.OUT_OF_RANGE, "sds", "must be as many as the matrix has rows")
    return math.sqrt(max(0.0, float(each @ given @ each)))


def root_of(correlation: Correlation, places: Mapping[str, int]) -> tuple[list[int], Matrix, float]:
    """The correlated tasks by place, the root of their matrix as normals need it, and the largest change that the repair made."""
    import numpy as np

    ids, ranks = _matrix(correlation, places)
    wanted = 2 * np.sin(np.pi / 6 * ranks)  # the correlation of normals whose ranks are correlated so
    np.fill_diagonal(wanted, 1.0)
    valid = _nearest(wanted)
    change = float(np.max(np.abs(6 / np.pi * np.arcsin(np.clip(valid / 2, -0.5, 0.5)) - ranks), initial=0.0))
    values, vectors = np.linalg.eigh(valid)
    try:
        root = np.linalg.cholesky(valid)
    except np.linalg.LinAlgError:
        # a root from the eigenvectors, made triangular so that each task draws on as few normals as can be
        root = np.linalg.qr((vectors * np.sqrt(np.clip(values, 0.0, None))).T)[1].T
        root = root * np.where(np.diag(root) < 0, -1.0, 1.0)
    return [places[name] for name in ids], np.asarray(root, dtype=np.float64), change if change > LEAST else 0.0


def _matrix(correlation: Correlation, places: Mapping[str, int]) -> tuple[list[str], Matrix]:
    import numpy as np

    members = (*correlation.tasks, *(name for group in correlation.groups for name in group.tasks))
    ids = list(dict.fromkeys(members))
    for name in ids:
        if name not in places:
            raise InputRefused(Fault.UNKNOWN_TASK, "correlation", f"“{name}” is no task of this network")
    if len(ids) > MOST or len(set(correlation.tasks)) < len(correlation.tasks):
        raise InputRefused(Fault.OUT_OF_RANGE, "correlation.tasks", f"must be different, and {MOST:,} at most")
    at, found = {name: place for place, name in enumerate(ids)}, np.eye(len(ids))
    for group in correlation.groups:
        if not -1 <= group.rho <= 1:
            raise InputRefused(Fault.OUT_OF_RANGE, "correlation.groups", "a correlation must be from -1 to 1")
        for one, other in combinations(dict.fromkeys(group.tasks), 2):
            found[at[one], at[other]] = found[at[other], at[one]] = group.rho
    if len(correlation.matrix) != len(correlation.tasks):
        raise InputRefused(Fault.OUT_OF_RANGE, "correlation.matrix", "must have a row for each task")
    if correlation.tasks:
        own = [at[name] for name in correlation.tasks]
        found[np.ix_(own, own)] = _square(correlation.matrix, "correlation.matrix")
    return ids, found


def _square(matrix: Sequence[Sequence[float]], at: str = "matrix") -> Matrix:
    import numpy as np

    if len({len(matrix), *(len(row) for row in matrix)}) > 1 or len(matrix) > MOST:
        raise InputRefused(Fault.OUT_OF_RANGE, at, f"must be square, with {MOST:,} rows at most")
    found = np.array([[float(each) for each in row] for row in matrix], dtype=float).reshape(len(matrix), len(matrix))
    if not (np.all(np.abs(found) <= 1) and np.allclose(found, found.T, atol=1e-12) and np.allclose(np.diag(found), 1, atol=1e-12)):
        raise InputRefused(Fault.OUT_OF_RANGE, at, "must be symmetric, with ones on the diagonal and values from -1 to 1")
    return found


def _nearest(given: Matrix) -> Matrix:
    import numpy as np

    if not len(given) or np.linalg.eigvalsh(given)[0] >= -1e-12:
        return given
    found, correction = given.copy(), np.zeros_like(given)
    for _step in range(500):
        rest = found - correction
        values, vectors = np.linalg.eigh(rest)
        semi = (vectors * np.clip(values, 0.0, None)) @ vectors.T
        correction = semi - rest
        before, found = found, semi.copy()
        np.fill_diagonal(found, 1.0)
        if np.max(np.abs(found - before)) < 1e-12:
            break
    values, vectors = np.linalg.eigh(found)
    semi = (vectors * np.clip(values, 0.0, None)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(semi))
    found = semi * np.outer(scale, scale)
    np.fill_diagonal(found, 1.0)
    return np.asarray((found + found.T) / 2, dtype=np.float64)
