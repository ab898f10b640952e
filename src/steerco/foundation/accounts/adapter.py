"""How sign-in behaves here: accounts are invited, nobody signs themselves up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the sign-up page; an account comes from an administrator or a command."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False
