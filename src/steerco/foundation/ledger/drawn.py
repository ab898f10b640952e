"""Pages drawn once: what one reader saw is sent again as long as nothing that it was drawn from is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse

from steerco.foundation.access.views import actor_of
from steerco.foundation.ledger.memo import Memo
from steerco.foundation.ledger.seen import at_one_moment, noted, stamp
from steerco.foundation.ui.shell import reader_of

P = ParamSpec("P")
LONGEST_ADDRESS = 400

_drawn = Memo(capacity=24_000_000)  # bytes


def drawn_once(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Keeps the page of a view that reads only what the ledger watches, the address and its reader; stands below `acting`.

    It is drawn anew once a kind of record that was read for it is written. A page with a notice to show, a redirection and a refusal
    are never kept; the token of forms is put in afterwards.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        address = request.get_full_path()
        seen = stamp(actor_of(request))
        if settings.DEBUG or seen is None or len(address) > LONGEST_ADDRESS or len(get_messages(request)):
            return view(request, *args, **kwargs)
        answers: list[HttpResponse] = []

        def draw() -> bytes:
            with at_one_moment(seen):
                answers.append(view(request, *args, **kwargs))
            return answers[0].content if answers[0].status_code == 200 else b""

        with noted():  # the page hangs on what is read for it, the address and its reader, and nothing else is handed in
            content = _drawn.of(seen, (address, reader_of(request)), draw, len)
        if answers:
            return answers[0]
        return HttpResponse(content) if content else view(request, *args, **kwargs)

    kept.drawn_once = True  # type: ignore[attr-defined]  # so that a test finds every page that is kept
    return kept
