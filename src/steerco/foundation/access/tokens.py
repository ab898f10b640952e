"""Tokens of programs: made once, shown once, kept as a digest; each request with one acts as its account in its organisation."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken
from steerco.foundation.access.services import note_use
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.prepared.statements import Given, Statement, columns_of, record_of

PREFIX = "steerco_"
USE_NOTED_EVERY = dt.timedelta(minutes=5)


def _tokens(digest: Given, today: Given) -> QuerySet[ApiToken]:
    """A token in force of an account that is let in where it belongs."""
    return ApiToken.everywhere.filter(
        Q(account__memberships__ends_on__isnull=True) | Q(account__memberships__ends_on__gte=today),
        digest=digest,
        revoked_at__isnull=True,
        ends_on__gte=today,
        account__is_active=True,
        account__memberships__organisation=F("organisation"),
        account__memberships__active=True,
    )


_OF_ACCOUNT = len(columns_of(Account))
_TOKEN = Statement(
    lambda: _tokens(Given("digest", models.CharField()), Given("today", models.DateField())).values_list(
        "pk", "last_used_at", "extent", *columns_of(Account, "account__"), *columns_of(Organisation, "organisation__")
    )
)


def new_secret() -> str:
    """A new token: the product's name, so that it is found where it was leaked, and 256 bits of chance."""
    return f"{PREFIX}{secrets.token_urlsafe(32)}"


def digest_of(text: str) -> str:
    """What is kept of a token; it is long and random, so a plain digest can't be turned back."""
    return hashlib.sha256(text.encode()).hexdigest()


def start_of(text: str) -> str:
    """The first letters of a token, by which a person tells one from another."""
    return text.removeprefix(PREFIX)[:6]


def actor_of_token(text: str, *, entrance: str = "api") -> Actor | None:
    """Who acts with this token, with the roles held now (two queries).

    None where the token is unknown, ended or revoked, or its account is shut out.
    """
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    found = _TOKEN.first(digest=digest_of(text), today=timezone.localdate())
    if found is None:
        return None
    token, last_used_at, extent, *whose = found
    if last_used_at is None or timezone.now() - last_used_at > USE_NOTED_EVERY:
        note_use(token)
    account, organisation = record_of(Account, whose[:_OF_ACCOUNT]), record_of(Organisation, whose[_OF_ACCOUNT:])
    return Actor.of_member(account, organisation, entrance=entrance, extent=extent)
