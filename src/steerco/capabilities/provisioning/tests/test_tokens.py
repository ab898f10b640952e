"""Tokens and programs: shown once, no more than the account, revoked at once; a program has an owner and a last day and never signs in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.services import create_unit, grant_role
from steerco.capabilities.provisioning.services import create_program, end_program, issue_token, revoke_token
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, RoleAssignment
from steerco.foundation.access.permissions import APPROVING, Refused, all_tables, table_of
from steerco.foundation.access.tokens import actor_of_token
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation

ClientOf = Callable[[Account], Client]
SOON = timezone.localdate() + dt.timedelta(days=30)


@pytest.fixture
def admin(organisation: Organisation, make_account: MakeAccount) -> Actor:
    return Actor.of(make_account(organisation, "administrator", clearance=2), organisation, entrance="page")


def test_a_token_acts_as_its_person_and_is_kept_as_a_digest(director: Actor) -> None:
    token, secret = issue_token(by=director, name="nightly", ends_on=SOON, extent="whole")
    by = actor_of_token(secret)
    assert by is not None
    assert (by.account, by.grants) == (director.account, director.grants)
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    create_unit(by=by, code="NEW", name="By token")
    revoke_token(by=director, token=token)
    assert actor_of_token(secret) is None


@pytest.mark.parametrize("extent", ["look", "work"])
def test_a_token_of_less_does_less(director: Actor, extent: str) -> None:
    by = actor_of_token(issue_token(by=director, name="reader", ends_on=SOON, extent=extent).secret)
    assert by is not None
    if extent == "look":
        with pytest.raises(Refused):
            create_unit(by=by, code="NEW", name="By token")
        assert not OrgUnit.objects.exists()
    with pytest.raises(Refused):
        issue_token(by=by, name="more", ends_on=SOON, extent="whole")
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"ends_on": timezone.localdate() - dt.timedelta(days=1)}, {"ends_on": timezone.localdate() + dt.timedelta(days=400)},
        {"name": "  "}, {"extent": "everything"}, {"name": "x" * 200},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(director: Actor, given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        issue_token(by=director, **{"name": "nightly", "ends_on": SOON, **given})
    assert not ApiToken.objects.exists()


def test_nobody_issues_for_another_or_while_acting_for_another(
    director: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    other = make_account(organisation, "team_member")
    for by, account in ((director, other), (replace(director, on_behalf_of=other), None)):
        with pytest.raises(Refused):
            issue_token(by=by, name="not mine", ends_on=SOON, account=account)
    assert not ApiToken.objects.exists()


def test_nobody_but_those_who_decide_revokes_anothers(
    director: Actor, admin: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    token = issue_token(by=director, name="nightly", ends_on=SOON).token
    stranger = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    with pytest.raises(Refused):
        revoke_token(by=stranger, token=token)
    assert ApiToken.objects.get().revoked_at is None
    revoke_token(by=admin, token=token, reason="lost")
    with pytest.raises(ValidationError, match="already"):
        revoke_token(by=admin, token=token, reason="lost")


def test_a_program_acts_by_token_until_its_day_and_never_signs_in(director: Actor, admin: Actor) -> None:
    program = create_program(by=admin, name="Nightly import", ends_on=SOON, role="project_officer")
    secret = issue_token(by=admin, account=program.account, name="server", ends_on=SOON, extent="whole").secret
    by = actor_of_token(secret)
    assert by is not None
    assert ([grant.role for grant in by.grants], program.sponsor) == (["project_officer"], admin.account)
    assert not program.account.has_usable_password()
    client = Client()
    client.force_login(program.account)
    assert client.get("/units/").status_code == 403, "a session of a program acts as nobody"
    Membership.objects.filter(pk=program.pk).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert actor_of_token(secret) is None


def test_a_program_that_ends_takes_its_tokens_along(director: Actor, admin: Actor) -> None:
    program = create_program(by=admin, name="Dashboard", ends_on=SOON, role="team_member")
    secret = issue_token(by=admin, account=program.account, name="server", ends_on=SOON).secret
    end_program(by=admin, membership=program, reason="over")
    assert actor_of_token(secret) is None
    assert ApiToken.objects.get().revoked_at is not None
    with pytest.raises(ValidationError):
        end_program(by=admin, membership=program, reason="over")


@pytest.mark.parametrize(
    ("role", "given"),
    [
        ("administrator", {"role": "pmo_director"}), ("administrator", {"ends_on": timezone.localdate() + dt.timedelta(days=500)}),
        ("administrator", {"name": " "}), ("pmo_analyst", {}), ("auditor", {}), ("project_manager", {}),
    ],
)  # fmt: skip
def test_a_program_that_may_not_be_is_not_made(
    director: Actor, organisation: Organisation, make_account: MakeAccount, role: str, given: dict[str, Any]
) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    before = Account.objects.count()
    with pytest.raises((Refused, ValidationError)):
        create_program(by=by, **{"name": "Robot", "ends_on": SOON, "role": "team_member", **given})
    assert (Account.objects.count(), Membership.objects.filter(kind="service").count()) == (before, 0)


def test_the_pages_show_a_secret_once(director: Actor, admin: Actor, client_of: ClientOf) -> None:
    browser = client_of(director.account)
    answer = browser.post("/tokens/", {"name": "nightly", "extent": "look", "ends_on": SOON})
    secret = re.search(r'value="(steerco_[^"]+)"', answer.content.decode())
    assert secret is not None and actor_of_token(secret[1]) is not None
    assert answer["Cache-Control"] == "no-store"
    page = browser.get("/tokens/").content.decode()
    assert secret[1] not in page and "nightly" in page
    assert browser.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/").status_code == 302
    assert actor_of_token(secret[1]) is None
    keeper = client_of(admin.account)
    made = keeper.post("/programs/", {"name": "Robot", "role": "team_member", "clearance": "0", "ends_on": SOON})
    assert made.status_code == 302
    answer = keeper.post(made["Location"], {"name": "server", "extent": "look", "ends_on": SOON})
    assert "steerco_" in answer.content.decode()
    assert keeper.post(made["Location"], {"end": "1"}).status_code == 302
    assert not Membership.objects.get(kind="service").active


def test_a_program_approves_nothing(director: Actor) -> None:
    """Whoever keeps a program would else decide through it on what they submitted themselves (S1), or as an administrator (S3)."""
    program = create_program(by=director, name="Robot", ends_on=SOON, role="pmo_director", clearance=2)
    by = actor_of_token(issue_token(by=director, account=program.account, name="server", ends_on=SOON, extent="whole").secret)
    assert by is not None
    withheld = [(table.subject, action) for table in all_tables() for action in table.allowed if action in APPROVING]
    assert ("status report", "publish") in withheld
    assert [(subject, action) for subject, action in withheld if table_of(subject).allows(by, action)] == []
    assert [subject for subject, action in withheld if table_of(subject).reach(by, action).everywhere is not None] == []


def test_a_program_gives_no_role_to_whoever_keeps_it(director: Actor, admin: Actor) -> None:
    program = create_program(by=admin, name="Robot", ends_on=SOON, role="administrator", clearance=2)
    by = actor_of_token(issue_token(by=admin, account=program.account, name="server", ends_on=SOON, extent="whole").secret)
    assert by is not None and admin.account is not None
    before = RoleAssignment.objects.count()
    with pytest.raises(ValidationError, match="to themselves"):
        grant_role(by=by, account=admin.account, role="project_manager")
    assert RoleAssignment.objects.count() == before
    assert director.account is not None
    assert grant_role(by=by, account=director.account, role="requester").granted_by == program.account


def test_what_is_ended_twice_is_refused_in_words(director: Actor, client: Client) -> None:
    program = create_program(by=director, name="Robot", ends_on=SOON, role="project_officer")
    client.force_login(director.account)
    assert client.post(f"/programs/{program.pk}/", {"end": "1"}).status_code == 302
    again = client.post(f"/programs/{program.pk}/", {"end": "1"})
    assert again.status_code == 409 and "no program that is let in" in again.content.decode()
