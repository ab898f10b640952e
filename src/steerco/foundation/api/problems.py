"""Refusals as problem details (RFC 9457): one kind for each, and the very words that a page would say."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _, gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError as BadParameters

from steerco.foundation.api.answers import json_bytes
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.ledger.writer import CrossOrganisation, EditConflict, Locked, StillUsed

MEDIA = "application/problem+json"
KINDS: dict[str, tuple[int, Any]] = {
    "malformed": (400, gettext_lazy("The request can't be read")),
    "sign-in": (401, gettext_lazy("Who you are is not known")),
    "refused": (403, gettext_lazy("You may not do this")),
    "not-found": (404, gettext_lazy("Nothing here that you may see")),
    "method": (405, gettext_lazy("This can't be done here")),
    "not-acceptable": (406, gettext_lazy("There is no such form of it")),
    "conflict": (409, gettext_lazy("Something stands against it")),
    "key-used": (409, gettext_lazy("The idempotency key was used for another request")),
    "gone": (410, gettext_lazy("It is not there any more")),
    "stale": (412, gettext_lazy("Somebody changed the record since you read it")),
    "too-large": (413, gettext_lazy("The request is too large")),
    "media": (415, gettext_lazy("The body is of another kind")),
    "invalid": (422, gettext_lazy("Values are not accepted")),
    "no-version": (428, gettext_lazy("Say which version you saw")),
    "too-many": (429, gettext_lazy("Too many requests")),
    "broken": (500, gettext_lazy("Something went wrong here")),
    "busy": (503, gettext_lazy("Busy just now")),
}
"""Every kind of problem: its status and its title. The address of a kind is its place on the reference page."""
WHOLE = "__all__"
log = logging.getLogger("steerco.api")


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field: its name as the request called it, and the refusals word for word."""

    field: str
    messages: tuple[str, ...]


class Problem(Exception):
    """A refusal of the interface itself; rooms refuse with their own exceptions."""

    def __init__(self, kind: str, detail: str, errors: Sequence[Wrong] = (), headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.errors, self.headers = kind, detail, tuple(errors), dict(headers or {})

    @property
    def status(self) -> int:
        """The status of its answer."""
        return KINDS[self.kind][0]

    def said(self, instance: str = "") -> dict[str, Any]:
        """The object that is answered."""
        status, title = KINDS[self.kind]
        told: dict[str, Any] = {"type": f"/api/#{self.kind}", "title": str(title), "status": status, "detail": self.detail}
        if instance:
            told["instance"] = instance
        if self.errors:
            told["errors"] = [{"field": each.field, "messages": list(each.messages)} for each in self.errors]
        return told


def answer_of(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The answer that says a problem."""
    answer = HttpResponse(json_bytes(problem.said(request.path)), status=problem.status, content_type=MEDIA)
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


def of_status(status: int) -> Problem:
    """What is said where Django or a library refused before the interface was asked."""
    told = {
        400: _("The address or the body can't be read."), 403: _("Refused."), 404: _("There is nothing at this address that you may see."),
        405: _("This method is not for this address."), 413: _("The request is larger than this server takes."),
        503: _("Others are writing. Try again in a moment."),
    }  # fmt: skip
    kind = next((kind for kind, (known, _title) in KINDS.items() if known == status), "broken" if status >= 500 else "malformed")
    return Problem(kind, told.get(status) or (_("The fault is noted. Nothing was written.") if status >= 500 else str(KINDS[kind][1])))


def problem_of(error: Exception, names: Mapping[str, str] | None = None) -> Problem:
    """What an exception of a room, of Django or of the interface says; `names` calls a field as the request does."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ValidationError):
        return _invalid(error, names or {})
    if isinstance(error, EditConflict):
        return Problem("stale", str(error))
    if isinstance(error, PermissionDenied):
        return Problem("refused", str(error) or _("Refused."))
    if isinstance(error, Http404 | CrossOrganisation):
        return Problem("not-found", _("There is nothing at this address that you may see."))
    if isinstance(error, Locked | StillUsed | CannotUndo):
        return Problem("conflict", str(error))
    return _of_the_frame(error)


def _invalid(error: ValidationError, names: Mapping[str, str]) -> Problem:
    """The refusals by field; what belongs to no field is the detail."""
    if not hasattr(error, "error_dict"):
        return Problem("invalid", " ".join(error.messages))
    told = error.message_dict
    whole = told.pop(WHOLE, [])
    errors = [Wrong(names.get(name, name), tuple(messages)) for name, messages in told.items()]
    return Problem("invalid", " ".join(whole) or " ".join(message for each in errors for message in each.messages), errors)


def _of_the_frame(error: Exception) -> Problem:
    """What went wrong before a room was asked, or inside of the program."""
    if isinstance(error, AuthenticationError):
        return Problem("sign-in", _("Send a personal token (Authorization: Bearer …), or sign in."), headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, RequestDataTooBig):
        return Problem("too-large", _("The request is larger than this server takes."))
    if isinstance(error, BadParameters | SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        return Problem("malformed", _("The address or the body can't be read."))
    if isinstance(error, HttpError):
        kind = next((kind for kind, (status, _title) in KINDS.items() if status == error.status_code), "malformed")
        return Problem(kind, str(error))
    if isinstance(error, OperationalError) and "locked" in str(error):
        return Problem("busy", _("Others are writing. Try again in a moment."), headers={"Retry-After": "1"})
    log.exception("an answer of the interface broke", exc_info=error)
    return Problem("broken", _("The fault is noted. Nothing was written."))
