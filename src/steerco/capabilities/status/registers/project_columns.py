"""What the reports say of each project, as columns of the register of projects: rating, history, dates and cost with their reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.status import queries
from steerco.capabilities.status.models import Confidence, ReportingPeriod, StatusReport
from steerco.capabilities.status.registers.reports import MARKS, WORST_FIRST
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.followed import Followed
from steerco.foundation.ledger.memo import Memo, stamp
from steerco.foundation.registers.cells import absent
from steerco.foundation.registers.columns import Column, Gap, Kind, Price, Row, Scene
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.register import extend
from steerco.foundation.ui.explained import Explanation, Part
from steerco.foundation.ui.figures import signed_percent
from steerco.foundation.ui.formulas import amount, change
from steerco.foundation.ui.svg import Point, chip, strip, strip_head, strip_sentence

Loader = Callable[[Scene, Sequence[int]], Mapping[int, Any]]
_dates, _newest = Memo(capacity=4_000), Memo(capacity=20_000)
_ratings: Followed[Mapping[int, Rated]] = Followed(capacity=8_000)
NO_REPORT = Gap(gettext_lazy("no report"))
NO_SHARE = Gap(gettext_lazy("n/a"), gettext_lazy("It needs a budget and a forecast for the year."))


class Rated(NamedTuple):
    """A report with its rating, empty where it gives none."""

    pk: int
    rating: str


class Trail(NamedTuple):
    """The ratings of a project over all periods, and their picture."""

    points: tuple[Point, ...]
    drawn: SafeString


class Reports:
    """The published reports that a page of the register needs, each read once."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.until = scene, scene.on or dt.date.max
        self._keys: tuple[int, ...] = ()
        self._rated: dict[int, dict[int, Rated]] = {}
        self._newest: dict[int, dict[str, Any]] | None = None
        self._periods: list[ReportingPeriod] | None = None

    @property
    def periods(self) -> list[ReportingPeriod]:
        """The reporting periods up to the date."""
        if self._periods is None:
            until = self.until
            self._periods = _dates.of(stamp(self.scene.by), until, lambda: queries.periods(until=until), len, closed=True)
        return self._periods

    def newest(self, scene: Scene, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        """Project → its newest report (one query for all columns, beside that of the ratings)."""
        rated = self._ratings(scene, keys)
        if self._newest is None:
            last = {project: next(period for period in reversed(self.periods) if period.pk in told) for project, told in rated.items()}
            reports = {told[last[project].pk].pk: project for project, told in rated.items()}

            def read() -> list[dict[str, Any]]:
                rows = queries.published_of_seen(scene.by).filter(pk__in=reports).order_by()
                return [
                    {**row} for row in rows.values("pk", "confidence", "gaps", "year_budget_amount", "year_forecast_amount", "currency")
                ]

            found = _newest.of(stamp(scene.by), tuple(reports), read, len, closed=True)
            self._newest = {reports[row["pk"]]: {**row, "period__name": last[reports[row["pk"]]].name} for row in found}
        return self._newest

    def trail(self, scene: Scene, keys: Sequence[int]) -> Mapping[int, Trail]:
        """Project → its ratings over all periods; many projects are rated alike."""
        rated, periods = self._ratings(scene, keys), [period.pk for period in self.periods]
        alike: dict[tuple[str | None, ...], Trail] = {}
        trails = {
            key: tuple(told[period].rating if period in told else None for period in periods)
            for key in keys
            for told in [rated.get(key, {})]
        }
        for ratings in trails.values():
            if ratings not in alike:
                points = self._points(ratings)
                alike[ratings] = Trail(points, strip(points))
        return {key: alike[ratings] for key, ratings in trails.items()}

    def _ratings(self, scene: Scene, keys: Sequence[int]) -> Mapping[int, Mapping[int, Rated]]:
        """Project → period → report, in the least words: most are read for nothing but their rating."""
        if tuple(keys) != self._keys:

            def read(some: Collection[int]) -> dict[int, dict[int, Rated]]:
                found: dict[int, dict[int, Rated]] = {key: {} for key in some}
                rows = queries.published_of_seen(scene.by).filter(project_id__in=some).order_by()
                for project, period, pk, rating in rows.values_list("project_id", "period_id", "pk", "confidence"):
                    found[project][period] = Rated(pk, rating)
                return found

            seen, known = stamp(scene.by), {period.pk for period in self.periods}
            held = _ratings.some(seen, seen.sight if seen else None, keys, read, queries.projects_touched)
            until = {key: {period: one for period, one in told.items() if period in known} for key, told in held.items()}
            self._keys, self._rated, self._newest = tuple(keys), {key: told for key, told in until.items() if told}, None
        return self._rated

    def last_in(self, name: str) -> Q:
        """The projects whose newest report is that of a period."""
        period = next((each for each in self.periods if each.name == name), None)
        if period is None:
            return Q(pk__in=[])
        given = queries.published_of_seen(self.scene.by)
        later = [each.pk for each in self.periods if each.status_on > period.status_on]
        found = Q(pk__in=given.filter(period=period).values("project_id"))
        return found & ~Q(pk__in=given.filter(period__in=later).values("project_id")) if later else found

    def head(self) -> SafeString | str:
        """The years over the strips."""
        return strip_head(self._points([None] * len(self.periods))) if self.periods else ""

    def _points(self, ratings: Sequence[str | None]) -> tuple[Point, ...]:
        return _points(tuple((period.name, period.status_on, period.scale) for period in self.periods), tuple(ratings))


@lru_cache(maxsize=4000)
def _points(periods: tuple[tuple[str, dt.date, str], ...], ratings: tuple[str | None, ...]) -> tuple[Point, ...]:
    found: list[Point] = []
    date, scale = dt.date.max, ""
    for (name, on, kind), rating in zip(periods, ratings, strict=True):
        code = None if rating is None else MARKS[Confidence(rating)] if rating else "n"
        changed = bool(found) and scale != kind
        found.append(Point(name, code, gap=bool(found) and (on - date).days > 500 and not changed, scale_break=changed))
        date, scale = on, kind
    return tuple(found)


def columns(scene: Scene) -> list[Column]:
    """The columns of the reports, and those of the project that a report explains where they are empty."""
    reports = Reports(scene)

    @cache
    def last() -> QuerySet[StatusReport]:
        found = queries.published_of_seen(scene.by).filter(project=OuterRef("pk"))
        return found.filter(period__status_on__lte=reports.until).order_by("-period__status_on")

    def of_last(path: str) -> Callable[[Scene], Subquery]:
        return lambda scene: Subquery(last().values(path)[:1])

    found = [
        Column(
            "history", gettext_lazy("History"), prepare=reports.trail, value=_sentence, draw=_strip,
            head=lazy(reports.head, SafeString, str)(),
        ),
        Column(
            "confidence", gettext_lazy("Confidence"), Kind.CHOICE, choices=WORST_FIRST, expression=of_last("confidence"), group=True,
            prepare=reports.newest, value=_said("confidence", "confidence"), draw=_rating, gap=_gap("confidence", "confidence"),
        ),
        Column(
            "against_budget", gettext_lazy("Year against budget"), Kind.NUMBER, prepare=reports.newest, value=_share, draw=_against,
            why=_year_why,
        ),
        Column(
            "last_report", gettext_lazy("Last report"), Kind.LINK, expression=of_last("period__name"), group=True, options=_periods,
            same=reports.last_in, apart=lambda scene: Subquery(last().order_by().values("project").values(newest=Max("period__status_on"))),
            prepare=reports.newest, value=_said("last_report", "period__name"), gap=lambda row: NO_REPORT,
        ),
    ]  # fmt: skip
    return [*(_then(reports.newest, of_last) if scene.on else _now(reports.newest)), *found]


def _now(newest: Loader) -> list[Column]:
    def fact(name: str, label: Any, kind: Kind, field: str) -> Column:
        return Column(name, label, kind, field, prepare=newest, gap=_gap(name, field))

    return [
        fact("start", gettext_lazy("Start date"), Kind.DATE, "start_on"),
        fact("end", gettext_lazy("End date"), Kind.DATE, "end_on"),
        fact("whole_life_cost", gettext_lazy("Whole-life cost"), Kind.MONEY, "whole_life_cost_amount"),
        fact("year_budget", gettext_lazy("Year budget"), Kind.MONEY, "year_budget_amount"),
    ]


def _then(newest: Loader, of_last: Callable[[str], Callable[[Scene], Subquery]]) -> list[Column]:
    """The same facts as the report of a past date gave them, under the name that the project then had."""
    price = {"then_currency": of_last("currency"), "then_basis": of_last("price_basis")}

    def fact(name: str, label: Any, kind: Kind, field: str, scene: Scene) -> Column:
        also = {path: make(scene) for path, make in price.items()} if kind == Kind.MONEY else {}
        gap, then = _gap(name, field), Price("then_currency", "then_basis")
        return Column(name, label, kind, expression=of_last(field), prepare=newest, gap=gap, also=also, price=then)

    any_scene = Scene(None)  # type: ignore[arg-type]  # a subquery asks nobody
    return [
        Column("name", gettext_lazy("Project"), expression=of_last("reported_name"), opens="project"),
        Column("unit", gettext_lazy("Department"), Kind.LINK, expression=of_last("unit__code"), group=True, options=_units),
        Column("category", gettext_lazy("Category"), expression=of_last("reported_category"), group=True),
        Column("state", gettext_lazy("Life state"), expression=lambda scene: Value(""), gap=lambda row: Gap(_("not kept"))),
        Column("tier", gettext_lazy("Tier"), expression=lambda scene: Value(""), gap=lambda row: Gap(_("not kept"))),
        fact("start", gettext_lazy("Start date"), Kind.DATE, "start_on", any_scene),
        fact("end", gettext_lazy("End date"), Kind.DATE, "end_on", any_scene),
        fact("whole_life_cost", gettext_lazy("Whole-life cost"), Kind.MONEY, "whole_life_cost_amount", any_scene),
        fact("year_budget", gettext_lazy("Year budget"), Kind.MONEY, "year_budget_amount", any_scene),
    ]


def as_of(by: Actor, on: dt.date) -> QuerySet[Any]:
    """The projects that reported for the newest period up to a date."""
    newest = ReportingPeriod.objects.filter(status_on__lte=on).aggregate(newest=Max("status_on"))["newest"]
    return projects.projects(by).filter(pk__in=queries.published(by).filter(period__status_on=newest).values("project_id"))


def latest_return(by: Actor) -> Filter | None:
    """The projects of the newest return, where the office keeps a portfolio that lives from returns."""
    if not projects.portfolios(by).filter(membership="returns").exists():
        return None
    newest = queries.published(by).order_by("-period__status_on").values_list("period__name", flat=True).first()
    return Filter("last_report", "is", (newest,)) if newest else None


def facts_on(by: Actor, on: dt.date | None) -> dt.date | None:
    """The status date of the newest published report up to a date."""
    found = queries.published(by).filter(period__status_on__lte=on or dt.date.max)
    newest: dt.date | None = found.aggregate(newest=Max("period__status_on"))["newest"]
    return newest


def _gap(column: str, field: str) -> Callable[[Row], Gap]:
    def gap(row: Row) -> Gap:
        report = row["prepared"].get(column)
        found = queries.gap_of(report["gaps"] or {}, field) if report else NO_REPORT
        return Gap(found.short, found.text)

    return gap


def _said(column: str, field: str) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        report = row["prepared"].get(column)
        return report[field] if report else None

    return value


_confidence = _said("confidence", "confidence")


def _rating(row: Row) -> str:
    held = _confidence(row)
    if held:
        return chip(MARKS[Confidence(held)], str(Confidence(held).label))
    gap = _gap("confidence", "confidence")(row)
    return absent(gap)


def _strip(row: Row) -> str:
    trail: Trail = row["prepared"]["history"]
    return trail.drawn


def _sentence(row: Row) -> str:
    trail: Trail = row["prepared"]["history"]
    return strip_sentence(trail.points) if any(point.code for point in trail.points) else ""


def _share(row: Row) -> Decimal | None:
    report = row["prepared"].get("against_budget")
    if report is None or not report["year_budget_amount"] or report["year_forecast_amount"] is None:
        return None
    return Decimal(report["year_forecast_amount"] - report["year_budget_amount"]) / Decimal(report["year_budget_amount"])


def _against(row: Row) -> str:
    share = _share(row)
    return absent(NO_SHARE) if share is None else _moved(share)


def _year_why(scene: Scene, row: Row) -> Explanation:
    """How the year stands against its budget, with the amounts put in."""
    report = row["prepared"]["against_budget"] or {}
    budget, forecast, currency = report.get("year_budget_amount"), report.get("year_forecast_amount"), report.get("currency", "")
    parts = (
        Part(_("Budget of the year"), amount(budget, currency)), Part(_("Forecast for the year"), amount(forecast, currency)),
        Part(_("Last report"), report.get("period__name") or _("none")),
    )  # fmt: skip
    formula = change(budget, forecast, currency) if budget and forecast is not None else str(NO_SHARE.text)
    lead = _("What the project expects to spend in the year of its last report, beside its budget.")
    address = reverse("project", args=[row["ref"]]) + (f"?as_of={scene.on}" if scene.on else "")
    return Explanation(_("Year against budget: %(ref)s") % {"ref": row["ref"]}, lead, parts, formula, address, _("Open the project"))


@lru_cache(maxsize=4000)
def _moved(share: Decimal) -> SafeString:
    tone = "" if abs(share) <= Decimal("0.05") else "up" if share > 0 else "dn"
    return format_html('<span class="{}">{}</span>', tone, signed_percent(share))


def _periods(by: Actor) -> list[tuple[str, str]]:
    return [(period.name, period.name) for period in queries.periods()]


def _units(by: Actor) -> list[tuple[str, str]]:
    return [(code, name or code) for code, name in people.units(by).values_list("code", "name")]


extend(
    "projects", columns=columns, as_of=as_of, dated="last_report", first=latest_return, facts_on=facts_on,
    tabs=(gettext_lazy("In the latest return"), gettext_lazy("All ever")),
    default=("ref", "name", "unit", "history", "confidence", "end", "whole_life_cost", "against_budget", "last_report"),
    as_of_note=gettext_lazy(
        "Names, ratings, dates and money as reported by that date; owner, programme and fields of your own as they are today."
    ),
)  # fmt: skip
