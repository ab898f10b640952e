"""`steerco token`: tokens of programs and people, for whoever runs the machine: issue, list, revoke."""

from __future__ import annotations

import argparse
import datetime as dt
import json

from django.utils import timezone

from steerco.capabilities.provisioning.services import issue_token, revoke_token
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, Extent
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.queries import organisation_named, organisations_of
from steerco.foundation.organisations.scope import within

DAYS = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which token."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="issue|list|revoke")
    issue = verbs.add_parser("issue", help="a new token of a member; its secret is printed once")
    issue.add_argument("email", metavar="EMAIL", help="whose token: a member of the organisation, or a program of it")
    issue.add_argument("--name", required=True, help="what the token is for")
    issue.add_argument("--extent", choices=Extent.values, default=Extent.LOOK, help="how much of the account's rights (default: look)")
    issue.add_argument("--days", type=int, default=DAYS, help=f"how long it opens, up to a year (default {DAYS})")
    listed = verbs.add_parser("list", help="the tokens that there are, without their secrets")
    revoke = verbs.add_parser("revoke", help="end a token at once")
    revoke.add_argument("number", type=int, metavar="NUMBER", help="as steerco token list shows it")
    revoke.add_argument("--reason", default="", help="why; stays in the history")
    for verb in (issue, listed, revoke):
        verb.add_argument("--organisation", metavar="KEY", help="which organisation, where there are several")
        verb.add_argument("--json", action="store_true", help="one JSON object instead of text")


def run(options: argparse.Namespace) -> int:
    """Does it; 1 where there is no such account or token."""
    organisation = organisation_named(options.organisation)
    with within(organisation), timezone.override(organisation.time_zone):
        return {"issue": _issue, "list": _list, "revoke": _revoke}[options.what](organisation, options)


def _issue(organisation: Organisation, options: argparse.Namespace) -> int:
    account = Account.objects.filter(email=options.email.strip().lower(), is_active=True).first()
    if account is None or not organisations_of(account.pk).filter(pk=organisation.pk).exists():
        raise LookupError(f"{options.email} is no member of {organisation.key}.")
    by = Actor.system(organisation) if account.is_service else Actor.of(account, organisation, entrance="command")
    last_day = timezone.localdate() + dt.timedelta(days=options.days)
    issued = issue_token(by=by, name=options.name, ends_on=last_day, extent=options.extent, account=account)
    if options.json:
        print(json.dumps({"number": issued.token.pk, "secret": issued.secret, "until": last_day.isoformat(), "extent": options.extent}))
        return 0
    print(f"Token {issued.token.pk} of {account.email}, until {last_day.isoformat()}. It is shown this once:\n{issued.secret}")
    return 0


def _list(organisation: Organisation, options: argparse.Namespace) -> int:
    found = [
        {"number": each.pk, "account": each.account.email, "name": each.name, "begins": each.start, "extent": each.extent,
         "until": each.ends_on.isoformat(), "last_used": each.last_used_at.isoformat() if each.last_used_at else None,
         "revoked": each.revoked_at is not None}
        for each in ApiToken.objects.select_related("account").order_by("pk")
    ]  # fmt: skip
    if options.json:
        print(json.dumps({"tokens": found}, ensure_ascii=False))
        return 0
    for each in found:
        state = "revoked" if each["revoked"] else f"until {each['until']}"
        print("\t".join(map(str, (each["number"], each["account"], each["name"], each["extent"], state))))
    return 0


def _revoke(organisation: Organisation, options: argparse.Namespace) -> int:
    token = ApiToken.objects.filter(pk=options.number).first()
    if token is None:
        raise LookupError(f"There is no token {options.number} in {organisation.key}.")
    revoke_token(by=Actor.system(organisation), token=token, reason=options.reason)
    print(f"Token {token.pk} opens nothing any more.")
    return 0
