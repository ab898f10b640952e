"""Who asks: a personal token, or the session of the same browser with its form token; and what surrounds every operation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.tokens import actor_of_token
from steerco.foundation.api.limits import take_request, take_wrong_token
from steerco.foundation.api.problems import Problem
from steerco.foundation.organisations.scope import within
from steerco.foundation.ui.shell import ACTING_IN, acting_in

ENTRANCE = "api"
MEANT = "X-Acting-In"
LOOKS = ("GET", "HEAD", "OPTIONS")


def bearer(request: HttpRequest, token: str, *, entrance: str) -> Actor | None:
    """Who acts with a token; a wrong one counts against the address that it came from, which has few a minute."""
    actor = actor_of_token(token, entrance=entrance)
    if actor is None:
        take_wrong_token(get_adapter(request).get_client_ip(request))  # it knows how many proxies are trusted
    return actor


class PersonalToken(HttpBearer):
    """A personal token in the header; a wrong one is refused, whatever else the request brings."""

    openapi_description = "A personal token: Authorization: Bearer steerco_…"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Who acts with the token."""
        actor = bearer(request, token, entrance=ENTRANCE)
        if actor is None:
            raise AuthenticationError
        return actor


class SameBrowser(APIKeyCookie):
    """The session of a person who is signed in; whatever writes brings the token of forms, and says for whom it is meant.

    A session may be put into another organisation in another tab, and acting for somebody ends by itself on its day: what a page left
    open then writes is refused, and never written as somebody's own.
    """

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = (
        "The session of a signed-in browser; writing needs the headers X-CSRFToken and X-Acting-In, which every form of its page holds."
    )

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Who acts in the session, in the organisation that it has chosen."""
        actor = cast("Actor | None", getattr(request, "actor", None))
        if actor is None:
            return None
        if check_csrf(request) is not None:
            raise Problem("refused", _("Refused: send the token of forms in the header X-CSRFToken, or use a personal token."))
        meant = request.headers.get(MEANT)
        if meant is None and request.method not in LOOKS:
            told = _("Refused: say in the header X-Acting-In what the field %(field)s of the page's forms says, or use a personal token.")
            raise Problem("refused", told % {"field": ACTING_IN})
        if meant is not None and meant != acting_in(actor):
            raise Problem(
                "conflict", _("The page was made for another organisation, or for somebody you no longer act for. Load it again.")
            )
        return actor.through(ENTRANCE)


IDENTITIES = [PersonalToken(), SameBrowser()]


def asker(request: HttpRequest) -> Actor:
    """Who asks, in an operation."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]  # set by the frame when somebody was recognised


def operation(view: Callable[..., HttpResponse], *, any_form: bool = False) -> Callable[..., HttpResponse]:
    """Surrounds an operation: counts the request, puts the organisation of the asker in force, and says what is left to ask.

    `any_form` for what answers in another form than JSON, whatever the request would rather have.
    """

    @wraps(view)
    def asked(request: HttpRequest, **told: Any) -> HttpResponse:
        by = asker(request)
        left = take_request(by.account.pk if by.account is not None else 0)
        if not request.accepts("application/json") and not any_form:
            raise Problem("not-acceptable", _("Answers are JSON. Send Accept: application/json, or no Accept at all."))
        with within(by.organisation), timezone.override(by.organisation.time_zone):
            response = view(request, **told)
        response["RateLimit-Limit"], response["RateLimit-Remaining"] = str(left.limit), str(left.remaining)
        response["RateLimit-Reset"] = str(left.seconds)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache" if response.has_header("ETag") else "private, no-store"
        return response

    return asked
