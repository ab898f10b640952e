"""Files for programs: listed, given, renewed, taken along, taken away and put back, with the checks of their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.api import hanging
from steerco.foundation.api.acts import Act, add_acts, slug, taken
from steerco.foundation.api.answers import answer
from steerco.foundation.api.bodies import refuse_odd
from steerco.foundation.api.document import ref
from steerco.foundation.api.identity import asker
from steerco.foundation.api.kinds import Schema
from steerco.foundation.api.lists import version_tag
from steerco.foundation.api.problems import Problem, Wrong
from steerco.foundation.api.records import seen_version
from steerco.foundation.documents import services
from steerco.foundation.documents.access import visible_to
from steerco.foundation.documents.kinds import KINDS
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.documents.uploads import dropped
from steerco.foundation.registers.checks import refuse_stale
from steerco.foundation.registers.subjects import Subject
from steerco.foundation.ui.numbers import number_in

MULTIPART = "multipart/form-data"
HARMLESS = "default-src 'none'; sandbox"
LONGEST_NOTE = 300
VERSION: Schema = {
    "type": "object", "required": ["number", "file_name", "kind", "size", "sha256"],
    "properties": {
        "number": {"type": "integer"}, "file_name": {"type": "string"}, "kind": {"type": "string", "enum": list(KINDS)},
        "size": {"type": "integer", "description": "In bytes."}, "sha256": {"type": "string"}, "note": {"type": "string"},
        "added_by": hanging.PERSON, "added_at": hanging.AT,
        "content": {"type": "string", "description": "Where its bytes are."},
    },
}  # fmt: skip
FILE: Schema = {
    "type": "object", "description": "A file at a record, with all its versions, newest first.",
    "required": ["id", "version", "register", "record", "name", "versions"],
    "properties": {
        "id": {"type": "integer"}, "version": {"type": "integer", "description": "The ETag of the file; goes up with every change."},
        "register": {"type": ["string", "null"]}, "record": {"type": ["string", "null"]}, "name": {"type": "string"},
        "removed_at": hanging.MAYBE_AT, "removed_by": hanging.PERSON, "versions": {"type": "array", "items": VERSION},
    },
}  # fmt: skip
SCHEMAS = {"File": FILE, "FilePage": hanging.page_schema(ref("File"))}
_BYTES: Schema = {"type": "string", "format": "binary", "description": "The file, with its name."}
_NOTE: Schema = {"type": "string", "maxLength": LONGEST_NOTE, "description": "What is new in it."}
_MEDIA = dict.fromkeys(kind.media for kind in KINDS.values())
_CONTENT: Schema = {
    "description": "The bytes, to keep: of their own kind, never shown in place",
    "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _MEDIA},
}


def add_routes(router: Router) -> None:
    """The operations of files."""
    which, file = [slug("Which file: its number.")], ref("File")
    add: Schema = {"type": "object", "required": ["register", "record", "file"], "additionalProperties": False,
                   "properties": {**hanging.WHERE, "file": _BYTES, "note": _NOTE}}  # fmt: skip
    renew: Schema = {"type": "object", "required": ["file"], "additionalProperties": False, "properties": {"file": _BYTES, "note": _NOTE}}
    back: Schema = {"type": "object", "additionalProperties": False, "properties": {"reason": hanging.REASON}}
    add_acts(router, "files", [
        Act("files_list", "/files", _list, "List files", "Of one record, or of every record that you see; without those taken away.",
            ref("FilePage"), method="GET", parameters=hanging.paging(), refuses=["not-found"]),
        Act("files_add", "/files", _add, "Add a file", "Keeps a file at a record; one of a name that is there becomes its next version.",
            file, takes=add, media=MULTIPART, refuses=["not-found"], status=201),
        Act("files_get", "/files/{slug}", _get, "Read what a file is", "Its versions, with size, kind and digest.", file, method="GET",
            parameters=which, refuses=["not-found"]),
        Act("files_renew", "/files/{slug}/versions", _renew, "Give a newer version", "The earlier versions stay.", file, takes=renew,
            media=MULTIPART, parameters=which, refuses=["not-found"], status=201),
        Act("files_content", "/files/{slug}/versions/{number}", _content, "Take a file along", "The bytes of one version.", {},
            method="GET", parameters=[*which, slug("Which version: its number.", "number")], refuses=["not-found", "gone"],
            answers=_CONTENT),
        Act("files_remove", "/files/{slug}", _remove, "Take a file away",
            "Your own, or another's with a reason where your role allows it; versions and history stay.", {}, method="DELETE",
            parameters=[*which, hanging.IF_MATCH, hanging.WHY], refuses=["not-found", "stale", "no-version"], status=204),
        Act("files_restore", "/files/{slug}/restore", _restore, "Put a file back",
            "What you took away yourself, or what another took away with a reason where your role allows it.", file, takes=back,
            parameters=which, refuses=["not-found"]),
    ])  # fmt: skip


def _list(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    found, following = hanging.page(request, _kept().filter(removed_at__isnull=True), visible_to(by))
    return answer({"data": told(by, found), "next": following})


def _get(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    return _said(by, *_found(by, slug))


def _add(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    given = _fields(request, ("register", "record", "note"))
    at = hanging.meant(by, given)
    made = _take_in(request, by, at, given)
    response = _said(by, made, at, 201)
    response["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
    return response


def _renew(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    document, at = _found(by, slug)
    return _said(by, _take_in(request, by, at, _fields(request, ("note",)), document), at, 201)


def _content(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    document, _at = _found(asker(request), slug)
    version = get_object_or_404(DocumentVersion, document=document, number=min(number_in(number) or 0, 2**15 - 1))
    try:
        content = default_storage.open(services.path_of(version.organisation_id, version.sha256))
    except FileNotFoundError:
        raise Problem("gone", services.not_there(version)) from None
    response: Any = FileResponse(content, as_attachment=True, filename=version.file_name, content_type=KINDS[version.kind].media)
    response["X-Content-Type-Options"], response["Content-Security-Policy"] = "nosniff", HARMLESS
    return response  # type: ignore[no-any-return]  # a streamed answer is an answer, too


def _remove(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    document, at = _found(by, slug)
    refuse_stale(document, seen_version(request))
    services.remove_document(by=by, at=at, document=document, reason=hanging.reason_of(request))
    return HttpResponse(status=204)


def _restore(request: HttpRequest, slug: str) -> HttpResponse:
    by = asker(request)
    document, at = _found(by, slug)
    reason = taken(request, {"reason": str}).get("reason", "")
    return _said(by, services.restore_document(by=by, at=at, document=document, reason=reason[: hanging.LONGEST_REASON]), at)


def _take_in(request: HttpRequest, by: Actor, at: Subject, given: dict[str, str], document: Document | None = None) -> Document:
    """Keeps the one file of a request."""
    for name in dropped(request):
        raise _too_large(services.too_large(name))
    files = [each for _name, held in request.FILES.lists() for each in held]
    if len(request.FILES.getlist("file")) != 1 or len(files) != 1:
        raise hanging.wrong("file", _("Choose a file first.") if not files else _("Send one file at a time, as “file”."))
    file = files[0]
    if file.size is not None and file.size > settings.FILE_MAX_BYTES:
        raise _too_large(services.too_large(file.name or "", file.size))
    refuse_odd(file.name or "")
    made = services.add_document(by=by, at=at, name=file.name or "", data=file.read(), note=given.get("note", ""), document=document)
    return _kept().get(pk=made.document_id)  # type: ignore[no-any-return]


def _too_large(message: str) -> Problem:
    return Problem("too-large", message, [Wrong("file", (message,))])


def _fields(request: HttpRequest, known: tuple[str, ...]) -> dict[str, str]:
    """The texts beside a file, each once and known."""
    if request.content_type != MULTIPART:
        raise Problem("media", _("Send the file as a form (Content-Type: multipart/form-data)."))
    given = {name: request.POST.getlist(name) for name in request.POST}
    for name, texts in given.items():
        refuse_odd([name, *texts])
        if name not in known:
            raise hanging.wrong(name, _("There is no field “%(name)s” here.") % {"name": name[:80]})
        if len(texts) > 1:
            raise hanging.wrong(name, _("Write one value."))
    return {name: texts[0] for name, texts in given.items()}


def _found(by: Actor, slug: str) -> tuple[Document, Subject]:
    """A file with its record; one that was taken away is there for whoever may put it back."""
    document, at = hanging.one(by, _kept(), slug)
    if document.removed_at is not None and not services.may_restore(by, at, document):
        raise Http404
    return document, at


def told(by: Actor, found: Iterable[Document]) -> list[dict[str, Any]]:
    """Files as JSON says them (one query a kind of record)."""
    documents = list(found)
    where = hanging.places(by, documents)
    named = hanging.naming(by)
    return [_one(document, where.get((document.record_type, document.record_id)), named) for document in documents]


def _one(document: Any, at: Subject | None, named: Callable[[Account | None], str | None]) -> dict[str, Any]:
    versions = [
        {"number": each.number, "file_name": each.file_name, "kind": each.kind, "size": each.size, "sha256": each.sha256,
         "note": each.note, "added_by": named(each.added_by), "added_at": each.created_at,
         "content": f"/api/v1/files/{document.pk}/versions/{each.number}"}
        for each in document.all_versions
    ]  # fmt: skip
    return {
        "id": document.pk, "version": document.version, **hanging.place(at), "name": document.name, "removed_at": document.removed_at,
        "removed_by": named(document.removed_by), "versions": versions,
    }  # fmt: skip


def _kept() -> Any:
    versions = DocumentVersion.objects.select_related("added_by").order_by("-number")
    return Document.objects.select_related("removed_by").prefetch_related(Prefetch("versions", queryset=versions, to_attr="all_versions"))


def _said(by: Actor, document: Document, at: Subject, status: int = 200) -> HttpResponse:
    return answer(_one(document, at, hanging.naming(by)), status, {"ETag": version_tag(document.version)})
