"""Nobody who is signed out gets to any page: every address of the product is asked, whatever room adds next."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.architecture.checks.addresses import addresses

OPEN = {
    "accounts/login/": "signing in",
    "accounts/logout/": "signing out twice does no harm",
    "accounts/signup/": "says that it is closed",
    "accounts/inactive/": "says that an account is switched off",
    "accounts/password/reset/": "a forgotten password",
    "accounts/password/reset/done/": "says that a message was sent",
    "accounts/password/reset/key/<uidb36>-<key>/": "asks for the secret of that message",
    "accounts/password/reset/key/done/": "says that the password was changed",
    "accounts/confirm-email/": "says that a message was sent",
    "accounts/confirm-email/<key>/": "asks for the secret of that message",
    "accounts/2fa/authenticate/": "asks for the second factor in the middle of signing in",
    "accounts/2fa/webauthn/login/": "asks a passkey who is there",
    "accounts/sso/login/cancelled/": "says that signing in was stopped",
    "accounts/sso/login/error/": "says that the identity provider gave no answer",
    "accounts/sso/signup/": "the second half of a first single sign-on",
    "accounts/oidc/<provider_id>/login/": "leads to the identity provider",
    "accounts/oidc/<provider_id>/login/callback/": "where the identity provider leads back to",
    "robots.txt": "asks robots to stay away",
    "health/": "says that the service lives, and nothing else",
}


def refused(answer: HttpResponse) -> bool:
    """Whether an answer shows nothing: sent to the sign-in, refused, or the method is not there."""
    sent_away = answer.status_code in {301, 302} and answer["Location"].startswith(("/accounts/login/", "/accounts/"))
    return sent_away or answer.status_code in {401, 403, 405}


def reachable(urlconf: str | None = None) -> list[str]:
    """The addresses that answer somebody who is signed out, without being meant to."""
    browser, found = Client(), []
    for pattern, path in addresses(urlconf):
        if pattern in OPEN:
            continue
        for method in ("get", "post"):
            answer = getattr(browser, method)(path)
            if not refused(answer):
                found.append(f"{method.upper()} /{pattern} answers {answer.status_code}")
    return found


@pytest.mark.django_db
def test_every_address_asks_who_is_there() -> None:
    assert len(list(addresses())) > 5
    assert reachable() == []


@pytest.mark.django_db
def test_the_sign_in_itself_is_open() -> None:
    answer = Client().get("/accounts/login/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert settings.LOGIN_URL == "account_login"
