"""What programs do to status reports: draft, edit, submit, return, publish; the form of the page reads the values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.reporting.registers.forms import ReportForm
from steerco.capabilities.status import services
from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.queries import StatusReport, period_named
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.acts import Act, add_acts, slug, taken
from steerco.foundation.api.bodies import object_of
from steerco.foundation.api.document import parameter, ref
from steerco.foundation.api.identity import asker
from steerco.foundation.api.lists import record_answer
from steerco.foundation.api.problems import Problem, Wrong, problem_of
from steerco.foundation.api.records import seen_version
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.registers.checks import refuse
from steerco.foundation.registers.reading import plain_text
from steerco.foundation.registers.register import registers

FIELDS = {
    "confidence": "confidence", "start": "start_on", "end": "end_on", "whole_life_cost": "whole_life_cost_amount",
    "year_budget": "year_budget_amount", "year_forecast": "year_forecast_amount", "benefits": "benefits_amount",
}  # fmt: skip
"""Names in requests, as in the register of reports, and the facts of a report."""
NAMES = {field: name for name, field in FIELDS.items()} | {f"gap_{field}": f"{name}_reason" for name, field in FIELDS.items()}
JUDGED = ("reported_colours", "picks")
_AMOUNT = {"type": ["number", "string", "null"]}
_DAY = {"type": ["string", "null"], "format": "date"}
VALUES: dict[str, Any] = {
    "confidence": {"type": ["string", "null"], "enum": ["green", "amber_green", "amber", "amber_red", "red", None]},
    "start": _DAY, "end": _DAY, **dict.fromkeys(("whole_life_cost", "year_budget", "year_forecast", "benefits"), _AMOUNT),
    **{f"{name}_reason": {"type": ["string", "null"], "maxLength": 300, "description": "Why there is none."} for name in FIELDS},
    "narratives": {"type": "object", "description": "The words by topic, such as headline.", "additionalProperties": {"type": "string"}},
    "reported_colours": {"type": "object", "description": "The colour of each dimension and of the whole (overall), with its reason.",
                         "additionalProperties": {"type": "object"}},
    "picks": {"type": "array", "description": "What the board is to see: kind, ref, title, note.", "items": {"type": "object"}},
}  # fmt: skip
REASON = {"type": "object", "properties": {"reason": {"type": "string", "maxLength": 300}}, "additionalProperties": False}


def add_routes(router: Router) -> None:
    """The operations of reports."""
    period = {"period": {"type": "string", "description": "The name or the status date of the period."}}
    draft = {"type": "object", "required": ["period"], "properties": {**period, **VALUES}, "additionalProperties": False}
    change = {"type": "object", "properties": VALUES, "additionalProperties": False}
    which = [slug("Which report: its number.")]
    seen = parameter("If-Match", "The ETag of the report that you saw, or * for whichever is there.", place="header")

    def rest(verb: str, view: Any, summary: str, says: str) -> Act:
        return Act(f"reports_{verb}", f"/reports/{{slug}}/{verb}", view, summary, says, ref("Report"), takes=REASON, parameters=which,
                   refuses=["not-found"])  # fmt: skip

    add_acts(router, "reports", [
        Act("reports_draft", "/projects/{slug}/reports", _draft, "Begin a report",
            "A draft for a period, with dates and amounts of the newest report where none are given.", ref("Report"), takes=draft,
            parameters=[slug("Which project: the reference.")], refuses=["not-found"], status=201),
        Act("reports_edit", "/reports/{slug}", _edit, "Change a draft", "Changes the facts and words that are named.", ref("Report"),
            method="PATCH", takes=change, parameters=[*which, seen], refuses=["not-found", "stale", "no-version"]),
        rest("submit", _submit, "Submit a report", "Hands a draft to the PMO; it rests until it is published or returned."),
        rest("review", _review, "Review a report", "Says that the PMO has read a submitted report; it can be published then."),
        rest("return", _return, "Return a report", "Gives a submitted report back to be changed, with the reason."),
        rest("publish", _publish, "Publish a report", "From now on it never changes; the facts of the project follow the newest."),
    ])  # fmt: skip


def _draft(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    project = registers["projects"].find(by, slug)
    REPORTS.require(by, "draft", scopes=scopes_of(project), level=project.confidentiality)
    given = object_of(request)
    named = given.pop("period", None)
    period = period_named(named) if isinstance(named, str) else None
    if period is None:
        refuse("period", _("Choose a period that there is, by its name or its date."))
    report = services.blank_report(by=by, project=project, period=period)
    form = _filled(report, given)
    made = _told(
        lambda: services.draft_report(by=by, project=project, period=period, narratives=_words(given), **form.facts(), **_judged(given))
    )
    return record_answer(request, registers["reports"], made, 201)


def _edit(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    report = _found(by, slug)
    REPORTS.require(by, "draft", scopes=scopes_of(report.project), level=report.project.confidentiality)
    version, given = seen_version(request), object_of(request)
    if version is not None and version != report.version:
        raise EditConflict(report)
    form = _filled(report, given)
    _told(
        lambda: services.edit_report(
            by=by, report=report, version=report.version, narratives=_words(given), **form.facts(), **_judged(given)
        )
    )
    return record_answer(request, registers["reports"], report)


def _submit(request: HttpRequest, slug: str) -> HttpResponse:
    return _done(request, slug, lambda by, report, reason: services.submit_report(by=by, report=report, reason=reason))


def _return(request: HttpRequest, slug: str) -> HttpResponse:
    return _done(request, slug, lambda by, report, reason: services.return_report(by=by, report=report, reason=reason))


def _review(request: HttpRequest, slug: str) -> HttpResponse:
    return _done(request, slug, lambda by, report, reason: services.review_report(by=by, report=report, reason=reason))


def _publish(request: HttpRequest, slug: str) -> HttpResponse:
    return _done(request, slug, lambda by, report, reason: services.publish_report(by=by, report=report, reason=reason))


def _done(request: HttpRequest, slug: str, act: Any) -> HttpResponse:
    by = asker(request)
    report = _found(by, slug)
    given = taken(request, {"reason": str})
    act(by, report, given.get("reason", ""))
    return record_answer(request, registers["reports"], report)


def _found(by: Actor, slug: str) -> StatusReport:
    registers["reports"].require(by, "view")
    found: StatusReport = registers["reports"].find(by, slug)
    return found


def _filled(report: StatusReport, given: Mapping[str, Any]) -> ReportForm:
    """The form of the page with the values of a request over what the report holds."""
    unknown = [name for name in given if name not in VALUES]
    if unknown:
        message = _("There is no field “%(name)s” here.") % {"name": unknown[0]}
        raise Problem("invalid", message, [Wrong(unknown[0], (message,))])
    empty = ReportForm(report.project, report)
    data = {name: plain_text(empty[name].value()) for name in empty.fields if name != "version"}
    for name, value in given.items():
        if name in ("narratives", *JUDGED):
            continue
        if isinstance(value, dict | list | bool):
            raise Problem("invalid", _("Write one value."), [Wrong(name, (_("Write one value."),))])
        reason = name.removesuffix("_reason")
        data[f"gap_{FIELDS[reason]}" if name != reason else FIELDS[name]] = plain_text(value)
    form = ReportForm(report.project, report, data)
    if not form.is_valid():
        raise problem_of(ValidationError(form.errors.as_data()), NAMES)
    return form


def _judged(given: Mapping[str, Any]) -> dict[str, Any]:
    """The colours and picks of a request, which the service checks."""
    return {name: given[name] for name in JUDGED if name in given}


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    said = given.get("narratives") or {}
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise Problem("invalid", _("Write the words by topic."), [Wrong("narratives", (_("Write the words by topic."),))])
    return said


def _told(act: Any) -> Any:
    """What an act gives; its refusals call the facts as the request does."""
    try:
        return act()
    except ValidationError as error:
        raise problem_of(error, NAMES) from error
