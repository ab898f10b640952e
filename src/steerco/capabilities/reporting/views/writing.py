"""Writing a report by hand: its facts or their reasons, its colours, its words, and what the one before said."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project, projects
from steerco.capabilities.reporting.queries.beside import computed_for, differing
from steerco.capabilities.reporting.queries.helping import due_told, hints_for, steps
from steerco.capabilities.reporting.queries.picking import moved_later, offers
from steerco.capabilities.reporting.registers.forms import PeriodForm, ReportForm
from steerco.capabilities.reporting.registers.judgement import JudgementForm
from steerco.capabilities.reporting.views.carrying import carry_judgement, last_words
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
from steerco.capabilities.status.queries.shown import MARKS, facts_shown, shown_context, texts_shown
from steerco.capabilities.status.services import (
    blank_report,
    draft_report,
    edit_report,
    open_period,
    publish_report,
    publishable,
    return_report,
    review_report,
    submit_report,
)
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.ledger.duties import may_decide
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.ui.notices import notify

RIGHTS = {"publish": "publish", "submit": "submit", "return": "review", "review": "review", "draft": "draft"}
RESTING = (ReportState.SUBMITTED, ReportState.REVIEWED)


@require_http_methods(["GET", "POST"])
@acting
def new_report_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Begins a report: for which period, and everything carried over from the last one."""
    by, project = actor_of(request), _project(request, ref)
    report = blank_report(by=by, project=project)
    last = _last(by, project)
    carry_judgement(report, last)
    may_open = REPORTS.allows(by, "publish")
    posted = request.POST or None
    asking = PeriodForm(periods_to_write_for(by, project), may_open, posted, timezone.localdate(), request.GET.get("period", ""))
    form = ReportForm(project, report, posted, publishing=_asked(request) in ("publish", "submit"), words=last_words(last))
    judgement = JudgementForm(report, offers(by, project, report, last), posted)
    if request.method == "POST" and all([asking.is_valid(), form.is_valid(), judgement.is_valid()]):
        try:
            with transaction.atomic():
                period = asking.chosen or open_period(by=by, status_on=asking.cleaned_data["status_on"], name=asking.cleaned_data["name"])
                made = draft_report(
                    by=by, project=project, period=period, narratives=form.narratives(), **form.facts(), **judgement.given()
                )
                return _saved(request, by, made)
        except ValidationError as error:
            _refused(error, form, asking)
    return _write_page(request, by, (form, judgement), last, asking)


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
    rests = asked in ("return", "review") or report.state in RESTING or not _may(by, project, "draft")
    given = None if rests else request.POST or None
    form, last = ReportForm(project, report, given, publishing=asked in ("publish", "submit")), _last(by, project)
    judgement = JudgementForm(report, offers(by, project, report, last), given)
    if request.method == "POST":
        REPORTS.require(by, RIGHTS[asked], scopes=scopes_of(project), level=project.confidentiality)
        try:
            with transaction.atomic():
                if not rests and form.is_valid() and judgement.is_valid():
                    facts = {**form.facts(), **judgement.given()}
                    edit_report(by=by, report=report, version=form.cleaned_data["version"], narratives=form.narratives(), **facts)
                elif asked == "draft" and rests:
                    edit_report(by=by, report=report)
                if rests or (form.is_valid() and judgement.is_valid()):
                    return _saved(request, by, report)
        except ValidationError as error:
            refusal = " ".join(error.messages) if rests else ""
            if not rests:
                _refused(error, form)
        except EditConflict:
            form.add_error(None, gettext("Somebody saved this draft after you opened it. Nothing of yours is written: open it again."))
    return _write_page(request, by, (form, judgement), last, refusal=refusal)


@require_safe
@acting
def preview_page(request: HttpRequest, ref: str, period: str) -> HttpResponse:
    """What the board will see of a draft, as it is saved now."""
    by, project, found = actor_of(request), _project(request, ref), period_named(period)
    report = on_its_way(by, project).filter(period=found).first() if found is not None else None
    if report is None:
        raise Http404
    note_behalf([report], "author")
    return render(request, "reporting/preview.html", shown_context(by, report) | {"nav_current": "projects"})


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
    if asked == "review":
        review_report(by=by, report=report)
        notify(request, gettext("Reviewed. It can be published now."))
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


def _last(by: Actor, project: Project) -> StatusReport | None:
    """The newest published report of a project, with its period and its words."""
    others = published(by).filter(project=project).select_related("period").prefetch_related("narratives")
    return others.order_by("-period__status_on").first()


def _write_page(
    request: HttpRequest, by: Actor, forms: tuple[ReportForm, JudgementForm], last: StatusReport | None,
    asking: PeriodForm | None = None, refusal: str = "",
) -> HttpResponse:  # fmt: skip
    form, judgement = forms
    project, report = form.project, form.report
    rests = report.state in RESTING
    context: dict[str, Any] = {
        "project": project, "report": report, "form": form, "asking": asking, "last": last, "nav_current": "projects",
        "waiting": on_its_way(by, project) if asking is not None else [],
        "last_facts": facts_shown(last, None) if last is not None else [], "last_rating": rating_told(last) if last is not None else "",
        "last_texts": texts_shown(last, None) if last is not None else [],
        "ratings": [(value, MARKS[value], label) for value, label in form.fields["confidence"].choices],  # type: ignore[attr-defined]
        "may_write": _may(by, project, "draft") and not rests, "may_submit": _may(by, project, "submit") and not rests,
        "may_discard": report.pk is not None and _may(by, project, "draft") and not rests,
        "own": rests and not may_decide(by, report), "may_review": _may_review(by, report),
        "may_publish": publishable(by, report), "corrects": report.supersedes_id is not None,
        "may_return": rests and _may(by, project, "review"), "refusal": refusal, "rests": rests,
        **_helped(by, forms, last),
    }  # fmt: skip
    refused = bool(refusal) or bool(form.errors) or bool(judgement.errors) or (asking is not None and bool(asking.errors))
    return render(request, "reporting/write.html", context, status=422 if refused else 200)


def _may_review(by: Actor, report: StatusReport) -> bool:
    return report.state == ReportState.SUBMITTED and _may(by, report.project, "review") and may_decide(by, report)


def _helped(by: Actor, forms: tuple[ReportForm, JudgementForm], last: StatusReport | None) -> dict[str, Any]:
    """The hints, what stands beside the colours, and what is left to do."""
    form, judgement = forms
    report, colours = form.report, judgement.colours()
    texts = {name.removeprefix("text_"): form[name].value() or "" for name in form.fields if name.startswith("text_")}
    hints = hints_for(texts, last_words(last), colours, judgement.reasons(), moved_later(report, last))
    computed = computed_for(by, report) if report.pk else {}
    differ = differing(colours, computed)
    missing = sum(1 for name in StatusReport.FACTS if not form[name].value() and not form[f"gap_{name}"].value())
    return {
        "judgement": judgement, "lines": judgement.lines(computed, differ), "differ": differ, "has_computed": bool(computed),
        "picking": judgement.picking(), "hinted": {hint.topic: hint.says for hint in hints}, "hints": hints,
        "text_rows": [(*row, [hint.says for hint in hints if f"text_{hint.topic}" == row[0].name]) for row in form.text_rows()],
        "colour_hints": [hint.says for hint in hints if hint.topic not in texts],
        "steps": steps(report, missing, bool(form["confidence"].value()), hints) if report.pk else [],
        "due_told": due_told(report, timezone.localdate()) if report.period_id is not None else "",
    }  # fmt: skip
