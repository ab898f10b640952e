"""The last word of the interface: what is refused before or beside its operations is a problem, too, and never a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from steerco.foundation.api.problems import MEDIA, answer_of, of_status

ABOVE, PAGES = "/api/", "/api/operations/"
TOLD = ("Allow", "Retry-After", "WWW-Authenticate", "Vary")


class ProblemMiddleware:
    """Says a refusal below `/api/` as a problem: a malformed form, a method that there is not, an address of no version."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, with a problem in the place of a page that refuses."""
        response = self.get_response(request)
        path = request.path_info
        if response.status_code < 400 or not path.startswith(ABOVE) or path == ABOVE or path.startswith(PAGES):
            return response
        if response.get("Content-Type", "").partition(";")[0] == MEDIA:
            return response
        problem = answer_of(of_status(response.status_code), request)
        problem.status_code = response.status_code
        for name in TOLD:
            if response.has_header(name):
                problem[name] = response[name]
        problem["Cache-Control"] = "private, no-store"
        return problem
