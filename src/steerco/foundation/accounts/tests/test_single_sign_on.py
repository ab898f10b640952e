"""Single sign-on: who gets in by which address and group, and who does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.provisioning.services import map_group
from steerco.config.settings import origin_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.tests.provider import Provider
from steerco.foundation.organisations.models import Membership, Organisation

START, BACK = "/accounts/oidc/office/login/", "/accounts/oidc/office/login/callback/"


@pytest.fixture(scope="module")
def _provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.stop()


@pytest.fixture
def provider(_provider: Provider, settings: Any) -> Provider:
    app = {
        "provider_id": "office", "name": "Example Office", "client_id": "steerco", "secret": "s",
        "settings": {"server_url": _provider.address, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "SCOPE": ["openid", "profile", "email"]}}
    _provider.claims = {}
    return _provider


def sign_in(provider: Provider, **claims: Any) -> tuple[Client, HttpResponse]:
    provider.claims = {"sub": claims.get("email", "x"), "email_verified": True, **claims}
    client = Client()
    away = client.post(START)
    assert away.status_code == 302, away.content[:500]
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert away["Location"].startswith(provider.address) and "code_challenge" in asked
    provider.nonce = asked.get("nonce", [None])[0]
    return client, client.get(BACK, {"code": "c", "state": asked["state"][0]})


def is_in(client: Client) -> bool:
    return client.get("/preferences/").status_code == 200


def test_the_button_stands_where_a_provider_is_set(provider: Provider, client: Client, db: None) -> None:
    assert "Sign in with Example Office" in client.get("/accounts/login/").content.decode()


def test_without_a_provider_there_is_no_button(client: Client, db: None) -> None:
    assert "/accounts/oidc/" not in client.get("/accounts/login/").content.decode()


def test_a_known_address_gets_in_with_its_account(provider: Provider, organisation: Organisation, make_account: MakeAccount) -> None:
    account = make_account(organisation, "auditor", email="ada@example.org")
    client, _answer = sign_in(provider, email="Ada@example.org", name="Ada")
    assert is_in(client)
    assert Account.objects.count() == 1
    assert client.get("/ledger/").status_code == 200
    assert {grant.role for grant in Actor.of(account, organisation, entrance="page").grants} == {"auditor"}


def test_somebody_new_with_a_known_group_gets_an_account_and_its_roles(
    provider: Provider, director: Actor, organisation: Organisation
) -> None:
    map_group(by=director, group="pmo", role="pmo_analyst")
    client, _answer = sign_in(provider, email="new@example.org", name="New Person", groups=["pmo", "kitchen"])
    assert is_in(client)
    account = Account.objects.get(email="new@example.org")
    assert (account.name, account.has_usable_password()) == ("New Person", False)
    assert {grant.role for grant in Actor.of(account, organisation, entrance="page").grants} == {"pmo_analyst"}
    sign_in(provider, email="new@example.org", groups=[])
    assert Actor.of(account, organisation, entrance="page").grants == ()


@pytest.mark.parametrize("groups", [[], ["kitchen"], "kitchen,yard", None, 7])
def test_somebody_new_without_a_known_group_gets_none(provider: Provider, director: Actor, groups: Any) -> None:
    map_group(by=director, group="pmo", role="pmo_analyst")
    before = Account.objects.count()
    client, _answer = sign_in(provider, email="stranger@example.org", groups=groups)
    assert not is_in(client)
    assert Account.objects.count() == before


def test_an_address_that_nobody_vouches_for_opens_no_account(
    provider: Provider, organisation: Organisation, make_account: MakeAccount, settings: Any
) -> None:
    make_account(organisation, "pmo_director", email="boss@example.org")
    client, _answer = sign_in(provider, email="boss@example.org", email_verified=False)
    assert not is_in(client)
    settings.OIDC_TRUSTS_EMAIL = True
    client, _answer = sign_in(provider, email="boss@example.org", email_verified=False)
    assert is_in(client)


def test_neither_a_program_nor_a_closed_account_gets_in(provider: Provider, organisation: Organisation, make_account: MakeAccount) -> None:
    for email, change in (("robot@example.org", {"is_service": True}), ("gone@example.org", {"is_active": False})):
        account = make_account(organisation, "auditor", email=email)
        Account.objects.filter(pk=account.pk).update(**change)
        client, answer = sign_in(provider, email=email)
        assert (answer.status_code, is_in(client)) == (403, False)


def test_whoever_was_shut_out_sees_nothing(
    provider: Provider, director: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    map_group(by=director, group="pmo", role="pmo_analyst")
    account = make_account(organisation, "auditor", email="out@example.org")
    Membership.objects.filter(account=account).update(active=False)
    client, _answer = sign_in(provider, email="out@example.org", groups=["pmo"])
    assert client.get("/projects/").status_code == 403
    assert not Membership.objects.get(account=account).active


def test_an_answer_to_no_question_opens_nothing(provider: Provider, organisation: Organisation, make_account: MakeAccount) -> None:
    make_account(organisation, "auditor", email="ada@example.org")
    provider.claims = {"sub": "ada", "email": "ada@example.org", "email_verified": True}
    client = Client()
    for state in ("", "forged"):
        client.get(BACK, {"code": "c", "state": state})
        assert not is_in(client)


@pytest.mark.parametrize(
    ("address", "origin"),
    [("https://login.example.org/realms/x", "https://login.example.org"), ("http://h:8080", "http://h:8080"), ("", ""), ("nonsense", "")],
)
def test_the_policy_names_the_origin_only(address: str, origin: str) -> None:
    assert origin_of(address) == origin
