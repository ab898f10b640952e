"""The pages of one project: the record on one screen, its returns as a table, people, history, and two returns beside each other."""

from __future__ import annotations

import csv
import datetime as dt

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, make_aware
from django.views.decorators.http import require_GET

from steerco.capabilities.dossiers.queries.people import people_of
from steerco.capabilities.dossiers.queries.record import ProjectRecord, project_history
from steerco.capabilities.dossiers.views.brief import brief
from steerco.capabilities.dossiers.views.kept import kept_record
from steerco.capabilities.dossiers.views.overview import frame, page_context
from steerco.capabilities.dossiers.views.table import HEADS, NUMBER_HEADS, compared_facts, rows
from steerco.capabilities.dossiers.views.words import words_changed
from steerco.capabilities.projects.access import PROJECTS, scopes_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.documents.views import folder_context
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.ledger.memo import stamp
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.origins import origins
from steerco.foundation.ledger.wording import record_changes, state_changes
from steerco.foundation.papers.setting import as_pdf
from steerco.foundation.registers.subjects import subject

REVISIONS_A_PAGE = 20


@require_GET
@acting
@drawn_once
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One screen that tells the story of a project; `?as_of=` and `?against=` travel in time, `?table=1` shows the numbers."""
    record = _record(request, ref)
    table = {"table": rows(record), "heads": HEADS, "number_heads": NUMBER_HEADS} if "table" in request.GET else {}
    return render(request, "dossiers/overview.html", page_context(record) | table)


@require_GET
@acting
def reports_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Every published report of a project, newest first."""
    record = _record(request, ref)
    context = {**frame(record, "project_reports"), "table": rows(record), "heads": HEADS, "number_heads": NUMBER_HEADS}
    return render(request, "dossiers/reports.html", context)


@require_GET
@acting
def record_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """The record as a CSV file: exact values, and the whole reason where there is none."""
    by = actor_of(request)
    record = _record(request, ref)
    PROJECTS.require(by, "export", scopes=scopes_of(record.project), level=record.project.confidentiality)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{record.project.ref}-record.csv"'
    writer = csv.writer(response)
    writer.writerow([str(head) for head in HEADS.values()])
    for row in rows(record):
        writer.writerow([_inert(cell.exported) for cell in row.cells])
    return response


@require_GET
@acting
def brief_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The project on one page, as a PDF; `?as_of=` and `?against=` travel in time."""
    by = actor_of(request)
    record = _record(request, ref)
    PROJECTS.require(by, "export", scopes=scopes_of(record.project), level=record.project.confidentiality)
    return as_pdf(brief(by, record, people_of(by, record.project)), f"{record.project.ref}-one-pager")


@require_GET
@acting
def compare_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Two returns of a project beside each other: each fact with its change, and the words."""
    record = _record(request, ref, until_latest=True)
    reported = record.reported
    if not reported:
        raise Http404
    chosen = {column.period.status_on: column for column in reported}
    later = chosen.get(_date(request, "as_of") or reported[-1].period.status_on, reported[-1])
    earlier = chosen.get(_date(request, "against") or dt.date.min, reported[max(reported.index(later) - 1, 0)])
    earlier, later = sorted((earlier, later), key=lambda column: column.period.status_on)
    context = {
        **frame(record, "project_reports"),
        "earlier": earlier,
        "later": later,
        "facts": compared_facts(earlier, later),
        "words": words_changed(earlier, later, shown=120, topics=20),
        "past_on": None,
    }
    return render(request, "dossiers/compare.html", context)


@require_GET
@acting
def people_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Who owns a project, who heads its unit, and who holds which role on it."""
    by = actor_of(request)
    record = _record(request, ref)
    return render(request, "dossiers/people.html", {**frame(record, "project_people"), "people": people_of(by, record.project)})


@require_GET
@acting
def files_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The files of a project, with their versions."""
    by = actor_of(request)
    record = _record(request, ref)
    return render(request, "dossiers/files.html", {**frame(record, "project_files"), **folder_context(by, subject(by, "projects", ref))})


@require_GET
@acting
def history_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Every revision that touched a project, newest first, and its fields as they stood on a day (`?on=`)."""
    by = actor_of(request)
    record = _record(request, ref)
    if not record.may_read_history:
        raise Refused("history of the project", "view", ["pmo_analyst", "pmo_director", "auditor", "project_manager", "sponsor"])
    page = Paginator(project_history(by, record.project), REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    pages = origins(by, page.object_list)
    told = [(each, said(each.verb), record_changes(_in_order(each)), pages.get(each.number, "")) for each in page.object_list]
    on = _date(request, "on")
    context = {**frame(record, "project_history"), "page": page, "revisions": told, "on": on, "today": localdate(), "past_on": None}
    if on is not None:
        instant = make_aware(dt.datetime.combine(on, dt.time.max))
        context["state"] = state_changes(record.project, instant)
    return render(request, "dossiers/history.html", context)


def _in_order(revision: Revision) -> list[Change]:
    """What a revision did to the project: the project itself first, then its reports, then its names."""
    order = ("projects.project", "status.statusreport")
    touching: list[Change] = revision.touching  # type: ignore[attr-defined]  # put there by `history_of`
    return sorted(touching, key=lambda change: order.index(change.record_type) if change.record_type in order else len(order))


def _record(request: HttpRequest, ref: str, *, until_latest: bool = False) -> ProjectRecord:
    by: Actor = actor_of(request)
    dates = (None, None) if until_latest else (_date(request, "as_of"), _date(request, "against"))
    record = kept_record(by, stamp(by), ref, *dates)
    if record is None:
        raise Http404
    return record


def _date(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _inert(text: str) -> str:
    """A text that a spreadsheet does not take for a formula; numbers stay numbers."""
    return f"'{text}" if text[:1] in "=+@\t\r" or (text[:1] == "-" and not text[1:2].isdigit()) else text
