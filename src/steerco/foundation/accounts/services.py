"""Accounts are made here: by a command or by whoever invites somebody."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from steerco.foundation.accounts.models import Account

PREFERENCES = frozenset({"name", "theme", "density", "single_keys"})
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def generated_password() -> str:
    """Sixteen letters and digits in fours, drawn by the system's own source of chance: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(4))


@transaction.atomic
def create_account(*, email: str, password: str, name: str = "") -> Account:
    """A new account; raises `ValidationError` where the address is none or taken, or the password is too weak."""
    email = email.strip().lower()
    validate_email(email)
    if Account.objects.filter(email=email).exists():
        raise ValidationError(_("There is an account for %(email)s already.") % {"email": email})
    validate_password(password, Account(email=email, name=name))
    return Account.objects.create_user(email, password, name=name)


@transaction.atomic
def account_for_guest(*, email: str, name: str = "") -> Account:
    """The account of an address, or a new one without a password, which its owner sets through a message; raises `ValidationError`."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    known = Account.objects.filter(email=email).first()
    if known is not None and known.is_service:
        raise ValidationError({"email": _("This address belongs to a program.")})
    return known or Account.objects.create_user(email, None, name=name.strip()[:120])


def create_program_account(*, name: str, key: str) -> Account:
    """An account of a program: no password, no message, no sign-in; it acts by token."""
    return Account.objects.create_user(f"{key}@programs.invalid", None, name=name, is_service=True)


def rename_account(account: Account, name: str) -> None:
    """Another name of an account."""
    account.name = name.strip()[:120]
    account.save(update_fields=["name"])


def set_password(account: Account, password: str) -> None:
    """A new password of an account, which is signed out everywhere; raises `ValidationError` where it is too weak."""
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account)


def switch_off(account: Account) -> None:
    """Closes an account that belongs to no organisation any more, and ends its sessions at once."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)


def switch_on(account: Account) -> None:
    """Opens an account again."""
    account.is_active = True
    account.save(update_fields=["is_active"])


def end_sessions(account: Account, *, but: str = "") -> int:
    """Signs an account out everywhere, except in the session named; says how many sessions ended."""
    ended = 0
    for session in UserSession.objects.filter(user=account).exclude(session_key=but or None):
        session.end()
        ended += 1
    return ended


def keep_preferences(*, by: Account, **chosen: Any) -> Account:
    """Keeps how somebody likes their own pages: `name`, `theme`, `density`, `single_keys`; raises `ValidationError` for no choice."""
    unknown = set(chosen) - PREFERENCES
    if unknown:
        raise ValidationError(_("%(field)s is no preference.") % {"field": ", ".join(sorted(unknown))})
    other = sorted(field for field, value in chosen.items() if getattr(by, field) != value)
    for field in other:
        setattr(by, field, chosen[field])
    by.clean_fields(exclude={field.name for field in Account._meta.fields} - set(chosen))
    if other:
        by.save(update_fields=other)
    return by
