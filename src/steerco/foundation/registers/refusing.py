"""The last refusals: what a service refuses and no page has words for, as where two act at one moment, and what a button alone opens."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.registers.writing import REFUSALS, said


class RefusalMiddleware:
    """Answers 409 with the text of the refusal; nothing was written, and it is no fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lets the request through; a page that only a button opens says so where it is opened by its address."""
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content and request.accepts("text/html"):
            page = render(request, "405.html", status=answer.status_code)
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Says a refusal; whoever may not act or finds nothing is answered where all of them are, and a fault stays a fault."""
        if not isinstance(exception, (*REFUSALS, CannotUndo)) or isinstance(exception, PermissionDenied | Http404):
            return None
        return render(request, "registers/refused.html", {"said": said(exception)}, status=409)
