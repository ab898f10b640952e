"""The calculations of the engine, by name. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from steerco_client.asking import NOT_GIVEN, Asks, Calculated


class Calculations(Asks):
    """Every calculation."""

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
