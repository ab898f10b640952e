"""The pages of exposure: what stands where and what moved, money by the worked example, gaps said, scopes kept, and the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.exposures.queries.networks import network
from steerco.capabilities.exposures.queries.risks import heat_map, money, open_risks
from steerco.capabilities.exposures.queries.scope import Scope
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.raid import services
from steerco.capabilities.raid.models import Dependency, Risk
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def projects(by: Actor) -> list[Project]:
    """Three projects, the first two in a portfolio."""
    with revise(by, "prepare") as writer:
        made = [
            writer.create(Project(organisation=by.organisation, ref=f"PRJ-{n}", name=name, state="executing", currency="GBP"))
            for n, name in enumerate(("Garden", "House", "Barn"))
        ]
        group = writer.create(Portfolio(organisation=by.organisation, ref="PTF-1", name="Estate"))
        for project in made[:2]:
            writer.create(PortfolioMembership(organisation=by.organisation, portfolio=group, project=project))
    return made


def scope(by: Actor, project: Project | None = None, **more: Any) -> Scope:
    """What a page would ask for."""
    given = {"portfolio": None, "residual": False, "since": TODAY - dt.timedelta(days=30), "reserve": None, "reserve_text": ""}
    return Scope(by, project, **(given | more))


def risk(by: Actor, project: Project, **fields: Any) -> Risk:
    """A risk of a project."""
    return services.create_record(Risk, by=by, project=project, **({"title": "Frost"} | fields))


def test_the_worked_example_in_money_and_what_is_left_out(by: Actor, projects: list[Project]) -> None:
    for place, (p, cost) in enumerate(((30, 100), (50, 60), (20, 250), (10, 400))):
        risk(by, projects[place % 2], probability=Decimal(p), cost_amount=Decimal(cost))
    bare = risk(by, projects[0], probability_band=3, cost_band=3)
    risk(by, projects[0], probability=Decimal(50), cost_amount=Decimal(7), currency="EUR")
    pounds, euros = money(open_risks(scope(by).risks))
    assert [pounds.joint.expected, pounds.p(50), pounds.p(80), pounds.p(90), pounds.joint.runs] == [150, 60, 310, 400, 0]
    assert (pounds.unpriced, euros.currency, euros.p(80)) == ((bare.ref,), "EUR", 7)
    assert pounds.sum_of_p80 != pounds.p(80)


def test_risks_of_one_theme_happen_together(by: Actor, projects: list[Project]) -> None:
    for place, theme in enumerate(("Steel  price", "steel price", "")):
        risk(by, projects[place], probability=Decimal(50), cost_amount=Decimal(100), theme=theme)
    (found,) = money(open_risks(scope(by).risks))
    assert (found.themes, found.joint.expected, found.p(80)) == ((("Steel  price", 2),), 150, 300)
    assert found.joint.totals[0].probability == Decimal("0.25")


def test_the_map_shows_where_risks_stand_and_what_moved(by: Actor, projects: list[Project], monkeypatch: pytest.MonkeyPatch) -> None:
    up = risk(by, projects[0], probability_band=2, cost_band=2)
    risk(by, projects[0], probability_band=4, cost_band=4)
    loose = risk(by, projects[0])
    then = timezone.now()
    monkeypatch.setattr(Scope, "instant", then)
    services.update_record(by=by, record=up, probability_band=5)
    risk(by, projects[0], probability_band=1, cost_band=1, residual_probability_band=1, residual_impact_band=1)
    asked = scope(by, projects[0])
    held = heat_map(asked, open_risks(asked.risks))
    cells = {(cell.probability, cell.impact): cell for row in held.rows for cell in row}
    assert (cells[5, 2].refs, cells[5, 2].up, cells[5, 2].level, cells[1, 1].new, cells[4, 4].level) == ((up.ref,), 1, "high", 1, "extreme")
    assert (held.placed, held.up, held.down, held.unplaced, held.rows[0][0].probability) == (3, 1, 0, (loose.ref,), 5)
    after = scope(by, projects[0], residual=True)
    assert heat_map(after, open_risks(after.risks)).placed == 1


def test_a_slip_goes_on_where_no_float_takes_it_and_circles_are_named(by: Actor, projects: list[Project]) -> None:
    garden, house, barn = projects
    days = {"need_by": dt.date(2026, 5, 15), "promised_on": dt.date(2026, 5, 8)}
    for giver, taker in ((garden, house), (house, barn)):
        services.create_record(Dependency, by=by, project=taker, giver=giver, title=f"From {giver}", **days)
    found = network(scope(by).dependencies, TODAY, 20)
    reached = {line.record.title: [(name, one.days) for one, name in line.reached] for line in found.lines}
    assert reached == {"From Garden": [("House", 15), ("Barn", 10)], "From House": [("Barn", 15)]}
    assert found.circles == ()
    services.create_record(Dependency, by=by, project=garden, giver=house, title="Back", **days)
    assert network(scope(by).dependencies, TODAY, 20).circles == (("Garden", "House"),)


def test_the_pages_teach_when_empty_and_count_what_is_seen(
    by: Actor, projects: list[Project], client: Client, make_account: MakeAccount
) -> None:
    client.force_login(make_account(by.organisation, "project_manager"))
    assert "No risk has been written down yet" in client.get("/exposure/").content.decode()
    assert "No project depends on another yet" in client.get("/dependency-map/").content.decode()
    made = risk(by, projects[0], probability=Decimal(30), cost_amount=Decimal(2_000_000), cost_band=5)
    risk(by, projects[2], probability_band=1, cost_band=1)
    page = client.get("/exposure/", {"portfolio": "PTF-1", "reserve": "1m", "since": TODAY.isoformat()}).content.decode()
    assert f"?f=ref%3Ain%3A{made.ref}" in page
    assert "Enough in 70.0%" in page
    whole = client.get("/exposure/", {"reserve": "much", "view": "residual", "since": "never"}).content.decode()
    assert "This is not a number" in whole
    assert client.get("/exposure/", {"project": "PRJ-9"}).status_code == 404
    lines = client.get("/exposure/curve.csv").content.decode().splitlines()
    assert lines[1:] == ["GBP,0,0.70,0.70,0,0", "GBP,2000000.00,0.30,1.00,0,0"]
    assert f"/exposure/?project={projects[0].ref}" in client.get(f"/projects/{projects[0].ref}/").content.decode()


def test_who_may_not_see_logs_sees_no_exposure(by: Actor, client: Client, make_account: MakeAccount) -> None:
    client.force_login(make_account(by.organisation, "requester"))
    assert [client.get(path).status_code for path in ("/exposure/", "/exposure/curve.csv", "/dependency-map/")] == [403, 403, 403]
