"""The pages of the ledger: the activity of the organisation, one revision, and the check of the chain."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.access import require_activity, shown_changes, visible_to
from steerco.foundation.ledger.activity import Wanted, activity, choices, said
from steerco.foundation.ledger.chain import Verification, verify
from steerco.foundation.ledger.origins import origins
from steerco.foundation.ledger.wording import record_changes

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
    return _activity(request, verify(by.organisation))


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


def _activity(request: HttpRequest, verification: Verification | None) -> HttpResponse:
    by = actor_of(request)
    wanted = Wanted.from_query({key: str(value) for key, value in request.GET.items()})
    context = {
        "activity": activity(by, wanted),
        "wanted": wanted,
        "filters": _filters(wanted),
        "verification": verification,
        "nav_current": "ledger",
    }
    return render(request, "ledger/activity.html", context)


def _filters(wanted: Wanted) -> list[dict[str, object]]:
    words = {
        "person": (gettext("Who"), gettext("anybody")),
        "verb": (gettext("What"), gettext("any verb")),
        "record": (gettext("Record"), gettext("any record")),
        "entrance": (gettext("Through"), gettext("any entrance")),
    }
    offered = choices()
    return [
        {"name": name, "label": label, "any": anything, "choices": offered[name], "value": str(getattr(wanted, name) or "")}
        for name, (label, anything) in words.items()
    ]
