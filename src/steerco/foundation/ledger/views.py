"""The pages of the ledger: the activity of the organisation, one revision, the check of the chain; and taking back one's own acts."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.access import require_activity, rights, shown_changes, visible_to
from steerco.foundation.ledger.activity import Wanted, activity, choices, said, standing
from steerco.foundation.ledger.chain import Verification
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.origins import origins
from steerco.foundation.ledger.services import check
from steerco.foundation.ledger.taking_back import NothingToTakeBack, is_undoing, last_act, last_taken_back, take_back, told
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.ledger.wording import record_changes
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.ui.notices import notify

CHANGES_A_PAGE = 50


@require_GET
@acting
def activity_page(request: HttpRequest) -> HttpResponse:
    """Who did what, when, through what and why; filtered by the address."""
    return _activity(request, None)


@require_POST
@acting
def verify_page(request: HttpRequest) -> HttpResponse:
    """Checks the chain from its first revision to its head and says on the same page whether it holds."""
    by = actor_of(request)
    require_activity(by)
    return _activity(request, check(by.organisation))


@require_GET
@acting
def revision_page(request: HttpRequest, number: int) -> HttpResponse:
    """One revision with every change that the reader may see, before and after."""
    by = actor_of(request)
    revision = get_object_or_404(visible_to(by).select_related("account", "on_behalf_of", "undoes"), number=number)
    shown = revision.changes.filter(shown_changes(by)).order_by("id")
    page = Paginator(shown, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "revision": revision,
        "verb": said(revision.verb),
        "changes": record_changes(page.object_list),
        "page": page,
        "undone_by": revision.undone_by.first(),
        "origin": origins(by, [revision]).get(revision.number, ""),
        "nav_current": "ledger",
    }
    return render(request, "ledger/revision.html", context)


@require_POST
@acting
def undo_page(request: HttpRequest) -> HttpResponse:
    """Takes back one's newest act that stands."""
    return _taken_back(request, last_act)


@require_POST
@acting
def redo_page(request: HttpRequest) -> HttpResponse:
    """Does again what one took back last."""
    return _taken_back(request, last_taken_back)


@require_POST
@acting
def take_back_page(request: HttpRequest, number: int) -> HttpResponse:
    """Takes back one act of one's own, as its notice offers."""
    own = Revision.objects.filter(account=actor_of(request).account)
    return _taken_back(request, lambda by: get_object_or_404(own, number=number))


def _taken_back(request: HttpRequest, find: Callable[[Actor], Revision]) -> HttpResponse:
    """Takes an act back and says so on the page that asked, with the way to change one's mind; a refusal is said there, too."""
    by, status = actor_of(request), 204
    try:
        act = find(by)
        made = take_back(by=by, act=act)
        said_of = gettext("Done again: %(what)s.") if is_undoing(act) else gettext("Undone: %(what)s.")
        notify(request, said_of % {"what": told(act)}, undo=reverse("take_back", args=[made.number]), again=not is_undoing(act))
    except (CannotUndo, NothingToTakeBack, EditConflict, PermissionDenied) as error:
        notify(request, str(error), level=messages.ERROR)
        status = 409
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=status)
    back = request.META.get("HTTP_REFERER", "")
    same = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if same else "/")


def _activity(request: HttpRequest, verification: Verification | None) -> HttpResponse:
    by = actor_of(request)
    wanted = Wanted.from_query({key: str(value) for key, value in request.GET.items()})
    context = {
        "activity": activity(by, wanted),
        "ledger": standing(by),
        "wanted": wanted,
        "filters": _filters(wanted),
        "verification": verification,
        "may_export": rights().allows(by, "export"),
        "nav_current": "ledger",
    }
    return render(request, "ledger/activity.html", context)


def _filters(wanted: Wanted) -> list[dict[str, object]]:
    words = {
        "person": (gettext("Who"), gettext("anybody")),
        "verb": (gettext("What"), gettext("whatever was done")),
        "record": (gettext("To what"), gettext("to whatever")),
        "entrance": (gettext("Through"), gettext("through whatever")),
    }
    offered = choices()
    return [
        {"name": name, "label": label, "any": anything, "choices": offered[name], "value": str(getattr(wanted, name) or "")}
        for name, (label, anything) in words.items()
    ]
