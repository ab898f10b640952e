"""Comments for programs: read, written, changed, taken away and put back by the services of their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.api import hanging
from steerco.foundation.api.acts import Act, add_acts, slug, taken
from steerco.foundation.api.answers import answer
from steerco.foundation.api.document import ref
from steerco.foundation.api.identity import asker
from steerco.foundation.api.kinds import Schema
from steerco.foundation.api.lists import version_tag
from steerco.foundation.api.records import seen_version
from steerco.foundation.comments import services
from steerco.foundation.comments.access import visible_to
from steerco.foundation.comments.models import LONGEST, Comment
from steerco.foundation.registers.checks import refuse_stale
from steerco.foundation.registers.subjects import Subject

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "@ and a name, or an address, tells that person."}
COMMENT: Schema = {
    "type": "object", "description": "What somebody said at a record; its place stays where it was taken away.",
    "required": ["id", "version", "register", "record", "author", "text"],
    "properties": {
        "id": {"type": "integer"}, "version": {"type": "integer", "description": "The ETag of the comment."},
        "register": {"type": ["string", "null"]}, "record": {"type": ["string", "null"]},
        "author": hanging.PERSON, "on_behalf_of": hanging.PERSON,
        "text": {"type": "string", "description": "Empty where it was taken away."},
        "mentions": {"type": "array", "items": {"type": "string"}, "description": "The addresses of whoever is called by name."},
        "created_at": hanging.AT, "edited_at": hanging.MAYBE_AT, "removed_at": hanging.MAYBE_AT, "removed_by": hanging.PERSON,
    },
}  # fmt: skip
SCHEMAS = {"Comment": COMMENT, "CommentPage": hanging.page_schema(ref("Comment"))}


def add_routes(router: Router) -> None:
    """The operations of comments."""
    which, said = [slug("Which comment: its number.")], ref("Comment")
    add: Schema = {"type": "object", "required": ["register", "record", "text"], "additionalProperties": False,
                   "properties": {**hanging.WHERE, "text": TEXT}}  # fmt: skip
    edit: Schema = {"type": "object", "required": ["text"], "additionalProperties": False, "properties": {"text": TEXT}}
    add_acts(router, "comments", [
        Act("comments_list", "/comments", _list, "List comments",
            "Of one record, or of every record that you see; oldest first.", ref("CommentPage"), method="GET",
            parameters=hanging.paging(), refuses=["not-found"]),
        Act("comments_add", "/comments", _add, "Write a comment", "Says something at a record; whoever is called by name is told.", said,
            takes=add, refuses=["not-found"], status=201),
        Act("comments_get", "/comments/{slug}", _get, "Read a comment", "One comment; its version is its ETag.", said, method="GET",
            parameters=which, refuses=["not-found"]),
        Act("comments_edit", "/comments/{slug}", _edit, "Change a comment", "Changes your own comment, in the hour after it was written.",
            said, method="PATCH", takes=edit, parameters=[*which, hanging.IF_MATCH], refuses=["not-found", "stale", "no-version"]),
        Act("comments_remove", "/comments/{slug}", _remove, "Take a comment away",
            "Your own, or another's with a reason where your role allows it; the history keeps what it said.", {}, method="DELETE",
            parameters=[*which, hanging.IF_MATCH, hanging.WHY], refuses=["not-found", "stale", "no-version"], status=204),
        Act("comments_restore", "/comments/{slug}/restore", _restore, "Put a comment back", "Brings back what you took away yourself.",
            said, parameters=which, refuses=["not-found"]),
    ])  # fmt: skip


def _list(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    found, following = hanging.page(request, _kept(), visible_to(by))
    return answer({"data": told(by, found), "next": following})


def _get(request: HttpRequest, slug: str) -> HttpResponse:
    return _said(asker(request), *hanging.one(asker(request), _kept(), slug))


def _add(request: HttpRequest) -> HttpResponse:
    by, given = asker(request), taken(request, {"register": str, "record": str, "text": str})
    at = hanging.meant(by, given)
    made = services.add_comment(by=by, at=at, text=given.get("text", ""))
    response = _said(by, made, at, 201)
    response["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
    return response


def _edit(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    comment, at = hanging.one(by, _kept(), slug)
    version, given = seen_version(request), taken(request, {"text": str})
    services.edit_comment(by=by, at=at, comment=comment, text=given.get("text", ""), version=version)
    return _said(by, comment, at)


def _remove(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    comment, at = hanging.one(by, _kept(), slug)
    refuse_stale(comment, seen_version(request))
    services.remove_comment(by=by, at=at, comment=comment, reason=hanging.reason_of(request))
    return HttpResponse(status=204)


def _restore(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    comment, at = hanging.one(by, _kept(), slug)
    taken(request, {})
    return _said(by, services.restore_comment(by=by, at=at, comment=comment), at)


def told(by: Actor, found: Iterable[Comment]) -> list[dict[str, Any]]:
    """Comments as JSON says them (one query for the mentioned, one a kind of record)."""
    comments = list(found)
    where = hanging.places(by, comments)
    keys = {key for comment in comments for key in comment.mentions}
    named = hanging.naming(by)
    names = {account.pk: named(account) for account in Account.objects.filter(pk__in=keys)} if keys else {}
    return [_one(comment, where.get((comment.record_type, comment.record_id)), names, named) for comment in comments]


def _one(
    comment: Comment, at: Subject | None, names: Mapping[int, str | None], named: Callable[[Account | None], str | None]
) -> dict[str, Any]:
    return {
        "id": comment.pk, "version": comment.version, **hanging.place(at), "author": named(comment.author),
        "on_behalf_of": named(comment.on_behalf_of), "text": comment.text,
        "mentions": [names[key] for key in comment.mentions if key in names], "created_at": comment.created_at,
        "edited_at": comment.edited_at, "removed_at": comment.removed_at, "removed_by": named(comment.removed_by),
    }  # fmt: skip


def _kept() -> Any:
    return Comment.objects.select_related("author", "on_behalf_of", "removed_by")


def _said(by: Actor, comment: Comment, at: Subject, status: int = 200) -> HttpResponse:
    named = hanging.naming(by)
    names = {account.pk: named(account) for account in Account.objects.filter(pk__in=comment.mentions)} if comment.mentions else {}
    return answer(_one(comment, at, names, named), status, {"ETag": version_tag(comment.version)})
