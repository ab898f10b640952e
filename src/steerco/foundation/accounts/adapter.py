"""How sign-in behaves here: accounts are invited, nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the sign-up page; an account comes from an administrator or a command."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together. Try again, or set a new password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again, or set a new password."),
        "incorrect_password": _("The password is not right. Try again."),
        "enter_current_password": _("The password is not right. Try again."),
        "account_inactive": _("This account is closed. Ask the PMO to open it again."),
    }

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """Lets no program in: a service account has tokens, never a session, whatever way somebody signs in by."""
        if user.is_service:
            raise ImmediateHttpResponse(render(request, "account/account_inactive.html", status=403))
        return super().pre_login(request, user, **more)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False
