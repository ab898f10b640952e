"""Prints one signed-in session key for each organisation named that there is, as JSON."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from steerco.foundation.access import middleware  # noqa: E402
from steerco.foundation.access.models import RoleAssignment  # noqa: E402
from steerco.foundation.accounts.models import Account  # noqa: E402
from steerco.foundation.organisations.models import Membership, Organisation  # noqa: E402


def main() -> None:
    """Makes one PMO director for all organisations, and a session in each."""
    account = Account.objects.filter(email="benchmark@steerco.test").first() or Account.objects.create_user("benchmark@steerco.test", None)
    made: dict[str, str] = {}
    for organisation in Organisation.objects.filter(key__in=sys.argv[1:]):
        Membership.everywhere.get_or_create(organisation=organisation, account=account)
        RoleAssignment.everywhere.get_or_create(organisation=organisation, account=account, role="pmo_director", clearance=2)
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "steerco.foundation.accounts.sessions.Accounts"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session[middleware.SESSION_KEY] = organisation.pk
        session.create()
        made[organisation.key] = session.session_key or ""
    print(json.dumps(made))


if __name__ == "__main__":
    main()
