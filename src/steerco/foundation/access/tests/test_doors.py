"""What every request passes before its page: no NUL character, no form of another organisation, no copy kept on the way."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.scope import within

ADDRESSES = ["/projects/%00/", "/projects/?q=%00", "/ledger/?entrance=%00", "/portfolio/?programme=a%00b", "/search/?q=%00"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_nul_character_is_refused_at_the_door(
    address: str, organisation: Organisation, make_account: MakeAccount, client_of: Any
) -> None:
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    assert browser.get(address).status_code == 400


def test_a_nul_character_in_a_form_is_refused(organisation: Organisation, make_account: MakeAccount, client_of: Any) -> None:
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    answer = browser.post("/projects/new/", {"name": "Bridge\x00"})
    assert answer.status_code == 400
    assert not LedgerHead.objects.filter(organisation=organisation).exists()


def test_pages_of_records_are_kept_by_nobody_on_the_way(organisation: Organisation, make_account: MakeAccount, client_of: Any) -> None:
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    assert browser.get("/projects/")["Cache-Control"] == "private, no-store"


def test_a_form_of_another_organisation_is_refused(
    organisation: Organisation, other_organisation: Organisation, make_account: MakeAccount, client_of: Any
) -> None:
    account = make_account(organisation, "pmo_director", clearance=2)
    Membership.everywhere.create(organisation=other_organisation, account=account)
    ours = make_project(organisation, name="Ours")
    with within(other_organisation):
        theirs = make_project(other_organisation, name="Theirs")
    assert ours.ref == theirs.ref
    browser: Client = client_of(account)
    page = browser.get(f"/projects/{ours.ref}/edit/").content.decode()
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)) | {"name": "Ours, renamed"}
    assert fields["acting_in"] == organisation.key
    browser.post("/organisation/", {"organisation": str(other_organisation.pk)})

    answer = browser.post(f"/projects/{theirs.ref}/edit/", fields)

    assert answer.status_code == 409
    assert "Beta Works" in answer.content.decode()
    theirs.refresh_from_db()
    assert (theirs.name, theirs.version) == ("Theirs", 1)
