"""Every kind of answer is graded by its headers and cookies: pages, files, the interface, directories, calendars, refusals, errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from steerco.capabilities.provisioning.services import issue_token
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.scope import within
from steerco.foundation.subscriptions.services import make_address
from tests.isolation.worlds import OPEN, World

SAID = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
STRICT = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
LOOSE = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")


def marks(answer: HttpResponse) -> list[str]:
    """What an answer does not say, or says too loosely."""
    policy, caching = answer.headers.get("Content-Security-Policy", ""), answer.headers.get("Cache-Control", "")
    wrong = [f"{name}: {answer.headers.get(name)}" for name, value in SAID.items() if answer.headers.get(name) != value]
    wrong += [f"policy without {each}" for each in STRICT if each not in policy and "sandbox" not in policy]
    wrong += [f"policy with {each}" for each in LOOSE if each in policy]
    wrong += ["policy of permissions"] if "camera=()" not in answer.headers.get("Permissions-Policy", "") else []
    wrong += [f"kept by others: {caching}"] if "private" not in caching else []
    wrong += [f"tells who serves it: {name}" for name in ("Server", "X-Powered-By") if name in answer.headers]
    for name, cookie in answer.cookies.items():
        wrong += [f"cookie {name}: {each}" for each in ("httponly", "samesite") if not cookie[each]]
    return wrong


@pytest.fixture
def who(alpha: World, browser_of: Callable[[Account], Client]) -> dict[str, Client]:
    """A director's browser, their program, and a stranger; the stranger's browser checks forms."""
    director = Account.objects.get(email="director1@alpha.test")
    with within(alpha.organisation):
        by = Actor.of(director, alpha.organisation, entrance="page")
        secret = issue_token(by=by, name="grades", ends_on=timezone.localdate() + dt.timedelta(days=1)).secret
    program = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)
    return {"director": browser_of(director), "program": program, "stranger": Client(enforce_csrf_checks=True)}


@pytest.mark.parametrize(
    ("reader", "address", "status"),
    [
        ("director", "/projects/", 200), ("director", "/projects/export.csv", 200), ("director", "/projects/export.xlsx", 200),
        ("director", "/projects/export.json", 200), ("director", "/nowhere/", 404), ("director", "/?x=%00", 400),
        ("director", "/projects", 301), ("director", "/api/", 200), ("director", "/accounts/sessions/", 200),
        ("stranger", "/", 302), ("stranger", "/accounts/login/", 200), ("stranger", "/projects/", 302), ("stranger", "/nowhere/", 404),
        ("stranger", "/api/v1/projects", 401), ("stranger", "/scim/v2/Users", 401), ("stranger", "/calendar/nothing.ics", 403),
        ("program", "/api/v1/projects", 200), ("program", "/api/v1/openapi.json", 200), ("program", "/api/v1/nowhere", 404),
        ("program", "/api/v1/projects?sort=x", 422), ("program", "/scim/v2/Users", 403),
    ],
)  # fmt: skip
def test_answers_are_graded(who: dict[str, Client], reader: str, address: str, status: int) -> None:
    answer = who[reader].get(address)
    assert (answer.status_code, marks(answer)) == (status, [])


def test_refused_forms_files_and_calendars_are_graded_too(who: dict[str, Client], alpha: World) -> None:
    refused = who["stranger"].post("/accounts/login/", {"login": "a@b.test", "password": "x"})
    document = alpha.held["documents"][0]
    file = who["director"].get(f"/files/{document.pk}/1/")
    director = Account.objects.get(email="director1@alpha.test")
    with within(alpha.organisation):
        secret = make_address(
            by=Actor.of(director, alpha.organisation, entrance="page"), name="Phone", dates=["project_end", "reports_due"]
        )[1]
    feed = Client().get(f"/calendar/{secret}.ics")
    assert [(each.status_code, marks(each)) for each in (refused, file, feed)] == [(403, []), (200, []), (200, [])]


def test_a_fault_says_as_much(who: dict[str, Client], alpha: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("broken for the test")

    monkeypatch.setattr("steerco.foundation.comments.views.thread", broken)
    answer = who["director"].get(f"/comments/projects/{alpha.project(OPEN).ref}/")
    assert (answer.status_code, marks(answer)) == (500, [])


def test_the_session_is_no_business_of_scripts_and_other_sites(alpha: World) -> None:
    account = Account.objects.get(email="director1@alpha.test")
    client = Client()
    client.post("/accounts/login/", {"login": account.email, "password": "a long pass phrase"})
    assert client.get("/projects/").status_code == 200
    assert {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in client.cookies.items() if cookie.value} == {
        "sessionid": (True, "Lax"), "csrftoken": (True, "Lax")}  # fmt: skip
