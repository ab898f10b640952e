"""From uncertain amounts to arrays that are drawn from: a key for each stream, parameters, tables of quantiles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from steerco_engine.uncertainty.distributions import Ends, beta_quantile
from steerco_engine.uncertainty.kernel import CELLS, DISCRETE, FIXED, LOGNORMAL, TABLE, TRIANGULAR, UNIFORM, Reals, Streams, blended
from steerco_engine.uncertainty.model import Shape, Spread

PLACES = 128
"""Places of the likely value between the ends for which the beta distribution is tabulated; cubics run between them."""


def key_of(seed: int, *names: str) -> int:
    """The key of a stream: of the seed and of what is drawn alone, so that another task more changes nothing for the others.

    Examples
    --------
    >>> key_of(1, "task", "A") == key_of(1, "task", "A") != key_of(2, "task", "A")
    True
    """
    text = "\0".join((str(seed), *names)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


@lru_cache(maxsize=16)
def _beta_tables(strength: float) -> Reals:
    """Quantiles by place of the likely value, from the least to the most, by the root of the probability from the nearer end."""
    share = (np.arange(CELLS + 1) / (CELLS * np.sqrt(2.0))) ** 2
    place = np.arange(PLACES + 1)[:, None] / PLACES
    quantile: Any = beta_quantile()
    low: Reals = np.asarray(quantile(1 + strength * place, 1 + strength * (1 - place), share[None, :]))
    return np.concatenate((low[:, :-1], 1.0 - low[::-1, ::-1]), axis=1)  # the upper half mirrors the lower one of the mirrored place


def tables_of(place: Reals, strength: float) -> Reals:
    """A table of quantiles for each place of the likely value."""
    at = np.clip((place * PLACES).astype(np.int64) - 1, 0, PLACES - 3)
    x = place * PLACES - at
    weights = np.stack((
        -(x - 1) * (x - 2) * (x - 3) / 6, x * (x - 2) * (x - 3) / 2, -x * (x - 1) * (x - 3) / 2, x * (x - 1) * (x - 2) / 6,
    ), axis=1)  # fmt: skip
    tables = np.empty((len(place), 2 * CELLS + 1))
    blended(_beta_tables(strength), at, weights, tables)
    return tables


@dataclass(slots=True)
class Gatherer:
    """Gathers streams one by one, and turns them into arrays at once."""

    seed: int
    key: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    par: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    betas: list[tuple[float, float]] = field(default_factory=list)
    discrete: list[tuple[tuple[float, float], ...]] = field(default_factory=list)

    def add(self, spread: Spread, ends: Ends, *names: str) -> int:
        """Takes an uncertain amount with its ends in, and gives the number of its stream."""
        shape, a, m, b = spread.shape, ends.low, ends.likely, ends.high
        kind, par, place = FIXED, (m, 0.0, 0.0, 0.0, 0.0), 0
        if shape is Shape.LOGNORMAL:
            kind, par = LOGNORMAL, (a, b, 0.0, 0.0, 0.0)
        elif shape is Shape.DISCRETE:
            kind, place = DISCRETE, len(self.discrete)
            self.discrete.append(tuple(sorted(zip(spread.values, spread.weights, strict=True))))
        elif b > a and shape is Shape.TRIANGULAR:
            kind, par = TRIANGULAR, (a, b, (m - a) / (b - a), (b - a) * (m - a), (b - a) * (b - m))
        elif b > a and shape is Shape.UNIFORM:
            kind, par = UNIFORM, (a, b - a, 0.0, 0.0, 0.0)
        elif b > a and shape is Shape.BETAPERT:
            kind, par, place = TABLE, (a, b - a, 0.0, 0.0, 0.0), len(self.betas)
            self.betas.append(((m - a) / (b - a), spread.strength))
        self.key.append(key_of(self.seed, *names))
        self.kind.append(kind)
        self.par.append(par)
        self.place.append(place)
        return len(self.key) - 1

    def streams(self) -> Streams:
        """The arrays."""
        tables = np.zeros((len(self.betas), 2 * CELLS + 1))
        place, strength = np.array([each[0] for each in self.betas]), np.array([each[1] for each in self.betas])
        for each in sorted(set(strength.tolist())):
            tables[strength == each] = tables_of(place[strength == each], each)
        values = [pair for pairs in self.discrete for pair in pairs]
        cumulative = [np.cumsum([weight for _value, weight in pairs]) / sum(weight for _value, weight in pairs) for pairs in self.discrete]
        return Streams(
            key=np.array(self.key, dtype=np.uint64), kind=np.array(self.kind, dtype=np.int64), par=np.array(self.par).reshape(-1, 5),
            place=np.array(self.place, dtype=np.int64), tables=tables,
            ends=np.concatenate(([0], np.cumsum([len(pairs) for pairs in self.discrete]))).astype(np.int64),
            values=np.array([value for value, _weight in values], dtype=float),
            cumulative=np.concatenate(cumulative) if cumulative else np.zeros(0),
        )  # fmt: skip
