"""Guests: what is shared with whom until when, sharing a record, taking a share back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.capabilities.entitlements import services
from steerco.capabilities.entitlements.access import SHARES
from steerco.capabilities.entitlements.forms import ShareForm
from steerco.capabilities.entitlements.queries.lent import named, shares
from steerco.capabilities.people.services import scopes_of_assignment
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.accounts.invitations import invite
from steerco.foundation.ui.notices import notify


def _require(by: Actor, action: str) -> None:
    if SHARES.reach(by, action).nothing:
        raise Refused("share", action, SHARES.allowed[action])


@require_GET
@acting
def guests_page(request: HttpRequest) -> HttpResponse:
    """Every share that the reader may see: with whom, of what, until when, by whom."""
    by, today = actor_of(request), timezone.localdate()
    _require(by, "view")
    found = named(by, shares(by))
    running = [each for each in found if each.assignment.ends_on and each.assignment.ends_on >= today]
    context = {
        "running": [
            (each, SHARES.allows(by, "end", scopes=scopes_of_assignment(each.assignment), level=each.assignment.clearance))
            for each in running
        ],
        "past": [each for each in found if each not in running][:50],
        "guests": len({each.assignment.account_id for each in running}),
        "may_share": not SHARES.reach(by, "share").nothing,
        "nav_current": "guests",
    }
    return render(request, "entitlements/guests.html", context)


@require_http_methods(["GET", "POST"])
@acting
def share_page(request: HttpRequest) -> HttpResponse:
    """Shares a record with somebody from outside, and sends them a message with the way in."""
    by = actor_of(request)
    _require(by, "share")
    form = ShareForm(by, request.POST or None, at=request.GET.get("at", ""))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.share_record(by=by, **form.arguments())
            invite(made.account, site=request.build_absolute_uri("/"), organisation=by.organisation.name)
            notify(request, _("Shared with %(who)s, who got a message with the way in.") % {"who": made.account})
            return redirect("guests")
        except ValidationError as error:
            for name, said in error.message_dict.items():
                field = "place" if name.startswith("scope") else name
                form.add_error(field if field in form.fields else None, said[0])
    return render(request, "entitlements/share.html", {"form": form, "nav_current": "guests"}, status=422 if form.errors else 200)


@require_POST
@acting
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a share back at once."""
    by = actor_of(request)
    _require(by, "end")
    assignment = get_object_or_404(shares(by), pk=pk)
    try:
        services.end_share(by=by, assignment=assignment, reason=request.POST.get("reason", "")[:300])
        notify(request, _("%(who)s sees it no more.") % {"who": assignment.account})
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect("guests")
