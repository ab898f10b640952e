"""The calculations of the engine from s to z. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from steerco_client.asking import NOT_GIVEN, Asks, Calculated


class CalculationsSToZ(Asks):
    """Calculations by name."""

    def says_a_number(
        self,
        *,
        text: str,
    ) -> Calculated:
        """Whether a text holds a figure, or names one or a month in a word."""
        return self.ask("says_a_number", {"text": text})

    def says_on_track(
        self,
        *,
        text: str,
    ) -> Calculated:
        """The words by which a text says that all goes to plan; nothing where it does not."""
        return self.ask("says_on_track", {"text": text})

    def schedule(
        self,
        *,
        problem: dict[str, Any],
    ) -> Calculated:
        """The dates, floats and reasons of every activity of a problem, by the rules of Primavera or Microsoft Project."""
        return self.ask("schedule", {"problem": problem})

    def severity(
        self,
        *,
        rating: str,
    ) -> Calculated:
        """How bad a rating is on three points: Green 0, Amber 1, Red 2 (domain.md §10.5)."""
        return self.ask("severity", {"rating": rating})

    def signals(
        self,
        *,
        known: dict[str, Any],
    ) -> Calculated:
        """Which signals are up: SPI(t) below 0.9, an estimate that grew by more than 5%, turnover above 15%, of the others any."""
        return self.ask("signals", {"known": known})

    def similarity(
        self,
        *,
        old: str,
        new: str,
    ) -> Calculated:
        """Asks `similarity`; see the reference."""
        return self.ask("similarity", {"old": old, "new": new})

    def spread_moments(
        self,
        *,
        spread: dict[str, Any],
    ) -> Calculated:
        """The exact mean and standard deviation of an uncertain amount."""
        return self.ask("spread_moments", {"spread": spread})

    def spread_quantile(
        self,
        *,
        spread: dict[str, Any],
        share: Decimal | float | int,
    ) -> Calculated:
        """The value that an uncertain amount does not exceed with a probability above 0 and below 1."""
        return self.ask("spread_quantile", {"spread": spread, "share": share})

    def sra(
        self,
        *,
        network: dict[str, Any],
        distributions: dict[str, Any],
        correlation: dict[str, Any] | None = NOT_GIVEN,
        drivers: list[dict[str, Any]] = NOT_GIVEN,
        branches: list[dict[str, Any]] = NOT_GIVEN,
        iterations: int = NOT_GIVEN,
        seed: int = NOT_GIVEN,
        rank_drivers: bool = NOT_GIVEN,
        failed_checks: list[int] = NOT_GIVEN,
        refuse_broken: bool = NOT_GIVEN,
    ) -> Calculated:
        """A schedule risk analysis: when a network ends with which probability, and what drives it."""
        return self.ask(
            "sra",
            {
                "network": network,
                "distributions": distributions,
                "correlation": correlation,
                "drivers": drivers,
                "branches": branches,
                "iterations": iterations,
                "seed": seed,
                "rank_drivers": rank_drivers,
                "failed_checks": failed_checks,
                "refuse_broken": refuse_broken,
            },
        )

    def status_date(
        self,
        *,
        end: str,
        rule: str = NOT_GIVEN,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """The day that the facts of a period are of: its last day, or the last one on which work is done."""
        return self.ask("status_date", {"end": end, "rule": rule, "holidays": holidays})

    def steady_colour(
        self,
        *,
        computed: list[str | None],
    ) -> Calculated:
        """The colour to show after these periods: better only after two in a row, worse at once; grey periods are skipped."""
        return self.ask("steady_colour", {"computed": computed})

    def sum_sd(
        self,
        *,
        sds: list[Decimal | float | int],
        matrix: list[list[Decimal | float | int]],
    ) -> Calculated:
        """The standard deviation of a sum of amounts with given standard deviations and (Pearson) correlations."""
        return self.ask("sum_sd", {"sds": sds, "matrix": matrix})

    def text_hints(
        self,
        *,
        texts: dict[str, Any],
        before: dict[str, Any],
        colours: dict[str, Any],
        reasons: dict[str, Any],
        late: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """The hints for a report, text by text in the order given, then colour by colour."""
        return self.ask("text_hints", {"texts": texts, "before": before, "colours": colours, "reasons": reasons, "late": late})

    def time_deviation(
        self,
        *,
        planned: str | None,
        forecast: str | None,
        above: Decimal | float | int | str | None,
        below: Decimal | float | int | str | None = NOT_GIVEN,
    ) -> Calculated:
        """The deviation of a forecast date in calendar days, later above zero; the limits are days, None where there is none."""
        return self.ask("time_deviation", {"planned": planned, "forecast": forecast, "above": above, "below": below})

    def together(
        self,
        *,
        parts: list[dict[str, Any]],
    ) -> Calculated:
        """Several totals as one."""
        return self.ask("together", {"parts": parts})

    def tone(
        self,
        *,
        text: str,
    ) -> Calculated:
        """Bright words less dark ones; a bright word after “not” or “no longer” counts as dark."""
        return self.ask("tone", {"text": text})

    def totals(
        self,
        *,
        values: list[list[Decimal | float | int | str | None]],
    ) -> Calculated:
        """The sum of the amounts given, by currency and price basis."""
        return self.ask("totals", {"values": values})

    def unit_suspect(
        self,
        *,
        before: Decimal | float | int | str | None,
        after: Decimal | float | int | str | None,
        factor: int = NOT_GIVEN,
    ) -> Calculated:
        """Whether two amounts differ by so large a factor that one is probably in another unit."""
        return self.ask("unit_suspect", {"before": before, "after": after, "factor": factor})

    def urgency(
        self,
        *,
        score: int,
        months_until: Decimal | float | int | str,
    ) -> Calculated:
        """A score weighed by how near the risk is: × 1.5 within a month, × 1.2 within three, × 1.0 within six, × 0.8 beyond."""
        return self.ask("urgency", {"score": score, "months_until": months_until})

    def watermelon_rate(
        self,
        *,
        flagged: int,
        with_computed: int,
    ) -> Calculated:
        """Flagged reports as a share of those that have a computed colour; None where none has."""
        return self.ask("watermelon_rate", {"flagged": flagged, "with_computed": with_computed})

    def words_that_matter(
        self,
        *,
        name: str,
    ) -> Calculated:
        """A folded name without general words such as `Programme`; two names that differ here are a renaming."""
        return self.ask("words_that_matter", {"name": name})

    def working_days(
        self,
        *,
        start: str,
        end: str,
    ) -> Calculated:
        """Days from Monday to Friday after `start`, up to and with `end`."""
        return self.ask("working_days", {"start": start, "end": end})

    def working_days_between(
        self,
        *,
        start: str,
        end: str,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """Working days after `start`, up to and with `end`; below zero where `end` is before `start`."""
        return self.ask("working_days_between", {"start": start, "end": end, "holidays": holidays})

    def worst(
        self,
        *,
        colours: list[str | None],
    ) -> Calculated:
        """The worst of some colours; None where there is none."""
        return self.ask("worst", {"colours": colours})
