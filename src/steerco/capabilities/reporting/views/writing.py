"""Writing a report by hand: its facts or their reasons, its colours, its words, and what the one before said."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project, projects
from steerco.capabilities.reporting.registers.forms import PeriodForm, ReportForm
from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.queries import (
    ReportState,
    StatusReport,
    on_its_way,
    period_named,
    periods_to_write_for,
    published,
    rating_told,
)
from steerco.capabilities.status.queries.shown import MARKS, facts_shown, texts_shown
from steerco.capabilities.status.services import (
    blank_report,
    draft_report,
    edit_report,
    open_period,
    publish_report,
    publishable,
    return_report,
    submit_report,
)
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.ledger.duties import may_decide
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.ui.notices import notify

RIGHTS = {"publish": "publish", "submit": "submit", "return": "review", "draft": "draft"}


@require_http_methods(["GET", "POST"])
@acting
def new_report_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Begins a report: for which period, and everything carried over from the last one."""
    by, project = actor_of(request), _project(request, ref)
    report = blank_report(by=by, project=project)
    may_open = REPORTS.allows(by, "publish")
    posted = request.POST or None
    asking = PeriodForm(periods_to_write_for(by, project), may_open, posted, timezone.localdate())
    form = ReportForm(project, report, posted, publishing=_asked(request) in ("publish", "submit"))
    if request.method == "POST" and all([asking.is_valid(), form.is_valid()]):
        try:
            with transaction.atomic():
                period = asking.chosen or open_period(by=by, status_on=asking.cleaned_data["status_on"], name=asking.cleaned_data["name"])
                made = draft_report(by=by, project=project, period=period, narratives=form.narratives(), **form.facts())
                return _saved(request, by, made)
        except ValidationError as error:
            _refused(error, form, asking)
    return _write_page(request, by, form, asking)


@require_http_methods(["GET", "POST"])
@acting
def draft_page(request: HttpRequest, ref: str, period: str) -> HttpResponse:
    """Goes on with a draft; whoever may only publish reads it and publishes it as it stands."""
    by, project, found = actor_of(request), _project(request, ref), period_named(period)
    report = on_its_way(by, project).filter(period=found).first() if found is not None else None
    if report is None:
        raise Http404
    note_behalf([report], "author")
    asked, refusal = _asked(request), ""
    rests = asked == "return" or report.state == ReportState.SUBMITTED or not _may(by, project, "draft")
    given = None if rests else request.POST or None
    form = ReportForm(project, report, given, publishing=asked in ("publish", "submit"))
    if request.method == "POST":
        REPORTS.require(by, RIGHTS[asked], scopes=scopes_of(project), level=project.confidentiality)
        try:
            with transaction.atomic():
                if not rests and form.is_valid():
                    version = form.cleaned_data["version"]
                    edit_report(by=by, report=report, version=version, narratives=form.narratives(), **form.facts())
                elif asked == "draft" and rests:
                    edit_report(by=by, report=report)
                if rests or form.is_valid():
                    return _saved(request, by, report)
        except ValidationError as error:
            refusal = " ".join(error.messages) if rests else ""
            if not rests:
                _refused(error, form)
        except EditConflict:
            form.add_error(None, gettext("Somebody saved this draft after you opened it. Nothing of yours is written: open it again."))
    return _write_page(request, by, form, refusal=refusal)


def _asked(request: HttpRequest) -> str:
    """What is to be done with the report: one of `RIGHTS`."""
    return next((act for act in RIGHTS if act in request.POST), "draft")


def _project(request: HttpRequest, ref: str) -> Project:
    project = projects(actor_of(request)).select_related("unit").filter(ref=ref).first()
    if project is None:
        raise Http404
    return project


def _may(by: Actor, project: Project, action: str) -> bool:
    return REPORTS.allows(by, action, scopes=scopes_of(project), level=project.confidentiality)


def _saved(request: HttpRequest, by: Actor, report: StatusReport) -> HttpResponse:
    """After saving: published where that was asked, else back to the draft."""
    named = [report.project.ref, report.period.status_on.isoformat()]
    asked = _asked(request)
    if asked == "publish":
        publish_report(by=by, report=report, reason=request.POST.get("why", "").strip()[:300])
        notify(request, gettext("Report %(period)s published and locked.") % {"period": report.period})
        return redirect("report", *named)
    if asked == "submit":
        submit_report(by=by, report=report)
        notify(request, gettext("Submitted. It rests as it is until the PMO publishes or returns it."))
        return redirect("report_draft", *named)
    if asked == "return":
        return_report(by=by, report=report, reason=request.POST.get("why", "")[:300])
        notify(request, gettext("Returned. Whoever writes it can change it again."))
        return redirect("report_draft", *named)
    notify(request, gettext("Draft saved. It counts once it is published."))
    return redirect("report_draft", *named)


def _refused(error: ValidationError, form: ReportForm, asking: PeriodForm | None = None) -> None:
    """Puts what a service refused beside the field that it belongs to."""
    for name, messages in (error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}).items():
        target = asking if asking is not None and name in asking.fields else form
        for message in messages:
            target.add_error(name if name in target.fields else None, message)


def _write_page(request: HttpRequest, by: Actor, form: ReportForm, asking: PeriodForm | None = None, refusal: str = "") -> HttpResponse:
    project, report = form.project, form.report
    rests = report.state == ReportState.SUBMITTED
    others = published(by).filter(project=project).select_related("period")
    last = others.order_by("-period__status_on").first()
    context: dict[str, Any] = {
        "project": project, "report": report, "form": form, "asking": asking, "last": last, "nav_current": "projects",
        "waiting": on_its_way(by, project) if asking is not None else [],
        "last_facts": facts_shown(last, None) if last is not None else [], "last_rating": rating_told(last) if last is not None else "",
        "last_texts": texts_shown(last, None) if last is not None else [],
        "ratings": [(value, MARKS[value], label) for value, label in form.fields["confidence"].choices],  # type: ignore[attr-defined]
        "may_write": _may(by, project, "draft") and not rests, "may_submit": _may(by, project, "submit") and not rests,
        "may_discard": report.pk is not None and _may(by, project, "draft") and not rests,
        "own": report.state == ReportState.SUBMITTED and not may_decide(by, report),
        "may_publish": publishable(by, report), "corrects": report.supersedes_id is not None,
        "may_return": rests and _may(by, project, "review"), "refusal": refusal,
    }  # fmt: skip
    refused = bool(refusal) or bool(form.errors) or (asking is not None and bool(asking.errors))
    return render(request, "reporting/write.html", context, status=422 if refused else 200)
