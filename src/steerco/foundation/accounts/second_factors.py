"""Second factors as this product keeps them: secrets encrypted with a key of the installation, words of our own."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

MARK = "fernet:"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Encrypts what the database holds of second factors: whoever reads a copy of it signs in as nobody."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Look at the newest one, and check the clock of your phone."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as the database holds it."""
        return MARK + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret in the clear; raises `ValueError` where the signing key of the installation is another one."""
        try:
            return _box().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()
        except InvalidToken as error:
            raise ValueError("The second factor was kept under another secret key.") from error


def _box() -> Fernet:
    """The box of this installation: its key is drawn from the signing key, for this purpose alone."""
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"steerco second factors").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))
