"""What is kept of a portfolio is never another than what is read afresh, whatever is written and whoever looks."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from steerco.capabilities.people.models import OrgUnit, UnitPlacement
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project
from steerco.capabilities.scorecards.queries import portfolio_source
from steerco.capabilities.scorecards.queries.portfolio import (
    PortfolioNotFound,
    picture_of,
    portfolio_picture,
    portfolio_source as source_of,
)
from steerco.capabilities.scorecards.queries.portfolio_figures import Picture
from steerco.capabilities.scorecards.queries.portfolio_listing import first_ends, reports_held, rows_of
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.capabilities.scorecards.tests.factories import invented_portfolio, report
from steerco.capabilities.status.models import ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.seen import noted
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.ledger.writer import RevisionWriter, StillUsed, revise
from steerco.foundation.organisations.scope import within

ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"as_of": dt.date(2025, 2, 28)},
    {"against": dt.date(2025, 1, 28)},
    {"scope": Scope(department=("U01",))},
    {"scope": Scope(category=("Kind 1",))},
)
Act = Callable[[RevisionWriter, random.Random], None]


STORES = ("_kept", "_facts", "_standings", "_lists", "_trails", "_derived")


@contextmanager
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything is read and worked out afresh inside."""
    with monkeypatch.context() as patch:
        for name in STORES:
            patch.setattr(portfolio_source, name, type(getattr(portfolio_source, name))(capacity=1_000_000))
        yield


@dataclass(frozen=True)
class Seen:
    """Everything that a page and its list read of a portfolio."""

    picture: Picture
    rows: tuple[Any, ...]
    first_ends: dict[int, dt.date]
    held: dict[int, int]


def seen_by(by: Actor, asked: dict[str, Any]) -> Seen | str:
    try:
        source = source_of(by, "many")
    except PortfolioNotFound:
        return "not found"
    picture = picture_of(source, **asked)
    with within(by.organisation):
        rows = rows_of(source, picture, [*picture.members, *picture.left])
        return Seen(picture, rows, dict(first_ends(source, picture)), dict(reports_held(source, picture)))


def any_of(chance: random.Random, model: Any, **fields: Any) -> Any:
    return chance.choice(list(model.objects.filter(**fields).order_by("pk")))


def edit(model: Any, **values: Callable[[random.Random], Any]) -> Act:
    def act(revision: RevisionWriter, chance: random.Random) -> None:
        name = chance.choice(sorted(values))
        revision.update(any_of(chance, model), **{name: values[name](chance)})

    return act


def publish(revision: RevisionWriter, chance: random.Random) -> None:
    """A new edition of a report, or the first of a project for a period."""
    project, period = any_of(chance, Project), any_of(chance, ReportingPeriod)
    editions = StatusReport.objects.filter(project=project, period=period)
    for old in editions.filter(state=ReportState.PUBLISHED):
        revision.update(old, state=ReportState.SUPERSEDED)
    fresh = report(project, period, confidence=chance.choice(["green", "amber", "red", ""]), edition=editions.count() + 40)
    fresh.end_on = chance.choice([None, dt.date(2027, 1, 1), dt.date(2026, 5, 5)])
    fresh.whole_life_cost_amount = chance.choice([None, Decimal(5), Decimal(900)])
    fresh.gaps = chance.choice([{}, {"whole_life_cost_amount": {"kind": "withheld", "text": "Section 43"}}])
    revision.create(fresh)


def draft(revision: RevisionWriter, chance: random.Random) -> None:
    project, period = any_of(chance, Project), any_of(chance, ReportingPeriod)
    edition = StatusReport.objects.filter(project=project, period=period).count() + 1
    revision.create(
        StatusReport(project=project, period=period, edition=edition + 20, reported_name="Draft", confidence="red", state=ReportState.DRAFT)
    )


def publish_draft(revision: RevisionWriter, chance: random.Random) -> None:
    """Only the state of a report changes; what it says was written long before."""
    waiting = StatusReport.objects.filter(state=ReportState.DRAFT).order_by("pk").first()
    if waiting is None:
        return draft(revision, chance)
    for old in StatusReport.objects.filter(project=waiting.project, period=waiting.period, state=ReportState.PUBLISHED):
        revision.update(old, state=ReportState.SUPERSEDED)
    revision.update(waiting, state=ReportState.PUBLISHED, published_at=timezone.now())
    return None


def move_report(revision: RevisionWriter, chance: random.Random) -> None:
    """As a merge does: the reports of one project become another's."""
    told = any_of(chance, StatusReport, state=ReportState.PUBLISHED)
    taken = StatusReport.objects.filter(period=told.period).values("project")
    free = Project.objects.exclude(pk__in=taken).order_by("pk").first()
    if free is not None:
        revision.update(told, project=free)


def join_or_leave(revision: RevisionWriter, chance: random.Random) -> None:
    membership = any_of(chance, PortfolioMembership)
    outside = Project.objects.exclude(memberships__portfolio=membership.portfolio).order_by("pk").first()
    kind = chance.randrange(3)
    if kind == 0 and outside is not None:
        revision.create(PortfolioMembership(portfolio=membership.portfolio, project=outside, joined_on=dt.date(2025, 2, 1)))
    elif kind == 1:
        revision.delete(membership)
    else:
        revision.update(membership, left_on=chance.choice([None, dt.date(2025, 2, 10), dt.date(2025, 3, 1)]))


def new_project(revision: RevisionWriter, chance: random.Random) -> None:
    number = Project.objects.count()
    project = revision.create(Project(ref=f"N-{number}", name=f"New {number}", unit=any_of(chance, OrgUnit)))
    if chance.random() < 0.7:
        revision.create(PortfolioMembership(portfolio=Portfolio.objects.get(ref="many"), project=project))


def new_period(revision: RevisionWriter, chance: random.Random) -> None:
    number = ReportingPeriod.objects.count()
    period = revision.create(ReportingPeriod(name=f"2026-{number}", status_on=dt.date(2026, 1, 1) + dt.timedelta(days=30 * number)))
    revision.create_many([report(project, period, confidence="amber") for project in Project.objects.order_by("pk")[: chance.randrange(9)]])


def move_unit(revision: RevisionWriter, chance: random.Random) -> None:
    units = list(OrgUnit.objects.order_by("pk"))
    held = UnitPlacement.objects.order_by("pk").first()
    if held is not None and chance.random() < 0.5:
        revision.delete(held)
    else:
        revision.create(UnitPlacement(unit=units[chance.randrange(1, len(units))], parent=units[0]))


def keep_portfolio_otherwise(revision: RevisionWriter, chance: random.Random) -> None:
    portfolio = Portfolio.objects.get(ref="many")
    revision.update(portfolio, membership="listed" if portfolio.membership == "returns" else "returns", name=f"Many {chance.random()}")


def some_number(chance: random.Random) -> str:
    return f"X{chance.randrange(10_000)}"


ACTS: tuple[Act, ...] = (
    publish, publish, publish, draft, publish_draft, move_report, join_or_leave, join_or_leave, new_project, new_period, move_unit,
    keep_portfolio_otherwise,
    edit(Project, name=some_number, category=lambda chance: chance.choice(["Kind 1", "Kind 2", ""]), key=some_number,
         confidentiality=lambda chance: chance.choice([0, 1, 2, 3]), unit=lambda chance: any_of(chance, OrgUnit),
         programme=lambda chance: any_of(chance, Programme), description=some_number),
    edit(OrgUnit, name=some_number, code=some_number),
    edit(Programme, name=some_number),
    edit(ReportingPeriod, name=some_number, scale=lambda chance: chance.choice(["three", "five"]),
         status_on=lambda chance: dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(300))),
)  # fmt: skip


def act_once(by: Actor, chance: random.Random) -> str:
    """One write of any kind, or the undoing of the last."""
    if chance.random() < 0.1:
        try:
            undo(by, Revision.objects.order_by("-number").first(), verb="undo", reason="")  # type: ignore[arg-type]  # there is one
        except CannotUndo:
            return "not undone"
        return "undone"
    act = chance.choice(ACTS)
    try:
        with revise(by, "write") as revision:
            act(revision, chance)
    except (StillUsed, IntegrityError, IndexError):  # taken already, still used, or none left to change
        return "refused"
    return getattr(act, "__qualname__", "")


@pytest.fixture
def readers(system: Actor, make_account: Callable[..., Any]) -> list[Actor]:
    portfolio = invented_portfolio(system, projects=14, periods=3, units=4)
    with revise(system, "add_programme") as revision:
        programme = revision.create(Programme(ref="PG", name="Programme"))
        revision.update(Project.objects.order_by("pk")[2], programme=programme)
        revision.create(Project(ref="OUT", name="Outside", unit=OrgUnit.objects.order_by("pk")[1]))
    unit, project = OrgUnit.objects.order_by("pk")[0], Project.objects.order_by("pk")[3]
    roles: tuple[tuple[str, int, tuple[str, int] | None], ...] = (
        ("pmo_director", 3, None), ("pmo_analyst", 0, None), ("project_manager", 1, ("unit", unit.pk)),
        ("project_manager", 1, ("portfolio", portfolio.pk)), ("team_member", 1, ("project", project.pk)),
        ("sponsor", 1, ("programme", programme.pk)),
    )  # fmt: skip
    accounts = [make_account(system.organisation, role, scope=scope, clearance=clearance) for role, clearance, scope in roles]
    return [Actor.of(account, system.organisation, entrance="page") for account in accounts]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_written_nobody_sees_it_stale(system: Actor, readers: list[Actor], monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(18):
        done = act_once(system, chance) if step else "nothing"
        for by in chance.sample(readers, 3):
            for asked in chance.sample(ASKED, 2):
                kept = seen_by(by, asked)
                with nothing_kept(monkeypatch):
                    fresh = seen_by(by, asked)
                assert kept == fresh, (seed, step, done, by.grants, asked)


def queries_of(by: Actor) -> int:
    with CaptureQueriesContext(connection) as counted, noted():  # as a page does, so that only what is read counts
        assert seen_by(by, {}) != "not found"
    return len(counted)


def test_after_a_write_only_what_it_touched_is_read(system: Actor, readers: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    director, chance = readers[0], random.Random(0)
    with nothing_kept(monkeypatch):
        first, again = queries_of(director), queries_of(director)
        with revise(system, "publish") as revision:
            publish(revision, chance)
        published = queries_of(director)
        with revise(system, "write_draft") as revision:
            revision.update(Project.objects.order_by("pk")[0], description="Says more")
        edited = queries_of(director)

    assert (first, again) == (7, 1)
    assert published <= 6, "head, changes, whose report, facts of its period, standings, history"
    assert edited <= 6, "head, changes, facts of two periods, standings, history"


def test_the_same_members_are_not_judged_again(system: Actor, readers: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    with nothing_kept(monkeypatch):
        before = portfolio_picture(readers[0], "many")
        touched = StatusReport.objects.filter(period__name="2025-03").order_by("pk")[4]
        with revise(system, "publish") as revision:
            revision.update(touched, state=ReportState.SUPERSEDED)
            edition = replace_report(touched)
            revision.create(edition)
        after = portfolio_picture(readers[0], "many")

    differ = [one.who.pk for one, other in zip(before.members, after.members, strict=True) if one is not other]
    assert differ == [touched.project_id]
    assert before.river.columns[0] is after.river.columns[0]
    assert before.river.columns[2] is not after.river.columns[2]


def replace_report(old: StatusReport) -> StatusReport:
    return report(old.project, old.period, confidence="red" if old.confidence != "red" else "green", edition=old.edition + 1)


def test_readers_of_another_sight_share_nothing(readers: list[Actor]) -> None:
    totals = [len(found.picture.members) for by in readers[:3] if not isinstance(found := seen_by(by, {}), str)]
    assert totals[0] == 14
    assert 0 < totals[2] < 14
