"""Delivery confidence: how bad a rating is, how the five-point scale maps to three, and which way a rating moved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from steerco_engine.reasons import Direction, Reason

Points = Literal[3, 5]


class Confidence(StrEnum):
    """A rating of delivery confidence; Amber/Green and Amber/Red exist on the five-point scale only (domain.md §10.4)."""

    GREEN = "green"
    AMBER_GREEN = "amber_green"
    AMBER = "amber"
    AMBER_RED = "amber_red"
    RED = "red"


BEST_FIRST: tuple[Confidence, ...] = tuple(Confidence)
_THREE_POINTS = {
    Confidence.GREEN: Confidence.GREEN,
    Confidence.AMBER_GREEN: Confidence.AMBER,
    Confidence.AMBER: Confidence.AMBER,
    Confidence.AMBER_RED: Confidence.AMBER,
    Confidence.RED: Confidence.RED,
}
_SEVERITY = {Confidence.GREEN: 0, Confidence.AMBER: 1, Confidence.RED: 2}
_LEVEL = {rating: 5 - place for place, rating in enumerate(BEST_FIRST)}


@dataclass(frozen=True, slots=True)
class RatingMovement:
    """Which way a rating moved, or why that can't be said."""

    direction: Direction | None
    steps: int | None
    reason: Reason | None = None


def on_three_points(rating: Confidence) -> Confidence:
    """The rating on the three-point scale: Green stays, Red stays, all between is Amber (domain.md §10.4).

    Parameters
    ----------
    rating
        A confidence rating on the five-point scale.

    Returns
    -------
    Confidence
        Green, Amber or Red.

    Examples
    --------
    >>> on_three_points(Confidence.AMBER_GREEN).value, on_three_points(Confidence.RED).value
    ('amber', 'red')
    """
    return _THREE_POINTS[rating]


def severity(rating: Confidence) -> int:
    """How bad a rating is on three points: Green 0, Amber 1, Red 2 (domain.md §10.5).

    Parameters
    ----------
    rating
        A confidence rating on the five-point scale.

    Returns
    -------
    int
        From 0 to 2.

    Examples
    --------
    >>> [severity(rating) for rating in BEST_FIRST]
    [0, 1, 1, 1, 2]
    """
    return _SEVERITY[_THREE_POINTS[rating]]


def level(rating: Confidence) -> int:
    """The height of a rating in a status strip: Green 5 down to Red 1.

    Parameters
    ----------
    rating
        A confidence rating on the five-point scale.

    Returns
    -------
    int
        From 1 to 5.

    Examples
    --------
    >>> [level(rating) for rating in BEST_FIRST]
    [5, 4, 3, 2, 1]
    """
    return _LEVEL[rating]


def rating_movement(before: Confidence | None, after: Confidence | None, *, points: Points = 3) -> RatingMovement:
    """Which way a rating moved between two reports.

    Parameters
    ----------
    before, after
        The two ratings; None where none was given.
    points
        The scale to compare on. Reports on different scales compare on three points only.

    Returns
    -------
    RatingMovement
        ``steps`` counts points towards Red (positive = worse). Without both ratings: ``NO_BASELINE`` or ``NO_DATA``.

    Examples
    --------
    >>> rating_movement(Confidence.AMBER_RED, Confidence.GREEN).direction.value
    'better'
    >>> rating_movement(Confidence.AMBER_GREEN, Confidence.AMBER).direction.value
    'same'
    >>> rating_movement(Confidence.AMBER_GREEN, Confidence.AMBER, points=5).direction.value
    'worse'
    >>> rating_movement(None, Confidence.RED).reason.value
    'NO_BASELINE'
    """
    if before is None:
        return RatingMovement(None, None, Reason.NO_BASELINE)
    if after is None:
        return RatingMovement(None, None, Reason.NO_DATA)
    steps = severity(after) - severity(before) if points == 3 else _LEVEL[before] - _LEVEL[after]
    return RatingMovement(Direction.of(steps), steps)
