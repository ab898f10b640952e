"""Every operation of the REST interface, asked for the records of somebody else: nothing shows, nothing is written, nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from conftest import meant_in
from steerco.capabilities.projects.models import KeptApart
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.api.limits import forget_all
from steerco.foundation.registers.register import registers
from steerco.interfaces.api import API
from tests.isolation.addresses import text_of
from tests.isolation.walking import Back, leaks, standing
from tests.isolation.worlds import FOREIGN, OUTSIDE, RESTRICTED, SECRET, World

Operation = tuple[str, str]
HANGING = {"comments": "comments", "files": "documents"}
ACTS = ("/api/v1/comments", "/api/v1/files", "/api/v1/files/{slug}/versions", "/api/v1/files/{slug}/restore", "/api/v1/matches/apart",
        "/api/v1/matches/names/confirm", "/api/v1/matches/apart/{slug}/reconsider", "/api/v1/matches/acts/{slug}/undo",
        "/api/v1/projects/{slug}/merge", "/api/v1/projects/{slug}/split")  # fmt: skip
"""Operations of no register, whose bodies name records."""
WRITTEN = {"name": "taken over", "code": "NEW", "label": "New", "kind": "text", "role": "auditor", "account": 1}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nobody has asked anything yet."""
    forget_all()
    yield


def operations() -> list[Operation]:
    """Method and path of every operation of the document."""
    return [(method, path) for path, methods in API.document()["paths"].items() for method in methods]


def paths_of(path: str, world: World) -> list[str]:
    """A path with the records of a world in it."""
    if "{" not in path:
        return [path]
    kind = path.split("/")[3]
    if kind == "revisions":
        return [path.replace("{number}", str(head.number)) for head in world.held["revisions"]]
    if kind == "registers":
        return [path.replace("{name}", name) for name in registers]
    if kind == "matches":
        return _matches(path, world)
    if kind in HANGING:
        held = [str(each.pk) for each in world.held[HANGING[kind]]]
        return [path.replace("{slug}", number).replace("{number}", "1") for number in held]
    register = registers[kind]
    return [path.replace("{slug}", str(getattr(record, register.slug))) for record in world.held.get(kind) or world.held["projects"]]


def _matches(path: str, world: World) -> list[str]:
    """The addresses of what is alike: two projects, a pair that is not the same, an act."""
    refs = [project.ref for project in world.held["projects"]]
    if "{keep}" in path:
        return [path.replace("{keep}", refs[0]).replace("{absorb}", other) for other in refs[1:]]
    numbers = world.held["revisions"] if "/acts/" in path else list(KeptApart.everywhere.filter(organisation=world.organisation))
    return [path.replace("{slug}", str(getattr(each, "number", each.pk))) for each in numbers]


def told_in(path: str, world: World) -> dict[str, Any]:
    """A body that names records of a world, where an operation takes one that no register has."""
    content = API.document()["paths"][path].get("post", {}).get("requestBody", {}).get("content", {})
    fields = next((held["schema"].get("properties", {}) for held in content.values()), {})
    refs = [project.ref for project in world.held["projects"]]
    known = {
        "register": "projects", "record": refs[0], "text": "Seen", "absorb": refs[1], "project": refs[0], "other": refs[1],
        "reason": "tried", "periods": ["2025"], "names": [name.pk for name in world.held["names"]][:1], "note": "seen",
        "to": "triaged",
    }  # fmt: skip
    return {name: known[name] for name in fields if name in known}


def send(browser: Client, method: str, path: str, body: Any, after: Callable[[], None] | None = None) -> tuple[int, str]:
    """One request, whose writes are taken back; its status and all that it says."""
    status, said = 0, ""
    given = {} if method in ("get", "delete") else {"data": json.dumps(body), "content_type": "application/json"}
    if method == "post" and path.startswith("/api/v1/files") and not path.endswith("restore"):
        form = {**{name: str(value) for name, value in body.items() if name in ("register", "record", "note")}}
        form["file"] = SimpleUploadedFile("seen.txt", b"Seen")  # type: ignore[assignment]
        given = {"data": encode_multipart(BOUNDARY, form), "content_type": MULTIPART_CONTENT}
    try:
        with transaction.atomic():
            answer = browser.generic(method.upper(), path, **given, headers={"If-Match": "*", **meant_in(browser)})
            status, said = answer.status_code, text_of(answer)
            if after is not None:
                after()
            raise Back
    except Back:
        transaction.get_connection().run_on_commit = []
    return status, said


def test_every_record_of_somebody_else_is_nowhere(
    alpha: World, beta: World, member: Callable[..., Account], browser_of: Callable[[Account], Client]
) -> None:
    browser, wrong = browser_of(member(alpha, "pmo_director", clearance=2)), []
    before = standing(beta)
    for method, path in operations():
        for asked in paths_of(path, beta):
            theirs: list[bool] = []
            body = told_in(path, beta) if path in ACTS else WRITTEN
            status, said = send(browser, method, asked, body, lambda seen=theirs: seen.append(standing(beta) == before))
            named = ("{" in path and "{name}" not in path) or (path in ACTS and method == "post")
            own = {getattr(record, "pk", 0) for kind in alpha.held.values() for record in kind}
            if status >= 500 or (named and status != 404 and not own & set(_numbers(asked))) or theirs != [True]:
                wrong.append(f"{method} {asked} → {status}")
            wrong += [f"{method} {asked} shows {leak}" for leak in leaks(said, [FOREIGN])]
    assert wrong == []


def test_naming_a_record_of_somebody_else_is_refused(
    alpha: World, beta: World, member: Callable[..., Account], browser_of: Callable[[Account], Client]
) -> None:
    browser = browser_of(member(alpha, "pmo_director", clearance=2))
    theirs = {"unit": beta.held["units"][0], "owner": beta.held["people"][0], "programme": beta.held["programmes"][0]}
    for field, record in theirs.items():
        for named in (record.pk, getattr(record, "ref", None) or getattr(record, "code", None) or record.name):
            status, said = send(browser, "post", "/api/v1/projects", {"name": "Forged", field: named})
            assert status == 422, (field, named, said)
            assert leaks(said.replace(str(named), ""), [FOREIGN]) == []
    status, _said = send(browser, "post", "/api/v1/roles", {"account": beta.held["accounts"][0].pk, "role": "auditor"})
    assert status == 422


@pytest.mark.parametrize("role", ["pmo_analyst", "team_member", "administrator", None])
def test_what_a_role_may_not_see_or_do_stays_as_it_is(
    alpha: World, member: Callable[..., Account], browser_of: Callable[[Account], Client], role: str | None
) -> None:
    browser, wrong = browser_of(member(alpha, role)), []
    before = standing(alpha)
    by = Actor.of(Account.objects.latest("pk"), alpha.organisation, entrance="api")
    for method, path in operations():
        kind = path.split("/")[3]
        register = registers.get(kind)
        for asked in paths_of(path, alpha)[:4]:
            same: list[bool] = []
            body = told_in(path, alpha) if path in ACTS else WRITTEN
            status, said = send(browser, method, asked, body, lambda seen=same: seen.append(standing(alpha) == before))
            wrong += [f"{method} {asked} shows {leak}" for leak in leaks(said, [RESTRICTED, SECRET])]
            action = {"post": "create", "patch": "edit", "delete": "delete"}.get(method, "view")
            of_register = register is not None and not path.endswith("bulk") and path.count("/") <= 4  # acts ask their own rights
            refused = of_register and register is not None and not register.may(by, action)
            left = status in (200, 201, 204) or same == [True]
            if status >= 500 or not left or (refused and (status not in (403, 404) or same != [True])):
                wrong.append(f"{role} {method} {asked} → {status}, unchanged {same}")
    assert wrong == []


def test_at_a_narrow_scope_the_rest_is_nowhere(
    alpha: World, member: Callable[..., Account], browser_of: Callable[[Account], Client]
) -> None:
    project = alpha.project("Heron")
    browser, wrong = browser_of(member(alpha, "project_manager", ("project", project.pk))), []
    for method, path in operations():
        for asked in paths_of(path, alpha):
            if project.ref in asked:
                continue
            status, said = send(browser, method, asked, told_in(path, alpha) if path in ACTS else WRITTEN)
            wrong += [f"{method} {asked} shows {leak}" for leak in leaks(said, [OUTSIDE, RESTRICTED, SECRET])]
            wrong += [f"{method} {asked} → {status}"] if status >= 500 else []
    assert wrong == []
    assert "Heron" in send(browser, "get", "/api/v1/projects", None)[1]


def _numbers(path: str) -> list[int]:
    last = path.rsplit("/", 1)[-1]
    return [int(last)] if last.isdecimal() else []
