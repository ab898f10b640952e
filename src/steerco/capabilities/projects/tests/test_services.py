"""What may be done to projects, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from conftest import MakeAccount
from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import LifeState, PortfolioMembership, Project
from steerco.capabilities.projects.tests.factories import make_field, make_portfolio, make_programme, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.fields import services as fields
from steerco.foundation.fields.models import OwnField
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.organisations.models import Organisation


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return error.value.message_dict


def test_a_new_project_gets_the_next_reference_and_the_currency_of_the_organisation(director: Actor) -> None:
    first = services.create_project(by=director, name="Crossrail", whole_life_cost_amount=Decimal(14800000000))
    second = services.create_project(by=director, name="Thameslink")
    assert (first.ref, second.ref) == ("PRJ-0001", "PRJ-0002")
    assert (first.currency, second.currency) == ("GBP", "")
    assert [r.verb for r in Revision.objects.all()] == ["create_project", "create_project"]


def test_a_reference_is_never_given_twice(director: Actor) -> None:
    services.create_project(by=director, name="One")
    gone = services.create_project(by=director, name="Two")
    services.delete_project(by=director, project=gone, reason="a test")
    assert services.create_project(by=director, name="Three").ref == "PRJ-0003"


def test_organisations_count_their_references_apart(director: Actor, other_organisation: Organisation) -> None:
    make_project(other_organisation, ref="PRJ-0900")
    assert services.create_project(by=director, name="Mine").ref == "PRJ-0001"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name": ""}, "name"),
        ({"start_on": dt.date(2024, 1, 2), "end_on": dt.date(2024, 1, 1)}, "end_on"),
        ({"currency": "pounds"}, "currency"),
        ({"currency": "£££"}, "currency"),
        ({"price_basis": "real"}, "price_base_year"),
        ({"price_base_year": 2015}, "price_base_year"),
        ({"year_budget_amount": Decimal(1)}, "budget_year"),
        ({"whole_life_cost_amount": Decimal(-1)}, "whole_life_cost_amount"),
        ({"custom": {"unheard_of": 1}}, "custom"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(director: Actor, fields: dict[str, Any], at: str) -> None:
    with pytest.raises(ValidationError) as error:
        services.create_project(by=director, **{"name": "A", **fields})
    assert at in refusal(error)
    assert not Project.objects.exists()


def test_a_key_is_given_once(director: Actor, organisation: Organisation) -> None:
    make_project(organisation, key="DFT-1")
    with pytest.raises(ValidationError) as error:
        services.create_project(by=director, name="B", key="DFT-1")
    assert refusal(error)["key"] == ["PRJ-0001 has this key already."]


def test_an_older_version_is_a_conflict_and_nothing_is_written(director: Actor, organisation: Organisation) -> None:
    project = make_project(organisation, "Old")
    services.update_project(by=director, project=Project.objects.get(), version=1, name="Theirs")
    with pytest.raises(EditConflict):
        services.update_project(by=director, project=Project.objects.get(), version=1, name="Mine")
    project.refresh_from_db()
    assert (project.name, project.version) == ("Theirs", 2)


def test_a_record_of_another_organisation_cannot_be_named(
    director: Actor, organisation: Organisation, other_organisation: Organisation
) -> None:
    project = make_project(organisation)
    with pytest.raises(ValidationError) as error:
        services.update_project(by=director, project=project, unit=make_unit(other_organisation, "X"))
    assert "unit" in refusal(error)
    assert Project.objects.get().unit_id is None


@pytest.mark.parametrize("role", ["requester", "team_member", "project_manager", "project_officer", "sponsor", "auditor", "administrator"])
def test_only_the_office_creates_projects(organisation: Organisation, make_account: MakeAccount, role: str) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    with pytest.raises(Refused):
        services.create_project(by=by, name="Mine")
    assert not Project.objects.exists()
    assert not Revision.objects.exists()


def test_an_analyst_of_a_unit_creates_projects_below_it_only(organisation: Organisation, make_account: MakeAccount) -> None:
    top = make_unit(organisation, "TOP")
    below, beside = make_unit(organisation, "LOW", parent=top), make_unit(organisation, "BESIDE")
    by = Actor.of(make_account(organisation, "pmo_analyst", scope=("unit", top.pk)), organisation, entrance="page")
    project = services.create_project(by=by, name="Inside", unit=below)
    with pytest.raises(Refused):
        services.create_project(by=by, name="Outside", unit=beside)
    with pytest.raises(Refused):
        services.update_project(by=by, project=project, unit=beside)
    assert Project.objects.get().unit == below


def test_nobody_makes_a_project_more_secret_than_they_may_see(organisation: Organisation, make_account: MakeAccount) -> None:
    project = make_project(organisation)
    by = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    with pytest.raises(Refused):
        services.update_project(by=by, project=project, confidentiality=2)
    assert Project.objects.get().confidentiality == 0


@pytest.mark.parametrize(
    ("now", "then", "rule"),
    [
        ("proposed", "triaged", ""),
        ("proposed", "executing", "one step at a time"),
        ("executing", "approved", "one step at a time"),
        ("executing", "on_hold", ""),
        ("executing", "cancelled", ""),
        ("executing", "rejected", "before it is approved"),
        ("proposed", "cancelled", "only an approved project"),
        ("proposed", "rejected", ""),
        ("closed", "archived", ""),
        ("executing", "archived", "closed or cancelled"),
        ("closed", "executing", "stays so"),
        ("closed", "on_hold", "only an active project"),
        ("closing", "closed", ""),
        ("rejected", "proposed", "stays so"),
    ],
)
def test_life_states(director: Actor, organisation: Organisation, now: str, then: str, rule: str) -> None:
    project = make_project(organisation, state=now)
    if not rule:
        services.move_project(by=director, project=project, to=then, reason="decided by the board")
        assert Project.objects.get().state == then
        return
    with pytest.raises(ValidationError) as error:
        services.move_project(by=director, project=project, to=then, reason="decided by the board")
    assert rule in refusal(error)["state"][0]
    assert Project.objects.get().state == now


def test_on_hold_returns_to_where_it_was(director: Actor, organisation: Organisation) -> None:
    project = make_project(organisation, state="initiating")
    services.move_project(by=director, project=project, to="on_hold")
    with pytest.raises(ValidationError):
        services.move_project(by=director, project=project, to="executing")
    assert services.legal_moves(project) == [LifeState.INITIATING, LifeState.CANCELLED]
    services.move_project(by=director, project=project, to="initiating")
    assert (project.state, project.state_before_hold) == ("initiating", "")


def test_a_kill_needs_its_reason(director: Actor, organisation: Organisation) -> None:
    project = make_project(organisation, state="executing")
    with pytest.raises(ValidationError) as error:
        services.move_project(by=director, project=project, to="cancelled")
    assert "reason" in refusal(error)
    assert Project.objects.get().state == "executing"


def test_deleting_takes_its_memberships_along_and_says_so_in_the_ledger(director: Actor, organisation: Organisation) -> None:
    project = make_project(organisation, portfolios=(make_portfolio(organisation),))
    services.delete_project(by=director, project=project, reason="a test")
    assert not PortfolioMembership.objects.exists()
    assert list(Change.objects.values_list("action", flat=True)) == ["deleted", "deleted"]


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("money", "1,250.50", "1250.50"), ("number", Decimal("3.0"), "3.0"), ("date", "2026-03-31", "2026-03-31"),
        ("date", dt.date(2026, 3, 31), "2026-03-31"), ("yes_no", "yes", True), ("yes_no", False, False), ("choice", "High", "High"),
        ("text", " words ", "words"), ("text", "  ", None),
    ],
)  # fmt: skip
def test_own_fields_keep_exact_values(director: Actor, organisation: Organisation, kind: str, given: object, kept: object) -> None:
    make_field(organisation, "Extra", kind, choices=["High", "Low"] if kind == "choice" else [])
    services.create_project(by=director, name="A", custom={"extra": given})
    assert Project.objects.get().custom.get("extra") == kept


@pytest.mark.parametrize(
    ("kind", "given"), [("money", "much"), ("number", "NaN"), ("date", "31/02/2026"), ("yes_no", "maybe"), ("choice", "Huge")]
)
def test_own_fields_refuse_what_does_not_fit(director: Actor, organisation: Organisation, kind: str, given: str) -> None:
    make_field(organisation, "Extra", kind, choices=["High"])
    with pytest.raises(ValidationError) as error:
        services.create_project(by=director, name="A", custom={"extra": given})
    assert "custom_extra" in refusal(error)
    assert not Project.objects.exists()


def test_defining_and_removing_a_field(director: Actor, organisation: Organisation) -> None:
    field = fields.define_field(by=director, label="Board area", kind="choice", choices=["North", "South"])
    project = services.create_project(by=director, name="A", custom={field.key: "North"})
    assert field.key == "board_area"
    with pytest.raises(ValidationError) as error:
        fields.define_field(by=director, label="Name", kind="text")
    assert "key" in refusal(error)
    assert fields.remove_field(by=director, field=field, reason="a test") == 1
    project.refresh_from_db()
    assert project.custom == {}
    assert not OwnField.objects.exists()


def test_portfolios_and_programmes(director: Actor, organisation: Organisation) -> None:
    portfolio = services.create_portfolio(by=director, name="Growth")
    programme = services.create_programme(by=director, name="Ports", portfolio=portfolio)
    project = make_project(organisation, programme=programme)
    services.add_to_portfolio(by=director, portfolio=portfolio, project=project)
    with pytest.raises(ValidationError):
        services.add_to_portfolio(by=director, portfolio=portfolio, project=project)
    with pytest.raises(ValidationError):
        services.delete_programme(by=director, programme=programme, reason="a test")
    services.delete_portfolio(by=director, portfolio=portfolio, reason="a test")
    programme.refresh_from_db()
    assert (portfolio.ref, programme.ref, programme.portfolio_id) == ("PTF-0001", "PGM-0001", None)
    assert Project.objects.count() == 1


def test_nobody_pulls_a_project_into_their_portfolio_that_is_not_theirs(organisation: Organisation, make_account: MakeAccount) -> None:
    portfolio, project = make_portfolio(organisation), make_project(organisation)
    by = Actor.of(make_account(organisation, "pmo_analyst", scope=("portfolio", portfolio.pk)), organisation, entrance="page")
    with pytest.raises(Refused):
        services.add_to_portfolio(by=by, portfolio=portfolio, project=project)
    assert not PortfolioMembership.objects.exists()


def test_a_manager_of_one_project_edits_that_one(organisation: Organisation, make_account: MakeAccount) -> None:
    mine, other = make_project(organisation, programme=make_programme(organisation)), make_project(organisation)
    by = Actor.of(make_account(organisation, "project_manager", scope=("project", mine.pk)), organisation, entrance="page")
    services.update_project(by=by, project=mine, name="Renamed")
    with pytest.raises(Refused):
        services.update_project(by=by, project=other, name="Renamed")
    assert sorted(Project.objects.values_list("name", flat=True)) == ["Project 2", "Renamed"]


def test_what_a_list_brought_in_odd_does_not_stop_another_edit(director: Actor) -> None:
    project = make_project(director.organisation, "Refund", whole_life_cost_amount=Decimal(-45000))
    services.update_project(by=director, project=project, name="Refunds")
    assert Project.objects.get().name == "Refunds"
    with pytest.raises(ValidationError, match="below zero"):
        services.update_project(by=director, project=project, whole_life_cost_amount=Decimal(-1))
    assert Project.objects.get().whole_life_cost_amount == Decimal(-45000)


def test_a_project_begins_in_a_portfolio(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    portfolio = make_portfolio(organisation)
    project = services.create_project(by=director, name="New", portfolio=portfolio)
    assert [member.project for member in portfolio.memberships.all()] == [project]
    auditor = Actor.of(make_account(organisation, "auditor"), organisation, entrance="page")
    with pytest.raises(Refused):
        services.create_project(by=auditor, name="Other", portfolio=portfolio)
    assert Project.objects.count() == 1


@pytest.mark.parametrize("text", ["1e-1000000", "0E-1000000", "1" * 61, "9" * 17, "1e400", "nan"])
def test_a_number_of_your_own_stays_short(text: str, director: Actor, organisation: Organisation) -> None:
    make_field(organisation, "size", kind="number")
    try:
        project = services.create_project(by=director, name="One", custom={"size": text})
    except ValidationError:
        assert not Project.objects.exists()
    else:
        assert project.custom["size"] == "0"


def test_whoever_manages_a_project_neither_lowers_its_confidentiality_nor_moves_it_elsewhere(
    organisation: Organisation, make_account: MakeAccount
) -> None:
    project = make_project(organisation, confidentiality=2)
    account = make_account(organisation, "project_manager", scope=("project", project.pk), clearance=2)
    by = Actor.of(account, organisation, entrance="page")
    for changes in ({"confidentiality": 0}, {"programme": make_programme(organisation)}, {"unit": make_unit(organisation)}):
        with pytest.raises(Refused):
            services.update_project(by=by, project=project, **changes)
    project.refresh_from_db()
    assert (project.confidentiality, project.programme_id, project.unit_id) == (2, None, None)
    services.update_project(by=by, project=project, category="Road")
    assert project.category == "Road"


def test_a_director_of_a_programme_does_not_move_it_into_a_portfolio_of_others(
    organisation: Organisation, make_account: MakeAccount
) -> None:
    programme, portfolio = make_programme(organisation), make_portfolio(organisation)
    account = make_account(organisation, "pmo_director", scope=("programme", programme.pk), clearance=2)
    with pytest.raises(Refused):
        services.update_programme(by=Actor.of(account, organisation, entrance="page"), programme=programme, portfolio=portfolio)
    programme.refresh_from_db()
    assert programme.portfolio_id is None


def test_roles_end_with_the_record_that_they_are_at(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    project, programme, portfolio = make_project(organisation), make_programme(organisation), make_portfolio(organisation)
    places = (("project", project.pk), ("programme", programme.pk), ("portfolio", portfolio.pk))
    accounts = [make_account(organisation, "project_manager", scope=place) for place in places]
    services.delete_project(by=director, project=project, reason="a test")
    services.delete_programme(by=director, programme=programme, reason="a test")
    services.delete_portfolio(by=director, portfolio=portfolio, reason="a test")
    assert [Actor.of(account, organisation, entrance="page").grants for account in accounts] == [(), (), ()]
