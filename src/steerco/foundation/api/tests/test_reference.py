"""The pages of the interface: every operation has one, nothing comes from elsewhere, and each kind of refusal is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.problems import KINDS
from steerco.foundation.api.samples import example_of
from steerco.foundation.organisations.models import Organisation
from steerco.interfaces.api import API

ClientOf = Callable[[Any], Client]


def test_the_overview_leads_to_every_operation_and_says_every_refusal(director: Actor, client_of: ClientOf) -> None:
    page = client_of(director.account).get("/api/").content.decode()
    document = API.document()
    for methods in document["paths"].values():
        for told in methods.values():
            assert f'href="/api/operations/{told["operationId"]}/"' in page
    for kind in KINDS:
        assert f'id="{kind}"' in page


def test_every_operation_has_its_page(director: Actor, client_of: ClientOf) -> None:
    browser = client_of(director.account)
    for path, methods in API.document()["paths"].items():
        for method, told in methods.items():
            answer = browser.get(f"/api/operations/{told['operationId']}/")
            assert answer.status_code == 200
            page = answer.content.decode()
            assert f'data-try="{method.upper()}" data-path="{path}"' in page
            assert all(f'name="{each["name"]}"' in page for each in told["parameters"])
            content = told.get("requestBody", {}).get("content", {})
            assert ('data-in="body"' in page) == ("application/json" in content)
            assert ('type="file" name="file" data-in="form" required' in page) == ("multipart/form-data" in content)
    assert browser.get("/api/operations/nothing/").status_code == 404
    assert browser.get("/api/v1/")["Location"] == "/api/"


def test_nobody_who_is_signed_out_sees_them(organisation: Organisation) -> None:
    for path in ("/api/", "/api/operations/projects_list/", "/api/v1/"):
        assert Client().get(path)["Location"].startswith("/accounts/login/")


def test_every_example_is_json_with_what_is_needed() -> None:
    document = API.document()
    for methods in document["paths"].values():
        for told in methods.values():
            body = told.get("requestBody")
            if body is None:
                continue
            schema = next(iter(body["content"].values()))["schema"]
            example = json.loads(example_of(document, schema))
            whole = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
            assert set(whole.get("required", ())) <= set(example)
