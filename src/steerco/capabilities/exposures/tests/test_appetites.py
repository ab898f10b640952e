"""How much risk is accepted: what is beyond it, on the page and as an exception, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from steerco.capabilities.escalations.models import ToleranceException
from steerco.capabilities.escalations.services import find_exceptions
from steerco.capabilities.exposures.models import Appetite
from steerco.capabilities.exposures.queries.appetites import projects_beyond
from steerco.capabilities.exposures.services import delete_appetite, set_appetite, update_appetite
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.raid.models import Risk
from steerco.capabilities.raid.services import create_record, update_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account


@pytest.fixture
def project(system: Actor) -> Project:
    """A project with a technical risk of score 20, one that may be expected to cost 5% of it, and one of another category."""
    made = make_project(system.organisation, "Quay", whole_life_cost_amount=Decimal(1000))
    money = {"probability": Decimal(50), "cost_amount": Decimal(100), "currency": "GBP"}
    given = ({"probability_band": 5, "cost_band": 4, "category": "technical"}, {**money, "category": "technical"},
             {"probability_band": 5, "cost_band": 5, "category": "people"})  # fmt: skip
    for title, fields in zip(("Frost", "Fog", "Strike"), given, strict=True):
        create_record(Risk, by=system, project=made, title=title, **fields)
    return made


def told(by: Actor) -> list[tuple[str, int, Decimal, bool]]:
    return [(each.category, len(each.refs), each.value, each.by_cost) for those in projects_beyond(by).values() for each in those]


def test_nothing_is_beyond_what_nobody_said(system: Actor, project: Project) -> None:
    assert told(system) == []


def test_what_is_above_the_largest_score_or_share_is_beyond_and_the_limit_is_not(system: Actor, project: Project) -> None:
    appetite = set_appetite(by=system, category="technical", most_score=20, most_share=Decimal(5))
    assert told(system) == []
    update_appetite(by=system, appetite=appetite, most_score=19, most_share=Decimal("4.9"))
    assert sorted(told(system)) == [("technical", 1, Decimal(5), True), ("technical", 1, Decimal(20), False)]
    risk = Risk.objects.get(title="Frost")
    update_record(by=system, record=risk, residual_probability_band=1, residual_impact_band=4)
    assert told(system) == [("technical", 1, Decimal(5), True)]
    delete_appetite(by=system, appetite=appetite, reason="not ours")
    assert told(system) == []


def test_a_breach_becomes_an_exception_once_and_again_when_it_changes(system: Actor, project: Project) -> None:
    appetite = set_appetite(by=system, category="technical", most_score=15)
    assert [find_exceptions(by=system), find_exceptions(by=system)] == [1, 0]
    found = ToleranceException.objects.get()
    assert (found.aspect, found.state, "20, accepted 15" in found.finding) == ("risk", "forecast_breach", True)
    ToleranceException.objects.update(state="closed")
    assert find_exceptions(by=system) == 0
    update_appetite(by=system, appetite=appetite, most_score=12)
    assert find_exceptions(by=system) == 1


@pytest.mark.parametrize("fields", [{}, {"most_score": 0}, {"most_score": 26}, {"most_share": Decimal(101)}])
def test_what_says_nothing_or_too_much_is_refused(system: Actor, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        set_appetite(by=system, category="legal", **fields)
    assert not Appetite.objects.exists()


def test_a_category_has_one_appetite_and_managers_set_none(system: Actor, make_account: Callable[..., Account]) -> None:
    set_appetite(by=system, category="legal", most_score=9)
    with pytest.raises(ValidationError, match="is set"):
        set_appetite(by=system, category="legal", most_score=4)
    manager = Actor.of(make_account(system.organisation, "project_manager"), system.organisation, entrance="page")
    with pytest.raises(Refused):
        set_appetite(by=manager, category="people", most_score=4)
    assert list(Appetite.objects.values_list("category", "most_score")) == [("legal", 9)]


def test_the_page_shows_what_is_beyond(
    system: Actor, project: Project, make_account: Callable[..., Account], client_of: Callable[[Account], Client]
) -> None:
    client = client_of(make_account(system.organisation, "pmo_director", clearance=2))
    assert "Nobody has said yet how much risk is accepted" in client.get("/exposure/").content.decode()
    set_appetite(by=system, category="technical", most_score=15)
    page = client.get(f"/exposure/?project={project.ref}").content.decode()
    assert '<span class="up">20</span>' in page
    assert client.get("/appetites/").status_code == 200
