"""Acts are told in words, in the past, and roles by their names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import override

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.verbs import verb_said
from steerco.foundation.ledger.wording import record_changes
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

Make = Callable[..., Account]


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("grant_role", "Granted a role"),
        ("merge_projects", "Merged two projects"),
        ("save_view", "Saved a view"),
        ("undo", "Took something back"),
        ("load_import", "Loaded an import"),
        ("tell_story", "Tell story"),
    ],
)
def test_a_verb_is_told_in_the_past_and_one_of_nobody_by_itself(verb: str, said: str) -> None:
    with override("en"):
        assert verb_said(verb) == said


@pytest.mark.django_db
def test_a_role_is_told_by_its_name(system: Actor, organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation)
    with revise(system, "grant_role") as revision:
        made = revision.create(RoleAssignment(account=account, role="pmo_director"))
    told = record_changes(Change.objects.filter(revision__verb="grant_role", record_id=made.pk))
    assert (str(made), told[0].label) == (f"{account}: PMO director (organisation)",) * 2
    assert ("Role", "PMO director") in [(field.label, field.after) for field in told[0].fields]
