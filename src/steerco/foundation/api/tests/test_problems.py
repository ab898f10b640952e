"""Every refusal below `/api/` is a problem (RFC 9457), wherever it is refused: by the interface, by a service, by Django, at the door."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.tests.factories import make_unit
from steerco.foundation.api.problems import KINDS, MEDIA
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.organisations.models import Organisation

UNIT = {"code": "S", "name": "South"}
JSON = "application/json"
Asked = tuple[str, str, Any, dict[str, str], str, str]
CASES: dict[str, Asked] = {
    "no JSON": ("post", "/units", "{", {}, "malformed", "The body is not JSON."),
    "a number without end": ("post", "/units", '{"code": NaN}', {}, "malformed", "The body is not JSON."),
    "a list": ("post", "/units", "[]", {}, "malformed", "The body must be one JSON object."),
    "not UTF-8": ("post", "/units", b'{"code": "\xff"}', {}, "malformed", "The body is not JSON."),
    "nested without end": ("post", "/units", '{"a": ' + "[" * 60 + "]" * 60 + "}", {}, "malformed", "The body is nested too deeply."),
    "a NUL character in it": ("post", "/units", '{"code": "a\\u0000"}', {}, "malformed", "A text holds a character that no text has."),
    "a NUL character in the address": ("get", "/units?q=%00", None, {}, "malformed", "The address or the body can't be read."),
    "a long key": ("post", "/units", UNIT, {"Idempotency-Key": "k" * 201}, "malformed", "An idempotency key has at most 200 characters."),
    "a wrong token": ("get", "/me", None, {"Authorization": "Bearer steerco_x"}, "sign-in", "Send a personal token"),
    "no right": ("post", "/roles", {"account": 1, "role": "auditor"}, {}, "refused", "role"),
    "another page": ("post", "/units", UNIT, {"X-Acting-In": "other"}, "conflict", "The page was made for another organisation"),
    "no such record": ("get", "/units/999", None, {}, "not-found", "There is nothing at this address that you may see."),
    "no such address": ("get", "/nothing/of/this", None, {}, "not-found", "There is nothing at this address that you may see."),
    "another version of the interface": ("get", "/../v2/units", None, {}, "not-found", "There is nothing at this address"),
    "no such method": ("put", "/units", UNIT, {}, "method", "This method is not for this address."),
    "no such method of a record": ("post", "/units/1", UNIT, {}, "method", "This method is not for this address."),
    "trace": ("trace", "/units", None, {}, "method", "This method is not for this address."),
    "another form": ("get", "/units", None, {"Accept": "text/csv"}, "not-acceptable", "Answers are JSON."),
    "no form": ("get", "/units", None, {"Accept": "application/json;q=0"}, "not-acceptable", "Answers are JSON."),
    "a body of another kind": ("post", "/units", "code=S", {"Content-Type": "text/csv"}, "media", "Send JSON"),
    "a form for an act": ("post", "/projects/P/move", b"--x--", {"Content-Type": "multipart/form-data; boundary=x", "If-Match": "*"},
                          "not-found", "nothing at this address"),
    "a form of files": ("post", "/units", b"--x--", {"Content-Type": "multipart/form-data; boundary=x"}, "media", "Send JSON"),
    "a form": ("post", "/units", "code=S", {"Content-Type": "application/x-www-form-urlencoded"}, "media", "Send JSON"),
    "no version": ("patch", "/units/{pk}", {"name": "North"}, {}, "no-version", "Send the ETag"),
    "an old version": ("patch", "/units/{pk}", {"name": "South"}, {"If-Match": '"7"'}, "stale", "before you saved"),
    "no version at all": ("patch", "/units/{pk}", {"name": "South"}, {"If-Match": "new"}, "stale", "is no version"),
    "two versions": ("patch", "/units/{pk}", {"name": "South"}, {"If-Match": '"1", "2"'}, "stale", "is no version"),
    "a wrong value": ("post", "/units", {"code": "", "name": "x"}, {}, "invalid", "Fill this in."),
    "a huge value": ("post", "/units", {"code": "x" * 10_000, "name": "x"}, {}, "invalid", "at most"),
    "a wrong parameter": ("get", "/units?colour=red", None, {}, "invalid", "There is no parameter"),
    "a number without an end": ("get", f"/changed?page=000000000001{'9' * 5000}", None, {}, "invalid", "Write a whole number"),
    "a revision without an end": ("get", f"/revisions/{'9' * 5000}", None, {}, "not-found", "There is nothing at this address"),
    "a place without an end": ("get", f"/comments?after={'9' * 5000}", None, {}, "invalid", "Write a whole number"),
    "a limit in other digits": ("get", "/units?limit=%D9%A3", None, {}, "invalid", "Ask for 1 to 500 records."),
    "too much": ("post", "/units", '"' + "x" * 5_400_000 + '"', {}, "too-large", "The request is larger than this server takes."),
    "a form that is none": ("post", "/files", b"--x", {"Content-Type": "multipart/form-data"}, "malformed", "can't be read"),
    "a form of many parts": ("post", "/files", "a=1&" * 5001, {"Content-Type": "application/x-www-form-urlencoded"}, "malformed", "read"),
}  # fmt: skip


@pytest.fixture
def unit(organisation: Organisation) -> OrgUnit:
    """A unit that stays as it is."""
    return make_unit(organisation, "N", name="North")


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_is_a_problem(call_as: Callable[..., Caller], unit: OrgUnit, case: str) -> None:
    method, path, body, headers, kind, words = CASES[case]
    call = call_as("pmo_analyst")
    sent = body if isinstance(body, str | bytes) or body is None else json.dumps(body)
    media = headers.get("Content-Type", JSON)
    asked = {name: value for name, value in headers.items() if name != "Content-Type"}
    address = f"/api/v1{path}".replace("{pk}", str(unit.pk)).replace("/v1/../", "/")
    given = {} if sent is None else {"data": sent, "content_type": media}
    answer = call.client.generic(method.upper(), address, **given, headers=call.headers | asked)
    assert (answer.status_code, answer["Content-Type"]) == (KINDS[kind][0], MEDIA), answer.content
    told = json.loads(answer.content)
    assert (told["type"], told["status"], told["instance"]) == (f"/api/#{kind}", answer.status_code, answer.wsgi_request.path)
    assert words in told["detail"], told
    assert told["title"]
    assert answer["Cache-Control"].startswith("private, no-")
    assert [(each.code, each.name, each.version) for each in OrgUnit.objects.all()] == [("N", "North", 1)]


def test_nobody_and_too_many_and_a_forged_form_are_problems_too(call: Caller, unit: OrgUnit) -> None:
    nobody = Client(raise_request_exception=False).post("/api/v1/units", UNIT, content_type=JSON)
    assert (nobody.status_code, nobody["Content-Type"], nobody["WWW-Authenticate"]) == (401, MEDIA, "Bearer")
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = call.client.cookies
    forged = careful.post("/api/v1/units", UNIT, content_type=JSON, headers=call.headers)
    assert (forged.status_code, forged["Content-Type"]) == (403, MEDIA)
    assert "X-CSRFToken" in forged.json()["detail"]
    with override_settings(API_REQUESTS_A_MINUTE=1):
        told = [call("get", "/me") for _ in range(2)][1]
    assert (told.status, told.headers["Content-Type"], "Wait" in told.body["detail"]) == (429, MEDIA, True)
    assert OrgUnit.objects.count() == 1
