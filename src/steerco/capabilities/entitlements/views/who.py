"""Who can see or approve a record, and why."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from steerco.capabilities.entitlements.access import SHARES
from steerco.capabilities.entitlements.queries.who import unnamed, who_may
from steerco.capabilities.people.access import PEOPLE, allows_somewhere
from steerco.foundation.access.models import Clearance
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.register import registers


@require_GET
@acting
def who_page(request: HttpRequest, register: str, slug: str) -> HttpResponse:
    """Each action on a record with the people who may do it, through what, and those whom a rule stops."""
    by, known = actor_of(request), registers.get(register)
    if known is None:
        raise Http404
    known.require(by, "view")
    record = known.find(by, slug)
    answers = who_may(by, known, record)
    if not allows_somewhere(by, PEOPLE, "view"):
        answers = unnamed(answers)
    scopes, level = known.scopes(record), known.level(record)
    place = next((f"{kind}:{pk}" for kind, pk in scopes if kind == known.word and pk == record.pk), "")
    context = {
        "record": record, "register": known, "answers": answers, "level": Clearance(level).label,
        "back": reverse(known.opens, args=[getattr(record, known.slug)]) if known.opens else reverse(known.name),
        "share_at": place if place and SHARES.allows(by, "share", scopes=scopes, level=level) else "", "nav_current": known.name,
    }  # fmt: skip
    return render(request, "entitlements/who.html", context)
