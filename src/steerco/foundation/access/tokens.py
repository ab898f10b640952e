"""Tokens of programs: made once, shown once, kept as a digest; each request with one acts as its account in its organisation."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db.models import F, Q
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken
from steerco.foundation.access.services import note_use

PREFIX = "steerco_"
USE_NOTED_EVERY = dt.timedelta(minutes=5)


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
    token = (
        ApiToken.everywhere.filter(
            Q(account__memberships__ends_on__isnull=True) | Q(account__memberships__ends_on__gte=timezone.localdate()),
            digest=digest_of(text),
            revoked_at__isnull=True,
            ends_on__gte=timezone.localdate(),
            account__is_active=True,
            account__memberships__organisation=F("organisation"),
            account__memberships__active=True,
        )
        .select_related("account", "organisation")
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or timezone.now() - token.last_used_at > USE_NOTED_EVERY:
        note_use(token)
    return Actor.of(token.account, token.organisation, entrance=entrance, extent=token.extent)
