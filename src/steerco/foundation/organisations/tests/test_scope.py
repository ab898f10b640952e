"""Isolation fails closed: no organisation in force, no record; one in force, only its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.queries import NoSuchOrganisation, organisation_named, organisations_of
from steerco.foundation.organisations.scope import NoOrganisation, current_organisation_id, within
from steerco.foundation.organisations.services import found_organisation

pytestmark = pytest.mark.django_db
Make = Callable[..., Account]


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    return found_organisation(key="one", name="One"), found_organisation(key="two", name="Two")


def assignments_in(organisation: Organisation) -> list[str]:
    with within(organisation):
        return list(RoleAssignment.objects.values_list("role", flat=True))


def test_no_record_is_read_outside_of_an_organisation() -> None:
    with pytest.raises(NoOrganisation):
        RoleAssignment.objects.count()
    with pytest.raises(NoOrganisation):
        current_organisation_id()


@pytest.mark.parametrize("read", ["all", "values", "first", "exists", "count"])
def test_every_way_to_read_fails_closed(read: str) -> None:
    with pytest.raises(NoOrganisation):
        getattr(RoleAssignment.objects, read)()


def test_a_record_shows_in_its_own_organisation_only(two: tuple[Organisation, Organisation], make_account: Make) -> None:
    make_account(two[0], "auditor")
    make_account(two[1], "sponsor")
    assert assignments_in(two[0]) == ["auditor"]
    assert assignments_in(two[1]) == ["sponsor"]


def test_blocks_nest_and_the_outer_one_comes_back(two: tuple[Organisation, Organisation]) -> None:
    with within(two[0]):
        with within(two[1].pk):
            assert current_organisation_id() == two[1].pk
        assert current_organisation_id() == two[0].pk
    with pytest.raises(NoOrganisation):
        current_organisation_id()


def test_a_fault_inside_a_block_leaves_nothing_in_force(two: tuple[Organisation, Organisation]) -> None:
    with pytest.raises(ZeroDivisionError), within(two[0]):
        raise ZeroDivisionError
    with pytest.raises(NoOrganisation):
        current_organisation_id()


def test_another_thread_has_nothing_in_force(two: tuple[Organisation, Organisation]) -> None:
    seen: list[object] = []

    def look() -> None:
        try:
            seen.append(current_organisation_id())
        except NoOrganisation as error:
            seen.append(type(error))

    with within(two[0]):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [NoOrganisation]


def test_a_member_may_enter_its_organisations_only(two: tuple[Organisation, Organisation], make_account: Make) -> None:
    account = make_account(two[0])
    assert list(organisations_of(account.pk)) == [two[0]]
    Membership.everywhere.create(organisation=two[1], account=account)
    assert list(organisations_of(account.pk)) == [two[0], two[1]]


def test_an_organisation_is_found_by_its_key(two: tuple[Organisation, Organisation]) -> None:
    assert organisation_named("two") == two[1]


@pytest.mark.parametrize("key", ["three", None, "ONE"])
def test_a_key_that_is_none_is_refused_with_those_that_are(two: tuple[Organisation, Organisation], key: str | None) -> None:
    with pytest.raises(NoSuchOrganisation, match="one, two"):
        organisation_named(key)


def test_the_only_organisation_needs_no_key() -> None:
    with pytest.raises(NoSuchOrganisation, match="none yet"):
        organisation_named(None)
    assert found_organisation(key="only", name="Only") == organisation_named(None)


def test_the_environment_may_say_which_organisation_is_meant(
    two: tuple[Organisation, Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEERCO_ORGANISATION", "two")
    assert organisation_named(None) == two[1]
    assert organisation_named("one") == two[0]


@pytest.mark.parametrize(("key", "name"), [("one", "Again"), ("not a key", "Name"), ("new", "")])
def test_an_organisation_needs_a_key_of_its_own_and_a_name(two: tuple[Organisation, Organisation], key: str, name: str) -> None:
    with pytest.raises(ValidationError):
        found_organisation(key=key, name=name)
    assert Organisation.objects.count() == 2


def test_each_read_is_asked_anew_and_keeps_its_conditions_to_itself(two: tuple[Organisation, Organisation], make_account: Make) -> None:
    make_account(two[0], "auditor")
    with within(two[0]):
        assert list(RoleAssignment.objects.filter(role="sponsor")) == []
        assert list(RoleAssignment.objects.all())
    make_account(two[0], "sponsor")
    assert sorted(assignments_in(two[0])) == ["auditor", "sponsor"]
    with within(two[0]):
        assert RoleAssignment.objects.get_queryset() is not RoleAssignment.objects.get_queryset()
        assert len(RoleAssignment.objects.all()) == 2
