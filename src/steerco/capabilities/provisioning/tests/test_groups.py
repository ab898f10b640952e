"""Groups bring roles and take them back; what a person granted stays, and nobody gets more than whoever mapped could grant."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conftest import MakeAccount
from steerco.capabilities.provisioning.models import GroupRole
from steerco.capabilities.provisioning.reactions import follow, knows
from steerco.capabilities.provisioning.services import apply_groups, map_group, unmap_group
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation


def roles_of(account: Account, organisation: Organisation) -> set[str]:
    return {grant.role for grant in Actor.of(account, organisation, entrance="page").grants}


def test_a_sign_in_lets_in_and_roles_follow_the_groups(
    director: Actor, organisation: Organisation, other_organisation: Organisation
) -> None:
    map_group(by=director, group="pmo", role="pmo_analyst", clearance=1)
    map_group(by=director, group="delivery", role="project_manager")
    somebody = Account.objects.create_user("new@example.test")
    assert knows(frozenset({"pmo"})) and not knows(frozenset({"kitchen"}))
    follow(somebody, frozenset({"pmo", "kitchen"}))
    assert roles_of(somebody, organisation) == {"pmo_analyst"}
    assert roles_of(somebody, other_organisation) == set()
    follow(somebody, frozenset({"delivery"}))
    assert roles_of(somebody, organisation) == {"project_manager"}
    follow(somebody, frozenset())
    assert roles_of(somebody, organisation) == set()


def test_what_a_person_granted_stays(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    map_group(by=director, group="pmo", role="pmo_analyst")
    account = make_account(organisation, "auditor")
    follow(account, frozenset({"pmo"}))
    follow(account, frozenset())
    assert roles_of(account, organisation) == {"auditor"}


def test_whoever_was_shut_out_stays_so(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    map_group(by=director, group="pmo", role="pmo_analyst")
    account = make_account(organisation)
    Membership.objects.filter(account=account).update(active=False)
    follow(account, frozenset({"pmo"}))
    assert not Membership.objects.get(account=account).active
    assert roles_of(account, organisation) == set()


def test_no_group_makes_an_administrator_of_who_approves(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    map_group(by=director, group="it", role="administrator")
    account = make_account(organisation, "auditor")
    problems = apply_groups(by=Actor.system(organisation), account=account, groups=["it"], via="sso")
    assert "Nobody administers accounts and approves" in problems[0]
    assert roles_of(account, organisation) == {"auditor"}


def test_the_last_who_grants_is_not_taken_away_by_a_group(organisation: Organisation, system: Actor) -> None:
    map_group(by=system, group="boss", role="pmo_director")
    only = Account.objects.create_user("only@example.test")
    follow(only, frozenset({"boss"}))
    assert roles_of(only, organisation) == {"pmo_director"}
    follow(only, frozenset())
    assert roles_of(only, organisation) == {"pmo_director"}


@pytest.mark.parametrize(
    ("role", "given"),
    [
        ("administrator", {"role": "pmo_director"}), ("administrator", {"role": "auditor"}), ("pmo_analyst", {}), ("auditor", {}),
        ("administrator", {"clearance": 2}), ("pmo_director", {"role": "guest"}), ("pmo_director", {"role": "king"}),
        ("pmo_director", {"group": " "}), ("pmo_director", {"role": "administrator", "scope_kind": "unit", "scope_id": 1}),
    ],
)  # fmt: skip
def test_what_one_could_not_grant_one_can_not_map(
    organisation: Organisation, make_account: MakeAccount, role: str, given: dict[str, object]
) -> None:
    by = Actor.of(make_account(organisation, role, clearance=1), organisation, entrance="page")
    with pytest.raises((Refused, ValidationError)):
        map_group(by=by, **{"group": "pmo", "role": "team_member", **given})  # type: ignore[arg-type]
    assert not GroupRole.objects.exists()


def test_the_page_maps_and_ends(director: Actor, client_of: object) -> None:
    browser = client_of(director.account)  # type: ignore[operator]
    sent = {"group": "pmo", "role": "pmo_analyst", "place": "", "clearance": "0"}
    assert browser.post("/group-roles/", {**sent, "place": "planet:7"}).status_code == 422
    assert browser.post("/group-roles/", sent).status_code == 302
    assert browser.post("/group-roles/", sent).status_code == 422
    mapping = GroupRole.objects.get()
    assert browser.post(f"/group-roles/{mapping.pk}/end/", {"reason": "over"}).status_code == 302
    assert not GroupRole.objects.exists()


def test_ending_a_mapping_needs_the_right(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    mapping = map_group(by=director, group="pmo", role="team_member")
    with pytest.raises(Refused):
        unmap_group(by=Actor.of(make_account(organisation, "auditor"), organisation, entrance="page"), mapping=mapping, reason="over")
    assert GroupRole.objects.exists()
