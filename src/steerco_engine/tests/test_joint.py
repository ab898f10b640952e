"""The joint distribution: equal to the exact one where it can be followed, close to it where it is simulated, and the same each time."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt

import pytest

from steerco_engine import joint
from steerco_engine.exposure import Chance, exposure
from steerco_engine.joint import joint_exposure
from steerco_engine.reasons import InputRefused

FOUR = [Chance(Decimal(p), Decimal(impact)) for p, impact in (("0.3", 100), ("0.5", 60), ("0.2", 250), ("0.1", 400))]


def test_apart_it_is_the_exact_distribution() -> None:
    found = joint_exposure([[each] for each in FOUR])
    assert found.totals == exposure(FOUR).totals
    assert (found.covered(Decimal(150)), found.covered(Decimal(160)), found.covered(Decimal(-1))) == (
        Decimal("0.612"), Decimal("0.720"), 0,
    )  # fmt: skip


def test_the_simulation_agrees_with_the_worked_example_and_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = exposure(FOUR)
    monkeypatch.setattr(joint, "MOST_EXACT", 3)
    found = joint_exposure([[each] for each in FOUR], runs=40_000, seed=7)
    mean = float(sum(each.total * each.probability for each in found.totals))
    spread = sqrt(float(sum(each.total**2 * each.probability for each in exact.totals)) - 150**2)
    assert abs(mean - 150) <= 4 * spread / sqrt(40_000)
    assert (found.runs, found.seed, [found.at(Decimal(p)) for p in ("0.5", "0.8")]) == (40_000, 7, [60, 310])
    for each in exact.totals:
        error = 4 * sqrt(float(each.cumulative * (1 - each.cumulative)) / 40_000)
        assert abs(float(found.covered(each.total) - each.cumulative)) <= error + 1e-9
    assert found == joint_exposure([[each] for each in FOUR], runs=40_000, seed=7)


def test_one_cause_keeps_the_mean_and_widens_the_sum() -> None:
    together = joint_exposure([FOUR])
    assert sum(each.total * each.probability for each in together.totals) == together.expected == 150
    assert together.at(Decimal("0.9")) > exposure(FOUR).p90
    assert [int(each.total) for each in together.totals] == [0, 60, 160, 410, 810]


def test_what_can_not_be_is_refused() -> None:
    for themes, runs in (([[Chance(Decimal(2), Decimal(1))]], 10_000), ([], 999)):
        with pytest.raises(InputRefused):
            joint_exposure(themes, runs=runs)
    assert joint_exposure([]).at(Decimal("0.8")) == 0
