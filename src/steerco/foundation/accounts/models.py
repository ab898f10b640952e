"""The account: an e-mail address that can sign in, and how its person likes the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.accounts.noticed import NoticedQuerySet


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts that sign in by e-mail address."""

    def get_queryset(self) -> NoticedQuerySet[Account]:
        """Accounts, many of which are not written at once without notice."""
        return NoticedQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """A new account; the address is folded to lower case."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractUser):
    """Somebody who can sign in. What they may see is decided by memberships and roles, never here."""

    username = None  # type: ignore[assignment]  # accounts sign in by e-mail address
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    theme = models.CharField(max_length=5, choices=[("auto", _("system")), ("light", _("light")), ("dark", _("dark"))], default="auto")
    density = models.CharField(max_length=11, choices=[("comfortable", _("comfortable")), ("compact", _("compact"))], default="comfortable")
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    is_service = models.BooleanField(_("service account"), default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """One or two letters for the round badge in the top bar."""
        words = (self.name or self.email.split("@")[0].replace(".", " ")).split()
        return "".join(word[0] for word in words[:2]).upper()
