"""The guard of every page: signed in, and acting in an organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from steerco.foundation.access.actor import Actor

P = ParamSpec("P")


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request that `acting` has let through."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def acting(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a request through only when somebody is signed in and a member of an organisation."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "actor", None) is None:
            return render(request, "access/no_organisation.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
