"""Reading a register: a page of records found by place, one record, with the filters, order, words and date of its page."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.answers import answer, json_bytes, sent
from steerco.foundation.api.identity import asker
from steerco.foundation.api.problems import Problem, Wrong
from steerco.foundation.api.rows import CHANGED, KEPT, VERSION, as_row, as_rows
from steerco.foundation.ledger.memo import Memo
from steerco.foundation.ledger.seen import at_one_moment, stamp
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.listing import Listing, is_place
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.taking import listing, totals
from steerco.foundation.ui.numbers import number_in

PAGE, MOST = 50, 500
TAKEN = frozenset({"f", "q", "sort", "as_of", "after", "fields", "cols", "limit", "totals"})
LONGEST = 400
_kept = Memo(capacity=24_000_000)  # bytes


class Page(NamedTuple):
    """What is kept of a list: its JSON and the place where the next page begins."""

    body: bytes
    next: str
    tag: str


def list_answer(request: HttpRequest, register: Register) -> HttpResponse:
    """A page of records, read anew only when something that it was read from was written since."""
    by = asker(request)
    register.require(by, "view")
    asked, limit, counted = read_query(request)
    seen = stamp(by) if len(request.META["QUERY_STRING"]) <= LONGEST else None
    key = (register.name, request.META["QUERY_STRING"])

    def read() -> Page:
        with at_one_moment(seen) if seen is not None else nullcontext():
            return _page(register, by, asked, limit, counted=counted)

    page = _kept.of(seen, key, read, lambda made: len(made.body))
    if request.headers.get("If-None-Match") == page.tag:
        return HttpResponse(status=304, headers={"ETag": page.tag})
    headers = {"ETag": page.tag}
    if page.next:
        query = {**{name: request.GET.getlist(name) for name in request.GET if name in TAKEN}, "after": page.next}
        headers["Link"] = f'<{request.path}?{urlencode(query, doseq=True)}>; rel="next"'
    return sent(page.body, headers=headers)


class Single(NamedTuple):
    """What is kept of a record: its JSON and its tag."""

    body: bytes
    tag: str


def record_read(request: HttpRequest, register: Register, slug: str) -> HttpResponse:
    """One record, read anew only when something that it was read from was written since."""
    by = asker(request)
    register.require(by, "view")
    seen = stamp(by) if len(request.META["QUERY_STRING"]) + len(slug) <= LONGEST else None

    def read() -> Single:
        with at_one_moment(seen) if seen is not None else nullcontext():
            made = record_answer(request, register, register.find(by, slug))
        return Single(made.content, made.get("ETag", ""))

    kept = _kept.of(seen, (register.name, slug, request.META["QUERY_STRING"]), read, lambda made: len(made.body))
    return sent(kept.body, headers={"ETag": kept.tag} if kept.tag else {})


def record_answer(request: HttpRequest, register: Register, record: Any, status: int = 200) -> HttpResponse:
    """One record with all its columns, or those asked for; its version is its ETag."""
    by = asker(request)
    asked = read_query(request)[0] if request.method == "GET" else Asked()
    listed = listing(register, by, replace(asked, picked=(record.pk,)) if asked.as_of else Asked())
    listed.shown = _columns(listed, asked.columns) if asked.columns else [*listed.columns.values(), *KEPT]
    rows = listed.page(1).rows if asked.as_of else listed.record(record.pk)
    if not rows:
        raise Http404
    headers = {} if asked.as_of else {"ETag": version_tag(record.version)}
    return answer(as_row(rows[0], listed.shown), status, headers)


def version_tag(version: int) -> str:
    """The ETag of a record: its version."""
    return f'"{version}"'


def read_query(request: HttpRequest) -> tuple[Asked, int, bool]:
    """What the address asks for, how many records a page has, and whether to add up; refuses what it can't read or does not know."""
    query = request.GET
    unknown = sorted(set(query) - TAKEN)
    if unknown:
        raise _wrong(unknown[0], _("There is no parameter “%(name)s”. There are: %(known)s.") % {
            "name": unknown[0], "known": ", ".join(sorted(TAKEN - {"cols"}))})  # fmt: skip
    for text in query.getlist("f"):
        if Filter.from_text(text) is None:
            raise _wrong("f", _("“%(text)s” is no filter. Write name:comparison:value.") % {"text": text})
    on = query.get("as_of", "")
    asked = Asked.from_query(query)
    if on and (asked.as_of is None or asked.as_of >= dt.date.max):
        raise _wrong("as_of", _("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": on})
    names = tuple(name.strip() for name in (query.get("fields") or query.get("cols") or "").split(",") if name.strip())
    asked = replace(asked, columns=names, group="", view=None, whole=query.get("totals") == "1")
    return asked, _limit(query.get("limit", "")), asked.whole


def _limit(text: str) -> int:
    if not text:
        return PAGE
    found = number_in(text)
    if found is None or not 1 <= found <= MOST:
        raise _wrong("limit", _("Ask for 1 to %(most)d records.") % {"most": MOST})
    return found


def _page(register: Register, by: Actor, asked: Asked, limit: int, *, counted: bool) -> Page:
    listed = listing(register, by, asked)
    if asked.sort and (listed.sort is None or not _same(listed, asked.sort.removeprefix("-"))):
        raise _wrong("sort", _("The list can't be sorted by “%(name)s”.") % {"name": asked.sort.removeprefix("-")})
    listed.shown = _columns(listed, asked.columns) if asked.columns else [*listed.shown, *KEPT]
    if asked.after and not is_place(asked.after):
        raise _wrong("after", _("This place is not in the list. Begin at its first page."))
    found = listed.page(limit)
    if listed.problems:
        raise _wrong("f", " ".join(dict.fromkeys(listed.problems)))
    told: dict[str, Any] = {"data": as_rows(found.rows, listed.shown), "next": found.next or None}
    if counted:
        told |= {"count": listed.sums().total, "totals": totals(listed)}
    body = json_bytes(told)
    return Page(body, found.next, f'W/"{hashlib.sha256(body).hexdigest()[:32]}"')


def _same(listed: Listing, name: str) -> bool:
    return listed.sort is not None and name in (listed.sort.name, listed.sort.source)


def _columns(listed: Listing, names: tuple[str, ...]) -> list[Any]:
    known = {**listed.columns, VERSION.name: VERSION, CHANGED.name: CHANGED}
    unknown = next((name for name in names if name not in known and name not in ("id", "all")), None)
    if unknown is not None:
        raise _wrong("fields", _("There is no column “%(name)s” here.") % {"name": unknown})
    chosen = list(known) if "all" in names else names
    return [known[name] for name in dict.fromkeys(chosen) if name != "id"]


def _wrong(name: str, message: str) -> Problem:
    return Problem("invalid", message, [Wrong(name, (message,))])
