"""The ledger as a feed: what was written since a revision, oldest first, as far as the asker may read it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.foundation.api.answers import answer
from steerco.foundation.api.document import json_answer, parameter, ref, refusals
from steerco.foundation.api.identity import IDENTITIES, asker, operation
from steerco.foundation.api.problems import Problem, Wrong
from steerco.foundation.ledger.access import shown_changes, visible_to
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.queries import head_number
from steerco.foundation.ui.numbers import number_in

PAGE, MOST = 50, 200
CHANGES = 1000
REVISION: dict[str, Any] = {
    "type": "object",
    "description": "One act: who, when, through which entrance, why, and each record before and after.",
    "required": ["number", "at", "verb", "changes"],
    "properties": {
        "number": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
        "account": {"type": ["string", "null"], "description": "Who; null is the system."},
        "on_behalf_of": {"type": ["string", "null"]}, "entrance": {"type": "string"}, "verb": {"type": "string"},
        "reason": {"type": "string"}, "undoes": {"type": ["integer", "null"]}, "hash": {"type": "string"},
        "previous_hash": {"type": "string"},
        "changes": {"type": "array", "items": {"type": "object", "properties": {
            "record_type": {"type": "string"}, "record_id": {"type": "integer"}, "record": {"type": "string"},
            "action": {"type": "string", "enum": ["created", "changed", "deleted"]},
            "before": {"type": ["object", "null"]}, "after": {"type": ["object", "null"]}}}},
        "changes_left_out": {"type": "boolean", "description": "Whether there are more changes than are shown."},
    },
}  # fmt: skip


def routes() -> Router:
    """The feed, and one revision."""
    router = Router(tags=["revisions"], auth=IDENTITIES)
    feed = {"type": "object", "required": ["data", "next", "newest"], "properties": {
        "data": {"type": "array", "items": ref("Revision")},
        "next": {"type": ["integer", "null"], "description": "Send it as `since` for what follows; null where nothing does yet."},
        "newest": {"type": "integer", "description": "The newest revision of the organisation."}}}  # fmt: skip
    asked = [
        parameter("since", "The number of the last revision that you hold; 0 for all.", {"type": "integer", "minimum": 0, "default": 0}),
        parameter("limit", "How many at once.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}),
    ]
    router.add_api_operation(
        "", ["GET"], operation(_feed), operation_id="revisions_list", summary="What was written since", url_name="api_revisions",
        description="The revisions after a number, oldest first, each with the changes that you may read.",
        openapi_extra={"parameters": asked, "responses": {200: json_answer(feed, "The revisions"), **refusals("invalid")}},
    )  # fmt: skip
    number = parameter("number", "Which revision.", {"type": "integer"}, place="path", needed=True)
    router.add_api_operation(
        "/{number}", ["GET"], operation(_one), operation_id="revisions_get", summary="Read a revision", url_name="api_revision",
        description="One revision with the changes that you may read.",
        openapi_extra={"parameters": [number], "responses": {200: json_answer(ref("Revision"), "The revision"), **refusals("not-found")}},
    )  # fmt: skip
    return router


def _feed(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    since, limit = _number(request, "since", 0, 10**15), _number(request, "limit", PAGE, MOST)
    found = list(_with_changes(by, visible_to(by).filter(number__gt=since).order_by("number"))[: max(limit, 1)])
    newest = head_number(by.organisation)
    following = found[-1].number if found and found[-1].number < newest else None
    return answer({"data": [_told(each) for each in found], "next": following, "newest": newest})


def _one(request: HttpRequest, number: str) -> HttpResponse:
    by = asker(request)
    key = number_in(number)
    found = _with_changes(by, visible_to(by).filter(number=key)).first() if key is not None else None
    if found is None:
        raise Http404
    return answer(_told(found))


def _with_changes(by: Any, revisions: Any) -> Any:
    changes = Change.objects.filter(shown_changes(by)).order_by("id")
    return revisions.select_related("account", "on_behalf_of", "undoes").prefetch_related(
        Prefetch("changes", queryset=changes, to_attr="readable")
    )


def _told(revision: Revision) -> dict[str, Any]:
    changes: list[Change] = revision.readable  # type: ignore[attr-defined]  # prefetched above
    return {
        "number": revision.number, "at": revision.at, "account": revision.account.email if revision.account else None,
        "on_behalf_of": revision.on_behalf_of.email if revision.on_behalf_of else None, "entrance": revision.entrance,
        "verb": revision.verb, "reason": revision.reason, "undoes": revision.undoes.number if revision.undoes else None,
        "hash": revision.hash, "previous_hash": revision.previous_hash,
        "changes": [
            {"record_type": each.record_type, "record_id": each.record_id, "record": each.record_label, "action": each.action,
             "before": each.before, "after": each.after}
            for each in changes[:CHANGES]
        ],
        "changes_left_out": len(changes) > CHANGES,
    }  # fmt: skip


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    found = number_in(text)
    if found is None or found > most:
        message = _("Write a whole number up to %(most)d.") % {"most": most}
        raise Problem("invalid", message, [Wrong(name, (message,))])
    return found
