"""The cycle of reporting: calendars, who is due, late and excused, reminders that stop, review, freeze, and what is frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.reporting import services
from steerco.capabilities.reporting.models import Excuse, Holiday, ReportingCalendar
from steerco.capabilities.reporting.queries.runs import Reporter, Standing, run_of
from steerco.capabilities.reporting.queries.terms import calendars_for
from steerco.capabilities.reporting.services.reminders import stage_of
from steerco.capabilities.status import services as status
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import Locked
from steerco.foundation.notices.models import Notice
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., Account]
JULY = dt.date(2026, 7, 31)
GAPS = {name: {"kind": "not_provided", "text": "not known yet"} for name in StatusReport.FACTS}


@pytest.fixture
def calendar(system: Actor) -> ReportingCalendar:
    return services.create_calendar(by=system, name="Monthly", anchor_on=dt.date(2026, 1, 31), freeze_days=8)


@pytest.fixture
def project(system: Actor) -> Project:
    return make_project(system.organisation, "New bridge", state="executing")


@pytest.fixture
def july(system: Actor) -> ReportingPeriod:
    return ReportingPeriod.objects.create(organisation=system.organisation, name="July 2026", status_on=JULY)


@pytest.fixture
def actor(organisation: Organisation, make_account: MakeAccount) -> Callable[..., Actor]:
    return lambda role, **given: Actor.of(make_account(organisation, role, **given), organisation, entrance="page")


def standing(system: Actor, today: dt.date) -> Reporter:
    (reporter,) = run_of(system, JULY, today=today).reporters
    return reporter


def drafted(by: Actor, project: Project, period: ReportingPeriod, **facts: Any) -> StatusReport:
    return status.draft_report(by=by, project=project, period=period, gaps=GAPS, **facts)


def test_the_days_of_a_calendar_are_the_worked_ones(calendar: ReportingCalendar, project: Project) -> None:
    term = calendars_for([project]).term(project, JULY)

    assert term is not None
    assert (term.due_on, term.packs_on, term.board_on) == (dt.date(2026, 8, 7), dt.date(2026, 8, 12), dt.date(2026, 8, 19))
    assert (term.review_on, term.freezes_on) == (dt.date(2026, 8, 10), dt.date(2026, 8, 12))
    assert calendars_for([project]).term(project, dt.date(2026, 7, 30)) is None


def test_a_holiday_moves_what_comes_after_it(calendar: ReportingCalendar, project: Project, system: Actor) -> None:
    services.create_holiday(by=system, on=dt.date(2026, 8, 3), name="Bank holiday")
    term = calendars_for([project]).term(project, JULY)
    assert term is not None and term.due_on == dt.date(2026, 8, 10)
    with pytest.raises(ValidationError, match="holiday already"):
        services.create_holiday(by=system, on=dt.date(2026, 8, 3), name="Again")
    assert Holiday.objects.count() == 1


def test_the_narrowest_calendar_holds(calendar: ReportingCalendar, project: Project, system: Actor) -> None:
    anchor = {"by": system, "anchor_on": dt.date(2026, 1, 2), "cadence": "weekly"}
    portfolio = Portfolio.objects.create(organisation=system.organisation, ref="PTF-0001", name="Roads")
    tier = services.create_calendar(name="Tier 1", tier=1, **anchor)
    of_portfolio = services.create_calendar(name="Roads", portfolio=portfolio, **anchor)
    own = services.create_calendar(name="Bridge", project=project, **anchor)

    def holds() -> ReportingCalendar | None:
        return calendars_for([project]).of(project, JULY)

    assert holds() == own
    services.delete_calendar(by=system, calendar=own, reason="over")
    assert holds() == calendar, "neither in the portfolio nor of the tier"
    project.tier = 1
    assert holds() == tier
    PortfolioMembership.objects.create(organisation=system.organisation, portfolio=portfolio, project=project)
    assert holds() == of_portfolio
    assert calendars_for([project]).of(project, dt.date(2025, 12, 31)) is None, "not in force yet"


@pytest.mark.parametrize(("changes", "field"), [
    ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"), ({"packs_days": 3}, "packs_days"), ({"freeze_days": 2}, "freeze_days"),
    ({"board_days": 99}, "board_days"), ({"recipients": "Nobody Known"}, "recipients"), ({"name": "Monthly"}, "name"),
    ({"cadence": "yearly"}, "cadence"), ({"tier": 7}, "tier"),
])  # fmt: skip
def test_a_calendar_that_fits_nothing_is_refused(changes: dict[str, Any], field: str, calendar: ReportingCalendar, system: Actor) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.create_calendar(**{"by": system, "name": "Other", "anchor_on": dt.date(2026, 1, 31), **changes})
    assert field in refusal.value.message_dict and ReportingCalendar.objects.count() == 1


def test_who_is_due_late_excused_submitted_returned_and_published(
    calendar: ReportingCalendar, project: Project, july: ReportingPeriod, system: Actor, actor: Callable[..., Actor]
) -> None:
    manager, analyst = actor("project_manager", scope=("project", project.pk)), actor("pmo_analyst")
    in_time, late = dt.date(2026, 8, 7), dt.date(2026, 8, 11)
    assert standing(system, in_time).standing is Standing.DUE
    assert (standing(system, late).standing, standing(system, late).days_late) == (Standing.LATE, 2)
    excuse = services.excuse_project(by=analyst, project=project, first_on=JULY, last_on=JULY, reason="Moving house")
    assert (standing(system, late).standing, standing(system, late).excused_because) == (Standing.EXCUSED, "Moving house")
    services.delete_excuse(by=analyst, excuse=excuse, reason="Moved")
    report = drafted(manager, project, july)
    assert (standing(system, in_time).standing, standing(system, in_time).state_told) == (Standing.DUE, "draft")
    status.submit_report(by=system, report=report)
    assert standing(system, late).standing is Standing.SUBMITTED
    status.return_report(by=analyst, report=report, reason="Say by when")
    assert standing(system, late).standing is Standing.RETURNED
    status.submit_report(by=system, report=report)
    status.publish_report(by=actor("pmo_director"), report=report)
    assert standing(system, late).standing is Standing.PUBLISHED
    project.state = "on_hold"
    project.save()
    assert standing(system, late).standing is Standing.PUBLISHED, "what is there counts, whatever excuses it"


def test_a_project_on_hold_is_excused_and_one_not_begun_is_not_asked(calendar: ReportingCalendar, system: Actor) -> None:
    make_project(system.organisation, "Paused", state="on_hold")
    make_project(system.organisation, "Idea", state="proposed")
    reporter = standing(system, dt.date(2026, 8, 20))
    assert (reporter.project.name, reporter.standing, reporter.excused_because) == ("Paused", Standing.EXCUSED, "on hold")


@pytest.mark.parametrize(("left", "stage"), [(3, None), (2, 0), (0, 0), (-1, 1), (-2, 1), (-3, 3), (-4, 3), (-5, 5), (-30, 5)])
def test_the_stages_of_reminding(left: int, stage: int | None) -> None:
    assert stage_of(left) == stage


def test_reminders_go_to_more_people_and_stop_when_done(
    calendar: ReportingCalendar, project: Project, july: ReportingPeriod, system: Actor, actor: Callable[..., Actor]
) -> None:
    at = {"scope": ("project", project.pk)}
    people = {role: actor(role, **at) for role in ("project_manager", "project_officer", "sponsor")} | {"director": actor("pmo_director")}

    def told(day: int) -> set[str]:
        Notice.objects.all().delete() if day < 0 else None
        before = set(Notice.objects.values_list("pk", flat=True))
        services.remind_by_clock(system, today=dt.date(2026, 8, day))
        accounts = set(Notice.objects.exclude(pk__in=before).values_list("account_id", flat=True))
        return {role for role, who in people.items() if who.account is not None and who.account.pk in accounts}

    assert told(4) == set(), "three working days are left"
    assert told(5) == {"project_manager", "project_officer"}
    assert told(5) == set() and told(6) == set(), "nobody is told twice of one stage"
    assert told(10) == {"project_manager", "project_officer"}
    assert told(12) == {"project_manager", "project_officer", "sponsor"}
    assert told(14) == {"project_manager", "project_officer", "sponsor", "director"}
    assert told(17) == set()
    assert "5 working days late" in Notice.objects.latest("pk").text
    other = make_project(system.organisation, "Tunnel", state="executing")
    assert drafted(system, other, july).state == "draft"
    status.submit_report(by=system, report=StatusReport.objects.get(project=other))
    Notice.objects.all().delete()
    status.submit_report(by=system, report=drafted(system, project, july))
    assert told(18) == set(), "what is submitted is not asked for"


def test_the_clock_opens_the_period_and_tells_the_recipients_when_all_is_published(
    calendar: ReportingCalendar, project: Project, system: Actor, actor: Callable[..., Actor]
) -> None:
    chair = actor("department_head")
    Person.objects.create(organisation=system.organisation, name="Chair of the board", account=chair.account)
    services.update_calendar(by=system, calendar=calendar, recipients="Chair of the board")
    services.remind_by_clock(system, today=dt.date(2026, 8, 3))
    period = ReportingPeriod.objects.get(status_on=JULY)
    assert not Notice.objects.filter(kind="reports_complete").exists()
    status.publish_report(by=system, report=drafted(system, project, period))
    for _twice in range(2):
        services.remind_by_clock(system, today=dt.date(2026, 8, 6))
    (notice,) = Notice.objects.filter(kind="reports_complete")
    assert notice.account == chair.account and "All 1 reports" in notice.text


def test_the_pmo_reminds_once_a_day_and_hears_where_nobody_answers(
    calendar: ReportingCalendar, project: Project, july: ReportingPeriod, system: Actor, actor: Callable[..., Actor]
) -> None:
    analyst, late = actor("pmo_analyst"), dt.date(2026, 8, 11)
    waited = run_of(analyst, JULY, today=late).reporters
    assert services.remind_now(by=analyst, reporters=waited, today=late) == (0, ["New bridge"])
    manager = actor("project_manager", scope=("project", project.pk))
    assert services.remind_now(by=analyst, reporters=waited, today=late) == (1, [])
    assert services.remind_now(by=analyst, reporters=waited, today=late) == (0, [])
    with pytest.raises(Refused):
        services.remind_now(by=manager, reporters=waited, today=late)
    assert Notice.objects.count() == 1


def test_a_report_is_reviewed_before_it_is_published_and_never_by_who_submits_it(
    calendar: ReportingCalendar, project: Project, july: ReportingPeriod, actor: Callable[..., Actor]
) -> None:
    manager, analyst, director = actor("project_manager", scope=("project", project.pk)), actor("pmo_analyst"), actor("pmo_director")
    report = drafted(manager, project, july)
    with pytest.raises(ValidationError, match="only a submitted report"):
        status.review_report(by=analyst, report=report)
    with pytest.raises(ValidationError, match="was frozen on 12"):
        status.submit_report(by=manager, report=report)
    assert StatusReport.objects.get().state == "draft"
    status.submit_report(by=director, report=report)
    with pytest.raises(Refused, match="you submitted"):
        status.review_report(by=director, report=report)
    assert StatusReport.objects.get().state == "submitted"
    status.review_report(by=analyst, report=report)
    with pytest.raises(ValidationError, match="submitted"):
        status.edit_report(by=manager, report=report, confidence="red")
    status.return_report(by=director, report=report, reason="One date is missing")
    status.edit_report(by=manager, report=report, confidence="red")
    status.submit_report(by=director, report=report)
    assert (report.state, report.submissions, report.due_on, report.late) == ("submitted", 2, dt.date(2026, 8, 7), True)


def test_publication_freezes_facts_calendar_colours_and_picks(
    calendar: ReportingCalendar, project: Project, july: ReportingPeriod, system: Actor
) -> None:
    colours = {"cost": {"colour": "amber", "reason": "Steel costs 8% more."}, "overall": {"colour": "amber", "reason": "Cost."}}
    picks = [{"kind": "milestone", "ref": "end", "title": "End of project", "note": "31 Aug 2027"}]
    report = drafted(system, project, july, end_on=dt.date(2027, 8, 31), reported_colours=colours, picks=picks)
    status.submit_report(by=system, report=report)
    status.publish_report(by=system, report=report)
    services.update_calendar(by=system, calendar=calendar, due_days=3)
    report.refresh_from_db()
    assert report.snapshot["calendar"]["due_on"] == "2026-08-07" and report.snapshot["facts"]["now"]["end_on"] == "2027-08-31"
    assert report.snapshot["facts"]["before"] is None and report.reported_colours == colours and report.picks == picks
    for field in ("reported_colours", "picks", "snapshot", "due_on", "submitted_at"):
        with pytest.raises(Locked):
            report.refuse_change(frozenset({field}), "edit_report")


@pytest.mark.parametrize("wrong", [
    {"reported_colours": {"luck": {"colour": "green"}}}, {"reported_colours": {"cost": {"colour": "blue"}}},
    {"reported_colours": {"cost": {"colour": "red", "reason": "x" * 301}}}, {"reported_colours": []},
    {"picks": [{"kind": "risk"}]}, {"picks": [{"kind": "risk", "ref": 7}]}, {"picks": [{"kind": "risk", "ref": "R"}] * 21},
])  # fmt: skip
def test_colours_and_picks_that_do_not_fit_are_refused(
    wrong: dict[str, Any], project: Project, july: ReportingPeriod, system: Actor
) -> None:
    with pytest.raises(ValidationError):
        drafted(system, project, july, **wrong)
    assert not StatusReport.objects.exists()


def test_an_excuse_needs_its_reason_and_the_right(project: Project, actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        services.excuse_project(by=actor("pmo_analyst"), project=project, first_on=JULY, last_on=JULY, reason=" ")
    with pytest.raises(Refused):
        services.excuse_project(
            by=actor("project_manager", scope=("project", project.pk)), project=project, first_on=JULY, last_on=JULY, reason="busy"
        )
    assert not Excuse.objects.exists()


def test_the_page_of_a_run(
    system: Actor, organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Account], Client]
) -> None:
    client = client_of(make_account(organisation, "pmo_director"))
    assert "Add a reporting calendar" in client.get("/reporting/run/").content.decode()
    today = timezone.localdate()
    services.create_calendar(by=system, name="Weekly", cadence="weekly", anchor_on=today - dt.timedelta(days=today.weekday() + 10),
                             starts_on=today - dt.timedelta(days=60), due_days=1)  # fmt: skip
    make_project(organisation, "New bridge", state="executing")
    page = client.get("/reporting/run/").content.decode()
    assert "New bridge" in page and "is still to come" in page
    status_on = calendars_for([]).status_dates(today - dt.timedelta(days=30), today - dt.timedelta(days=6))[0]
    late = client.get(f"/reporting/run/?period={status_on}&show=late").content.decode()
    assert "New bridge" in late and "late" in late
    assert "None stands like this" in client.get(f"/reporting/run/?period={status_on}&show=published").content.decode()
    answer = client.post("/reporting/run/remind/", {"period": status_on.isoformat()}, follow=True)
    assert "Nobody answers for New bridge" in answer.content.decode()
    assert client.post("/reporting/run/remind/", {"period": "soon"}).status_code == 302


def test_an_excuse_is_given_on_its_page(
    project: Project, organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Account], Client]
) -> None:
    client = client_of(make_account(organisation, "pmo_analyst"))
    given = {"project": project.pk, "first_on": "2026-07-01", "last_on": "2026-07-31"}
    assert client.post("/reporting/excuses/new/", given).status_code == 422 and not Excuse.objects.exists()
    assert client.post("/reporting/excuses/new/", {**given, "grounds": "Moving house"}).status_code == 302
    assert Excuse.objects.get().reason == "Moving house"
