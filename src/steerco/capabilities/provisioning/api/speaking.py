"""How SCIM speaks: a token in, JSON out, each refusal as a SCIM error; the organisation of the token is in force."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError as WrongBody
from scim2_models import (
    Context,
    Error,
    InvalidSyntaxException,
    ListResponse,
    PayloadTooLargeException,
    Resource,
    SCIMException,
    ScimFilter,
)

from steerco.capabilities.provisioning.access import DIRECTORY
from steerco.capabilities.provisioning.services.directory import AlreadyThere
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.bodies import refuse_odd
from steerco.foundation.api.identity import bearer
from steerco.foundation.api.limits import take_request
from steerco.foundation.api.problems import Problem
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.organisations.scope import within

P = ParamSpec("P")
TYPE = "application/scim+json"
LARGEST_BODY = 1_000_000
MOST_RESULTS = 200


def spoken(view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a directory in by its token, and says every refusal as SCIM does; a session is no way in."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        try:
            by = bearer(request, secret.strip(), entrance="scim") if scheme.lower() == "bearer" else None
            if by is None:
                refusal = said(401, _("Send the token of a program: Authorization: Bearer steerco_…"))
                refusal["WWW-Authenticate"] = 'Bearer realm="Steerco SCIM"'
                return refusal
            take_request(by.account.pk if by.account is not None else 0)
        except Problem as problem:
            return of_the_interface(problem)
        with within(by.organisation):
            try:
                DIRECTORY.require(by, "provision")
                return view(request, by, *args, **kwargs)
            except Problem as problem:
                return of_the_interface(problem)
            except SCIMException as error:
                return said(error.status, str(error), error.scim_type or None)
            except WrongBody as error:
                found = Error.from_validation_error(dict(error.errors()[0]))
                return said(found.status or 400, found.detail or "", found.scim_type)
            except AlreadyThere as error:
                return said(409, str(error), "uniqueness")
            except EditConflict as error:
                return said(409, str(error))
            except ValidationError as error:
                return said(400, " ".join(error.messages), "invalidValue")
            except PermissionDenied as error:
                return said(403, str(error))
            except Http404:
                return said(404, _("There is nothing under this key."))

    return answered


def said(status: int, detail: str, kind: str | None = None) -> HttpResponse:
    """A SCIM error."""
    return written(Error(status=status, scim_type=kind, detail=detail).model_dump(), status)


def of_the_interface(problem: Problem) -> HttpResponse:
    """What the interface for programs refuses, too, as SCIM says it: too much at once, texts that are none."""
    answer = said(problem.status, problem.detail)
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


def written(content: dict[str, Any], status: int = 200) -> HttpResponse:
    """An answer in JSON that nobody keeps."""
    return HttpResponse(json.dumps(content), status=status, content_type=TYPE, headers={"Cache-Control": "private, no-store"})


def shown(resource: Resource[Any], status: int = 200) -> HttpResponse:
    """One resource."""
    context = Context.RESOURCE_CREATION_RESPONSE if status == 201 else Context.RESOURCE_QUERY_RESPONSE
    answer = written(resource.model_dump(scim_ctx=context), status)
    if resource.meta is not None and resource.meta.location:
        answer["Location"] = str(resource.meta.location)
    return answer


def listed(request: HttpRequest, kind: Any, found: Iterable[Any]) -> HttpResponse:
    """Resources that a filter keeps, a page at a time: `startIndex` counts from one."""
    asked = request.GET.get("filter", "")
    if len(asked) > 1000:
        return said(400, _("The filter is too long."), "invalidFilter")
    kept = list(found)
    if asked:
        narrowed = ScimFilter[kind](asked)
        kept = [each for each in kept if narrowed.match(each)]
    start, count = _number(request, "startIndex", 1, 1), _number(request, "count", MOST_RESULTS, 0)
    page = kept[start - 1 : start - 1 + min(count, MOST_RESULTS)]
    answer = ListResponse[kind](total_results=len(kept), start_index=start, items_per_page=len(page), resources=page)
    return written(answer.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; a SCIM error where it is none."""
    if (request.content_type or "") in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise InvalidSyntaxException(detail=_("Send JSON (Content-Type: application/scim+json)."))
    if len(request.body) > LARGEST_BODY:
        raise PayloadTooLargeException(detail=_("The body is too large."))
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise InvalidSyntaxException(detail=_("The body is no JSON.")) from error
    if not isinstance(given, dict):
        raise InvalidSyntaxException(detail=_("The body is no JSON object."))
    refuse_odd(given)
    return given


def refuse_method(*allowed: str) -> HttpResponse:
    """Says which methods there are."""
    answer = said(405, _("There is no such method here."))
    answer["Allow"] = ", ".join(allowed)
    return answer


def _number(request: HttpRequest, name: str, otherwise: int, least: int) -> int:
    text = request.GET.get(name, "")
    return max(int(text), least) if re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise
