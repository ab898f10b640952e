"""The guard of every page: signed in, and acting in an organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.middleware import ACTING_KEY, SESSION_KEY
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.shell import ACTING_IN, acting_in

P = ParamSpec("P")


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request that `acting` has let through."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def acting(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a request through only when somebody is signed in and a member of an organisation.

    A form that was drawn while another organisation was in force (in a tab left open), or while one acted for somebody else, is refused:
    references are alike in all organisations, and an act is written down for whom it was meant.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "actor", None) is None:
            return render(request, "access/no_organisation.html", status=403)
        said = request.POST.get(ACTING_IN) if request.method == "POST" else None
        if said and said != acting_in(actor_of(request)):
            return render(request, "access/other_organisation.html", status=409)
        return view(request, *args, **kwargs)

    return guarded


@login_required
@require_POST
def enter_organisation(request: HttpRequest) -> HttpResponse:
    """Puts another organisation of the account in force without signing out; one that it is no member of is not found."""
    chosen = request.POST.get("organisation", "")
    organisation = next((o for o in request.organisations if str(o.pk) == chosen), None)  # type: ignore[attr-defined]
    if organisation is None:
        raise Http404
    request.session[SESSION_KEY] = organisation.pk
    request.session.pop(ACTING_KEY, None)
    notify(request, _("You are in %(organisation)s now.") % {"organisation": organisation.name})
    return redirect("/")
