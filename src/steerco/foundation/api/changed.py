"""What changed between two instants, for programs: of everything, or of one record with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.foundation.api.answers import answer
from steerco.foundation.api.document import json_answer, parameter, refusals
from steerco.foundation.api.identity import IDENTITIES, asker, operation
from steerco.foundation.api.problems import Problem, Wrong
from steerco.foundation.differences.between import PAGE, Asked, Between
from steerco.foundation.differences.spans import Span, instant
from steerco.foundation.differences.words import as_object, summary
from steerco.foundation.registers.subjects import subject
from steerco.foundation.ui.numbers import number_in

MOST = 10**11
TAKEN = ("from", "to", "register", "record", "who", "kind", "through", "act", "page")
_COUNTS = {"type": "array", "items": {"type": "object"}}
CHANGED: dict[str, Any] = {
    "type": "object", "required": ["from", "to", "count", "kinds", "people", "records", "next"],
    "properties": {
        "from": {"type": "string", "format": "date-time"}, "to": {"type": "string", "format": "date-time"},
        "count": {"type": "integer", "description": "How many records differ."},
        "kinds": {**_COUNTS, "description": "How many of which kind."},
        "people": {**_COUNTS, "description": "Who changed how many, and on whose behalf."},
        "records": {"type": "array", "items": {"type": "object"}, "description": "Each with its values before and after, and its acts."},
        "next": {"type": ["integer", "null"], "description": "The next page; null after the last."},
    },
}  # fmt: skip


def routes() -> Router:
    """One operation."""
    router = Router(tags=["revisions"], auth=IDENTITIES)
    text = {"type": "string"}
    asked = [
        parameter("from", "The earlier instant, or a day (from its beginning); without it since the newest report.", text),
        parameter("to", "The later instant, or a day (to its end); without it now.", text),
        parameter("register", "The list that the record is in, such as `projects` or `portfolios`.", text),
        parameter("record", "What names the record there; only with `register`.", text),
        parameter("who", "The number of an account: only what it changed.", {"type": "integer", "minimum": 1}),
        parameter("kind", "One kind of record, such as `projects.project`.", text),
        parameter("through", "What came through one entrance only: `page`, `import`, `api`, `command`, `bulk` …", text),
        parameter("act", "The number of a revision: only what it changed.", {"type": "integer", "minimum": 1}),
        parameter("page", "Which page.", {"type": "integer", "minimum": 1, "default": 1}),
    ]
    router.add_api_operation(
        "", ["GET"], operation(_changed), operation_id="changed_list", summary="What changed between two instants", url_name="api_changed",
        description="The records that differ, each once, with its values before and after, and who changed it; as far as you may see.",
        openapi_extra={"parameters": asked, "responses": {200: json_answer(CHANGED, "What changed"), **refusals("invalid", "not-found")}},
    )  # fmt: skip
    return router


def _changed(request: HttpRequest) -> HttpResponse:
    by, query = asker(request), {name: str(value) for name, value in request.GET.items()}
    for name in query:
        if name not in TAKEN:
            raise _wrong(name, _("There is no parameter “%(name)s”. There are: %(known)s.") % {"name": name, "known": ", ".join(TAKEN)})
    for name in ("from", "to"):
        if query.get(name) and instant(query[name]) is None:
            raise _wrong(name, _("“%(text)s” is no day and no instant. Write 2026-03-31 or 2026-03-31T12:00:00Z.") % {"text": query[name]})
    if bool(query.get("register")) != bool(query.get("record")):
        raise _wrong("record", _("Name a register and a record of it, or neither."))
    number, who, act = _number(query, "page") or 1, _number(query, "who"), _number(query, "act")
    at = subject(by, query["register"], query["record"]) if query.get("register") else None
    between = Between(by, Span.asked(by, query), at, Asked(who, query.get("kind", ""), query.get("through", ""), act))
    records = [as_object(each) for each in between.page(number)]
    following = number + 1 if between.total > number * PAGE else None
    return answer(summary(between) | {"records": records, "next": following})


def _number(query: dict[str, str], name: str) -> int | None:
    text = query.get(name, "")
    if not text:
        return None
    found = number_in(text)
    if found is None or not 0 < found < MOST:
        raise _wrong(name, _("Write a whole number from 1 on."))
    return found


def _wrong(name: str, message: str) -> Problem:
    return Problem("invalid", message, [Wrong(name, (message,))])
