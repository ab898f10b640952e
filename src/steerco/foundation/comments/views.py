"""The thread of a record: as a page of its own, and as the part that other pages bring in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.comments.access import is_own, may_edit, may_remove, rights
from steerco.foundation.comments.forms import CommentForm
from steerco.foundation.comments.mentions import members
from steerco.foundation.comments.models import LONGEST, Comment
from steerco.foundation.comments.queries import thread
from steerco.foundation.comments.services import add_comment, edit_comment, remove_comment, restore_comment, sees
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.registers.subjects import Subject, subject, subject_at
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in

SUGGESTED, LOOKED_AT = 8, 40


@require_http_methods(["GET", "POST"])
@acting
def thread_page(request: HttpRequest, register: str, slug: str) -> HttpResponse:
    """The comments of a record, and a place to write one; `?part=thread` gives them for another page."""
    by = actor_of(request)
    at = subject(by, register, slug)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            comment = add_comment(by=by, at=at, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error.message_dict["text"])
        else:
            if "part" not in request.GET:
                return redirect(f"{address_of(at)}#comment-{comment.pk}")
            form = CommentForm()
    return _thread(request, by, at, form)


@require_http_methods(["GET", "POST"])
@acting
def edit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes one's own comment."""
    by = actor_of(request)
    comment, at = _comment(by, pk)
    if not is_own(by, comment):
        raise Refused("comment", "edit", ["whoever wrote it"])
    form = CommentForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():
        version = number_in(request.POST.get("version", ""))
        try:
            edit_comment(by=by, at=at, comment=comment, text=form.cleaned_data["text"], version=version)
        except ValidationError as error:
            form.add_error("text", error.message_dict["text"])
        except EditConflict as conflict:
            form.add_error("text", str(conflict))
        else:
            return redirect(f"{address_of(at)}#comment-{pk}")
    late = "" if may_edit(by, comment, at) else _("An hour has passed, and others may have relied on it. Write a new comment.")
    context = {"form": form, "at": at, "comment": comment, "back": address_of(at), "most": LONGEST, "late": late}
    return render(request, "comments/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def remove_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a comment away: one's own at once, another's with a reason."""
    by = actor_of(request)
    comment, at = _comment(by, pk)
    if not may_remove(by, comment, at):
        raise Refused("comment", "take away", ["whoever wrote it", *rights().allowed["remove"]])
    problem = ""
    if request.method == "POST":
        try:
            remove_comment(by=by, at=at, comment=comment, reason=request.POST.get("reason", "")[:300])
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            notify(request, _("Comment taken away. The history keeps it."), undo=reverse("comment_restore", args=[pk]))
            return redirect(address_of(at))
    context = {"at": at, "comment": comment, "own": is_own(by, comment), "problem": problem, "back": address_of(at)}
    return render(request, "comments/remove.html", context, status=422 if problem else 200)


@require_POST
@acting
def restore_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts back what one has taken away."""
    by = actor_of(request)
    comment, at = _comment(by, pk)
    try:
        restore_comment(by=by, at=at, comment=comment)
    except CannotUndo as error:
        notify(request, str(error))
    return redirect(f"{address_of(at)}#comment-{pk}")


@require_GET
@acting
def people_part(request: HttpRequest, register: str, slug: str) -> HttpResponse:
    """Who may be mentioned: members whose name begins like that and who see the record."""
    by = actor_of(request)
    at = subject(by, register, slug)
    typed = request.GET.get("q", "").strip().casefold()[:60]
    if not typed or not rights().allows(by, "write", scopes=at.scopes_for(by), level=at.level):
        return render(request, "comments/people.html", {"people": []})
    alike = [each for each in members(by.organisation) if any(word.startswith(typed) for word in _starts(str(each)))]
    found = [each for each in alike[:LOOKED_AT] if sees(by, at, each)][:SUGGESTED]
    return render(request, "comments/people.html", {"people": found})


def address_of(at: Subject) -> str:
    """The page of a record's comments."""
    return reverse("comments", args=[at.register.name, at.slug])


def _thread(request: HttpRequest, by: Actor, at: Subject, form: CommentForm) -> HttpResponse:
    context = {
        "thread": thread(by, at, every=request.GET.get("every") == "1"), "form": form, "at": at, "most": LONGEST,
        "address": address_of(at), "people": reverse("comment_people", args=[at.register.name, at.slug]),
        "nav_current": at.register.name,
    }  # fmt: skip
    part = "#thread" if request.GET.get("part") == "thread" else ""
    return render(request, f"comments/thread.html{part}", context, status=422 if form.errors else 200)


def _comment(by: Actor, pk: int) -> tuple[Comment, Subject]:
    """A comment with its record; 404 where the actor can't see the record."""
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=pk)
    at = subject_at(by, (comment.record_type, comment.record_id))
    if at is None:
        raise Http404
    return comment, at


def _starts(name: str) -> list[str]:
    """The name from each of its words on: `ada lovelace`, `lovelace`."""
    words = name.casefold().split()
    return [" ".join(words[place:]) for place in range(len(words))]
