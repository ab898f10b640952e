"""Secrets that must be read again are kept in a box: encrypted with a key that is drawn from the signing key, one for each purpose."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "fernet:"


class AnotherKey(ValueError):
    """The secret was kept under another signing key, so nobody can read it any more."""


def shut(purpose: str, text: str) -> str:
    """A secret as the database holds it."""
    return MARK + _box(purpose).encrypt(text.encode()).decode()


def opened(purpose: str, kept: str) -> str:
    """A kept secret in the clear; raises `AnotherKey`."""
    try:
        return _box(purpose).decrypt(kept.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise AnotherKey("The secret was kept under another secret key of the installation.") from error


def _box(purpose: str) -> Fernet:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"steerco {purpose}".encode()).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))
