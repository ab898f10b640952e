"""The files of a record: a page, the part that other pages bring in, and the files themselves, which never run anything."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.documents.kinds import KINDS, accepted, endings
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.documents.queries import folder
from steerco.foundation.documents.services import (
    add_document,
    may_restore,
    not_there,
    path_of,
    remove_document,
    restore_document,
    too_large,
)
from steerco.foundation.documents.uploads import dropped
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.registers.subjects import Subject, subject, subject_at
from steerco.foundation.ui.notices import notify

HARMLESS = "default-src 'none'; sandbox"


@require_http_methods(["GET", "POST"])
@acting
def folder_page(request: HttpRequest, register: str, slug: str) -> HttpResponse:
    """The files of a record and a place to add some; `?part=folder` gives them for another page."""
    by = actor_of(request)
    at = subject(by, register, slug)
    problems: list[str] = []
    if request.method == "POST":
        problems = taken_in(request, by, at)
        if not problems and "part" not in request.GET:
            return redirect(address_of(at))
    context = {**folder_context(by, at), "problems": problems, "nav_current": at.register.name}
    part = "#folder" if request.GET.get("part") == "folder" else ""
    return render(request, f"documents/folder.html{part}", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@acting
def versions_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version of a document, and a place to give a newer one."""
    by = actor_of(request)
    document, at = _document(by, pk)
    problems = taken_in(request, by, at, document) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        return redirect("document", pk=pk)
    held = next((each for each in folder(by, at).held if each.document.pk == pk), None)
    if held is None:
        raise Http404
    context = {**folder_context(by, at), "held": held, "problems": problems, "nav_current": at.register.name}
    return render(request, "documents/versions.html", context, status=422 if problems else 200)


@require_GET
@acting  # type: ignore[arg-type]  # a streamed answer is an answer, too
def file_of_version(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """One version as a file to keep: never shown in place, never run, of the kind that it was found to be."""
    by = actor_of(request)
    document, at = _document(by, pk)
    if document.removed_at is not None and not may_restore(by, at, document):
        raise Http404
    version = get_object_or_404(DocumentVersion, document=document, number=number)
    try:
        content = default_storage.open(path_of(version.organisation_id, version.sha256))
    except FileNotFoundError:
        return render(request, "documents/gone.html", {"said": not_there(version)}, status=410)
    answer = FileResponse(content, as_attachment=True, filename=version.file_name, content_type=KINDS[version.kind].media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = HARMLESS
    return answer


@require_POST
@acting
def remove_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a document away from its record."""
    by = actor_of(request)
    document, at = _document(by, pk)
    try:
        remove_document(by=by, at=at, document=document, reason=request.POST.get("reason", "")[:300])
        notify(
            request,
            _("“%(name)s” taken away. Its versions stay in the history.") % {"name": document},
            undo=reverse("document_restore", args=[pk]),
        )
    except EditConflict as conflict:
        notify(request, str(conflict))
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect(address_of(at))


@require_POST
@acting
def restore_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a document back."""
    by = actor_of(request)
    document, at = _document(by, pk)
    try:
        restore_document(by=by, at=at, document=document, reason=request.POST.get("reason", "")[:300])
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect(address_of(at))


def taken_in(request: HttpRequest, by: Actor, at: Subject, document: Document | None = None) -> list[str]:
    """Adds the files of a form; gives what is wrong with those that were not taken."""
    given = request.FILES.getlist("file")
    problems = [too_large(name) for name in dropped(request)]
    if not given and not problems:
        problems.append(_("Choose a file first."))
    added: list[DocumentVersion] = []
    for each in given:
        try:
            added.append(
                add_document(by=by, at=at, name=each.name or "", data=_bytes(each), note=request.POST.get("note", ""), document=document)
            )
        except ValidationError as error:
            problems += error.messages
        except EditConflict as conflict:
            problems.append(str(conflict))
    if len(added) == 1:
        version = added[0]
        told = _("“%(name)s” added.") if version.number == 1 else _("“%(name)s” is version %(number)d now.")
        notify(request, told % {"name": version.file_name, "number": version.number})
    elif added:
        notify(request, ngettext("%(count)d file added.", "%(count)d files added.", len(added)) % {"count": len(added)})
    return problems


def folder_context(by: Actor, at: Subject) -> dict[str, object]:
    """What the part with the files of a record shows."""
    return {
        "folder": folder(by, at), "at": at, "folder_address": address_of(at), "accepted": accepted(), "endings": endings(),
        "most": settings.FILE_MAX_BYTES // 2**20,
    }  # fmt: skip


def address_of(at: Subject) -> str:
    """The page of a record's files."""
    return reverse("documents", args=[at.register.name, at.slug])


def _bytes(given: File[bytes]) -> bytes:
    """What was given; of a file that is too large anyway only as much as shows that."""
    if given.size is not None and given.size > settings.FILE_MAX_BYTES:
        raise ValidationError({"file": too_large(given.name or "", given.size)})
    return bytes(given.read())


def _document(by: Actor, pk: int) -> tuple[Document, Subject]:
    """A document with its record; 404 where the actor can't see the record."""
    document = get_object_or_404(Document, pk=pk)
    at = subject_at(by, (document.record_type, document.record_id))
    if at is None:
        raise Http404
    return document, at
