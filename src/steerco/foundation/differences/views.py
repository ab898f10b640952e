"""What changed since: of everything, or of one record with all that belongs to it; on a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.differences.between import Asked, Between
from steerco.foundation.differences.folding import Folded
from steerco.foundation.differences.spans import Span, landmarks
from steerco.foundation.differences.telling import tell
from steerco.foundation.differences.words import as_object, sheet, summary
from steerco.foundation.exports.writers import csv_lines, json_pieces, xlsx_file
from steerco.foundation.ledger.access import rights
from steerco.foundation.ledger.activity import said
from steerco.foundation.ledger.entrances import way_in
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.subjects import Subject, subject

FORMS = ("csv", "xlsx", "json")
GROUPS = 25


@require_GET
@acting
def changed_page(request: HttpRequest, register: str = "", slug: str = "") -> HttpResponse:
    """What changed between two instants, who changed it, and each value before and after."""
    by = actor_of(request)
    at = subject(by, register, slug) if register else None
    between = _between(request, by, at)
    folded = Folded(between)
    page = Paginator(folded.groups, GROUPS).get_page(request.GET.get("page"))
    query = {name: str(value) for name, value in request.GET.items()}
    context = {
        "between": between, "at": at, "page": page, "groups": tell(folded, page.object_list, query), "people": between.people,
        "kinds": between.kinds, "landmarks": _landmarks(request, by, between.span), "files": _files(request, by, at),
        "asked": between.asked, "act": _act(between), "home": _home(at), "everything": sum(each.records for each in between.kinds),
        "entrances": [(each, way_in(each)) for each in between.entrances], "nav_current": "ledger" if at is None else "",
        "may_ledger": rights().allows(by, "view"),
    }  # fmt: skip
    return render(request, "differences/changed.html", context)


@require_GET
@acting  # type: ignore[arg-type]  # a streamed answer is an answer, too
def changed_file(request: HttpRequest, form: str, register: str = "", slug: str = "") -> HttpResponseBase:
    """All that changed, a row for each field, as CSV, XLSX or JSON."""
    by = actor_of(request)
    at = subject(by, register, slug) if register else None
    between = _between(request, by, at)
    if form not in FORMS:
        raise Http404
    _require_export(by, at)
    named = f"{at.slug}-changed" if at is not None else "changed"
    title = f"{named}-{between.span.from_day.isoformat()}-{between.span.to_day.isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{title}"'}
    if form == "xlsx":
        return FileResponse(xlsx_file(sheet(between)), as_attachment=True, filename=title)
    if form == "csv":
        lines_of = _inside(by.organisation, csv_lines(sheet(between)))
        return StreamingHttpResponse(lines_of, content_type="text/csv; charset=utf-8", headers=headers)
    told = summary(between) | {"records": (as_object(each) for each in between.every())}
    return StreamingHttpResponse(_inside(by.organisation, json_pieces(told)), content_type="application/json", headers=headers)


def _between(request: HttpRequest, by: Actor, at: Subject | None) -> Between:
    query = {name: str(value) for name, value in request.GET.items()}
    return Between(by, Span.asked(by, query), at, Asked.of(query))


def _act(between: Between) -> dict[str, Any] | None:
    """The act that is looked into, where one is and anything of it may be seen."""
    found = Revision.objects.filter(number=between.asked.act or 0).select_related("account", "on_behalf_of").first()
    return {"revision": found, "verb": said(found.verb)} if found is not None and between.kinds else None


def _require_export(by: Actor, at: Subject | None) -> None:
    """A file may be taken by whoever may take the ledger out, or where the record lies."""
    scopes, level = (at.scopes_for(by), at.level) if at is not None else (frozenset(), 0)
    if at is not None and at.register.may(by, "export", at.record):
        return
    if not rights().allows(by, "export", scopes=scopes, level=level):
        raise Refused(_("what changed"), "export", rights().allowed["export"])


def _home(at: Subject | None) -> str:
    return reverse("changed_record", args=[at.register.name, at.slug]) if at is not None else reverse("changed")


def _files(request: HttpRequest, by: Actor, at: Subject | None) -> list[tuple[str, str]]:
    try:
        _require_export(by, at)
    except Refused:
        return []
    query = request.GET.urlencode()
    args = [at.register.name, at.slug] if at is not None else []
    name = "changed_record_file" if at is not None else "changed_file"
    return [(form.upper(), reverse(name, args=[*args, form]) + (f"?{query}" if query else "")) for form in FORMS]


def _landmarks(request: HttpRequest, by: Actor, span: Span) -> list[dict[str, Any]]:
    """The days that people compare with, as links that keep the rest of the address."""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("from", "page")]
    return [
        {"words": mark.words, "day": mark.day, "href": "?" + urlencode([("from", mark.day.isoformat()), *kept]),
         "current": mark.day == span.from_day}
        for mark in landmarks(by)
    ]  # fmt: skip


def _inside(organisation: Organisation, lines_of: Any) -> Iterator[str]:
    """The pieces of a file that is sent after the request's organisation is no longer in force."""
    while True:
        with within(organisation), timezone.override(organisation.time_zone):
            line = next(lines_of, None)
        if line is None:
            return
        yield line
