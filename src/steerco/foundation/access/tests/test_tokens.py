"""A token acts as its account, with the account's roles of now, and no longer than anybody lets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from steerco.foundation.access.models import ApiToken, RoleAssignment
from steerco.foundation.access.permissions import LooksOnly
from steerco.foundation.access.tokens import PREFIX, actor_of_token, digest_of, new_secret, start_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership, Organisation

Make = Callable[..., Account]
TODAY = timezone.localdate()


def made(organisation: Organisation, account: Account, **fields: Any) -> str:
    text = new_secret()
    fields = {"extent": "whole", "ends_on": TODAY + dt.timedelta(days=30), **fields}
    ApiToken.everywhere.create(
        organisation=organisation, account=account, name="robot", start=start_of(text), digest=digest_of(text), **fields
    )
    return text


def test_a_token_acts_with_the_roles_of_its_account(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "auditor", clearance=1)
    by = actor_of_token(made(organisation, account))
    assert by is not None
    assert (by.account, by.organisation, by.entrance, [grant.role for grant in by.grants]) == (account, organisation, "api", ["auditor"])
    RoleAssignment.everywhere.filter(account=account).update(ends_on=TODAY - dt.timedelta(days=1))
    later = actor_of_token(made(organisation, account))
    assert later is not None
    assert later.grants == ()


@pytest.mark.parametrize("fields", [{"ends_on": TODAY - dt.timedelta(days=1)}, {"revoked_at": timezone.now()}])
def test_an_ended_or_revoked_token_opens_nothing(organisation: Organisation, make_account: Make, fields: dict[str, Any]) -> None:
    assert actor_of_token(made(organisation, make_account(organisation, "auditor"), **fields)) is None


@pytest.mark.parametrize("change", [{"active": False}, {"kind": "service", "ends_on": TODAY - dt.timedelta(days=1)}])
def test_who_is_shut_out_has_no_token(organisation: Organisation, make_account: Make, change: dict[str, Any]) -> None:
    account = make_account(organisation, "auditor")
    text = made(organisation, account)
    Membership.everywhere.filter(account=account).update(sponsor=account, **change)
    assert actor_of_token(text) is None


def test_who_is_switched_off_has_no_token(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "auditor")
    text = made(organisation, account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert actor_of_token(text) is None


def test_a_member_of_another_organisation_only_has_no_token_here(
    organisation: Organisation, other_organisation: Organisation, make_account: Make
) -> None:
    assert actor_of_token(made(other_organisation, make_account(organisation, "auditor"))) is None


@pytest.mark.parametrize("text", ["", "x", PREFIX, PREFIX + "x" * 43, PREFIX + "x" * 400, "steerco"])
def test_what_is_no_token_opens_nothing(db: None, text: str) -> None:
    assert actor_of_token(text) is None


def test_one_letter_off_opens_nothing(organisation: Organisation, make_account: Make) -> None:
    text = made(organisation, make_account(organisation, "auditor"))
    assert actor_of_token(text[:-1] + ("a" if text[-1] != "a" else "b")) is None


def test_it_is_noted_when_it_was_used_but_not_each_time(
    organisation: Organisation, make_account: Make, django_assert_num_queries: Any
) -> None:
    text = made(organisation, make_account(organisation, "auditor"))
    actor_of_token(text)
    first = ApiToken.everywhere.get().last_used_at
    assert first is not None
    with django_assert_num_queries(2):
        actor_of_token(text)
    assert ApiToken.everywhere.get().last_used_at == first


def test_a_token_that_may_look_writes_nothing(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "pmo_director")
    by = actor_of_token(made(organisation, account, extent="look"))
    assert by is not None
    with pytest.raises(LooksOnly, match="look"), revise(by, "admit") as revision:
        revision.create(Membership(organisation=organisation, account=account))
    assert not Change.objects.exists()


def test_the_ledger_keeps_neither_the_secret_nor_its_digest(organisation: Organisation, make_account: Make, system: Any) -> None:
    account, text = make_account(organisation), new_secret()
    with revise(system, "issue_token") as revision:
        revision.create(
            ApiToken(organisation=organisation, account=account, name="robot", start=start_of(text), digest=digest_of(text), ends_on=TODAY)
        )
    kept = str(Change.objects.get().after)
    assert "robot" in kept
    assert digest_of(text) not in kept
    assert text not in kept
