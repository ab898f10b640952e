"""Whatever is done afterwards: a published report stays as it was, and what its facts say hangs on frozen facts and rules alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from steerco.capabilities.health.models import HealthRuleSet
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.services import set_rules, stand_for_colour
from steerco.capabilities.health.tests.factories import END, MONTHS, periods
from steerco.capabilities.projects.models import Project
from steerco.capabilities.raid.models import Risk
from steerco.capabilities.raid.services import create_record
from steerco.capabilities.status.models import StatusReport
from steerco.capabilities.status.services import (
    discard_report,
    draft_report,
    edit_report,
    publish_report,
    return_report,
    review_report,
    submit_report,
)
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.ledger.writer import EditConflict, Locked, revise
from steerco_engine.readings import SHIPPED_LIMITS, Reading
from steerco_engine.rules import Measure

REFUSALS = (ValidationError, Refused, Locked, EditConflict, CannotUndo)
STATES = ("state", "version", "updated_at", "reviewed_at", "reviewed_by_id")
STRICT = {**SHIPPED_LIMITS, Measure.SLIP: replace(SHIPPED_LIMITS[Measure.SLIP], green=Decimal(0), amber=Decimal("0.001"))}
Act = Callable[[Actor, Project, int], Any]


def newest(project: Project, *, published: bool) -> StatusReport:
    """The newest report that is published, or on its way."""
    found = StatusReport.objects.filter(project=project, published_at__isnull=not published).order_by("-period__status_on", "-pk").first()
    if found is None:
        raise Locked("Nothing of that kind is there.")
    return found


def write_outside(by: Actor, record: Any, **fields: Any) -> None:
    """What no page offers: the ledger's own writer."""
    with revise(by, "sneak") as revision:
        revision.update(record, **fields)


def remove_outside(by: Actor, record: Any) -> None:
    """What no page offers either."""
    with revise(by, "sneak") as revision:
        revision.delete(record)


def risk(by: Actor, project: Project, number: int) -> Risk:
    return create_record(Risk, by=by, project=project, title=f"Risk {number}", probability_band=1 + number % 5, cost_band=1 + number % 5)


def draft(by: Actor, project: Project, number: int) -> StatusReport:
    facts = {"end_on": END + dt.timedelta(days=100 * number), "whole_life_cost_amount": Decimal(1000 + 90 * number)}
    return draft_report(by=by, project=project, period=periods(by)[number], narratives={"headline": f"Text {number}"}, **facts)


def report_all(by: Actor, project: Project, number: int) -> None:
    """A draft, or a correction of what is published already, all the way to publication."""
    made = draft(by, project, number)
    submit_report(by=by, report=made)
    publish_report(by=by, report=made, reason="as agreed")


def strict_rules(by: Actor, project: Project, number: int) -> HealthRuleSet:
    later = max(StatusReport.objects.values_list("period__status_on", flat=True)) + dt.timedelta(days=1 + number)
    return set_rules(by=by, limits=STRICT, in_force_from=later, reason="stricter", tier=number % 5)


ACTS: dict[str, Act] = {
    "report": report_all,
    "draft": draft,
    "edit": lambda by, project, n: edit_report(by=by, report=newest(project, published=False), end_on=END + dt.timedelta(days=n)),
    "submit": lambda by, project, n: submit_report(by=by, report=newest(project, published=False)),
    "return": lambda by, project, n: return_report(by=by, report=newest(project, published=False), reason="say more"),
    "review": lambda by, project, n: review_report(by=by, report=newest(project, published=False)),
    "publish": lambda by, project, n: publish_report(by=by, report=newest(project, published=False), reason="a new edition"),
    "discard": lambda by, project, n: discard_report(by=by, report=newest(project, published=False), reason="not now"),
    "correct": lambda by, project, n: draft_report(by=by, project=project, period=newest(project, published=True).period, confidence="red"),
    "edit what is published": lambda by, project, n: edit_report(by=by, report=newest(project, published=True), confidence="green"),
    "write past the services": lambda by, project, n: write_outside(by, newest(project, published=True), end_on=END, snapshot={}),
    "write other words": lambda by, project, n: write_outside(by, newest(project, published=True).narratives.get(), text="On time."),
    "delete": lambda by, project, n: remove_outside(by, newest(project, published=True)),
    "undo": lambda by, project, n: undo(by=by, revision=Revision.objects.order_by("-number")[n % 3], verb="undo", reason="not so"),
    "other tier": lambda by, project, n: write_outside(by, project, tier=1 + n % 4),
    "other facts": lambda by, project, n: write_outside(by, project, end_on=END + dt.timedelta(days=n), whole_life_cost_amount=n),
    "risk": risk,
    "rules": strict_rules,
    "stand": lambda by, project, n: stand_for_colour(by=by, project=project, colour="green", periods=1, grounds="we know better"),
}  # fmt: skip


def told(project: Project) -> dict[int, tuple[Any, ...]]:
    """Every published report: all its fields but its state, and its words."""
    return {
        report.pk: (
            {name: value for name, value in vars(report).items() if name not in STATES and not name.startswith("_")},
            sorted(report.narratives.values_list("topic", "text")),
        )
        for report in StatusReport.objects.filter(project=project, published_at__isnull=False)
    }  # fmt: skip


def read(by: Actor, project: Project) -> dict[dt.date, tuple[int, Reading]]:
    """What the facts of each current report say, with the report it is read from."""
    found = HealthSource(by).of(project.pk)
    return {kept.status_on: (kept.report_id, one) for kept, one in zip(found.kept, found.readings, strict=True)} if found else {}


@pytest.fixture
def project(system: Actor) -> Project:
    """A project with three reports that were written, submitted and published here."""
    with revise(system, "add_project") as revision:
        made: Project = revision.create(Project(ref="PRJ-0001", name="Quay", tier=2, currency="GBP", state="executing"))
    for number in range(3):
        report_all(system, made, number)
    assert len(told(made)) == 3
    return made


@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5)), min_size=3, max_size=8))
def test_no_published_report_ever_changes_nor_what_its_facts_say(acts: list[tuple[str, int]], system: Actor, project: Project) -> None:
    with transaction.atomic():
        known, said = told(project), read(system, project)
        for name, number in acts:
            try:
                with transaction.atomic():
                    ACTS[name](system, Project.objects.get(pk=project.pk), number)
            except REFUSALS:
                pass
            now, reads = told(project), read(system, project)
            assert {pk: now.get(pk) for pk in known} == known, name
            for day, (report_id, reading) in said.items():
                corrected = min((on for on, (other, _one) in reads.items() if said.get(on, (other,))[0] != other), default=dt.date.max)
                if day < corrected:
                    assert reads[day] == (report_id, reading), name
            known, said = now, reads
        transaction.set_rollback(True)


def test_a_project_that_moves_to_another_tier_keeps_the_colours_of_its_reports(system: Actor, project: Project) -> None:
    before = read(system, project)
    with revise(system, "keep_rules") as revision:
        revision.create(HealthRuleSet(ref="T3-1", tier=3, number=1, in_force_from=MONTHS[0], limits={"slip": {"green": "0", "amber": "0"}}))
    write_outside(system, project, tier=3)
    assert read(system, project) == before
