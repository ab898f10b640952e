"""Rules are set from a day on and never change; another colour has a reason and an end. What is refused leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from steerco.capabilities.health.models import HealthOverride, HealthRuleSet
from steerco.capabilities.health.queries.lines import health_on
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.services import set_rules, stand_for_colour, take_back_colour, withdraw_rules
from steerco.capabilities.health.services.freezing import rules_in_force
from steerco.capabilities.health.tests.factories import MONTHS, PLAN, periods, project_with
from steerco.capabilities.status.models import StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import Locked, revise
from steerco.foundation.organisations.models import Organisation
from steerco_engine.health import Health
from steerco_engine.readings import SHIPPED_LIMITS
from steerco_engine.rules import Measure

STRICT = {**SHIPPED_LIMITS, Measure.YEAR: replace(SHIPPED_LIMITS[Measure.YEAR], green=Decimal(0), amber=Decimal(0))}
TODAY = timezone.localdate()
SOON = max(TODAY, MONTHS[-1]) + dt.timedelta(days=10)


def test_rules_hold_for_reports_of_their_day_and_later_and_published_ones_stay_as_they_were(system: Actor) -> None:
    over = {"year_forecast_amount": Decimal(101)}
    project = project_with(system, "Quay", over, over, tier=1)
    before = HealthSource(system).health[project.pk].readings
    made = set_rules(by=system, limits=STRICT, in_force_from=SOON, reason="The board wants to know at once.", tier=1)
    assert (made.ref, made.number, made.predecessor) == ("T1-1", 1, None)
    assert HealthSource(system).health[project.pk].readings == before
    (later,) = periods(system, [SOON])
    with revise(system, "bring_report") as revision:
        revision.create(
            StatusReport(
                project=project, period=later, state="published", published_at=timezone.now(), reported_name="Quay", **{**PLAN, **over}
            )
        )
    told = HealthSource(system).health[project.pk].readings
    assert told[:2] == before
    assert (told[2].rules, told[2].overall) == (made.pk, Health.RED)
    assert rules_in_force(project.reports.get(period=later))["version"] == "T1-1"


def test_a_newer_version_names_its_predecessor_and_a_tier_without_rules_has_those_for_all(system: Actor) -> None:
    general = set_rules(by=system, limits=STRICT, in_force_from=SOON, reason="for all")
    second = set_rules(by=system, limits=STRICT, in_force_from=SOON + dt.timedelta(days=1), reason="later", steady=False)
    assert (general.ref, second.ref, second.predecessor) == ("ALL-1", "ALL-2", general)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"in_force_from": MONTHS[1]}, "published already"),
        ({"reason": " "}, "reason"),
        ({"limits": {}}, "at least one measure"),
        ({"limits": {Measure.VAC: replace(SHIPPED_LIMITS[Measure.VAC], amber=Decimal("0.5"))}}, "stricter"),
    ],
)
def test_rules_that_make_no_sense_are_refused(system: Actor, change: dict[str, object], said: str) -> None:
    project_with(system, "Quay", {}, {})
    revisions = Revision.objects.count()
    with pytest.raises(ValidationError, match=said):
        set_rules(by=system, **{"limits": STRICT, "in_force_from": SOON, "reason": "why", **change})  # type: ignore[arg-type]  # wrong on purpose
    assert (HealthRuleSet.objects.count(), Revision.objects.count()) == (0, revisions)


def test_an_older_day_than_the_newest_version_is_refused(system: Actor) -> None:
    set_rules(by=system, limits=STRICT, in_force_from=SOON, reason="first")
    with pytest.raises(ValidationError, match="newer"):
        set_rules(by=system, limits=STRICT, in_force_from=SOON, reason="again")
    assert HealthRuleSet.objects.count() == 1


def test_a_version_never_changes_and_goes_only_before_it_begins(system: Actor) -> None:
    first = set_rules(by=system, limits=STRICT, in_force_from=TODAY, reason="at once")
    second = set_rules(by=system, limits=STRICT, in_force_from=TODAY + dt.timedelta(days=9), reason="then")
    with pytest.raises(Locked), revise(system, "tamper") as revision:
        revision.update(second, reason="other")
    with pytest.raises(ValidationError, match="newer version"):
        withdraw_rules(by=system, rules=first, reason="gone")
    withdraw_rules(by=system, rules=second, reason="not needed")
    with pytest.raises(Locked, match="in force"):
        withdraw_rules(by=system, rules=first, reason="gone")
    assert [each.pk for each in HealthRuleSet.objects.all()] == [first.pk]


def test_who_may_not_set_rules_is_refused(organisation: Organisation, make_account: Callable[..., Account]) -> None:
    analyst = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    with pytest.raises(Refused):
        set_rules(by=analyst, limits=STRICT, in_force_from=SOON, reason="mine")
    assert not HealthRuleSet.objects.exists()


def test_another_colour_stands_for_two_reports_at_most_and_the_computed_one_stays(system: Actor) -> None:
    late = {"end_on": dt.date(2028, 6, 30)}
    project = project_with(system, "Quay", {}, late)
    made = stand_for_colour(by=system, project=project, colour="amber", periods=1, grounds="The date is agreed.")
    line = health_on(HealthSource(system), MONTHS[1]).lines[project.pk]
    assert (made.computed, line.stands, line.reading.evident) == ("red", made, Health.RED)
    (later,) = periods(system, [MONTHS[2]])
    with revise(system, "bring_report") as revision:
        revision.create(
            StatusReport(
                project=project, period=later, state="published", published_at=timezone.now(), reported_name="Quay", **{**PLAN, **late}
            )
        )
    assert health_on(HealthSource(system), MONTHS[2]).lines[project.pk].stands is None


def test_another_colour_is_refused_without_reason_twice_or_where_there_is_nothing_to_differ_from(system: Actor) -> None:
    project, empty = project_with(system, "Quay", {}, {}), project_with(system, "None")
    for given in ({"colour": "red", "grounds": ""}, {"colour": "green", "grounds": "so"}, {"colour": "blue", "grounds": "so"}):
        with pytest.raises(ValidationError):
            stand_for_colour(by=system, project=project, **given)  # type: ignore[arg-type]  # texts
    with pytest.raises(ValidationError):
        stand_for_colour(by=system, project=empty, colour="red", grounds="so")
    with pytest.raises(ValidationError):
        stand_for_colour(by=system, project=project, colour="red", periods=3, grounds="for ever")
    assert not HealthOverride.objects.exists()
    stand_for_colour(by=system, project=project, colour="red", periods=2, grounds="so")
    with pytest.raises(ValidationError, match="already"):
        stand_for_colour(by=system, project=project, colour="amber", grounds="so")
    assert HealthOverride.objects.count() == 1


def test_another_colour_is_taken_back_once_and_stays_on_record(system: Actor) -> None:
    project = project_with(system, "Quay", {}, {})
    made = stand_for_colour(by=system, project=project, colour="red", grounds="so")
    take_back_colour(by=system, override=made)
    with pytest.raises(ValidationError, match="already"):
        take_back_colour(by=system, override=made)
    with pytest.raises(Locked), revise(system, "tamper") as revision:
        revision.delete(made)
    assert health_on(HealthSource(system), MONTHS[1]).lines[project.pk].stands is None
    assert HealthOverride.objects.count() == 1
