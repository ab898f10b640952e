"""Reports made by hand: drafted from the last one, edited while they are drafts, submitted, published once and then never changed."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.models import (
    FIVE_ONLY,
    ON_ITS_WAY,
    Narrative,
    Origin,
    ReportingPeriod,
    ReportState,
    Scale,
    StatusReport,
    Topic,
)
from steerco.capabilities.status.services.colours import check_colours, check_picks
from steerco.capabilities.status.services.facts import newest_reports, refresh_project
from steerco.capabilities.status.services.freezing import DueTerm, frozen, term_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.comments.services import move_comments
from steerco.foundation.documents.services import move_documents
from steerco.foundation.ledger.duties import may_decide, refuse_if_own
from steerco.foundation.ledger.writer import EditConflict, Locked, RevisionWriter, revise
from steerco.foundation.registers.checks import check_fields, given_reason
from steerco.foundation.ui.figures import day

EDITABLE = (
    "confidence", "confidence_by", "start_on", "end_on", "currency", "price_basis", "whole_life_cost_amount", "year_budget_amount",
    "year_forecast_amount", "benefits_amount", "gaps", "reported_colours", "picks",
)  # fmt: skip
_CARRIED = ("start_on", "end_on", "currency", "price_basis", "whole_life_cost_amount", "year_budget_amount", "benefits_amount")
_COSTS = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount")
LONGEST_GAP = 300
WAITING = (ReportState.SUBMITTED, ReportState.REVIEWED)
"""Reports that rest with the PMO."""


def draft_report(
    *, by: Actor, project: Project, period: ReportingPeriod, narratives: Mapping[str, str] | None = None, reason: str = "", **facts: Any
) -> StatusReport:
    """A draft for a period, with dates and amounts of the newest report where none are given; a correction where one is published."""
    REPORTS.require(by, "draft", scopes=scopes_of(project), level=project.confidentiality)
    if period.organisation_id != project.organisation_id:
        raise ValidationError({"period": _("This belongs to another organisation.")})
    mine = StatusReport.objects.filter(project=project, period=period)
    if mine.filter(state__in=ON_ITS_WAY).exists():
        raise ValidationError({"period": _("There is a report on its way for this period already. Go on with that one.")})
    last = newest_reports([project.pk]).get(project.pk)
    edition = mine.order_by("-edition").values_list("edition", flat=True).first() or 0
    report = StatusReport(
        organisation=by.organisation, project=project, period=period, edition=edition + 1, origin=Origin.WRITTEN, unit=project.unit,
        author=by.account, reported_name=project.name, reported_key=project.key, reported_unit=project.unit.code if project.unit else "",
        reported_category=project.category, currency=project.currency, supersedes=mine.filter(state=ReportState.PUBLISHED).first(),
    )  # fmt: skip
    _carry(report, last)
    checked = _changed(report, facts, by)
    for name in facts:
        setattr(report, name, getattr(checked, name))
    _check_words(narratives or {})
    with revise(by, "draft_report", reason=reason) as revision:
        revision.create(report)
        _say(revision, report, narratives or {})
    return report


def blank_report(*, by: Actor, project: Project, period: ReportingPeriod | None = None) -> StatusReport:
    """A report that is not written yet, with the dates, amounts and reasons of the newest one."""
    REPORTS.require(by, "draft", scopes=scopes_of(project), level=project.confidentiality)
    report = StatusReport(organisation=project.organisation, project=project, period=period, currency=project.currency)
    _carry(report, newest_reports([project.pk]).get(project.pk))
    return report


def edit_report(
    *,
    by: Actor,
    report: StatusReport,
    version: int | None = None,
    narratives: Mapping[str, str] | None = None,
    reason: str = "",
    **facts: Any,
) -> StatusReport:
    """Changes a draft; refused once it is published, and where somebody else has changed it since `version`."""
    project = report.project
    REPORTS.require(by, "draft", scopes=scopes_of(project), level=project.confidentiality)
    _refuse_settled(report)
    if version is not None and version != report.version:
        raise EditConflict(report)
    if report.state in WAITING:
        raise ValidationError(_("Refused: the report is submitted. The PMO returns it, with the reason, before it is changed."))
    checked = _changed(report, facts, by)
    _check_words(narratives or {})
    with revise(by, "edit_report", reason=reason) as revision:
        revision.update(report, state=ReportState.DRAFT, **{name: getattr(checked, name) for name in facts})
        _say(revision, report, narratives or {})
    return report


def submit_report(*, by: Actor, report: StatusReport, reason: str = "") -> StatusReport:
    """Hands a draft to the PMO; it rests as it is until it is published or returned."""
    REPORTS.require(by, "submit", scopes=scopes_of(report.project), level=report.project.confidentiality)
    _refuse_settled(report)
    if report.state in WAITING:
        raise ValidationError(_("Refused: the report is submitted already."))
    term = term_of(report)
    _refuse_frozen(by, report, term)
    with revise(by, "submit_report", reason=reason) as revision:
        revision.update(
            report, state=ReportState.SUBMITTED, submitted_at=timezone.now(), submissions=report.submissions + 1,
            due_on=term.due_on if term is not None else None, snapshot=frozen(report),
        )  # fmt: skip
    return report


def review_report(*, by: Actor, report: StatusReport, reason: str = "") -> StatusReport:
    """Says that the PMO has read a submitted report and finds it fit to be published; nobody reviews their own."""
    REPORTS.require(by, "review", scopes=scopes_of(report.project), level=report.project.confidentiality)
    _refuse_settled(report)
    refuse_if_own(by, report)
    if report.state != ReportState.SUBMITTED:
        raise ValidationError(_("Refused: only a submitted report can be reviewed."))
    with revise(by, "review_report", reason=reason) as revision:
        revision.update(report, state=ReportState.REVIEWED)
    return report


def return_report(*, by: Actor, report: StatusReport, reason: str) -> StatusReport:
    """Gives a submitted report back to be changed, with the reason."""
    REPORTS.require(by, "review", scopes=scopes_of(report.project), level=report.project.confidentiality)
    _refuse_settled(report)
    if report.state not in WAITING:
        raise ValidationError(_("Refused: only a submitted report can be returned."))
    with revise(by, "return_report", reason=given_reason(reason)) as revision:
        revision.update(report, state=ReportState.RETURNED)
    return report


def discard_report(*, by: Actor, report: StatusReport, reason: str) -> None:
    """Removes a report that nobody has published, with its words; refused once it is published or rests with the PMO."""
    REPORTS.require(by, "draft", scopes=scopes_of(report.project), level=report.project.confidentiality)
    _refuse_settled(report)
    if report.state in WAITING:
        raise ValidationError(_("Refused: the report is submitted. The PMO returns it, with the reason, before it is deleted."))
    with revise(by, "discard_report", reason=given_reason(reason)) as revision:
        revision.delete_many(Narrative.objects.filter(report=report))
        revision.delete(report)


def publishable(by: Actor, report: StatusReport) -> bool:
    """Whether the actor may publish the report as far as it has come: it was submitted, and by somebody else."""
    scopes, level = scopes_of(report.project), report.project.confidentiality
    if not REPORTS.allows(by, "publish", scopes=scopes, level=level):
        return False
    return (report.state in WAITING or by.is_system) and may_decide(by, report)


def publish_report(*, by: Actor, report: StatusReport, reason: str = "") -> StatusReport:
    """Publishes a report: from now on it never changes, the edition before is superseded, current facts follow the newest.

    A correction, which puts another in the place of a published report, needs its reason.
    """
    project = report.project
    REPORTS.require(by, "publish", scopes=scopes_of(project), level=project.confidentiality)
    _refuse_settled(report)
    refuse_if_own(by, report)
    if not publishable(by, report):
        raise ValidationError(_("Refused: this draft is not submitted yet. Whoever writes it submits it, and somebody else publishes it."))
    gaps = {name: report.gaps.get(name) or {"kind": "not_provided", "text": ""} for name in StatusReport.FACTS if not _given(report, name)}
    earlier = list(StatusReport.objects.filter(project=project, period=report.period, state=ReportState.PUBLISHED))
    term = term_of(report)
    with revise(by, "publish_report", reason=given_reason(reason) if earlier else reason) as revision:
        for old in earlier:
            revision.update(old, state=ReportState.SUPERSEDED)
            for move in (move_comments, move_documents):
                move(revision, "status.statusreport", {old.pk: report.pk})
        revision.update(
            report,
            gaps=gaps,
            snapshot={**frozen(report), **report.snapshot},
            due_on=report.due_on or (term.due_on if term is not None else None),
        )
        revision.update(report, state=ReportState.PUBLISHED, published_at=timezone.now())
        refresh_project(by, revision, project)
    return report


def _carry(report: StatusReport, last: StatusReport | None) -> None:
    """Dates, amounts and prices of the newest report, or of the project where it is the first."""
    for name in _CARRIED:
        setattr(report, name, getattr(last, name) if last is not None else getattr(report.project, name, None) or getattr(report, name))
    if last is not None:
        held = {name: last.gaps.get(name) for name in (*_CARRIED, "confidence", "year_forecast_amount") if not _given(last, name)}
        report.gaps = {name: gap for name, gap in held.items() if isinstance(gap, dict) and gap.get("text")}
    report.currency = report.currency or report.project.organisation.currency


def _given(report: StatusReport, name: str) -> bool:
    return getattr(report, name) not in (None, "")


def _refuse_settled(report: StatusReport) -> None:
    if report.published_at is not None:
        raise Locked(
            _("Refused: the report “%(report)s” is published. Change it in the next report, or publish a new edition.") % {"report": report}
        )


def _refuse_frozen(by: Actor, report: StatusReport, term: DueTerm | None) -> None:
    """After the freeze only who reviews reports takes one in; the others report in the next period."""
    frozen_on = term.freezes_on if term is not None else None
    project = report.project
    if frozen_on is None or timezone.localdate() <= frozen_on:
        return
    if not REPORTS.allows(by, "review", scopes=scopes_of(project), level=project.confidentiality):
        message = _("Refused: %(period)s was frozen on %(day)s. Ask the PMO to take the report in, or report in the next period.")
        raise ValidationError(message % {"period": report.period, "day": day(frozen_on)})


def _changed(report: StatusReport, facts: Mapping[str, Any], by: Actor) -> StatusReport:
    """A copy of the report with the facts on it, checked; what was carried over odd does not stop the change of another fact."""
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise ValidationError({name: _("A report has no such field.") for name in unknown})
    draft = copy.copy(report)
    for name, value in facts.items():
        setattr(draft, name, value)
    check_fields(draft, by)
    _check_facts(draft, {name for name in facts if getattr(draft, name) != getattr(report, name)})
    return draft


def _check_facts(report: StatusReport, changed: Collection[str]) -> None:
    if report.confidence in FIVE_ONLY and report.period.scale == Scale.THREE and "confidence" in changed:
        raise ValidationError({"confidence": _("This period is rated on three points: Green, Amber or Red.")})
    if report.start_on and report.end_on and report.end_on < report.start_on and {"start_on", "end_on"} & set(changed):
        raise ValidationError({"end_on": _("The end date is before the start date.")})
    currency = report.currency
    if "currency" in changed and not (len(currency) == 3 and currency.isalpha() and currency.isascii() and currency.isupper()):
        raise ValidationError({"currency": _("Write the three letters of the currency, such as GBP.")})
    for name in _COSTS:
        amount = getattr(report, name)
        if amount is not None and amount < 0 and name in changed:
            raise ValidationError({name: _("An amount can't be below zero. Leave it empty if it is not known.")})
    if "gaps" in changed and not _are_gaps(report.gaps):
        raise ValidationError(
            {"gaps": _("A missing fact has a kind and a reason of at most %(limit)d characters.") % {"limit": LONGEST_GAP}}
        )
    if "reported_colours" in changed:
        check_colours(report.reported_colours)
    if "picks" in changed:
        check_picks(report.picks)


def _are_gaps(gaps: Any) -> bool:
    """Whether each gap is of a fact that there is, and says its kind and its reason."""
    if not isinstance(gaps, dict) or set(gaps) - {*StatusReport.FACTS, *_CARRIED}:
        return False
    said = [(gap.get("kind"), gap.get("text", "")) for gap in gaps.values() if isinstance(gap, dict)]
    return len(said) == len(gaps) and all(
        isinstance(kind, str) and isinstance(text, str) and len(text) <= LONGEST_GAP and kind for kind, text in said
    )


def _check_words(narratives: Mapping[str, str]) -> None:
    for topic, text in narratives.items():
        if topic not in Topic.values:
            raise ValidationError({"narratives": _("There is no topic “%(topic)s”.") % {"topic": topic}})
        limit = Topic(topic).limit
        if len(text) > limit:
            message = _("At most %(limit)d characters; these are %(count)d.") % {"limit": limit, "count": len(text)}
            raise ValidationError({f"text_{topic}": message})


def _say(revision: RevisionWriter, report: StatusReport, narratives: Mapping[str, str]) -> None:
    known = {narrative.topic: narrative for narrative in Narrative.objects.filter(report=report).select_related("report")}
    for topic, text in narratives.items():
        said = known.get(topic)
        if said is None and text.strip():
            revision.create(Narrative(organisation=report.organisation, report=report, topic=topic, text=text))
        elif said is not None and not text.strip():
            revision.delete(said)
        elif said is not None:
            revision.update(said, text=text)
