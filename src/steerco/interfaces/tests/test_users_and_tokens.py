"""`steerco user` and `steerco token` as the keeper of the machine uses them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.interfaces.cli import main

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    def run(*words: str, given: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def me(secret: str) -> int:
    """What the interface answers to a token."""
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_accounts_are_listed_closed_and_opened(say: Say, organisation: Organisation, make_account: MakeAccount) -> None:
    account = make_account(organisation, "pmo_director", email="ada@alpha.test")
    told: Any = json.loads(say("user", "list", "--json")[1])
    assert told["accounts"][0]["organisations"] == ["alpha"]
    secret = json.loads(say("token", "issue", "ada@alpha.test", "--name", "script", "--json")[1])["secret"]
    browser = Client()
    browser.force_login(account)
    assert (me(secret), browser.get("/api/v1/me").status_code) == (200, 200)
    assert say("user", "disable", "ADA@alpha.test")[0] == 0
    assert not Account.objects.get(pk=account.pk).is_active
    assert (me(secret), browser.get("/api/v1/me").status_code) == (401, 401)
    assert "disabled" in say("user", "list")[1]
    assert say("user", "enable", "ada@alpha.test")[0] == 0
    assert me(secret) == 200
    assert say("user", "disable", "nobody@alpha.test")[0] == 1


def test_a_new_password_is_checked_and_works(say: Say, organisation: Organisation, make_account: MakeAccount) -> None:
    account = make_account(organisation, "auditor", email="eve@alpha.test")
    code, said = say("user", "password", "eve@alpha.test", "--password-stdin", given="short\n")
    assert code == 1, said
    assert Account.objects.get(pk=account.pk).check_password("a long pass phrase")
    assert say("user", "password", "eve@alpha.test", "--password-stdin", given="another long phrase\n")[0] == 0
    assert Account.objects.get(pk=account.pk).check_password("another long phrase")
    code, said = say("user", "password", "eve@alpha.test")
    assert Account.objects.get(pk=account.pk).check_password(said.rpartition("Password: ")[2].strip())


def test_an_account_is_made_as_by_create_user(say: Say, organisation: Organisation) -> None:
    code, said = say("user", "create", "new@alpha.test", "--role", "auditor", "--organisation", "alpha")
    assert code == 0, said
    assert "Password: " in said
    assert Account.objects.filter(email="new@alpha.test").exists()


def test_tokens_are_issued_listed_and_revoked(say: Say, organisation: Organisation, make_account: MakeAccount) -> None:
    make_account(organisation, "pmo_analyst", email="ana@alpha.test")
    code, said = say("token", "issue", "ana@alpha.test", "--name", "nightly", "--extent", "work", "--days", "10")
    secret = said.strip().splitlines()[-1]
    assert (code, me(secret)) == (0, 200)
    told = json.loads(say("token", "list", "--json")[1])["tokens"][0]
    assert (told["name"], told["extent"], told["revoked"]) == ("nightly", "work", False)
    assert secret not in say("token", "list")[1]
    assert say("token", "revoke", str(told["number"]), "--reason", "lost")[0] == 0
    assert me(secret) == 401
    assert say("token", "revoke", str(told["number"]))[0] == 1
    assert say("token", "revoke", "999999")[0] == 1
    assert say("token", "issue", "nobody@alpha.test", "--name", "x")[0] == 1
    assert say("token", "issue", "ana@alpha.test", "--name", "x", "--days", "9999")[0] == 1
