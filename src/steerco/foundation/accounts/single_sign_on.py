"""Signing in through the identity provider of one's own organisation: whom it lets in, and which groups it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from steerco.foundation.accounts.models import Account

Told = Callable[[Account, frozenset[str]], None]
Known = Callable[[frozenset[str]], bool]
_listeners: list[Told] = []
_welcoming: list[Known] = []


def on_groups(listener: Told) -> Told:
    """Registers who is told of the groups of an account each time that it signs in."""
    _listeners.append(listener)
    return listener


def welcomes(known: Known) -> Known:
    """Registers who says whether somebody with these groups may have an account at all."""
    _welcoming.append(known)
    return known


class SignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Connects by an address that the provider vouches for, makes accounts for known groups only, and tells the groups."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds the account of the address; refuses what is no person's, and what nobody vouches for."""
        if not sociallogin.is_existing:
            known = _account_for(sociallogin)
            if known is not None:
                sociallogin.connect(request, known)
        account = sociallogin.user
        if sociallogin.is_existing:
            if account.is_service or not account.is_active:
                raise ImmediateHttpResponse(render(request, "account/account_inactive.html", status=403))
            _tell(account, groups_of(sociallogin))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Open to whoever comes with a group that some organisation knows, and with an address that is vouched for."""
        groups = groups_of(sociallogin)
        return bool(_addresses(sociallogin)) and any(known(groups) for known in _welcoming)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Keeps a new account with its name, and tells its groups."""
        sociallogin.user.email = _addresses(sociallogin)[0]
        claims = _claims(sociallogin)
        sociallogin.user.name = str(claims.get("name") or "")[:120]
        account = super().save_user(request, sociallogin, form)
        _tell(account, groups_of(sociallogin))
        return account


def groups_of(sociallogin: Any) -> frozenset[str]:
    """The groups that the provider tells, by the claim of the settings."""
    told = _claims(sociallogin).get(settings.OIDC_GROUPS_CLAIM)
    if isinstance(told, str):
        return frozenset(part for part in told.split(",") if part)
    return frozenset(str(each) for each in told) if isinstance(told, Iterable) else frozenset()


def _claims(sociallogin: Any) -> dict[str, Any]:
    """What the provider says of the person: of the token and of its page on people, the latter first."""
    extra = sociallogin.account.extra_data
    if "userinfo" in extra or "id_token" in extra:
        return {**(extra.get("id_token") or {}), **(extra.get("userinfo") or {})}
    return dict(extra)


def _addresses(sociallogin: Any) -> list[str]:
    """The addresses that the provider vouches for, in lower case."""
    found = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
    said = _claims(sociallogin).get("email")
    if not found and settings.OIDC_TRUSTS_EMAIL and isinstance(said, str) and "@" in said:
        found = [said.strip().lower()]
    return found


def _account_for(sociallogin: Any) -> Account | None:
    addresses = _addresses(sociallogin)
    return Account.objects.filter(email__in=addresses).first() if addresses else None


def _tell(account: Account, groups: frozenset[str]) -> None:
    for listener in _listeners:
        listener(account, groups)
