"""The calculations of the engine from d to m. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from steerco_client.asking import NOT_GIVEN, Asks, Calculated


class CalculationsDToM(Asks):
    """Calculations by name."""

    def day(
        self,
        *,
        date: str,
    ) -> Calculated:
        """A date as people write it."""
        return self.ask("day", {"date": date})

    def dcma14(
        self,
        *,
        schedule: dict[str, Any],
    ) -> Calculated:
        """Asks `dcma14`; see the reference."""
        return self.ask("dcma14", {"schedule": schedule})

    def dependency_health(
        self,
        *,
        float_now: int | None,
        agreed: bool,
        proposed_for: int,
    ) -> Calculated:
        """Green from 10 working days of float on, amber from 0, red below; red where it is not agreed within 10 working days."""
        return self.ask("dependency_health", {"float_now": float_now, "agreed": agreed, "proposed_for": proposed_for})

    def difference(
        self,
        *,
        reported: str | None,
        computed: str | None,
        reported_dimensions: dict[str, Any] | None = NOT_GIVEN,
        computed_dimensions: dict[str, Any] | None = NOT_GIVEN,
    ) -> Calculated:
        """Asks `difference`; see the reference."""
        return self.ask(
            "difference",
            {
                "reported": reported,
                "computed": computed,
                "reported_dimensions": reported_dimensions,
                "computed_dimensions": computed_dimensions,
            },
        )

    def dimension_colours(
        self,
        *,
        measures: dict[str, Any],
        limits: dict[str, Any] | None = NOT_GIVEN,
    ) -> Calculated:
        """The colour of every dimension: its worst measure rules; grey without any, and where some are missing the others decide."""
        return self.ask("dimension_colours", {"measures": measures, "limits": limits})

    def disclosed(
        self,
        *,
        values: list[list[Decimal | float | int | str | None]],
        of: int,
    ) -> Calculated:
        """The sum of the amounts given, of the currency and price basis that most are in, with its share."""
        return self.ask("disclosed", {"values": values, "of": of})

    def disclosed_of(
        self,
        *,
        given: dict[str, Any],
        of: int,
    ) -> Calculated:
        """The same of totals."""
        return self.ask("disclosed_of", {"given": given, "of": of})

    def diverges(
        self,
        *,
        status: str | None,
        confidence: str | None,
    ) -> Calculated:
        """Asks `diverges`; see the reference."""
        return self.ask("diverges", {"status": status, "confidence": confidence})

    def duration(
        self,
        *,
        days: int,
    ) -> Calculated:
        """A signed duration in years and months of a mean Gregorian year, or days under a month."""
        return self.ask("duration", {"days": days})

    def early_warnings(
        self,
        *,
        periods: list[dict[str, Any]],
    ) -> Calculated:
        """What the newest of these reports, oldest first, gives away."""
        return self.ask("early_warnings", {"periods": periods})

    def end_date_movement(
        self,
        *,
        before: str | None,
        after: str | None,
        measured_on: str,
    ) -> Calculated:
        """How far an end date moved, and how much of the time that remained that is."""
        return self.ask("end_date_movement", {"before": before, "after": after, "measured_on": measured_on})

    def escalation_due(
        self,
        *,
        since: str,
        level: int,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """By when an escalation that came to a level on a day must be decided there."""
        return self.ask("escalation_due", {"since": since, "level": level, "holidays": holidays})

    def expected_value(
        self,
        *,
        chances: list[dict[str, Any]],
    ) -> Calculated:
        """The expected monetary value: the sum of probability × impact; a mean, never a reserve."""
        return self.ask("expected_value", {"chances": chances})

    def exposure(
        self,
        *,
        chances: list[dict[str, Any]],
    ) -> Calculated:
        """The exact distribution of the sum of independent risks."""
        return self.ask("exposure", {"chances": chances})

    def float_days(
        self,
        *,
        need_by: str | None,
        promised_on: str | None,
    ) -> Calculated:
        """Asks `float_days`; see the reference."""
        return self.ask("float_days", {"need_by": need_by, "promised_on": promised_on})

    def fold(
        self,
        *,
        name: str,
    ) -> Calculated:
        """A name without case, accents, punctuation and spacing habits; `&` reads as `and`, a digit stands apart from letters."""
        return self.ask("fold", {"name": name})

    def gap(
        self,
        *,
        reported: str | None,
        computed: str | None,
    ) -> Calculated:
        """Computed less reported severity (Green 0, Amber 1, Red 2): above 0 the facts are worse. None where either is missing."""
        return self.ask("gap", {"reported": reported, "computed": computed})

    def groups_to_show(
        self,
        *,
        answers: dict[str, Any],
        parents: dict[str, Any],
        fewest: int = NOT_GIVEN,
    ) -> Calculated:
        """The groups whose results may be shown."""
        return self.ask("groups_to_show", {"answers": answers, "parents": parents, "fewest": fewest})

    def has_quorum(
        self,
        *,
        voting: int,
        present: int,
        chair_present: bool,
    ) -> Calculated:
        """Whether enough are there: the chair (or the chair's deputy), and at least half of those who vote."""
        return self.ask("has_quorum", {"voting": voting, "present": present, "chair_present": chair_present})

    def impact_band(
        self,
        *,
        share: Decimal | float | int | str,
    ) -> Calculated:
        """Asks `impact_band`; see the reference."""
        return self.ask("impact_band", {"share": share})

    def in_a_row(
        self,
        *,
        flagged: list[bool],
    ) -> Calculated:
        """How many of the newest published reports are flagged without a break; from 2 on the difference is persistent."""
        return self.ask("in_a_row", {"flagged": flagged})

    def is_copy(
        self,
        *,
        old: str,
        new: str,
    ) -> Calculated:
        """Asks `is_copy`; see the reference."""
        return self.ask("is_copy", {"old": old, "new": new})

    def is_working_day(
        self,
        *,
        day: str,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """Whether work is done on a day: Monday to Friday, and no holiday."""
        return self.ask("is_working_day", {"day": day, "holidays": holidays})

    def joint_confidence(
        self,
        *,
        costs: list[Decimal | float | int],
        finishes: list[Decimal | float | int],
        cost: Decimal | float | int,
        finish: Decimal | float | int,
    ) -> Calculated:
        """The share of iterations that keep both a cost and a finish (JCL); never above the smaller of the two single shares."""
        return self.ask("joint_confidence", {"costs": costs, "finishes": finishes, "cost": cost, "finish": finish})

    def joint_exposure(
        self,
        *,
        themes: list[list[dict[str, Any]]],
        runs: int = NOT_GIVEN,
        seed: int = NOT_GIVEN,
    ) -> Calculated:
        """Asks `joint_exposure`; see the reference."""
        return self.ask("joint_exposure", {"themes": themes, "runs": runs, "seed": seed})

    def judge(
        self,
        *,
        now: dict[str, Any],
        before: dict[str, Any] | None = NOT_GIVEN,
        rules: dict[str, Any] = NOT_GIVEN,
    ) -> Calculated:
        """What the facts of a report say, compared with the report before."""
        return self.ask("judge", {"now": now, "before": before, "rules": rules})

    def key_fold(
        self,
        *,
        key: str,
    ) -> Calculated:
        """A key without case and white space."""
        return self.ask("key_fold", {"key": key})

    def key_number(
        self,
        *,
        key: str,
    ) -> Calculated:
        """What is left of a key when its first word, the body that founded the project, is taken away; empty without digits."""
        return self.ask("key_number", {"key": key})

    def level(
        self,
        *,
        rating: str,
    ) -> Calculated:
        """The height of a rating in a status strip: Green 5 down to Red 1."""
        return self.ask("level", {"rating": rating})

    def limit_percent(
        self,
        *,
        share: Decimal | float | int | str,
    ) -> Calculated:
        """A share beside the limits of 5% and 10%: whole per cent, finer where rounding would put it on a limit."""
        return self.ask("limit_percent", {"share": share})

    def link(
        self,
        *,
        incoming: list[dict[str, Any]],
        known: dict[str, Any],
        taken: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """Which incoming namings may be taken at once for a known project: same key, else same name, else same core of the name."""
        return self.ask("link", {"incoming": incoming, "known": known, "taken": taken})

    def may_be_one(
        self,
        *,
        one: str,
        other: str,
    ) -> Calculated:
        """Whether two names differ only in what spellings of one person differ in: initials, order, titles, one letter."""
        return self.ask("may_be_one", {"one": one, "other": other})

    def measures_of(
        self,
        *,
        now: dict[str, Any],
        before: dict[str, Any] | None = NOT_GIVEN,
        first: dict[str, Any] | None = NOT_GIVEN,
    ) -> Calculated:
        """What a report says beside the baseline in force (else the report before) and beside the first report that said it."""
        return self.ask("measures_of", {"now": now, "before": before, "first": first})

    def minutes_due(
        self,
        *,
        met_on: str,
        holidays: list[str] = NOT_GIVEN,
    ) -> Calculated:
        """The days by which the minutes are drafted (2 working days after the meeting) and approved (5)."""
        return self.ask("minutes_due", {"met_on": met_on, "holidays": holidays})
