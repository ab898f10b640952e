"""Entering another organisation: without signing out, and only where one is a member."""

from collections.abc import Callable

import pytest
from django.test import Client

from steerco.foundation.access.middleware import SESSION_KEY
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation


@pytest.fixture
def account(organisation: Organisation, make_account: Callable[..., Account]) -> Account:
    return make_account(organisation, "auditor")


@pytest.fixture
def browser(account: Account, client_of: Callable[[Account], Client]) -> Client:
    return client_of(account)


def test_a_member_of_several_enters_another_without_signing_out(
    browser: Client, account: Account, other_organisation: Organisation
) -> None:
    Membership.everywhere.create(organisation=other_organisation, account=account)
    assert "Alpha Works" in browser.get("/gallery/").content.decode()
    assert browser.post("/organisation/", {"organisation": other_organisation.pk})["Location"] == "/"
    answer = browser.get("/gallery/")
    assert answer.wsgi_request.actor.organisation == other_organisation  # type: ignore[attr-defined]
    assert "You are in Beta Works now." in answer.content.decode()


@pytest.mark.parametrize("chosen", ["other", "0", "", "x", "-1"])
def test_an_organisation_of_others_is_not_found_and_nothing_changes(
    chosen: str, browser: Client, organisation: Organisation, other_organisation: Organisation
) -> None:
    sent = str(other_organisation.pk) if chosen == "other" else chosen
    assert browser.post("/organisation/", {"organisation": sent}).status_code == 404
    assert SESSION_KEY not in browser.session
    page = browser.get("/gallery/")
    assert page.wsgi_request.actor.organisation == organisation  # type: ignore[attr-defined]
    assert "Beta Works" not in page.content.decode()


def test_a_membership_that_ended_no_longer_opens(browser: Client, account: Account, other_organisation: Organisation) -> None:
    ended = Membership.everywhere.create(organisation=other_organisation, account=account)
    browser.post("/organisation/", {"organisation": other_organisation.pk})
    ended.active = False
    ended.save()
    assert browser.get("/gallery/").wsgi_request.actor.organisation != other_organisation  # type: ignore[attr-defined]


def test_entering_is_never_done_by_a_link(browser: Client, organisation: Organisation) -> None:
    assert browser.get("/organisation/", {"organisation": organisation.pk}).status_code == 405


def test_who_belongs_nowhere_is_told_whom_to_ask(db: None, client_of: Callable[[Account], Client]) -> None:
    lonely = Account.objects.create_user("lonely@nowhere.test", "a long pass phrase")
    answer = client_of(lonely).get("/ledger/")
    assert answer.status_code == 403
    assert "You belong to no organisation yet" in answer.content.decode()


def test_being_let_into_another_organisation_moves_nobody(
    browser: Client, organisation: Organisation, other_organisation: Organisation, account: Account
) -> None:
    Organisation.objects.filter(pk=other_organisation.pk).update(name="A first by name")
    Membership.everywhere.create(organisation=other_organisation, account=account)
    assert browser.get("/gallery/").wsgi_request.actor.organisation == organisation  # type: ignore[attr-defined]
