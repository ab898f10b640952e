"""Accounts are made with an address and a password that can be used, or not at all."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import create_account, generated_password

pytestmark = pytest.mark.django_db
GOOD = "a long pass phrase"


def test_an_account_is_made_with_its_address_folded() -> None:
    account = create_account(email=" Ada@Example.ORG ", password=GOOD, name="Ada")
    assert (account.email, account.name, str(account), account.initials) == ("ada@example.org", "Ada", "Ada", "A")
    assert account.check_password(GOOD)
    assert account.password != GOOD


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("no address", GOOD),
        ("", GOOD),
        ("ada@example.org", "short"),
        ("ada@example.org", "password1"),
        ("ada@example.org", "ada@example.org"),
    ],
)
def test_what_cannot_be_used_is_refused(email: str, password: str) -> None:
    with pytest.raises(ValidationError):
        create_account(email=email, password=password)
    assert not Account.objects.exists()


def test_an_address_is_used_once() -> None:
    create_account(email="ada@example.org", password=GOOD)
    with pytest.raises(ValidationError, match="There is an account for ada"):
        create_account(email="ADA@example.org", password="another long phrase")
    assert Account.objects.get().check_password(GOOD)


def test_a_generated_password_is_accepted_and_never_the_same() -> None:
    passwords = {generated_password() for _number in range(50)}
    assert len(passwords) == 50
    for number, password in enumerate(list(passwords)[:3]):
        assert create_account(email=f"a{number}@example.org", password=password).check_password(password)


@pytest.mark.parametrize(
    ("name", "email", "initials"), [("Ada Byron King", "a@b.org", "AB"), ("", "ada.king@b.org", "AK"), ("Ada", "x@b.org", "A")]
)
def test_initials_fit_the_badge(name: str, email: str, initials: str) -> None:
    assert Account(name=name, email=email).initials == initials
