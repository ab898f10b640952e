"""Dependencies between projects: their float, health, what a slip reaches, and projects that wait for each other (domain.md §9.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from steerco_engine.staleness import working_days

AMBER_BELOW = 10
AGREE_WITHIN = 10


class Health(StrEnum):
    """How a dependency stands."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Link:
    """That `taker` needs something from `giver`; `float_days` is None where a date is missing."""

    key: str
    giver: str
    taker: str
    float_days: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A project that a slip reaches: through which dependency, over how many steps, and how many working days of the slip arrive there."""

    project: str
    through: str
    steps: int
    days: int


def float_days(need_by: dt.date | None, promised_on: dt.date | None) -> int | None:
    """Working days between the promised day and the day of need; below zero where the promise comes too late, None without both.

    Parameters
    ----------
    need_by
        The day of need.
    promised_on
        The promised day.

    Returns
    -------
    int | None
        Working days.

    Examples
    --------
    >>> float_days(dt.date(2026, 5, 15), dt.date(2026, 5, 1)), float_days(dt.date(2026, 5, 1), dt.date(2026, 5, 4))
    (10, -1)
    >>> float_days(None, dt.date(2026, 5, 4)) is None
    True
    """
    if need_by is None or promised_on is None:
        return None
    return working_days(promised_on, need_by) if promised_on <= need_by else -working_days(need_by, promised_on)


def dependency_health(float_now: int | None, agreed: bool, proposed_for: int) -> Health:
    """Green from 10 working days of float on, amber from 0, red below; red where it is not agreed within 10 working days.

    Parameters
    ----------
    float_now
        Working days; None where it is unknown.
    agreed
        Whether both sides agreed.
    proposed_for
        Working days since it was proposed.

    Returns
    -------
    Health
        Green, Amber, Red, or unknown where the float is.

    Examples
    --------
    >>> [dependency_health(days, True, 0).value for days in (10, 9, 0, -1, None)]
    ['green', 'amber', 'amber', 'red', 'unknown']
    >>> dependency_health(20, False, 11).value, dependency_health(20, False, 10).value
    ('red', 'green')
    """
    if not agreed and proposed_for > AGREE_WITHIN:
        return Health.RED
    if float_now is None:
        return Health.UNKNOWN
    return Health.GREEN if float_now >= AMBER_BELOW else Health.AMBER if float_now >= 0 else Health.RED


def blast_radius(links: Sequence[Link], project: str, slip_days: int) -> tuple[Reached, ...]:
    """The projects that are late when one slips: each float takes off what it can, the rest goes on; a missing float takes off nothing.

    Parameters
    ----------
    links
        Dependencies between projects, with their floats in working days.
    project
        The project that slips.
    slip_days
        By how many working days.

    Returns
    -------
    tuple[Reached, ...]
        Each project reached, with the working days that it is late.

    Examples
    --------
    >>> links = [Link("D1", "A", "B", 5), Link("D2", "B", "C", 0), Link("D3", "B", "D", 30)]
    >>> [(each.project, each.days, each.steps) for each in blast_radius(links, "A", 15)]
    [('B', 10, 1), ('C', 10, 2)]
    """
    reached: dict[str, Reached] = {}
    front = [(project, slip_days, 0)]
    while front:
        giver, days, steps = front.pop(0)
        for link in links:
            rest = days - max(link.float_days or 0, 0)
            known = reached.get(link.taker)
            if link.giver != giver or link.taker == project or rest <= 0 or (known is not None and known.days >= rest):
                continue
            reached[link.taker] = Reached(link.taker, link.key, steps + 1, rest)
            front.append((link.taker, rest, steps + 1))
    return tuple(sorted(reached.values(), key=lambda each: (each.steps, -each.days, each.project)))


def cycles(links: Sequence[Link]) -> tuple[tuple[str, ...], ...]:
    """The groups of projects that wait for each other in a circle, each in the order of names.

    Parameters
    ----------
    links
        Dependencies between projects, with their floats in working days.

    Returns
    -------
    tuple[tuple[str, ...], ...]
        Groups of names; none where nothing goes round.

    Examples
    --------
    >>> cycles([Link("D1", "A", "B", 0), Link("D2", "B", "A", 0), Link("D3", "B", "C", 0)])
    (('A', 'B'),)
    """
    after: dict[str, set[str]] = {}
    for link in links:
        after.setdefault(link.giver, set()).add(link.taker)
    found = {start: _reachable(after, start) for start in after}
    groups = {
        tuple(sorted({start, *(other for other in beyond if start in found.get(other, ()))})) for start, beyond in found.items()
        if start in beyond
    }  # fmt: skip
    return tuple(sorted(groups))


def _reachable(after: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    front = [start]
    while front:
        for taker in after.get(front.pop(), ()):
            if taker not in found:
                found.add(taker)
                front.append(taker)
    return found
