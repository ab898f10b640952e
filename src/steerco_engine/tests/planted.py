"""Portfolios whose truth is known because it was put there: what each project's facts must say, and where a report was made to differ.

The truth is worked out while the facts are made, by whole per cents that lie well inside of a band, and never asks the engine.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from steerco_engine.health import Health
from steerco_engine.readings import FrozenReport, readings
from steerco_engine.rules import Dimension, Measure
from steerco_engine.watermelons import Difference, difference

GREEN, AMBER, RED = Health.GREEN, Health.AMBER, Health.RED
SCALE = (GREEN, AMBER, RED)
BEGUN, EVERY, REPORTS = dt.date(2024, 1, 31), dt.timedelta(days=30), 4
PLAN = FrozenReport(BEGUN, dt.date(2034, 1, 31), Decimal(10_000), Decimal(1000), Decimal(1000), Decimal(5000), "GBP")
BANDS: Mapping[Health, tuple[int, int]] = {GREEN: (0, 4), AMBER: (6, 9), RED: (12, 60)}
"""How many per cent worse a fact is made for a colour."""
CRITICAL = (Dimension.SCHEDULE, Dimension.COST, Dimension.BENEFITS)
BENEFITS: Mapping[Health, tuple[int, int]] = {GREEN: (0, 4), AMBER: (6, 14), RED: (16, 60)}
EXPOSURES: Mapping[Health, tuple[int, int]] = {GREEN: (20, 100), AMBER: (105, 125), RED: (130, 300)}
PULSES: Mapping[Health, tuple[int, int]] = {GREEN: (40, 50), AMBER: (30, 39), RED: (10, 29)}


@dataclass(frozen=True, slots=True)
class Planted:
    """A project: its reports, what its facts say in truth, what was reported, and the difference that was put there."""

    reports: tuple[FrozenReport, ...]
    truth: Health | None
    reported: Health | None
    dimensions: Mapping[Dimension, Health] = field(default_factory=dict)
    difference: Difference | None = None


@dataclass(slots=True)
class Score:
    """How many differences of a kind were put there, found, and found where they were put."""

    planted: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that had been put there."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what had been put there that was found."""
        return self.right / self.planted if self.planted else 1.0


def project(chance: random.Random) -> Planted:
    """One project: steady reports, then one in which each fact is worse by what a colour asks for."""
    wanted = {dimension: _colour(chance) for dimension in (*CRITICAL, Dimension.RISK, Dimension.STAKEHOLDERS)}
    before = tuple(replace(PLAN, status_on=BEGUN + place * EVERY) for place in range(REPORTS - 1))
    last = _worsened(chance, replace(PLAN, status_on=BEGUN + (REPORTS - 1) * EVERY), before[-1], wanted)
    if chance.random() < 0.08:  # a fact that nobody ever gave: nothing can be said of the whole
        before = tuple(replace(each, benefits=None) for each in before)
        wanted.pop(Dimension.BENEFITS)
        last = replace(last, benefits=None)
    truth = _whole(wanted)
    return _reported(chance, (*before, last), truth, wanted)


def score(portfolios: int, projects: int) -> tuple[dict[Difference, Score], int]:
    """The score of each kind of difference over so many portfolios, and how many reports could be checked."""
    found, looked = {kind: Score() for kind in Difference}, 0
    for seed in range(portfolios):
        chance = random.Random(seed)
        for each in (project(chance) for _ in range(projects)):
            told = readings(each.reports)[-1]
            if told.evident is not each.truth:
                raise AssertionError(f"portfolio {seed}: the facts say {told.evident}, in truth {each.truth}")
            looked += told.evident is not None
            said = difference(each.reported, told.evident, each.dimensions, told.colours())
            for kind, counted in found.items():
                counted.planted += each.difference is kind
                counted.found += said is kind
                counted.right += said is kind and each.difference is kind
    return found, looked


def _colour(chance: random.Random) -> Health:
    return chance.choices(SCALE, (80, 12, 8))[0]


def _worsened(chance: random.Random, now: FrozenReport, before: FrozenReport, wanted: Mapping[Dimension, Health]) -> FrozenReport:
    assert before.end_on is not None and now.whole_life_cost is not None and now.benefits is not None
    left = (before.end_on - before.status_on).days
    slip, dearer = chance.randint(*BANDS[wanted[Dimension.SCHEDULE]]), chance.randint(*BANDS[wanted[Dimension.COST]])
    fewer = chance.randint(*BENEFITS[wanted[Dimension.BENEFITS]])
    measures = {
        Measure.EXPOSURE: Decimal(chance.randint(*EXPOSURES[wanted[Dimension.RISK]])) / 100,
        Measure.PULSE: Decimal(chance.randint(*PULSES[wanted[Dimension.STAKEHOLDERS]])) / 10,
    }
    return replace(
        now, end_on=before.end_on + dt.timedelta(days=left * slip // 100), whole_life_cost=now.whole_life_cost * (100 + dearer) / 100,
        benefits=now.benefits * (100 - fewer) / 100, measures=measures,
    )  # fmt: skip


def _whole(wanted: Mapping[Dimension, Health]) -> Health | None:
    """The colour of the whole in the words of the rule; None where a fact that decides is missing and nothing else makes it worse."""
    red = [each for each, colour in wanted.items() if colour is RED]
    amber = [each for each, colour in wanted.items() if colour is AMBER]
    if len(red) >= 2 or any(each in CRITICAL for each in red):
        return RED
    if red or len(amber) >= 2 or any(each in CRITICAL for each in amber):
        return AMBER
    return GREEN if Dimension.BENEFITS in wanted else None


def _reported(
    chance: random.Random, reports: tuple[FrozenReport, ...], truth: Health | None, wanted: Mapping[Dimension, Health]
) -> Planted:
    """What is reported: mostly the truth; now and then better, worse, or Green for a part that is Red and decides."""
    drawn = chance.random()
    place = SCALE.index(truth) if truth is not None else 0
    if drawn < 0.12 and truth in (AMBER, RED):
        return Planted(reports, truth, SCALE[chance.randrange(place)], difference=Difference.WATERMELON)
    if drawn < 0.20 and truth in (GREEN, AMBER):
        return Planted(reports, truth, SCALE[chance.randint(place + 1, 2)], difference=Difference.LEMON)
    hidden = [each for each in CRITICAL if wanted.get(each) is RED]
    if drawn < 0.35 and hidden:
        return Planted(reports, truth, truth, {**wanted, hidden[0]: GREEN}, Difference.WATERMELON)
    return Planted(reports, truth, truth if truth is not None else chance.choice(SCALE), dict(wanted))
