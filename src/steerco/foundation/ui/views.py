"""The gallery of all pieces in every state, and what robots may read."""

from __future__ import annotations

import logging
import secrets

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from steerco.foundation.ui import samples

log = logging.getLogger(__name__)


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, from live components."""
    return render(request, "ui/gallery.html", samples.gallery())


def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines: every page needs a sign-in."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


def broken(request: HttpRequest) -> HttpResponse:
    """What went wrong on our side, with a number that stands in the log beside its cause."""
    number = secrets.token_hex(4)
    log.error("error %s at %s %s", number, request.method, request.path)
    return render(request, "500.html", {"error_id": number}, status=500)
