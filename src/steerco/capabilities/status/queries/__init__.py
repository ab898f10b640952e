"""Periods and reports as pages and other rooms read them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, gettext_lazy

from steerco.capabilities.projects import queries as projects_queries
from steerco.capabilities.projects.queries import Project, projects
from steerco.capabilities.projects.services import facts_of
from steerco.capabilities.status.access import REPORTS, seen_with_projects, visible_to
from steerco.capabilities.status.models import (
    FIVE_ONLY as FIVE_ONLY,
    ON_ITS_WAY as ON_ITS_WAY,
    Confidence as Confidence,
    Narrative as Narrative,
    ReportingPeriod as ReportingPeriod,
    ReportState as ReportState,
    Scale as Scale,
    StatusReport as StatusReport,
    Topic as Topic,
)
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.ledger.followed import Written
from steerco_engine.names import Naming, propose_links


class ReportFacts(NamedTuple):
    """The facts of one published report, with the words that a list shows of its project."""

    project_id: int
    ref: str
    key: str
    name: str
    unit_code: str
    unit_name: str
    category: str
    programme: str
    confidence: str
    end_on: dt.date | None
    currency: str
    price_basis: str
    cost: Decimal | None
    budget: Decimal | None
    forecast: Decimal | None
    gaps: dict[str, Any]


class TrailPoint(NamedTuple):
    """One step of a project's history in a list: rating, end date and cost of one report."""

    project_id: int
    period_id: int
    confidence: str
    end_on: dt.date | None
    currency: str
    price_basis: str
    cost: Decimal | None


class Gap(NamedTuple):
    """Why a fact is missing: its kind, and the reason word for word."""

    kind: str
    text: str

    @property
    def kept_back(self) -> bool:
        """Whether the value is there and withheld, not merely absent."""
        return self.kind in ("withheld", "exempt")

    @property
    def short(self) -> str:
        """The reason in two words: “withheld, s.43”, “early planning”."""
        section = re.search(r"section\s*(\d+)", self.text, re.IGNORECASE)
        if section:
            return gettext("withheld, s.%(section)s") % {"section": section[1]}
        if "early planning" in self.text.lower():
            return gettext("early planning")
        if self.kind == "not_applicable" and 0 < len(self.text) <= 24:
            return self.text[:1].lower() + self.text[1:]
        return str(_GAP_WORDS.get(self.kind, _GAP_WORDS["missing"]))


_GAP_WORDS = {
    "withheld": gettext_lazy("withheld"),
    "exempt": gettext_lazy("withheld"),
    "missing": gettext_lazy("not given"),
    "empty": gettext_lazy("not given"),
    "not_provided": gettext_lazy("not provided"),
    "not_in_return": gettext_lazy("not asked"),
    "early_planning": gettext_lazy("early planning"),
    "not_applicable": gettext_lazy("not applicable"),
    "reset": gettext_lazy("reset"),
    "malformed": gettext_lazy("not readable"),
}
NOT_GIVEN = Gap("missing", "")


def gap_of(gaps: Mapping[str, Any], field: str) -> Gap:
    """Why a field of a report is missing; `NOT_GIVEN` when the report says nothing about it."""
    held = gaps.get(field)
    if not held:
        return NOT_GIVEN
    if isinstance(held, str):
        return Gap("withheld", held)
    return Gap(str(held.get("kind", "withheld")), str(held.get("text") or held.get("reason") or ""))


def rating_told(report: StatusReport) -> str:
    """The rating of a report in words, or why there is none in two words."""
    return str(Confidence(report.confidence).label) if report.confidence else gap_of(report.gaps, "confidence").short


_REPORT = "status.statusreport"
_CATEGORY = Case(When(reported_category="", then=F("project__category")), default=F("reported_category"))


def periods(*, until: dt.date | None = None) -> list[ReportingPeriod]:
    """The reporting periods in order of their date, up to a date (one query)."""
    found = ReportingPeriod.objects.order_by("status_on", "id")
    return list(found if until is None else found.filter(status_on__lte=until))


def published(by: Actor) -> QuerySet[StatusReport]:
    """The published reports that the actor may see."""
    return StatusReport.objects.filter(visible_to(by), state=ReportState.PUBLISHED)


def published_of_seen(by: Actor) -> QuerySet[StatusReport]:
    """The published reports that the actor may see, to be read only of projects that it is known to see."""
    found = StatusReport.objects.filter(state=ReportState.PUBLISHED)
    if REPORTS.reach(by).nothing:
        return found.filter(pk=0)  # asked of the database: Django leaves out what it knows to be empty, and whatever stands beside it
    return found if seen_with_projects(by) else found.filter(visible_to(by))


def standings(
    by: Actor, portfolio_id: int, *, units: Collection[str] = (), categories: Collection[str] = (), programmes: Collection[str] = (),
    project_ids: Collection[int] | None = None,
) -> Iterator[tuple[int, int, str, str, str | None]]:  # fmt: skip
    """Every published report of a portfolio in the least words (one query).

    Each is its project, period, rating, “y” if it gives a cost, its end date as text.

    `units` (codes) and categories are those reported then, the project's own where none was; programmes are those of now.
    """
    rows = _of_portfolio(by, portfolio_id, project_ids).order_by()
    if units:
        rows = rows.filter(Q(unit__code__in=units) | Q(unit=None, project__unit__code__in=units))
    if categories:
        rows = rows.filter(Q(reported_category__in=categories) | Q(reported_category="", project__category__in=categories))
    if programmes:
        rows = rows.filter(project__programme__name__in=programmes)
    gives_cost = Case(When(whole_life_cost_amount__isnull=False, then=Value("y")), default=Value(""), output_field=CharField())
    ends = Cast("end_on", TextField())
    return rows.values_list("project_id", "period_id", "confidence", gives_cost, ends).iterator(chunk_size=5000)


def facts(by: Actor, portfolio_id: int, period_id: int, project_ids: Collection[int] | None = None) -> list[ReportFacts]:
    """What each project of a portfolio, or some of them, reported for a period (one query)."""
    rows = _of_portfolio(by, portfolio_id, project_ids).filter(period_id=period_id).order_by("project_id")
    found = rows.values_list(
        "project_id", "project__ref", "project__key", "reported_name",
        Coalesce("unit__code", "project__unit__code", Value("")), Coalesce("unit__name", "project__unit__name", Value("")),
        _CATEGORY, Coalesce("project__programme__name", Value("")),
        "confidence", "end_on", "currency", "price_basis", "whole_life_cost_amount", "year_budget_amount", "year_forecast_amount",
        Cast("gaps", TextField()),
    )  # fmt: skip
    return [
        ReportFacts._make((*row[:4], *map(intern, row[4:9]), row[9], *map(intern, row[10:12]), *row[12:15], _gaps(row[15])))
        for row in found
    ]


def _of_portfolio(by: Actor, portfolio_id: int, project_ids: Collection[int] | None) -> QuerySet[StatusReport]:
    found = published(by).filter(project__memberships__portfolio_id=portfolio_id)
    return found if project_ids is None else found.filter(project_id__in=project_ids)


@lru_cache(maxsize=20_000)
def _gaps(text: str) -> dict[str, Any]:
    """The gaps of a report; most reports share theirs with many others, so they are read once and never changed."""
    found: dict[str, Any] = json.loads(text)
    return found


def projects_touched(written: Written, period_id: int | None = None) -> set[int] | None:
    """The projects whose reports (for a period, or any) some writes concern, or their own words (three queries at most).

    None where a write may concern any of them.
    """
    found = written.once("projects", lambda: projects_queries.projects_touched(written, beside=_REPORT))
    if found is None:
        return None
    reports = written.once("reports", lambda: _reports_touched(written))
    return found | {project_id for project_id, period in reports if period_id is None or period in (period_id, None)}


def _reports_touched(written: Written) -> set[tuple[int, int | None]]:
    """The projects and periods of reports that were written; without a period where it may be any (one query)."""
    found = set[tuple[int, int | None]]()
    changed, units = set[int](), {touch.record_id for touch in written.of("people.orgunit") if touch.before}
    for touch in written.of(_REPORT):
        periods, owners = touch.either("period_id"), touch.either("project_id")
        if not (periods and owners):
            changed.add(touch.record_id)
        found.update((owner, period) for owner in owners for period in periods or (None,))
    if changed or units:
        rows = StatusReport.objects.filter(Q(pk__in=changed) | Q(unit__in=units)).order_by().values_list("project_id", "period_id")
        moved = {touch.record_id for touch in written.of(_REPORT) if touch.record_id in changed and touch.either("period_id")}
        found.update(rows if not moved else ((project_id, None) for project_id, _ in rows))
    return found


def trail(by: Actor, project_ids: Collection[int]) -> list[TrailPoint]:
    """The history of a few projects, oldest first (one query)."""
    rows = published(by).filter(project_id__in=project_ids).order_by("project_id", "period__status_on")
    found = rows.values_list("project_id", "period_id", "confidence", "end_on", "currency", "price_basis", "whole_life_cost_amount")
    return [TrailPoint._make(row) for row in found]


def said(report: StatusReport) -> dict[str, str]:
    """What a report says: topic → text verbatim, in the order of the topics; reads the narratives once."""
    texts = {narrative.topic: narrative.text for narrative in report.narratives.all()}
    return {topic: texts[topic] for topic in Topic.values if topic in texts}


def words_of(reports: Collection[StatusReport]) -> dict[int, dict[str, str]]:
    """What reports say, by the key of each, in the order of the topics (one query)."""
    texts: dict[int, dict[str, str]] = {report.pk: {} for report in reports}
    for pk, topic, text in Narrative.objects.filter(report_id__in=texts).values_list("report_id", "topic", "text"):
        texts[pk][topic] = text
    return {pk: {topic: spoken[topic] for topic in Topic.values if topic in spoken} for pk, spoken in texts.items()}


def topic_label(topic: str) -> str:
    """A topic in words, as a heading."""
    label = str(Topic(topic).label)
    return label[:1].upper() + label[1:]


def period_named(name: str) -> ReportingPeriod | None:
    """The reporting period of an address: its status date (2023-03-31), or its name."""
    try:
        day = parse_date(name)
    except ValueError:
        day = None
    found = ReportingPeriod.objects.filter(status_on=day) if day else ReportingPeriod.objects.filter(name=name)
    return found.first()


def on_its_way(by: Actor, project: Project) -> QuerySet[StatusReport]:
    """The reports of a project that are written but not published, which the actor may see, newest first."""
    found = StatusReport.objects.filter(visible_to(by), project=project, state__in=ON_ITS_WAY)
    return found.select_related("period", "project__unit", "author").prefetch_related("narratives").order_by("-period__status_on")


def periods_to_write_for(by: Actor, project: Project) -> list[ReportingPeriod]:
    """The periods, newest first, for which nothing is on its way for a project, and which are no older than its newest report."""
    held = StatusReport.objects.filter(visible_to(by), project=project)
    newest = held.filter(state=ReportState.PUBLISHED).order_by("-period__status_on").values_list("period__status_on", flat=True).first()
    found = ReportingPeriod.objects.exclude(pk__in=held.filter(state__in=ON_ITS_WAY).values("period_id"))
    found = found.annotate(reported=Exists(held.filter(state=ReportState.PUBLISHED, period=OuterRef("pk"))))
    return list((found if newest is None else found.filter(status_on__gte=newest)).order_by("-status_on"))


def editions(by: Actor, ref: str, period: ReportingPeriod) -> list[StatusReport]:
    """The published and superseded editions of a project's report for a period that the actor may see, newest first (one query)."""
    kept = (ReportState.PUBLISHED, ReportState.SUPERSEDED)
    found = StatusReport.objects.filter(visible_to(by), project__ref=ref, period=period, state__in=kept)
    told = list(found.select_related("project", "author").order_by("-edition"))
    note_behalf(told, "author")
    for report in told:
        report.period = period
    return told


class After(NamedTuple):
    """The report that follows one: the date and the name of its period."""

    status_on: dt.date
    name: str


def neighbours(by: Actor, report: StatusReport) -> tuple[StatusReport | None, After | None]:
    """The published report of the same project before a report, and which one comes after it (two queries)."""
    others, day = published(by).filter(project=report.project_id), report.period.status_on
    before = others.filter(period__status_on__lt=day).select_related("period").order_by("-period__status_on").first()
    later = others.filter(period__status_on__gt=day).order_by("period__status_on")
    after = later.values_list("period__status_on", "period__name").first()
    return before, After._make(after) if after is not None else None


class MergeCandidate(NamedTuple):
    """Two projects that may be one: neither reports for a period of the other, and their names and facts are alike."""

    earlier: Project
    later: Project
    score: int
    evidence: str


def merge_candidates(by: Actor, *, floor: int = 80) -> list[MergeCandidate]:
    """Pairs of projects that a person may want to merge, best first (two queries). The later one is whose last report is newer."""
    known = {str(project.pk): project for project in projects(by, "merge").select_related("unit")}
    reported: dict[str, dict[int, dt.date]] = {}
    for project_id, period_id, status_on in published(by).order_by().values_list("project_id", "period_id", "period__status_on"):
        reported.setdefault(str(project_id), {})[period_id] = status_on
    namings = [
        Naming(ref, project.name, project.key, project.unit.code if project.unit else "", facts_of(project))
        for ref, project in known.items()
    ]
    last = {ref: max(reported.get(ref, {}).values(), default=dt.date.min) for ref in known}
    best: dict[tuple[str, str], MergeCandidate] = {}
    for proposal in propose_links(namings, namings, floor=floor, each=4):
        one, other = sorted((proposal.incoming, proposal.known), key=lambda ref: (last[ref], ref))
        if not reported.get(one, {}).keys() & reported.get(other, {}).keys():
            best.setdefault((one, other), MergeCandidate(known[one], known[other], proposal.score, proposal.evidence))
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.later.name))


def standing_reports(
    period: ReportingPeriod, project_ids: Collection[int]
) -> tuple[dict[int, tuple[StatusReport, dict[str, str]]], dict[int, int]]:
    """The published report of each of some projects for a period with its words by topic, and the highest edition of each (two queries)."""
    published: dict[int, tuple[StatusReport, dict[str, str]]] = {}
    editions: dict[int, int] = {}
    for report in StatusReport.objects.filter(period=period, project_id__in=project_ids):
        report.period = period
        editions[report.project_id] = max(report.edition, editions.get(report.project_id, 0))
        if report.state == ReportState.PUBLISHED:
            published[report.project_id] = (report, {})
    words = Narrative.objects.filter(report__period=period, report__state=ReportState.PUBLISHED, report__project_id__in=project_ids)
    for project_id, topic, text in words.values_list("report__project_id", "topic", "text"):
        published[project_id][1][topic] = text
    return published, editions


def last_status_dates(project_ids: Collection[int]) -> dict[int, dt.date]:
    """The status date of the newest published report of each project (one query)."""
    rows = StatusReport.objects.filter(state=ReportState.PUBLISHED).order_by().values_list("project_id")
    return {pk: last for pk, last in rows.annotate(last=Max("period__status_on")) if pk in project_ids}
