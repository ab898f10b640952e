"""`steerco create-user`: an account, its organisation and its role, by whoever runs the machine."""

from __future__ import annotations

import argparse
import sys

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from steerco.capabilities.people.access import ROLES
from steerco.capabilities.people.services import admit, grant_role
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import create_account, generated_password
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.queries import organisation_named
from steerco.foundation.organisations.scope import within
from steerco.foundation.organisations.services import found_organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to let in, where and as what."""
    parser.add_argument(
        "email", metavar="EMAIL", help="the address to sign in with; an account that exists is let in with its own password"
    )
    parser.add_argument("--name", default="", help="how the person is shown")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--organisation", metavar="KEY", help="an organisation that exists (not needed where there is only one)")
    where.add_argument("--new-organisation", metavar="NAME", help="found this organisation first")
    parser.add_argument("--role", choices=list(ROLES), default="pmo_director", metavar="ROLE", help=f"one of {', '.join(ROLES)}")
    clearances = [level.name.lower() for level in Clearance]
    parser.add_argument("--clearance", choices=clearances, default="internal", help="how confidential a record the role may look at")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from the input (default: make one and print it)")


def run(options: argparse.Namespace) -> int:
    """Makes the account with its role, or nothing at all; prints the sign-in."""
    password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else generated_password()
    with transaction.atomic():
        organisation, level = _organisation(options), Clearance[options.clearance.upper()]
        made = let_in(
            email=options.email, name=options.name, organisation=organisation, role=options.role, clearance=level, password=password
        )
    print(f"{options.email} may sign in to {organisation.name} ({organisation.key}) as {ROLES[options.role]}.")
    if not made:
        print("The account was there already; its password is as it was.")
    elif not options.password_stdin:
        print(f"Password: {password}")
    return 0


@transaction.atomic
def let_in(*, email: str, name: str, organisation: Organisation, role: str, clearance: int, password: str) -> bool:
    """Gives an account a role in an organisation, and makes the account first where there is none; says whether it did."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    made = account is None
    if account is None:
        account = create_account(email=email, password=password, name=name)
    with within(organisation):
        admit(by=Actor.system(organisation), account=account, reason="let in by command")
        grant_role(by=Actor.system(organisation), account=account, role=role, clearance=clearance, reason="let in by command")
    return made


def _organisation(options: argparse.Namespace) -> Organisation:
    if not options.new_organisation:
        return organisation_named(options.organisation)
    key = slugify(options.new_organisation)[:40]
    if not key:
        raise ValidationError("Give the organisation a name with letters or digits.")
    return found_organisation(key=key, name=options.new_organisation)
