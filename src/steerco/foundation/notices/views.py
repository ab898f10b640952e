"""The inbox, opening a notice, and how one wants them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.notices.forms import WishesForm
from steerco.foundation.notices.kinds import kind_of, kinds
from steerco.foundation.notices.queries import inbox, muted, shown
from steerco.foundation.notices.services.inbox import (
    mark_read,
    mark_unread,
    mute_kind,
    mute_record,
    set_wishes,
    unmute_record,
    wishes_of,
)
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in

A_PAGE = 50


@require_GET
@acting
def inbox_page(request: HttpRequest) -> HttpResponse:
    """What concerns the reader, newest first; `?show=all` with what was read."""
    by = actor_of(request)
    everything = request.GET.get("show") == "all"
    page = Paginator(inbox(by, unread=not everything), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": shown(by, list(page.object_list)),
        "everything": everything,
        "unread_count": page.paginator.count if not everything else inbox(by, unread=True).count(),
        "nav_current": "inbox",
    }
    return render(request, "notices/inbox.html", context)


@require_GET
@acting
def open_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to what a notice is about, and marks it as read."""
    by = actor_of(request)
    notice = get_object_or_404(inbox(by), pk=pk)
    mark_read(by=by, notices=[pk])
    inside = notice.link.startswith("/") and not notice.link.startswith(("//", "/\\"))
    return redirect(notice.link if inside else "inbox")


@require_POST
@acting
def read_page(request: HttpRequest) -> HttpResponse:
    """Marks one notice as read, or all of them."""
    by = actor_of(request)
    picked = [pk for pk in map(number_in, request.POST.getlist("pk")) if pk is not None]
    count = mark_read(by=by, notices=picked or None)
    if not picked:
        notify(request, ngettext("%(count)d notice read.", "%(count)d notices read.", count) % {"count": count})
    return redirect("inbox")


@require_POST
@acting
def unread_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a notice back among the unread ones."""
    by = actor_of(request)
    mark_unread(by=by, notice=get_object_or_404(inbox(by), pk=pk))
    return redirect("inbox")


@require_POST
@acting
def mute_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Hears nothing more of the record of a notice, or of its kind."""
    by = actor_of(request)
    notice = get_object_or_404(inbox(by), pk=pk)
    try:
        if request.POST.get("what") == "record" and notice.record_id is not None:
            mute_record(by=by, about=(notice.record_type, notice.record_id))
            notify(request, _("You hear nothing more of this record. Settings take it back."))
        else:
            mute_kind(by=by, kind=notice.kind)
            notify(request, _("“%(kind)s” is switched off. Settings take it back.") % {"kind": kind_of(notice.kind).label})
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect("inbox")


@require_http_methods(["GET", "POST"])
@acting
def wishes_page(request: HttpRequest) -> HttpResponse:
    """When mails come, in which hours none, and of what one hears at all."""
    by = actor_of(request)
    if "unmute" in request.POST:
        kind, _divided, number = request.POST["unmute"].partition(" ")
        if (muted_one := number_in(number)) is not None:
            unmute_record(by=by, about=(kind, muted_one))
            notify(request, _("You hear of it again."))
        return redirect("notice_wishes")
    form = WishesForm(wishes_of(by), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_wishes(by=by, **form.wishes())
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            notify(request, _("Settings kept."))
            return redirect("notice_wishes")
    context = {"form": form, "forced": [kind for kind in kinds() if kind.forced], "muted": muted(by), "nav_current": "inbox"}
    return render(request, "notices/wishes.html", context, status=422 if form.errors else 200)
