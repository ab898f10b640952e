"""Operations that no register can say: the api.py of a room describes each once, its document with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from steerco.foundation.api.answers import JSON
from steerco.foundation.api.bodies import object_of
from steerco.foundation.api.document import idempotency, json_answer, parameter, refusals
from steerco.foundation.api.identity import IDENTITIES, asker, operation
from steerco.foundation.api.kinds import Schema
from steerco.foundation.api.problems import Problem, Wrong
from steerco.foundation.api.services import answered_once


@dataclass(frozen=True)
class Act:
    """One operation: its address and method, what it does, what it takes and what it gives."""

    name: str
    path: str
    view: Callable[..., HttpResponse]
    summary: str
    says: str
    gives: Schema
    method: str = "POST"
    takes: Schema | None = None
    parameters: Sequence[Schema] = ()
    refuses: Sequence[str] = ()
    status: int = 200
    media: str = JSON
    answers: Schema | None = None
    """What it answers, where that is no JSON."""


def add_acts(router: Router, tag: str, acts: Sequence[Act]) -> None:
    """The operations of a room under one heading."""
    for each in acts:
        view = _once(each.view) if each.method == "POST" else each.view
        asked = operation(view, any_form=each.answers is not None)
        router.add_api_operation(
            each.path, [each.method], asked, operation_id=each.name, summary=each.summary, description=each.says,
            openapi_extra=_told(each), url_name=f"api_{each.name}", tags=[tag], auth=IDENTITIES,
        )  # fmt: skip


def slug(says: str, name: str = "slug") -> Schema:
    """The parameter of an address that names a record."""
    return parameter(name, says, place="path", needed=True)


def taken(request: HttpRequest, known: Mapping[str, type | tuple[type, ...]]) -> dict[str, Any]:
    """The body of an act: an object with these fields and no others, each of its type or null."""
    form = request.content_type == "multipart/form-data"  # whose body was read at the door
    given = object_of(request) if form or request.body else {}
    for name, value in given.items():
        if name not in known:
            message = f"There is no field “{name}” here. There are: {', '.join(known)}."
            raise Problem("invalid", message, [Wrong(name, (message,))])
        if value is not None and (not isinstance(value, known[name]) or (isinstance(value, bool) and known[name] is not bool)):
            message = f"“{name}” is of another type."
            raise Problem("invalid", message, [Wrong(name, (message,))])
    return {name: value for name, value in given.items() if value is not None}


def _once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An act that is sent twice with one key is done once."""

    @wraps(view)
    def once(request: HttpRequest, **told: Any) -> HttpResponse:
        return answered_once(request, asker(request), lambda: view(request, **told))

    return once


def _told(each: Act) -> Schema:
    parameters = [*each.parameters, *([idempotency()] if each.method == "POST" else [])]
    given: Schema = {"description": each.summary} if each.status == 204 else each.answers or json_answer(each.gives, each.summary)
    body = {} if each.takes is None else {"requestBody": {"required": True, "content": {each.media: {"schema": each.takes}}}}
    writes = () if each.method == "GET" else ("conflict",)
    takes = ("too-large", "media") if body or each.method == "POST" else ()
    return {"parameters": parameters, "responses": {each.status: given, **refusals("invalid", *writes, *takes, *each.refuses)}, **body}
