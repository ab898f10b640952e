"""The heat map with its movements, the heaviest risks, and what they may cost together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from steerco.capabilities.exposures.queries.scope import Scope
from steerco.capabilities.raid.queries import OPEN_RISKS, Category, Risk, Standing, chance_of, current, inherent, residual
from steerco.foundation.ledger.queries import states_as_of
from steerco_engine.exposure import Chance
from steerco_engine.joint import Joint, joint_exposure
from steerco_engine.risks import risk_score

STEPS = 60


@dataclass(frozen=True)
class Cell:
    """A field of the heat map: its level, the risks in it, and how many of them rose, fell or are new there."""

    probability: int
    impact: int
    level: str
    refs: tuple[str, ...]
    up: int
    down: int
    new: int


@dataclass(frozen=True)
class HeatMap:
    """Five rows from the likeliest down, each with five cells; and the open risks of which nobody has said where they stand."""

    rows: tuple[tuple[Cell, ...], ...]
    placed: int
    unplaced: tuple[str, ...]
    up: int
    down: int


def open_risks(found: Iterable[Risk]) -> list[Risk]:
    """Those that are not over."""
    return [risk for risk in found if risk.state in OPEN_RISKS]


def heat_map(scope: Scope, found: Sequence[Risk]) -> HeatMap:
    """The open risks by probability and impact, before or after their responses, with what moved since a day."""
    stand = residual if scope.residual else inherent
    placed = [(risk, stand(risk)) for risk in found]
    then = _then(scope, found)
    moved = {risk.pk: _moved(now, then.get(risk.pk)) for risk, now in placed if now.score is not None}
    held: dict[tuple[int, int], list[Risk]] = {}
    for risk, now in placed:
        if now.score is not None and now.probability_band and now.impact_band:
            held.setdefault((now.probability_band, now.impact_band), []).append(risk)
    rows = tuple(tuple(_cell(p, i, held.get((p, i), []), moved) for i in range(1, 6)) for p in range(5, 0, -1))
    ways = Counter(moved.values())
    return HeatMap(rows, len(moved), tuple(risk.ref for risk, now in placed if now.score is None), ways["up"], ways["down"])


def _cell(probability: int, impact: int, found: list[Risk], moved: Mapping[int, str]) -> Cell:
    ways = Counter(moved[risk.pk] for risk in found)
    level = risk_score(probability, impact).level.value
    return Cell(probability, impact, level, tuple(risk.ref for risk in found), ways["up"], ways["down"], ways["new"])


def _then(scope: Scope, found: Sequence[Risk]) -> dict[int, int | None]:
    """The score that each risk had on the day with which is compared; one that was not there is missing."""
    field = "residual_score" if scope.residual else "score"
    states = states_as_of(Risk, scope.instant, record_ids=[risk.pk for risk in found])
    return {pk: held.get(field) for pk, held in states.items()}


def _moved(now: Standing, then: int | None) -> str:
    if then is None:
        return "new"
    score = now.score or 0
    return "up" if score > then else "down" if score < then else "same"


@dataclass(frozen=True)
class Money:
    """What the risks of one currency may cost together. `themes` names the causes that several of them share."""

    currency: str
    joint: Joint
    priced: tuple[str, ...]
    unpriced: tuple[str, ...]
    themes: tuple[tuple[str, int], ...]
    sum_of_p80: Decimal

    def p(self, percent: int) -> Decimal:
        """A percentile of the sum."""
        return self.joint.at(Decimal(percent) / 100)

    @property
    def curve(self) -> list[tuple[Decimal, Decimal]]:
        """The S-curve, thinned to some sixty points: a sum and the probability that it is enough."""
        totals = self.joint.totals
        step = max(1, len(totals) // STEPS)
        return [(each.total, each.cumulative) for place, each in enumerate(totals) if place % step == 0 or place == len(totals) - 1]


def money(found: Sequence[Risk]) -> list[Money]:
    """What open risks may cost together, by currency: amounts of two currencies are never added."""
    unpriced = tuple(risk.ref for risk in found if chance_of(risk) is None)
    by_currency: dict[str, list[tuple[Risk, Chance]]] = {}
    for risk in found:
        chance = chance_of(risk)
        if chance is not None:
            by_currency.setdefault(risk.currency, []).append((risk, chance))
    return [_money(currency, held, unpriced) for currency, held in sorted(by_currency.items(), key=lambda each: -len(each[1]))]


def _money(currency: str, held: Sequence[tuple[Risk, Chance]], unpriced: tuple[str, ...]) -> Money:
    themes: dict[str, list[Chance]] = {}
    names: dict[str, str] = {}
    for risk, chance in held:
        key = " ".join(risk.theme.casefold().split()) or risk.ref
        themes.setdefault(key, []).append(chance)
        names.setdefault(key, risk.theme)
    shared = tuple((names[key], len(chances)) for key, chances in themes.items() if len(chances) > 1)
    projects: dict[int, dict[str, list[Chance]]] = {}
    for risk, chance in held:
        projects.setdefault(risk.project_id, {}).setdefault(" ".join(risk.theme.casefold().split()) or risk.ref, []).append(chance)
    alone = sum((joint_exposure(list(each.values())).at(Decimal("0.8")) for each in projects.values()), Decimal(0))
    return Money(currency, joint_exposure(list(themes.values())), tuple(risk.ref for risk, _c in held), unpriced, shared, alone)


def weight_by_category(found: Sequence[Risk]) -> list[tuple[str, int, int, int]]:
    """Each category with its open risks, those that are extreme, and the highest score in it; the fullest first."""
    names = dict(Category.choices)
    lines: dict[str, list[Standing]] = {}
    for risk in found:
        lines.setdefault(risk.category, []).append(current(risk))
    return sorted(
        (
            (str(names[Category(key)]) if key else "", len(held), sum(each.level == "extreme" for each in held), max(
                (each.score or 0 for each in held), default=0))
            for key, held in lines.items()
        ),
        key=lambda line: (-line[1], line[0]),
    )  # fmt: skip


def without_owner(found: Sequence[Risk]) -> tuple[str, ...]:
    """Open risks that nobody looks after."""
    return tuple(risk.ref for risk in found if risk.owner_id is None)


def list_of(refs: Sequence[str]) -> dict[str, Any]:
    """The filter of the register of risks that shows exactly these."""
    return {"f": f"ref:in:{'|'.join(refs)}"} if 0 < len(refs) <= 200 else {}
