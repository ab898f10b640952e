"""The calculations of the engine from n to r. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from steerco_client.asking import NOT_GIVEN, Asks, Calculated


class CalculationsNToR(Asks):
    """Calculations by name."""

    def nearest_correlation(
        self,
        *,
        matrix: list[list[Decimal | float | int]],
    ) -> Calculated:
        """The nearest correlation matrix to a given one, and the largest change of a correlation."""
        return self.ask("nearest_correlation", {"matrix": matrix})

    def numeric_level(
        self,
        *,
        probability: Decimal | float | int | str,
        impact: Decimal | float | int | str,
    ) -> Calculated:
        """The rank of probability × impact on the PMBOK matrix: up to 0.05 low, below 0.18 moderate, from 0.18 on high."""
        return self.ask("numeric_level", {"probability": probability, "impact": impact})

    def on_three_points(
        self,
        *,
        rating: str,
    ) -> Calculated:
        """The rating on the three-point scale: Green stays, Red stays, all between is Amber (domain.md §10.4)."""
        return self.ask("on_three_points", {"rating": rating})

    def overall_colour(
        self,
        *,
        colours: dict[str, Any],
    ) -> Calculated:
        """The colour of a project from those of its dimensions."""
        return self.ask("overall_colour", {"colours": colours})

    def papers_due(
        self,
        *,
        meets_on: str,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """The day by which papers are with the members: 5 working days before the meeting."""
        return self.ask("papers_due", {"meets_on": meets_on, "holidays": holidays})

    def percent(
        self,
        *,
        share: Decimal | float | int | str,
        places: int = NOT_GIVEN,
        signed: bool = NOT_GIVEN,
    ) -> Calculated:
        """A share as a percentage, rounded half up for display only."""
        return self.ask("percent", {"share": share, "places": places, "signed": signed})

    def percentile(
        self,
        *,
        totals: list[dict[str, Any]],
        share: Decimal | float | int | str,
    ) -> Calculated:
        """The smallest sum that is not exceeded with this probability (domain.md §0.2, G5)."""
        return self.ask("percentile", {"totals": totals, "share": share})

    def period_ends(
        self,
        *,
        cadence: str,
        anchor: str,
        first: str,
        last: str,
    ) -> Calculated:
        """The last days of the periods that end from one day to another."""
        return self.ask("period_ends", {"cadence": cadence, "anchor": anchor, "first": first, "last": last})

    def plain_amount(
        self,
        *,
        amount: Decimal | float | int | str,
    ) -> Calculated:
        """An amount in full, with thousands."""
        return self.ask("plain_amount", {"amount": amount})

    def priority_of(
        self,
        *,
        impact: int,
        urgency: int,
    ) -> Calculated:
        """The priority of an issue and the working days for an answer, from impact and urgency of 1 to 4, 4 the greatest."""
        return self.ask("priority_of", {"impact": impact, "urgency": urgency})

    def probability_band(
        self,
        *,
        probability: Decimal | float | int | str,
    ) -> Calculated:
        """The band of a probability: 1 up to 10%, 2 up to 30%, 3 up to 50%, 4 up to 70%, 5 above."""
        return self.ask("probability_band", {"probability": probability})

    def propose_links(
        self,
        *,
        incoming: list[dict[str, Any]],
        known: list[dict[str, Any]],
        floor: int = NOT_GIVEN,
        each: int = NOT_GIVEN,
    ) -> Calculated:
        """Asks `propose_links`; see the reference."""
        return self.ask("propose_links", {"incoming": incoming, "known": known, "floor": floor, "each": each})

    def quality_score(
        self,
        *,
        parts: dict[str, Any],
    ) -> Calculated:
        """The weighted mean of the parts; a part that can't be looked at counts neither way, and is named."""
        return self.ask("quality_score", {"parts": parts})

    def rating_movement(
        self,
        *,
        before: str | None,
        after: str | None,
        points: Any = NOT_GIVEN,
    ) -> Calculated:
        """Which way a rating moved between two reports."""
        return self.ask("rating_movement", {"before": before, "after": after, "points": points})

    def readings(
        self,
        *,
        reports: list[dict[str, Any]],
        rules: list[dict[str, Any]] = NOT_GIVEN,
    ) -> Calculated:
        """The health of a project after each of its reports, oldest first; it depends on nothing but these reports and rules."""
        return self.ask("readings", {"reports": reports, "rules": rules})

    def replayed(
        self,
        *,
        network: dict[str, Any],
        durations: dict[str, Any],
    ) -> Calculated:
        """The same analysis of iterations that were stored: the durations of each task, iteration by iteration."""
        return self.ask("replayed", {"network": network, "durations": durations})

    def response_value(
        self,
        *,
        before: dict[str, Any],
        after: dict[str, Any],
        cost: Decimal | float | int | str,
    ) -> Calculated:
        """What a response is worth: the expected value before less that after less its cost."""
        return self.ask("response_value", {"before": before, "after": after, "cost": cost})

    def risk_score(
        self,
        *,
        probability: int,
        impact: int,
    ) -> Calculated:
        """The product of the bands and how it ranks: 1–4 low, 5–9 moderate, 10–14 high, 15–25 extreme; impact 5 is high at least."""
        return self.ask("risk_score", {"probability": probability, "impact": impact})

    def rules_on(
        self,
        *,
        rules: list[dict[str, Any]],
        day: str,
    ) -> Calculated:
        """The version in force on a day: the newest that began by then; the shipped rules where none had begun."""
        return self.ask("rules_on", {"rules": rules, "day": day})
