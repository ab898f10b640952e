"""`steerco user`: the accounts of the installation, for whoever runs the machine: list, create, disable, enable, a new password."""

from __future__ import annotations

import argparse
import json
import sys

from steerco.capabilities.people import tools as people
from steerco.foundation.accounts import services as accounts
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.queries import organisations_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and to whom."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list|create|disable|enable|password")
    listed = verbs.add_parser("list", help="every account, its organisations, whether it can sign in")
    listed.add_argument("--json", action="store_true", help="one JSON object instead of text")
    people.add_arguments(verbs.add_parser("create", help="make an account with a role, as steerco create-user does"))
    for name, does in (("disable", "close an account and end its sessions at once"), ("enable", "open an account again")):
        verbs.add_parser(name, help=does).add_argument("email", metavar="EMAIL")
    password = verbs.add_parser("password", help="give an account a new password and end its sessions")
    password.add_argument("email", metavar="EMAIL")
    password.add_argument("--password-stdin", action="store_true", help="read it from the input (default: make one and print it)")


def run(options: argparse.Namespace) -> int:
    """Does it; 1 where there is no such account."""
    if options.what == "create":
        return people.run(options)
    if options.what == "list":
        return _list(as_json=options.json)
    account = Account.objects.filter(email=options.email.strip().lower()).first()
    if account is None:
        raise LookupError(f"There is no account {options.email}. steerco user list names them all.")
    if options.what == "password":
        given = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else accounts.generated_password()
        accounts.set_password(account, given)
        print(f"{account.email} has a new password, and is signed out everywhere.")
        if not options.password_stdin:
            print(f"Password: {given}")
        return 0
    if options.what == "disable":
        accounts.switch_off(account)
        print(f"{account.email} can't sign in any more, and its tokens open nothing. Its roles stay for the day on which it is enabled.")
        return 0
    accounts.switch_on(account)
    print(f"{account.email} can sign in again.")
    return 0


def _list(*, as_json: bool) -> int:
    found = [
        {"email": each.email, "name": each.name, "active": each.is_active, "program": each.is_service,
         "last_login": each.last_login.isoformat() if each.last_login else None,
         "organisations": [organisation.key for organisation in organisations_of(each.pk)]}
        for each in Account.objects.order_by("email")
    ]  # fmt: skip
    if as_json:
        print(json.dumps({"accounts": found}, ensure_ascii=False))
        return 0
    for account in Account.objects.order_by("email"):
        where = ", ".join(each.key for each in organisations_of(account.pk)) or "no organisation"
        marks = ["program"] * account.is_service + ["disabled"] * (not account.is_active)
        print("\t".join([account.email, account.name, where, *marks]))
    return 0
