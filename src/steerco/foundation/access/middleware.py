"""Puts the actor on each request: the account, the organisation of its session, and the roles held there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.queries import organisations_of
from steerco.foundation.organisations.scope import within

SESSION_KEY = "organisation"


class ActorMiddleware:
    """Sets `request.actor` and `request.organisations`, and puts the organisation and its time zone in force.

    The actor is None for whoever is signed out or a member of nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers a request on behalf of its actor."""
        request.actor = None  # type: ignore[attr-defined]
        request.organisations = []  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        organisations = list(organisations_of(request.user.pk))
        request.organisations = organisations  # type: ignore[attr-defined]
        if not organisations:
            return self.get_response(request)
        chosen = request.session.get(SESSION_KEY)
        organisation = next((o for o in organisations if o.pk == chosen), organisations[0])
        request.actor = Actor.of(request.user, organisation, entrance="page")  # type: ignore[attr-defined]
        with within(organisation), timezone.override(organisation.time_zone):
            return self.get_response(request)
