"""What stands around every page, drawn once for each reader and place in the menu; the token of its forms is put in last of all."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from steerco.foundation.ui.menu import Menu

TOKEN = secrets.token_hex(32)  # stands where the token of a request will be; nobody can guess it, so nobody can write it into a text
ACTING_IN = "acting_in"  # the field of every form that says for which organisation it was drawn
KEPT_SECONDS = 3600
BELOW = ("preferences",)  # the places that stand below the sections of the menu
Filling = Callable[[HttpRequest], str]
_fillings: dict[str, tuple[str, Filling]] = {}


def fill(name: str) -> Callable[[Filling], Filling]:
    """A mechanism puts into the shell what changes by itself: `{{ fillings.name }}` stands for it until the page is sent."""

    def register(filling: Filling) -> Filling:
        stand_in = _fillings[name][0] if name in _fillings else secrets.token_hex(16)
        _fillings[name] = (stand_in, filling)
        return filling

    return register


class TokenMiddleware:
    """Puts the token of a request into the forms of its page, so that what is drawn can be kept and still be sent to anybody.

    What mechanisms fill into the shell is put in here, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers with the token in place."""
        response = self.get_response(request)
        if not response.streaming and (stand_in := TOKEN.encode()) in response.content:
            content = response.content.replace(stand_in + b'">', stand_in + b'">' + _acting_in(request))
            response.content = content.replace(stand_in, get_token(request).encode())
        for stood, filling in _fillings.values():
            if not response.streaming and stood.encode() in response.content:
                response.content = response.content.replace(stood.encode(), filling(request).encode())
        return response


def _acting_in(request: HttpRequest) -> bytes:
    """The hidden field beside each token that names the organisation in force."""
    actor = getattr(request, "actor", None)
    return format_html('<input type="hidden" name="{}" value="{}">', ACTING_IN, acting_in(actor)).encode() if actor else b""


def acting_in(actor: Any) -> str:
    """What a form says of the actor that it was drawn for: the organisation, and for whom where it is for another."""
    principal = actor.on_behalf_of
    return str(actor.organisation.key) if principal is None else f"{actor.organisation.key} {principal.pk}"


def part(name: str, request: HttpRequest, menu: Menu) -> SafeString:
    """A part of the shell as this reader sees it from this page; nothing else may go into its template."""
    context = {
        "menu": menu, "actor": getattr(request, "actor", None), "organisations": getattr(request, "organisations", []),
        "fillings": {filled: stood for filled, (stood, _filling) in _fillings.items()},
    }  # fmt: skip
    key = make_template_fragment_key(name, [get_language(), *reader_of(request), _places(menu)])
    found = caches["drawn"].get_or_set(key, lambda: render_to_string(name, context, request), KEPT_SECONDS)
    return mark_safe(str(found))  # noqa: S308  (drawn by our own templates)


def reader_of(request: HttpRequest) -> tuple[Any, ...]:
    """All that the shell shows of its reader, and how they like their pages."""
    user: Any = request.user
    organisations = tuple((each.pk, each.name, each.is_sample) for each in getattr(request, "organisations", []))
    actor = getattr(request, "actor", None)
    chosen, principal = getattr(actor, "organisation", None), getattr(actor, "on_behalf_of", None)
    liked = tuple(getattr(user, name, "") for name in ("email", "theme", "density", "single_keys"))
    return (user.pk, str(user), *liked, organisations, getattr(chosen, "pk", None), getattr(principal, "pk", None))


def _places(menu: Menu) -> list[Any]:
    """The menu with its open place; nothing else of an address shows in the shell, so that pages of one place share what is drawn."""
    pages = [(page.href, page.current) for section in menu.sections for page in section.pages]
    return [pages, menu.place if menu.place in BELOW else "", [verb.href for verb in menu.verbs]]
