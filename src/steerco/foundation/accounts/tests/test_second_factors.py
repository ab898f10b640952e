"""Second factors and sessions: an app, recovery codes, secrets that a copy of the database does not give away, signing out elsewhere."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.second_factors import SecondFactors
from steerco.foundation.accounts.services import end_sessions

PASSWORD = "a long pass phrase"


@pytest.fixture
def account(db: None) -> Account:
    return Account.objects.create_user("ada@example.test", PASSWORD, name="Ada")


def signed_in(account: Account) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def with_app(account: Account) -> tuple[Client, str]:
    client = signed_in(account)
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    if "reauthenticate" in page.request["PATH_INFO"]:
        client.post(page.request["PATH_INFO"], {"password": PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
    found = re.search(r'id="secret" value="([A-Z2-7]+)"', page.content.decode())
    assert found is not None
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])})
    return client, found[1]


def test_an_app_is_added_and_asked_for_at_the_next_sign_in(account: Account) -> None:
    _client, secret = with_app(account)
    assert Authenticator.objects.filter(user=account, type="totp").exists()
    cache.clear()  # a code counts once; the next sign-in comes later
    client = Client()
    answer = client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/preferences/").status_code == 302, "not in yet"
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/preferences/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/preferences/").status_code == 200


def test_a_wrong_code_adds_no_app(account: Account) -> None:
    client = signed_in(account)
    client.get("/accounts/2fa/totp/activate/", follow=True)
    client.post("/accounts/2fa/totp/activate/", {"code": "123456"})
    assert not Authenticator.objects.exists()


def test_a_recovery_code_works_once(account: Account) -> None:
    client, _secret = with_app(account)
    client.post("/accounts/2fa/recovery-codes/generate/")
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (200, 302):
        cache.clear()
        other = Client()
        other.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
        other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert other.get("/preferences/").status_code == expected
    assert codes[1] in client.get("/accounts/2fa/recovery-codes/").content.decode()


def test_a_copy_of_the_database_gives_no_secret_away(account: Account) -> None:
    _client, secret = with_app(account)
    kept = str(Authenticator.objects.get(type="totp").data)
    assert secret not in kept and "fernet:" in kept
    adapter = get_adapter()
    assert isinstance(adapter, SecondFactors)
    assert adapter.decrypt(adapter.encrypt("JBSWY3DP")) == "JBSWY3DP"
    assert adapter.encrypt("JBSWY3DP") != adapter.encrypt("JBSWY3DP")
    with pytest.raises(ValueError, match="another secret key"):
        adapter.decrypt("fernet:gAAAAA")


@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/"])
def test_the_pages_stand_in_our_look_without_inline_code(account: Account, path: str) -> None:
    client, _secret = with_app(account)
    page = client.get(f"/accounts/2fa/{path}", follow=True).content.decode()
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert all('src="' in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_sessions_are_listed_and_the_others_signed_out(account: Account) -> None:
    here, there = signed_in(account), signed_in(account)
    page = here.get("/accounts/sessions/").content.decode()
    assert "<b>2 sessions.</b>" in page and "Sign out the others" in page
    here.post("/accounts/sessions/")
    assert (here.get("/preferences/").status_code, there.get("/preferences/").status_code) == (200, 302)


def test_all_sessions_end_at_once(account: Account) -> None:
    clients = [signed_in(account) for _each in range(3)]
    assert end_sessions(account) == 3
    assert [client.get("/preferences/").status_code for client in clients] == [302, 302, 302]
    assert not UserSession.objects.exists()


def test_a_program_never_signs_in(db: None) -> None:
    robot = Account.objects.create_user("robot@programs.invalid", PASSWORD, is_service=True)
    client = Client()
    answer = client.post("/accounts/login/", {"login": robot.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert client.get("/preferences/").status_code == 302
