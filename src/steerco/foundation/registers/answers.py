"""What a page that shows a list answers beside the list: what an address asks for, a file, a view that was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.views import actor_of
from steerco.foundation.exports.writers import csv_lines, json_pieces, xlsx_file
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import STATE, Asked
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.marks import MOST, TONES, Mark
from steerco.foundation.registers.pins import keep_pins
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.services import delete_view, open_with, save_view, views_of
from steerco.foundation.registers.taking import as_stream, sheet
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in


def asked_of(query: QueryDict, views: Mapping[int, str], state: Collection[str] = STATE) -> Asked:
    """What an address asks for: a saved view as it was kept, or what it says itself once it names any part of the state."""
    asked = Asked.from_query(query)
    if asked.view is None or asked.view not in views:
        return replace(asked, view=None)
    if any(name in query for name in state):
        return asked
    return replace(
        Asked.from_query(QueryDict(views[asked.view])),
        view=asked.view,
        after=asked.after,
        whole=asked.whole,
        pick=asked.pick,
        pinned=asked.pinned,
    )


def changed_by(query: QueryDict, asked: Asked) -> Asked | None:
    """What a small form of the list asks for: another choice of columns, or one more filter."""
    if "col" in query:
        return replace(asked, columns=tuple(query.getlist("col")), after="")
    if "op" not in query:
        return None
    values = tuple(value.strip() for value in query.getlist("v") if value.strip())
    op = query["op"]
    if op in ("missing", "present"):
        values = ()
    elif not values:
        return asked
    elif op == "is" and len(values) > 1:
        op = "in"
    elif op != "in":
        values = values[: 2 if op == "between" else 1]
    added = Filter.from_text(f"{query.get('pick', '')}:{op}")
    if added is not None and query.get("mark") in TONES:
        mark = Mark(query.get("mark", ""), added._replace(values=values))
        return replace(asked, marks=(*(held for held in asked.marks if held.when != mark.when), mark)[-MOST:])
    return asked if added is None else replace(asked, filters=asked.with_filter(added._replace(values=values)), after="")


def as_download(listed: Listing, name: str, form: str) -> HttpResponseBase:
    """The rows of all pages as a file: CSV, XLSX or JSON; 404 for any other form."""
    title = f"{name}-{timezone.localdate().isoformat()}.{form}"
    disposition = {"Content-Disposition": f'attachment; filename="{title}"'}
    if form == "csv":
        lines = _inside(listed.scene.by.organisation, csv_lines(sheet(listed)))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)
    if form == "xlsx":
        return FileResponse(xlsx_file(sheet(listed)), as_attachment=True, filename=title)
    if form == "json":
        pieces = _inside(listed.scene.by.organisation, json_pieces(as_stream(listed)))
        return StreamingHttpResponse(pieces, content_type="application/json", headers=disposition)
    raise Http404


def keep(request: HttpRequest, register: Register, home: str, at: Asked) -> HttpResponse:
    """Keeps the state of a list under a name, brings a view up to what is seen, or drops it; then shows the list at its address."""
    by = actor_of(request)
    if "pins" in request.POST:
        asked = Asked.from_query(QueryDict(request.POST.get("query", "")))
        asked = asked if request.POST["pins"] == "keep" else replace(asked, pinned=(), every=True)
        keep_pins(by=by, register=register, pins=asked.pinned)
        notify(request, _("The list opens with what is pinned.") if asked.pinned else _("The list opens without pins."))
        return redirect(home + replace(asked, carried=at.carried, anchor=at.anchor).address())
    held = request.POST.get("view", "")
    view = get_object_or_404(views_of(by, register), pk=number_in(held)) if number_in(held) is not None else None
    if view is not None and "drop" in request.POST:
        delete_view(by=by, register=register, view=view)
        notify(request, _("View “%(view)s” deleted.") % {"view": view})
        return redirect((home + at.opened()).removesuffix("?"))
    if view is not None and request.POST.get("opens") in ("me", "all", "not-me", "not-all"):
        on, everybody = not request.POST["opens"].startswith("not"), request.POST["opens"].endswith("all")
        open_with(by=by, register=register, view=view, everybody=everybody, on=on)
        notify(request, _("The list opens with “%(view)s”.") % {"view": view} if on else _("The list opens as it did before."))
        return redirect(home + at.opened(view=view.pk))
    asked = Asked.from_query(QueryDict(request.POST.get("query", "")))
    title = request.POST.get("name", "") or (view.name if view else "")
    shared = view.shared if view is not None else request.POST.get("shared") == "1"
    try:
        kept = save_view(by=by, register=register, name=title, query=asked.state, shared=shared, view=view)
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
        return redirect(home + replace(asked, carried=at.carried, anchor=at.anchor).address())
    return redirect(home + at.opened(view=kept.pk))


def _inside(organisation: Any, lines: Any) -> Iterator[str]:
    """The lines of a file that is sent after the request's organisation is no longer in force; between two lines it isn't either."""
    while True:
        with within(organisation), timezone.override(organisation.time_zone):
            line = next(lines, None)
        if line is None:
            return
        yield line
