"""What every request passes: no NUL characters, then its actor (the account, the organisation of its session, the roles held there)."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.defaults import bad_request

from steerco.foundation.access.actor import Actor, delegations_to
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.queries import entered_by
from steerco.foundation.organisations.scope import within

SESSION_KEY, ACTING_KEY = "organisation", "acting_for"


class PlainTextMiddleware:
    """Refuses a NUL character in an address or form at the door: no text holds one, and one database takes it while the other fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers 400 to a NUL character."""
        given = [request.path_info, *(text for pair in request.GET.lists() for text in (pair[0], *pair[1]))]
        if request.method == "POST":
            given += [text for pair in request.POST.lists() for text in (pair[0], *pair[1])]
        if any("\x00" in text for text in given):
            return bad_request(request, SuspiciousOperation("a NUL character"))
        return self.get_response(request)


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
        if not request.user.is_authenticated or request.user.is_service:
            return self.get_response(request)
        entered = entered_by(request.user.pk)
        organisations = [each for each, _joined in entered]
        request.organisations = organisations  # type: ignore[attr-defined]
        if not organisations:
            return self.get_response(request)
        chosen = request.session.get(SESSION_KEY)
        first = min(entered, key=lambda one: one[1])[0]
        organisation = next((one for one in organisations if one.pk == chosen), first)
        request.actor = _actor(request, organisation)  # type: ignore[attr-defined]
        with within(organisation), timezone.override(organisation.time_zone):
            return self.get_response(request)


def _actor(request: HttpRequest, organisation: Organisation) -> Actor:
    """Who acts: the account itself, or for another as long as the delegation that its session has chosen is in force."""
    account = cast(Account, request.user)
    chosen = request.session.get(ACTING_KEY)
    if chosen is not None:
        delegation = delegations_to(account, organisation).filter(pk=chosen).first()
        if delegation is not None:
            return Actor.acting_for(delegation, entrance="page")
        del request.session[ACTING_KEY]
    return Actor.of_member(account, organisation, entrance="page")
