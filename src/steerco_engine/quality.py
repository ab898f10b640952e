"""How far the data of a project can be relied on: five parts, weighed (domain.md §10.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.health import Health

UNSAFE_BELOW = Decimal("0.75")
GOOD_FROM = Decimal("0.90")


class Part(StrEnum):
    """What the score is made of."""

    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"
    VALIDITY = "validity"
    CONSISTENCY = "consistency"
    ACCURACY = "accuracy"


WEIGHTS: Mapping[Part, Decimal] = {
    Part.COMPLETENESS: Decimal("0.30"),
    Part.TIMELINESS: Decimal("0.25"),
    Part.VALIDITY: Decimal("0.20"),
    Part.CONSISTENCY: Decimal("0.15"),
    Part.ACCURACY: Decimal("0.10"),
}


@dataclass(frozen=True, slots=True)
class Quality:
    """The score from 0 to 1 (None where no part is known), its band, and the parts that could not be looked at."""

    score: Decimal | None
    band: Health | None
    missing: tuple[Part, ...]

    @property
    def unsafe(self) -> bool:
        """Whether charts that use the data carry a badge."""
        return self.score is not None and self.score < UNSAFE_BELOW


def quality_score(parts: Mapping[Part, Decimal | None]) -> Quality:
    """The weighted mean of the parts; a part that can't be looked at counts neither way, and is named.

    Parameters
    ----------
    parts
        From 0 to 1 each; None where a part cannot be looked at.

    Returns
    -------
    Quality
        The mean, and the parts that are missing.

    Examples
    --------
    >>> values = ("0.90", "0.80", "1.00", "0.60", "0.95")
    >>> found = quality_score(dict(zip(Part, map(Decimal, values))))
    >>> found.score, found.band.value
    (Decimal('0.8550'), 'amber')
    >>> quality_score({}).score is None
    True
    """
    known = {part: value for part in Part if (value := parts.get(part)) is not None}
    missing = tuple(part for part in Part if part not in known)
    if not known:
        return Quality(None, None, missing)
    total = sum((WEIGHTS[part] * value for part, value in known.items()), Decimal(0))
    score = total if not missing else total / sum((WEIGHTS[part] for part in known), Decimal(0))
    band = Health.GREEN if score >= GOOD_FROM else Health.AMBER if score >= UNSAFE_BELOW else Health.RED
    return Quality(score, band, missing)
