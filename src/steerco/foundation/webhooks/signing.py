"""The secret of a webhook, kept in a box, and the signature of a message: HMAC-SHA256 over the instant and the body."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from steerco.foundation.accounts.boxes import opened, shut

PURPOSE = "webhooks"
HEADER = "Steerco-Signature"


def new_secret() -> str:
    """A secret of 256 bits."""
    return f"whsec_{secrets.token_urlsafe(32)}"


def kept(secret: str) -> str:
    """A secret as the database holds it."""
    return shut(PURPOSE, secret)


def signature(kept_secret: str, at: int, body: bytes) -> str:
    """The header of a message: `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body", hexadecimal>`; raises `AnotherKey`."""
    key = opened(PURPOSE, kept_secret).encode()
    return f"t={at},v1={hmac.new(key, f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"
