"""Tolerances, exceptions, escalations and their clocks: what follows from each step, and each refusal with nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from steerco.capabilities.escalations import services
from steerco.capabilities.escalations.models import Escalation, EscalationStep, Tolerance, ToleranceException
from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.reporting.models import Holiday
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.notices.models import Notice
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
Report = Callable[..., StatusReport]
REPORT = {
    "cause": "Steel", "consequences": "Opens later", "options": "Wait for steel\nBuy elsewhere", "recommendation": "Buy elsewhere",
}  # fmt: skip


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def sponsor(by: Actor, make_account: Callable[..., Account]) -> Actor:
    """A sponsor of the whole organisation, who owns the project."""
    return Actor.of(make_account(by.organisation, "sponsor"), by.organisation, entrance="page")


@pytest.fixture
def manager(by: Actor, make_account: Callable[..., Account]) -> Actor:
    """A project manager."""
    return Actor.of(make_account(by.organisation, "project_manager"), by.organisation, entrance="page")


@pytest.fixture
def project(by: Actor, sponsor: Actor) -> Project:
    """A project in a portfolio, each with an owner."""
    with revise(by, "prepare") as writer:
        owner = writer.create(Person(organisation=by.organisation, name="Ada Owner", account=sponsor.account))
        chair = writer.create(Person(organisation=by.organisation, name="Bo Chair"))
        project = writer.create(Project(organisation=by.organisation, ref="PRJ-1", name="Garden", state="executing", owner=owner))
        portfolio = writer.create(Portfolio(organisation=by.organisation, ref="PF-1", name="All", owner=chair))
        writer.create(PortfolioMembership(organisation=by.organisation, portfolio=portfolio, project=project))
    return project


@pytest.fixture
def report(by: Actor, project: Project) -> Report:
    """Publishes a report with a forecast."""
    turn = iter(range(1, 12))

    def publish(cost: int | None, end: dt.date | None = None) -> StatusReport:
        month = next(turn)
        with revise(by, "publish") as writer:
            period = ReportingPeriod(organisation=by.organisation, name=f"M{month}", status_on=dt.date(2026, month, 28))
            made = StatusReport(
                organisation=by.organisation, project=project, period=writer.create(period), state="published", published_at=timezone.now(),
                currency="GBP", whole_life_cost_amount=cost, end_on=end, reported_name="Garden",
            )  # fmt: skip
            return writer.create(made)

    return publish


def _tolerance(by: Actor, **fields: Any) -> Tolerance:
    given = {"aspect": "cost", "above": Decimal(5), "below": Decimal(10), "valid_from": dt.date(2026, 1, 1)} | fields
    return services.set_tolerance(by=by, **given)


def _reported(by: Actor, project: Project, manager: Actor) -> ToleranceException:
    made = services.raise_by_hand(by=by, project=project, aspect="scope", finding="The gate is wider")
    return services.report_exception(by=manager, exception=made, **REPORT)


def _escalated(by: Actor, project: Project, **more: Any) -> Escalation:
    return services.escalate(by=by, project=project, title="Steel is late", asked="Buy elsewhere?", **more)


def test_holidays_of_the_office_count_in_no_clock(system: Actor) -> None:
    friday = dt.date(2026, 8, 7)
    assert services.due_at(system, friday, 1) == dt.date(2026, 8, 12)
    with revise(system, "keep_holiday") as revision:
        revision.create(Holiday(on=dt.date(2026, 8, 10), name="Gala"))
    assert services.due_at(system, friday, 1) == dt.date(2026, 8, 13)


def _back(escalation: Escalation, days: int) -> None:
    """Lets time pass: the day of the clock lies further back."""
    Escalation.objects.filter(pk=escalation.pk).update(due_on=TODAY - dt.timedelta(days=days))


def test_a_forecast_beyond_tolerance_is_found_once_and_one_within_is_not(by: Actor, project: Project, report: Report) -> None:
    _tolerance(by, project=project, level="project")
    report(200_000)
    report(209_000)
    assert services.find_exceptions(by=by) == 0
    report(211_000)
    assert services.find_exceptions(by=by) == 1
    found = ToleranceException.objects.get()
    assert (found.state, found.deviation, found.aspect) == ("forecast_breach", Decimal("5.5"), "cost")
    assert services.find_exceptions(by=by) == 0
    report(215_000)
    assert services.find_exceptions(by=by) == 0, "one is open already"


def test_a_late_end_is_found_by_the_tolerance_of_the_portfolio(by: Actor, project: Project, report: Report) -> None:
    plan = dt.date(2027, 3, 1)
    _tolerance(by, portfolio=Portfolio.objects.get(), level="portfolio", aspect="time", above=Decimal(10), below=None)
    report(None, plan)
    report(None, plan + dt.timedelta(days=10))
    assert services.find_exceptions(by=by) == 0
    report(None, plan + dt.timedelta(days=11))
    assert services.find_exceptions(by=by, project_ids=[project.pk]) == 1
    own = _tolerance(by, project=project, level="project", aspect="time", above=Decimal(30), below=None)
    assert ToleranceException.objects.exclude(tolerance=own).count() == 1, "the project's own tolerance goes before"
    assert services.find_exceptions(by=by) == 0


def test_what_was_accepted_is_not_found_again_until_it_grows(by: Actor, project: Project, report: Report, sponsor: Actor) -> None:
    _tolerance(by, project=project, level="project")
    report(200_000)
    report(211_000)
    services.find_exceptions(by=by)
    found = ToleranceException.objects.get()
    services.raise_exception(by=by, exception=found)
    services.report_exception(by=by, exception=found, **REPORT)
    services.decide_exception(by=sponsor, exception=found, outcome="accept", words="Pay it.")
    services.close_exception(by=by, exception=found)
    report(211_000)
    assert services.find_exceptions(by=by) == 0
    report(230_000)
    assert services.find_exceptions(by=by) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"level": "portfolio"}, "portfolio"), ({"level": "stage"}, "stage"), ({"above": None, "below": None}, "above"),
        ({"above": Decimal(-1)}, "above"), ({"valid_to": dt.date(2025, 1, 1)}, "valid_to"), ({"aspect": "mood"}, "words"),
        ({"aspect": "scope", "above": None, "below": None}, "words"),
    ],
)  # fmt: skip
def test_a_tolerance_that_does_not_fit_is_refused(by: Actor, project: Project, fields: dict[str, Any], field: str) -> None:
    if field == "words" and fields.get("aspect") == "mood":
        fields, field = {**fields, "words": "x"}, "aspect"
    with pytest.raises(ValidationError) as refused:
        _tolerance(by, **({"project": project, "level": "project"} | fields))
    assert set(refused.value.message_dict) == {field}
    assert not Tolerance.objects.exists()


def test_a_tolerance_by_which_something_was_found_stays(by: Actor, project: Project, report: Report) -> None:
    kept = _tolerance(by, project=project, level="project")
    report(200_000)
    report(250_000)
    services.find_exceptions(by=by)
    with pytest.raises(ValidationError, match="last day"):
        services.delete_tolerance(by=by, tolerance=kept, reason="over")
    assert Tolerance.objects.count() == 1


def test_a_report_needs_two_options_and_starts_the_sponsors_clock(by: Actor, project: Project, manager: Actor) -> None:
    made = services.raise_by_hand(by=by, project=project, aspect="scope", finding="The gate is wider")
    for missing in ("cause", "consequences", "recommendation"):
        with pytest.raises(ValidationError) as refused:
            services.report_exception(by=manager, exception=made, **{**REPORT, missing: " "})
        assert set(refused.value.message_dict) == {missing}
    with pytest.raises(ValidationError, match="two options"):
        services.report_exception(by=manager, exception=made, **{**REPORT, "options": "Wait\nwait"})
    assert ToleranceException.objects.get().state == "raised"
    assert not Escalation.objects.exists()
    services.report_exception(by=manager, exception=made, **REPORT)
    handed = Escalation.objects.get()
    assert (handed.level, str(handed.responsible), handed.bundled.get().exception) == (1, "Ada Owner", made)


def test_only_another_hand_with_the_right_decides_and_noted_is_no_decision(
    by: Actor, project: Project, manager: Actor, sponsor: Actor
) -> None:
    made = _reported(by, project, manager)
    with pytest.raises(Refused):
        services.decide_exception(by=manager, exception=made, outcome="accept", words="Fine.")
    with pytest.raises(ValidationError, match="no decision"):
        services.decide_exception(by=sponsor, exception=made, outcome="accept", words="Noted.")
    with pytest.raises(ValidationError) as refused:
        services.decide_exception(by=sponsor, exception=made, outcome="perhaps", words="Buy.")
    assert set(refused.value.message_dict) == {"outcome"}
    with pytest.raises(ValidationError, match="decision of the board"):
        services.close_exception(by=by, exception=made)
    assert ToleranceException.objects.get().state == "reported"
    services.decide_exception(by=sponsor, exception=made, outcome="plan", words="Bring an exception plan by Friday.")
    assert Escalation.objects.get().state == "decided"
    assert ToleranceException.objects.get().decision == Escalation.objects.get().decision
    with pytest.raises(ValidationError, match="is done while"):
        services.decide_exception(by=sponsor, exception=made, outcome="plan", words="Again.")


def test_nobody_decides_what_they_escalated(by: Actor, project: Project, sponsor: Actor) -> None:
    mine = _escalated(sponsor, project)
    with pytest.raises(Refused):
        services.decide_escalation(by=sponsor, escalation=mine, words="Buy.")
    assert Escalation.objects.get().state == "open"


def test_a_matter_moves_up_by_its_clock_until_it_is_decided(
    by: Actor, project: Project, manager: Actor, sponsor: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        matter = _escalated(manager, project, causes="Report is late")
    assert services.move_expired(by=by, on=TODAY) == 0
    services.note_escalation(by=sponsor, escalation=matter, words="Seen")
    _back(matter, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.move_expired(by=by, on=TODAY) == 1
        assert services.move_expired(by=by, on=TODAY) == 0, "run twice, it moves nothing more"
    matter = Escalation.objects.get()
    assert (matter.level, str(matter.responsible), matter.noted) == (2, "Bo Chair", "")
    told = Notice.objects.filter(account=manager.account, kind="escalation_moved")
    assert told.count() == 1, "never two notices for one change"
    for level in (3, 3):
        _back(matter, 1)
        assert services.move_expired(by=by, on=TODAY) == 1
        matter = Escalation.objects.get()
        assert matter.level == level
    assert matter.unanswered_on == TODAY
    count = Revision.objects.count()
    assert (services.move_expired(by=by, on=TODAY), Revision.objects.count()) == (0, count)
    services.decide_escalation(by=sponsor, escalation=matter, words="Buy elsewhere by Friday.")
    ended = [step.ended for step in EscalationStep.objects.order_by("level")]
    assert (Escalation.objects.get().state, ended) == ("decided", ["expired", "expired", "decided"])
    with pytest.raises(ValidationError, match="is over"):
        services.note_escalation(by=sponsor, escalation=matter, words="late")


def test_a_clock_stands_still_while_the_project_is_on_hold(by: Actor, project: Project) -> None:
    matter = _escalated(by, project)
    _back(matter, 1)
    with revise(by, "hold") as writer:
        writer.update(project, state="on_hold")
    assert services.move_expired(by=by, on=TODAY) == 0


def test_one_decision_ends_every_cause(by: Actor, project: Project, manager: Actor, sponsor: Actor) -> None:
    first, second = (services.raise_by_hand(by=by, project=project, aspect="scope", finding=words) for words in ("Wide", "Wider"))
    matter = _escalated(manager, project, exceptions=[first])
    services.add_cause(by=manager, escalation=matter, exception=second)
    services.add_cause(by=manager, escalation=matter, words="Supplier is silent")
    with pytest.raises(ValidationError, match="already"):
        services.add_cause(by=manager, escalation=matter, exception=second)
    with pytest.raises(ValidationError, match="Say what else"):
        services.add_cause(by=manager, escalation=matter)
    services.decide_escalation(by=sponsor, escalation=matter, words="Build it wide.", outcome="accept")
    assert set(ToleranceException.objects.values_list("state", "outcome")) == {("decided", "accept")}


def test_only_whoever_must_decide_gives_it_back(by: Actor, project: Project, manager: Actor, sponsor: Actor, make_account: Any) -> None:
    matter = _escalated(manager, project)
    director = Actor.of(make_account(by.organisation, "pmo_director"), by.organisation, entrance="page")
    with pytest.raises(ValidationError, match="Ada Owner"):
        services.lower_escalation(by=director, escalation=matter, reason="Yours")
    with pytest.raises(ValidationError, match="Say why"):
        services.lower_escalation(by=sponsor, escalation=matter, reason=" ")
    assert Escalation.objects.get().state == "open"
    services.lower_escalation(by=sponsor, escalation=matter, reason="Within your authority")
    assert Escalation.objects.get().state == "lowered"


def test_the_clock_and_the_finding_belong_to_the_system(by: Actor, manager: Actor) -> None:
    for act in (lambda: services.move_expired(by=manager, on=TODAY), lambda: services.find_exceptions(by=manager)):
        with pytest.raises(Refused):
            act()


def test_a_published_report_is_looked_at_at_once(
    by: Actor, project: Project, report: Report, sponsor: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    _tolerance(by, project=project, level="project")
    report(200_000)
    with django_capture_on_commit_callbacks(execute=True):
        report(230_000)
    assert ToleranceException.objects.get().deviation == 15
    assert Notice.objects.filter(account=sponsor.account, kind="tolerance_breach").count() == 1
