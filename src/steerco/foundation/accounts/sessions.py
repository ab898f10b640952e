"""Who has signed in: the session and the account behind it, which every request reads first."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from steerco.foundation.accounts.models import Account
from steerco.foundation.prepared.statements import Given, Statement, columns_of, record_of

_SESSION = Statement(
    lambda: Session.objects.filter(
        session_key=Given("key", models.CharField()), expire_date__gt=Given("now", models.DateTimeField())
    ).values_list(*columns_of(Session))
)
_ACCOUNT = Statement(lambda: Account.objects.filter(pk=Given("pk", models.BigAutoField())).values_list(*columns_of(Account)))


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
            return None
        return record_of(Session, found)


class Accounts(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Accounts that sign in by e-mail address."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, if it is let in."""
        found = _ACCOUNT.first(pk=user_id)
        account = record_of(Account, found) if found is not None else None
        return account if account is not None and self.user_can_authenticate(account) else None
