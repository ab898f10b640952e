"""Signing in, a forgotten password, too many tries: in our own look, and never saying whether an account is there."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

PHRASE = "a long pass phrase"


@pytest.fixture(autouse=True)
def no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def account(organisation: Organisation, make_account: Callable[..., Account]) -> Account:
    return make_account(organisation, "auditor", email="ada@alpha.test")


def test_the_right_password_opens(account: Account) -> None:
    answer = Client().post("/accounts/login/?next=/gallery/", {"login": "ada@alpha.test", "password": PHRASE, "next": "/gallery/"})
    assert answer["Location"] == "/gallery/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(account: Account) -> None:
    said = []
    for address in ("ada@alpha.test", "nobody@alpha.test"):
        answer = Client().post("/accounts/login/", {"login": address, "password": "wrong"})
        assert "_auth_user_id" not in answer.wsgi_request.session
        said.append(re.findall(r'class="note r[^>]*>.*?<div>(.*?)</div>', answer.content.decode(), re.DOTALL))
    assert said[0] == said[1] == [["This address and this password do not belong together. Try again, or set a new password."]][0]


def test_after_too_many_tries_even_the_right_password_waits(account: Account) -> None:
    browser = Client()
    for _ in range(5):
        browser.post("/accounts/login/", {"login": "ada@alpha.test", "password": "wrong"})
    answer = browser.post("/accounts/login/", {"login": "ada@alpha.test", "password": PHRASE})
    assert "_auth_user_id" not in browser.session
    assert "Too many tries" in answer.content.decode()


def test_a_forgotten_password_is_set_by_a_link_that_works_once(account: Account) -> None:
    browser = Client()
    assert "Look into your mail" in browser.post("/accounts/password/reset/", {"email": "ada@alpha.test"}, follow=True).content.decode()
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link
    form = browser.get(link[1], follow=True)
    assert "Choose a new password" in form.content.decode()
    done = browser.post(form.redirect_chain[-1][0], {"password1": "another long phrase", "password2": "another long phrase"}, follow=True)
    assert "The old one no longer works" in done.content.decode()
    account.refresh_from_db()
    assert account.check_password("another long phrase")
    assert "This link is used up" in Client().get(link[1], follow=True).content.decode()


def test_a_weak_password_is_refused_at_its_field(account: Account) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": "ada@alpha.test"})
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link
    form = browser.get(link[1], follow=True)
    refused = browser.post(form.redirect_chain[-1][0], {"password1": "short", "password2": "short"})
    assert 'class="cap refused"' in refused.content.decode()
    account.refresh_from_db()
    assert account.check_password(PHRASE)


def test_an_unknown_address_gets_the_same_page(db: None) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": "nobody@alpha.test"}, follow=True)
    assert "Look into your mail" in answer.content.decode()


def test_nobody_signs_up(db: None) -> None:
    answer = Client().post("/accounts/signup/", {"email": "new@alpha.test", "password1": PHRASE, "password2": PHRASE})
    assert "Accounts are made by the PMO" in answer.content.decode()
    assert not Account.objects.filter(email="new@alpha.test").exists()


def test_signing_out_needs_a_form_and_forgets_the_session(account: Account, client_of: Callable[[Account], Client]) -> None:
    browser = client_of(account)
    assert "_auth_user_id" in browser.get("/accounts/logout/").wsgi_request.session
    assert browser.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in browser.session


def test_the_password_is_changed_inside_the_shell(account: Account, client_of: Callable[[Account], Client]) -> None:
    browser = client_of(account)
    assert 'class="nav"' in browser.get("/accounts/password/change/").content.decode()
    fields = {"oldpassword": "wrong", "password1": "another long phrase", "password2": "another long phrase"}
    assert "The password is not right" in browser.post("/accounts/password/change/", fields).content.decode()
    account.refresh_from_db()
    assert account.check_password(PHRASE)
    browser.post("/accounts/password/change/", {**fields, "oldpassword": PHRASE})
    account.refresh_from_db()
    assert account.check_password("another long phrase")


@pytest.mark.parametrize("address", ["email/", "inactive/", "reauthenticate/", "confirm-email/", "password/reset/key/done/"])
def test_every_page_of_signing_in_has_our_look(address: str, account: Account, client_of: Callable[[Account], Client]) -> None:
    page = client_of(account).get(f"/accounts/{address}", follow=True).content.decode()
    assert "ui/tokens.css" in page
    assert " style=" not in page
