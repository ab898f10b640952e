"""Second factors as this product keeps them: secrets encrypted with a key of the installation, words of our own."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from steerco.foundation.accounts.boxes import opened, shut

PURPOSE = "second factors"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Encrypts what the database holds of second factors: whoever reads a copy of it signs in as nobody."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Look at the newest one, and check the clock of your phone."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as the database holds it."""
        return shut(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret in the clear; raises `ValueError` where the signing key of the installation is another one."""
        return opened(PURPOSE, encrypted_text)
