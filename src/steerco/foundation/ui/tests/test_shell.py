"""What stands around a page is kept, yet each reader sees their own, and each form carries a token that counts."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.ui.shell import TOKEN

Accounts = Callable[..., Account]
Clients = Callable[[Account], Client]


def tokens(html: str) -> list[str]:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)


def test_each_form_carries_a_token_that_the_server_takes(organisation: Organisation, make_account: Accounts, client_of: Clients) -> None:
    account = make_account(organisation, "pmo_director")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    for page in (strict.get("/preferences/").content.decode(), strict.get("/preferences/").content.decode()):
        assert TOKEN not in page
        assert len(tokens(page)) > 4
        posted = strict.post("/preferences/theme/", {"theme": "dark", "csrfmiddlewaretoken": tokens(page)[0]})
        assert posted.status_code == 302
    assert strict.post("/preferences/theme/", {"theme": "light"}).status_code == 403
    account.refresh_from_db()
    assert account.theme == "dark"


def test_two_readers_share_nothing_of_their_own(organisation: Organisation, make_account: Accounts, client_of: Clients) -> None:
    first, second = make_account(organisation, "pmo_director"), make_account(organisation, "executive")
    shown = {account: client_of(account).get("/gallery/").content.decode() for account in (first, second, first)}
    for account, other in ((first, second), (second, first)):
        assert account.email in shown[account]
        assert other.email not in shown[account]


def test_what_changes_about_the_reader_shows_at_once(
    organisation: Organisation, other_organisation: Organisation, make_account: Accounts, client_of: Clients
) -> None:
    account = make_account(organisation, "pmo_director")
    browser = client_of(account)
    before = browser.get("/gallery/").content.decode()
    assert other_organisation.name not in before
    account.name = "Ada Nimbus"
    account.save()
    Membership.everywhere.create(organisation=other_organisation, account=account)
    after = browser.get("/gallery/").content.decode()
    assert "Ada Nimbus" in after
    assert other_organisation.name in after
    assert 'aria-current="page">Units' in browser.get("/units/").content.decode()


@pytest.mark.django_db
def test_a_page_without_records_costs_six_queries(  # session, account, organisations, roles, rights lent, unread notices
    organisation: Organisation, make_account: Accounts, client_of: Clients, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(make_account(organisation, "pmo_director"))
    browser.get("/preferences/")
    with django_assert_max_num_queries(6):
        browser.get("/preferences/")
