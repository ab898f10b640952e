"""The operations of a register: list, one, create, change, remove, many at once; which there are is said by its declaration."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.foundation.api import document, writing
from steerco.foundation.api.answers import answer
from steerco.foundation.api.bodies import object_of
from steerco.foundation.api.bulk import carried_out, operations_of
from steerco.foundation.api.identity import IDENTITIES, asker, operation
from steerco.foundation.api.lists import list_answer, record_answer, record_read, version_tag
from steerco.foundation.api.problems import Problem
from steerco.foundation.api.services import answered_once
from steerco.foundation.registers.register import Register

_VERSION = re.compile(r'(?:W/)?"?(\d{1,9})"?')
View = Callable[..., HttpResponse]


def add_register(router: Router, register: Register) -> None:
    """The operations of one register, as far as its declaration has services for them."""

    def add(path: str, method: str, view: View, verb: str) -> None:
        told = document.operation(register, verb)
        view.__name__ = f"{verb}_{register.word}"
        router.add_api_operation(
            f"/{register.name}{path}", [method], operation(view), operation_id=f"{register.name}_{verb}", summary=told.pop("summary"),
            description=told.pop("description"), openapi_extra=told, url_name=f"api_{register.name}_{verb}",
            tags=[register.name], auth=IDENTITIES,
        )  # fmt: skip

    add("", "GET", _list(register), "list")
    if register.create is not None and register.form is not None:
        add("", "POST", _create(register), "create")
    if register.create is not None or register.update is not None or register.delete is not None:
        add("/bulk", "POST", _bulk(register), "bulk")
    add("/{slug}", "GET", _get(register), "get")
    if register.update is not None and register.form is not None:
        add("/{slug}", "PATCH", _update(register), "update")
    if register.delete is not None:
        add("/{slug}", "DELETE", _delete(register), "delete")


def seen_version(request: HttpRequest) -> int | None:
    """The version in If-Match (None for `*`); refuses a request without it."""
    said = request.headers.get("If-Match", "").strip()
    if not said:
        raise Problem("no-version", _("Send the ETag of the record that you saw in If-Match."))
    if said == "*":
        return None
    found = _VERSION.fullmatch(said)
    if found is None:
        raise Problem("stale", _("“%(text)s” is no version of this record.") % {"text": said[:80]})
    return int(found[1])


def _list(register: Register) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        return list_answer(request, register)

    return view


def _get(register: Register) -> View:
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        return record_read(request, register, slug)

    return view


def _create(register: Register) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        by, given = asker(request), object_of(request)

        def act() -> HttpResponse:
            record = writing.create(register, by, given)
            response = record_answer(request, register, record, 201)
            response["Location"] = f"{request.path.rstrip('/')}/{getattr(record, register.slug)}"
            return response

        return answered_once(request, by, act)

    return view


def _update(register: Register) -> View:
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        by, version = asker(request), seen_version(request)
        record = writing.update(register, by, slug, version, object_of(request))
        found = register.rows(by).filter(pk=record.pk).first()
        if found is None:  # moved to where the asker sees it no more
            return answer({"id": record.pk, "version": record.version}, headers={"ETag": version_tag(record.version)})
        return record_answer(request, register, found)

    return view


def _delete(register: Register) -> View:
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        by, version = asker(request), seen_version(request)
        writing.delete(register, by, slug, version, request.GET.get("reason", ""))
        return HttpResponse(status=204)

    return view


def _bulk(register: Register) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        by, given = asker(request), object_of(request)
        asked, rehearsed = operations_of(given), given.get("dry_run") is True

        def act() -> HttpResponse:
            with transaction.atomic():
                done: list[dict[str, Any]] = carried_out(register, by, asked)
                if rehearsed:
                    transaction.set_rollback(True)
            return answer({"results": done, "dry_run": rehearsed})

        return act() if rehearsed else answered_once(request, by, act)

    return view
