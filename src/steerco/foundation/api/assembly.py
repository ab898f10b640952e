"""The frame of the interface: one document, one way to refuse, nothing of the library's own pages."""

from __future__ import annotations

import copy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema

from steerco import __version__
from steerco.foundation.api import document
from steerco.foundation.api.answers import answer
from steerco.foundation.api.identity import IDENTITIES, operation
from steerco.foundation.api.problems import Problem, answer_of, problem_of

FIRST = "/api/v1/"
ABOUT = (
    "Everything that the pages show and do, for programs: the same rights, the same rules, the same words of refusal. "
    "Amounts are numbers with exactly their digits. A value that is missing is null, with its reason beside it."
)


class Interface(NinjaAPI):
    """The interface as one object; rooms add their routers to it."""

    def __init__(self) -> None:
        super().__init__(
            title="Steerco", version=__version__, description=ABOUT, urls_namespace="api", openapi_url=None, docs_url=None, auth=IDENTITIES
        )
        for kind in (Exception, ValidationError, HttpError, Http404, AuthenticationError, Throttled):
            self.add_exception_handler(kind, _refused)
        self.extra: dict[str, Any] = {}
        self._made: dict[str, Any] = {}

    def document(self) -> dict[str, Any]:
        """The document, made once."""
        if not self._made:
            self._made.update(self.get_openapi_schema())
        return self._made

    def get_openapi_schema(self, **_told: Any) -> OpenAPISchema:
        """The document, with the schemas that its operations refer to."""
        found = super().get_openapi_schema(path_prefix=FIRST)
        found["components"]["schemas"].update({**document.schemas(), **self.extra})
        for path in found["paths"].values():
            for told in path.values():
                told["responses"] = _answers(told["responses"])
                told.setdefault("parameters", [])
                told["parameters"] = _each_once(told["parameters"])
        return found


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """What is answered at an address of the interface that there is not."""
    raise Problem("not-found", _("There is nothing at this address that you may see."))


def close(api: Interface) -> None:
    """Adds the document, and the answer of every other address, last of all."""

    def openapi(request: HttpRequest) -> HttpResponse:
        """The document of the interface."""
        return answer(api.document())

    every = ["GET", "POST", "PATCH", "PUT", "DELETE"]
    router = Router(auth=IDENTITIES)
    router.add_api_operation("/openapi.json", ["GET"], operation(openapi), include_in_schema=False, url_name="api_document")
    router.add_api_operation("/{path:rest}", every, operation(nowhere), include_in_schema=False, url_name="nowhere")
    api.add_router("", router)


def _refused(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(error, Exception)
    return answer_of(problem_of(error), request)


def _answers(told: dict[Any, Any]) -> dict[str, Any]:
    """The answers by status, without the 200 that the library adds where another status says that it was done."""
    said = {str(status): answer for status, answer in sorted(told.items()) if answer}
    done = [status for status in said if status.startswith("2")]
    return {status: answer for status, answer in said.items() if status != "200" or len(done) == 1 or "content" in answer}


def _each_once(parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One description of each parameter: ours where there are two."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in parameters:
        found[(each["in"], each["name"])] = copy.deepcopy(each)
    return list(found.values())
