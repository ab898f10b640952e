"""One's own settings: kept per person, refused when they are no choice, never somebody else's."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import keep_preferences
from steerco.foundation.organisations.models import Organisation


@pytest.fixture
def account(organisation: Organisation, make_account: Callable[..., Account]) -> Account:
    return make_account(organisation, "auditor")


@pytest.fixture
def browser(account: Account, client_of: Callable[[Account], Client]) -> Client:
    return client_of(account)


def test_settings_are_kept_and_shown(browser: Client, account: Account) -> None:
    answer = browser.post("/preferences/", {"name": "Ada", "theme": "dark", "density": "compact"}, follow=True)
    account.refresh_from_db()
    assert (account.name, account.theme, account.density, account.single_keys) == ("Ada", "dark", "compact", False)
    page = answer.content.decode()
    assert 'data-bs-theme="dark"' in page
    assert 'data-density="compact"' in page
    assert 'data-keys="off"' in page
    assert "Settings kept." in page


def test_a_value_that_is_no_choice_is_refused(browser: Client, account: Account) -> None:
    assert browser.post("/preferences/", {"name": "Ada", "theme": "pink", "density": "compact"}).status_code == 422
    assert browser.post("/preferences/theme/", {"theme": "pink"}).status_code == 400
    account.refresh_from_db()
    assert (account.name, account.theme, account.density) == ("auditor 1", "auto", "comfortable")


def test_the_theme_switch_remembers_without_a_page(browser: Client, account: Account) -> None:
    answer = browser.post("/preferences/theme/", {"theme": "dark"}, headers={"X-Requested-With": "fetch"})
    account.refresh_from_db()
    assert (answer.status_code, account.theme) == (204, "dark")


def test_the_theme_switch_without_a_script_goes_back_to_the_page_but_nowhere_else(browser: Client) -> None:
    back = browser.post("/preferences/theme/", {"theme": "light"}, headers={"Referer": "http://testserver/gallery/"})
    away = browser.post("/preferences/theme/", {"theme": "light"}, headers={"Referer": "https://evil.test/"})
    assert back["Location"] == "http://testserver/gallery/"
    assert away["Location"] == "/"


def test_only_preferences_can_be_kept(account: Account) -> None:
    with pytest.raises(ValidationError):
        keep_preferences(by=account, is_superuser=True)
    account.refresh_from_db()
    assert not account.is_superuser


def test_a_form_cannot_smuggle_other_fields(browser: Client, account: Account) -> None:
    browser.post("/preferences/", {"name": "Ada", "theme": "auto", "density": "compact", "is_staff": "1", "email": "other@beta.test"})
    account.refresh_from_db()
    assert not account.is_staff
    assert account.email == "auditor1@alpha.test"


def test_who_is_signed_out_has_no_settings() -> None:
    assert Client().get("/preferences/")["Location"].startswith("/accounts/login/")
    assert Client().post("/preferences/theme/", {"theme": "dark"})["Location"].startswith("/accounts/login/")
