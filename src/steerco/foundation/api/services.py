"""Carrying out a request once: its answer is kept under the key that the client gave, in the transaction of what it wrote."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.answers import sent
from steerco.foundation.api.models import KeptAnswer
from steerco.foundation.api.problems import Problem

KEPT_FOR = dt.timedelta(hours=24)
HEADER, LONGEST = "Idempotency-Key", 200
TOLD = ("ETag", "Location")


def answered_once(request: HttpRequest, by: Actor, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of an act; sent again with the same key it is the kept one, and nothing is written a second time.

    A key that came with another request is refused. A refusal is not kept: it wrote nothing, so the same request may be tried again.
    """
    key = request.headers.get(HEADER, "").strip()
    if not key or by.account is None:
        return act()
    if len(key) > LONGEST or not key.isprintable():
        raise Problem("malformed", _("An idempotency key has at most %(most)d characters.") % {"most": LONGEST})
    said = _digest(request, by)
    try:
        with transaction.atomic():
            KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
            with transaction.atomic():
                kept = KeptAnswer.objects.create(organisation=by.organisation, account=by.account, key=key, request=said)
            response = act()
            kept.status, kept.body = response.status_code, response.content
            kept.headers = {name: response[name] for name in TOLD if response.has_header(name)}
            kept.save()
            return response
    except IntegrityError:
        kept_answer = KeptAnswer.objects.filter(organisation=by.organisation, account=by.account, key=key).first()
        if kept_answer is None:
            raise
        return _again(kept_answer, said)


def _again(kept: KeptAnswer, said: str) -> HttpResponse:
    if kept.request != said:
        raise Problem("key-used", _("This idempotency key came with another request. Use a new key for a new request."))
    return sent(bytes(kept.body), kept.status, {**kept.headers, "Idempotency-Replayed": "true"})


def _digest(request: HttpRequest, by: Actor) -> str:
    """What was asked, and as whom: the method, the address and the body, for whom, and how much of its rights the asker may use."""
    asked = f"{request.method} {request.get_full_path()}\n{sorted(by.hands)} {by.extent}\n".encode()
    return hashlib.sha256(asked + _body(request)).hexdigest()


def _body(request: HttpRequest) -> bytes:
    """What a request says; of a form with files, which is read already, its texts and the digest of each file."""
    if request.content_type != "multipart/form-data":
        return request.body
    told: list[object] = [*sorted(request.POST.lists())]
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            told.append((name, file.name, digest.hexdigest()))
    return repr(told).encode("utf-8", "surrogatepass")
