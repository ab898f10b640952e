"""Every operation asked with everything that the document allows, and with what it does not: no server error, no undeclared answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, settings as bounded
from schemathesis.checks import CHECKS, load_all_checks

from steerco.capabilities.people.models import OrgUnit, Person
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects.models import Portfolio, Programme, Project
from steerco.capabilities.projects.tests.factories import make_field, make_portfolio, make_programme, make_project
from steerco.config.wsgi import application
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Extent, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.api.tests.test_identity import token_for
from steerco.foundation.comments.models import Comment
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.fields.models import OwnField
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.interfaces.api import API

load_all_checks()
ASKED = int(os.environ.get("STEERCO_TEST_CASES", "8"))
"""Cases of each operation; from 50 up the systematic ones are asked, too, which takes minutes."""
schema = schemathesis.openapi.from_dict(API.document())
schema.app = application
schema.config.phases.coverage.enabled = ASKED >= 50
KEPT = [CHECKS.get_one(f"{name}") for name in (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
)]  # fmt: skip
KINDS: dict[str, Any] = {
    "units": OrgUnit, "people": Person, "programmes": Programme, "portfolios": Portfolio, "projects": Project, "roles": RoleAssignment,
    "fields": OwnField, "comments": Comment, "files": Document,
}  # fmt: skip


def _comment(author: Account, project: Project) -> Comment:
    where = {"organisation": project.organisation, "record_type": "projects.project", "record_id": project.pk}
    return Comment.objects.create(**where, author=author, text="Late.")


def _file(author: Account, project: Project) -> Document:
    where = {"organisation": project.organisation, "record_type": "projects.project", "record_id": project.pk}
    made = Document.objects.create(**where, name="a.txt")
    DocumentVersion.objects.create(
        organisation=project.organisation, document=made, file_name="a.txt", kind="text", size=1, sha256="0" * 64, added_by=author
    )  # fmt: skip
    return made


HANGING: dict[str, Callable[[Account, Project], Any]] = {"comments": _comment, "files": _file}


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keeps the connection of the test: a server would look after it at each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(_one_connection: None, director: Actor, organisation: Organisation) -> str:
    """The token of a director in an organisation with one of each record."""
    unit = make_unit(organisation, "N", name="North")
    make_person(organisation)
    make_programme(organisation)
    make_field(organisation, "Area", "choice", choices=["Sea", "Land"])
    make_project(organisation, "Alpha", unit=unit, portfolios=(make_portfolio(organisation),))
    assert director.account is not None
    return token_for(director.account, organisation, extent=Extent.WHOLE)


def real_slug(kind: str) -> str:
    """The address of a record that is there, where one still is."""
    model = KINDS.get(kind)
    found = model.objects.order_by("-pk").first() if model is not None else None
    if found is None and kind in HANGING:
        found = HANGING[kind](Account.objects.latest("pk"), Project.objects.latest("pk"))
    return "1" if found is None else str(getattr(found, "ref", found.pk))


@schema.parametrize()
@bounded(max_examples=ASKED, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_nothing_breaks(case: schemathesis.Case, secret: str, organisation: Organisation) -> None:
    asked = case.path_parameters or {}
    if "slug" in asked and len(str(case.body)) % 2 == 0:
        with within(organisation):
            asked["slug"] = real_slug(case.path.split("/")[3])
    with override_settings(API_REQUESTS_A_MINUTE=10**6):
        answer = case.call(headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"})
    case.validate_response(answer, checks=KEPT)


def test_every_operation_declares_its_statuses() -> None:
    for path, methods in API.document()["paths"].items():
        for method, told in methods.items():
            statuses = set(told["responses"])
            assert {"400", "401", "403", "429", "500", "503"} <= statuses, (method, path)
            assert statuses & {"200", "201", "204"}, (method, path)
            assert told["summary"]
            assert told["description"]
            assert told["security"] == [{"PersonalToken": []}, {"SameBrowser": []}]


def test_the_document_is_whole(call: Callable[..., Any], organisation: Organisation) -> None:
    told = call("get", "/openapi.json").body
    assert told["openapi"] == "3.1.0"
    assert told == call("get", "/openapi.json").body
    referred = {part.split('"')[0] for part in str(told).replace("'", '"').split("#/components/schemas/")[1:]}
    assert referred <= set(told["components"]["schemas"])
    ids = [each["operationId"] for methods in told["paths"].values() for each in methods.values()]
    assert len(ids) == len(set(ids))
