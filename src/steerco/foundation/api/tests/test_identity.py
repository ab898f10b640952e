"""Who may call: tokens and sessions, what each needs, how much they may ask, and what every answer says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.services.delegations import end_delegation, lend_rights
from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, Extent
from steerco.foundation.access.tokens import digest_of, new_secret, start_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.organisations.models import Organisation


def token_for(account: Account, organisation: Organisation, **fields: Any) -> str:
    """A token of an account in an organisation."""
    secret = new_secret()
    values = {"ends_on": timezone.localdate() + dt.timedelta(days=9), "name": "test", **fields}
    ApiToken.everywhere.create(
        organisation=organisation, account=account, digest=digest_of(secret), start=start_of(secret), **values
    )  # fmt: skip
    return secret


def bearer(secret: str) -> dict[str, str]:
    """The header of a token."""
    return {"Authorization": f"Bearer {secret}"}


def test_nobody_is_asked_who_they_are(caller_of: Callable[..., Caller], organisation: Organisation) -> None:
    nobody = caller_of(None)
    for method, path in (("get", "/projects"), ("post", "/projects"), ("get", "/me"), ("get", "/nowhere"), ("get", "/revisions")):
        told = nobody(method, path, {} if method == "post" else None)
        assert (told.status, told.body["type"]) == (401, "/api/#sign-in")
        assert told.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_acts_as_its_account_in_its_organisation(
    caller_of: Callable[..., Caller], director: Actor, organisation: Organisation, other_organisation: Organisation
) -> None:
    make_project(organisation, "Ours")
    make_project(other_organisation, "Theirs")
    caller = caller_of(None)
    secret = token_for(director.account, organisation, extent=Extent.WHOLE)
    assert [row["name"] for row in caller("get", "/projects", **bearer(secret)).body["data"]] == ["Ours"]
    me = caller("get", "/me", **bearer(secret)).body
    assert (me["account"], me["organisation"]["key"]) == (director.account.email, "alpha")
    made = caller("post", "/units", {"code": "T", "name": "By token"}, **bearer(secret))
    assert made.status == 201, made.text


def test_a_token_that_only_looks_writes_nothing(caller_of: Callable[..., Caller], director: Actor, organisation: Organisation) -> None:
    caller, secret = caller_of(None), token_for(director.account, organisation, extent=Extent.LOOK)
    assert caller("get", "/units", **bearer(secret)).status == 200
    assert caller("post", "/units", {"code": "L", "name": "Looked"}, **bearer(secret)).status == 403
    assert not OrgUnit.objects.exists()


def test_a_wrong_token_is_refused_even_beside_a_session(call: Caller, organisation: Organisation) -> None:
    told = call("get", "/me", **bearer("steerco_wrong"))
    assert (told.status, told.body["type"]) == (401, "/api/#sign-in")


def test_a_token_that_ended_opens_nothing(caller_of: Callable[..., Caller], director: Actor, organisation: Organisation) -> None:
    past = timezone.localdate() - dt.timedelta(days=1)
    secret = token_for(director.account, organisation, ends_on=past)
    assert caller_of(None)("get", "/me", **bearer(secret)).status == 401


def test_wrong_tokens_are_counted(caller_of: Callable[..., Caller], organisation: Organisation) -> None:
    caller = caller_of(None)
    statuses = [caller("get", "/me", **bearer(f"steerco_{number}")).status for number in range(32)]
    assert statuses[:30] == [401] * 30
    assert statuses[30:] == [429, 429]


def test_a_session_that_writes_brings_the_token_of_forms(director: Actor, organisation: Organisation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(director.account)
    given = {"data": '{"code": "C", "name": "Crossed"}', "content_type": "application/json"}
    told = client.post("/api/v1/units", **given)
    assert told.status_code == 403
    assert "X-CSRFToken" in told.json()["detail"]
    assert not OrgUnit.objects.exists()
    assert client.get("/api/v1/units").status_code == 200
    client.get("/units/new/")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    told = client.post("/api/v1/units", **given, headers=headers)
    assert (told.status_code, OrgUnit.objects.count()) == (403, 0)
    assert "X-Acting-In" in told.json()["detail"]
    assert client.post("/api/v1/units", **given, headers=headers | {"X-Acting-In": organisation.key}).status_code == 201


def test_what_a_page_left_open_writes_for_another_is_never_written_as_ones_own(
    director: Actor, organisation: Organisation, make_account: MakeAccount, caller_of: Callable[..., Caller]
) -> None:
    mine = make_account(organisation, "pmo_director")
    principal = director.account
    day, roles = timezone.localdate(), list(director.account.role_assignments.all())
    delegation = lend_rights(by=director, receiver=mine, assignments=roles, extent="work", starts_on=day, ends_on=day, reason="leave")
    caller = caller_of(mine)
    caller.client.post("/access/act/", {"delegation": delegation.pk})
    for_another = {"X-Acting-In": f"{organisation.key} {principal.pk}"}
    assert caller("post", "/units", {"code": "A", "name": "Meant"}, **for_another).status == 201
    end_delegation(by=director, delegation=delegation)
    told = caller("post", "/units", {"code": "B", "name": "Late"}, **for_another)
    assert (told.status, OrgUnit.objects.count()) == (409, 1)
    assert "no longer act for" in told.body["detail"]
    assert caller("get", "/units", **for_another).status == 409
    assert caller("post", "/units", {"code": "B", "name": "Mine"}, **{"X-Acting-In": organisation.key}).status == 201


def test_whoever_asks_too_much_waits(call: Caller, organisation: Organisation) -> None:
    with override_settings(API_REQUESTS_A_MINUTE=5):
        told = [call("get", "/me") for _ in range(6)]
        assert [each.status for each in told] == [200] * 5 + [429]
        assert [each.headers["RateLimit-Remaining"] for each in told[:5]] == ["4", "3", "2", "1", "0"]
        assert told[5].body["type"] == "/api/#too-many"
        assert int(told[5].headers["Retry-After"]) >= 12
        assert call("post", "/units", {"code": "Q", "name": "Queued"}).status == 429
    assert not OrgUnit.objects.exists()


def test_one_account_does_not_use_up_the_allowance_of_another(
    call: Caller, caller_of: Callable[..., Caller], organisation: Organisation, make_account: MakeAccount
) -> None:
    with override_settings(API_REQUESTS_A_MINUTE=2):
        assert [call("get", "/me").status for _ in range(3)] == [200, 200, 429]
        assert caller_of(make_account(organisation, "auditor"))("get", "/me").status == 200


@pytest.mark.parametrize("path", ["/me", "/projects", "/projects/PRJ-9999", "/nowhere"])
def test_every_answer_is_private_and_of_its_kind(call: Caller, organisation: Organisation, path: str) -> None:
    told = call("get", path)
    assert told.headers["Cache-Control"].startswith("private, no-")
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.headers["Content-Type"] == ("application/json" if told.status == 200 else "application/problem+json")
    assert "default-src 'none'" in told.headers["Content-Security-Policy"]


def test_an_address_that_there_is_not(call: Caller, organisation: Organisation) -> None:
    told = call("get", "/nothing/of/this")
    assert (told.status, told.body["type"]) == (404, "/api/#not-found")
    assert call("put", "/projects", {}).status == 405


def test_a_kept_answer_is_not_given_to_a_token_of_less(
    caller_of: Callable[..., Caller], director: Actor, organisation: Organisation
) -> None:
    """The key of a request that was carried out with all rights opens nothing with fewer."""
    caller, asked = caller_of(None), ("post", "/projects", {"name": "Hotel"})
    whole, look = (token_for(director.account, organisation, extent=extent) for extent in (Extent.WHOLE, Extent.LOOK))
    made = caller(*asked, Authorization=f"Bearer {whole}", Idempotency_Key="k1")
    again = caller(*asked, Authorization=f"Bearer {look}", Idempotency_Key="k1")
    assert (made.status, again.status, "Idempotency-Replayed" in again.headers) == (201, 409, False)
    same = caller(*asked, Authorization=f"Bearer {whole}", Idempotency_Key="k1")
    assert (same.body, Project.objects.count()) == (made.body, 1)
