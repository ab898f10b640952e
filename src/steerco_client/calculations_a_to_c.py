"""The calculations of the engine from a to c. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from steerco_client.asking import NOT_GIVEN, Asks, Calculated


class CalculationsAToC(Asks):
    """Calculations by name."""

    def after_working_days(
        self,
        *,
        start: str,
        days: int,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """The day that is so many working days after another one; before it, where the number is below zero."""
        return self.ask("after_working_days", {"start": start, "days": days, "holidays": holidays})

    def age(
        self,
        *,
        status_on: str,
        looked_at_on: str,
        cadence_days: int,
    ) -> Calculated:
        """How old a report is: fresh up to cadence + 5 working days, stale up to 1.5 × cadence + 5, expired beyond."""
        return self.ask("age", {"status_on": status_on, "looked_at_on": looked_at_on, "cadence_days": cadence_days})

    def agreement(
        self,
        *,
        reported: str | None,
        verdict: dict[str, Any],
    ) -> Calculated:
        """How a reported rating stands beside the computed colour; None when either is missing."""
        return self.ask("agreement", {"reported": reported, "verdict": verdict})

    def amount_movement(
        self,
        *,
        before: Decimal | float | int | str | None,
        after: Decimal | float | int | str | None,
        currencies: list[str] = NOT_GIVEN,
        price_bases: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """How an amount moved between two reports in the same currency and price basis."""
        return self.ask("amount_movement", {"before": before, "after": after, "currencies": currencies, "price_bases": price_bases})

    def answer_by(
        self,
        *,
        start: str,
        days: int,
    ) -> Calculated:
        """The day that lies so many working days (Monday to Friday) after another."""
        return self.ask("answer_by", {"start": start, "days": days})

    def blast_radius(
        self,
        *,
        links: list[dict[str, Any]],
        project: str,
        slip_days: int,
    ) -> Calculated:
        """Asks `blast_radius`; see the reference."""
        return self.ask("blast_radius", {"links": links, "project": project, "slip_days": slip_days})

    def brighter_than_facts(
        self,
        *,
        text: str,
        computed: list[str | None],
    ) -> Calculated:
        """Whether words are bright while the computed colour got worse since the report before."""
        return self.ask("brighter_than_facts", {"text": text, "computed": computed})

    def cadence(
        self,
        *,
        status_dates: list[str],
    ) -> Calculated:
        """Asks `cadence`; see the reference."""
        return self.ask("cadence", {"status_dates": status_dates})

    def compared(
        self,
        *,
        old: str,
        new: str,
        keep: int = NOT_GIVEN,
        joined_below: int = NOT_GIVEN,
    ) -> Calculated:
        """The runs of words that stayed, went and came, in reading order."""
        return self.ask("compared", {"old": old, "new": new, "keep": keep, "joined_below": joined_below})

    def core(
        self,
        *,
        name: str,
    ) -> Calculated:
        """A folded name without what sources add and drop: `Programme`, `Project`, a short form or a former name in brackets."""
        return self.ask("core", {"name": name})

    def cost_deviation(
        self,
        *,
        planned: Decimal | float | int | str | None,
        forecast: Decimal | float | int | str | None,
        above: Decimal | float | int | str | None,
        below: Decimal | float | int | str | None = NOT_GIVEN,
    ) -> Calculated:
        """Asks `cost_deviation`; see the reference."""
        return self.ask("cost_deviation", {"planned": planned, "forecast": forecast, "above": above, "below": below})

    def cpm(
        self,
        *,
        tasks: list[dict[str, Any]],
        links: list[dict[str, Any]],
        calendar: dict[str, Any] | None = NOT_GIVEN,
        status_day: Decimal | float | int = NOT_GIVEN,
    ) -> Calculated:
        """The critical path of tasks and links; nothing starts before the status day."""
        return self.ask("cpm", {"tasks": tasks, "links": links, "calendar": calendar, "status_day": status_day})

    def cycles(
        self,
        *,
        links: list[dict[str, Any]],
    ) -> Calculated:
        """The groups of projects that wait for each other in a circle, each in the order of names."""
        return self.ask("cycles", {"links": links})
