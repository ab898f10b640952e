"""Guessing passwords is limited: for an account from wherever it is tried, for an address through whichever accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

Make = Callable[..., Account]
RIGHT, WRONG, LOGIN = "a long pass phrase", "not this one", "/accounts/login/"


@pytest.fixture
def account(organisation: Organisation, make_account: Make) -> Account:
    return make_account(organisation, "auditor", email="ada@alpha.test")


def sign_in(email: str, password: str, *, at: str = "10.0.0.1") -> bool:
    """Whether a sign-in from an address worked."""
    client = Client(REMOTE_ADDR=at)
    client.post(LOGIN, {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_an_account_signs_in_by_its_address_in_any_case(account: Account) -> None:
    assert sign_in("ADA@Alpha.test", RIGHT)


def test_an_account_that_is_switched_off_does_not_sign_in(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert not sign_in(account.email, RIGHT)


def test_four_wrong_tries_leave_the_account_open(account: Account) -> None:
    assert not any(sign_in(account.email, WRONG) for _attempt in range(4))
    assert sign_in(account.email, RIGHT)


def test_the_limit_holds_for_an_account_from_wherever_it_is_tried(account: Account) -> None:
    assert not any(sign_in(account.email, WRONG, at=f"10.0.0.{number}") for number in range(5))
    assert not sign_in(account.email, RIGHT, at="10.0.0.99")


def test_the_limit_of_one_account_leaves_the_others_alone(account: Account, organisation: Organisation, make_account: Make) -> None:
    other = make_account(organisation)
    assert not any(sign_in(account.email, WRONG, at=f"10.0.0.{number}") for number in range(6))
    assert sign_in(other.email, RIGHT, at="10.0.1.1")


def test_one_address_may_not_guess_its_way_through_many_accounts(organisation: Organisation, make_account: Make) -> None:
    accounts = [make_account(organisation) for _number in range(11)]
    assert not any(sign_in(account.email, WRONG, at="10.9.9.9") for account in accounts[:10])
    assert not sign_in(accounts[10].email, RIGHT, at="10.9.9.9")


def test_a_reset_does_not_tell_who_has_an_account(account: Account) -> None:
    answers = [Client().post("/accounts/password/reset/", {"email": email}) for email in (account.email, "nobody@alpha.test")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/accounts/password/reset/done/")] * 2


def test_a_session_cookie_cannot_be_read_by_a_script(account: Account) -> None:
    client = Client()
    client.post(LOGIN, {"login": account.email, "password": RIGHT})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
