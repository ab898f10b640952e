"""Reports made by hand: drafted, edited, published once, and never changed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import Narrative, ReportingPeriod, StatusReport
from steerco.capabilities.status.services import (
    blank_report,
    discard_report,
    draft_report,
    edit_report,
    publish_report,
    publishable,
    return_report,
    submit_report,
)
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.duties import DutyKept
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.imports.services import GivenFile, load_files
from steerco.foundation.ledger import snapshot
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.ledger.writer import EditConflict, Locked, revise
from steerco.foundation.organisations.models import Organisation

LIST = "Project name,RAG,End,Budget (£m)\nAlpha,Green,2026-06-30,12\n".encode()


@pytest.fixture
def project(system: Actor) -> Project:
    load_files(by=system, files=[GivenFile("list_2025-03-31.csv", LIST)], profile="any-list")
    return Project.objects.get()


@pytest.fixture
def june(system: Actor, project: Project) -> ReportingPeriod:
    with revise(system, "open_period") as revision:
        return revision.create(ReportingPeriod(name="June 2025", status_on=dt.date(2025, 6, 30), scale="three"))


def test_a_draft_starts_from_the_last_report_and_changes_nothing_yet(system: Actor, project: Project, june: ReportingPeriod) -> None:
    report = draft_report(by=system, project=project, period=june, confidence="amber", narratives={"headline": "Steel is late."})
    assert (StatusReport.objects.get(state="published").origin, report.origin) == ("imported", "written")
    assert (report.end_on, report.whole_life_cost_amount, report.state) == (dt.date(2026, 6, 30), Decimal(12000000), "draft")
    project.refresh_from_db()
    assert project.end_on == dt.date(2026, 6, 30)


def test_a_published_report_sets_current_facts_and_is_locked(system: Actor, project: Project, june: ReportingPeriod) -> None:
    report = draft_report(by=system, project=project, period=june, confidence="red", narratives={"headline": "Late."})
    edit_report(by=system, report=report, end_on=dt.date(2027, 1, 31), whole_life_cost_amount=None, narratives={"headline": "Very late."})
    publish_report(by=system, report=report)
    project.refresh_from_db()
    assert (project.end_on, project.whole_life_cost_amount) == (dt.date(2027, 1, 31), None)
    assert report.gaps["whole_life_cost_amount"]["kind"] == "not_provided"
    for act in (lambda: edit_report(by=system, report=report, confidence="green"), lambda: publish_report(by=system, report=report)):
        with pytest.raises(Locked, match="published"):
            act()
    with pytest.raises(Locked), revise(system, "sneak") as revision:
        revision.update(Narrative.objects.get(report=report), text="On time.")
    report.refresh_from_db()
    assert (report.confidence, Narrative.objects.get(report=report).text) == ("red", "Very late.")


def test_a_correction_is_a_new_edition(system: Actor, project: Project) -> None:
    first = StatusReport.objects.get()
    second = draft_report(by=system, project=project, period=first.period, confidence="amber")
    publish_report(by=system, report=second, reason="the return was wrong")
    first.refresh_from_db()
    assert (first.state, second.edition, second.supersedes_id) == ("superseded", 2, first.pk)


def test_one_report_on_its_way_a_period(system: Actor, project: Project, june: ReportingPeriod) -> None:
    draft_report(by=system, project=project, period=june)
    with pytest.raises(ValidationError, match="on its way"):
        draft_report(by=system, project=project, period=june)
    assert StatusReport.objects.filter(period=june).count() == 1


def test_values_are_checked(system: Actor, project: Project, june: ReportingPeriod) -> None:
    for wrong in ({"confidence": "amber_red"}, {"start_on": dt.date(2027, 1, 1), "end_on": dt.date(2026, 1, 1)}, {"edition": 9}):
        with pytest.raises(ValidationError):
            draft_report(by=system, project=project, period=june, **wrong)
    with pytest.raises(ValidationError, match="no topic"):
        draft_report(by=system, project=project, period=june, narratives={"weather": "fine"})
    assert StatusReport.objects.filter(period=june).count() == 0


def test_an_edit_of_what_somebody_changed_is_a_conflict(system: Actor, project: Project, june: ReportingPeriod) -> None:
    report = draft_report(by=system, project=project, period=june)
    seen = report.version
    edit_report(by=system, report=report, confidence="amber")
    with pytest.raises(EditConflict):
        edit_report(by=system, report=report, version=seen, confidence="green")
    report.refresh_from_db()
    assert report.confidence == "amber"


def test_who_may_draft_and_who_may_publish(
    organisation: Organisation, project: Project, june: ReportingPeriod, make_account: Callable[..., Account]
) -> None:
    manager = Actor.of(make_account(organisation, "project_manager", scope=("project", project.pk)), organisation, entrance="page")
    sponsor = Actor.of(make_account(organisation, "sponsor"), organisation, entrance="page")
    director = Actor.of(make_account(organisation, "pmo_director"), organisation, entrance="page")
    with pytest.raises(Refused):
        draft_report(by=sponsor, project=project, period=june)
    report = draft_report(by=manager, project=project, period=june, confidence="green")
    with pytest.raises(Refused):
        publish_report(by=manager, report=report)
    report.refresh_from_db()
    assert report.state == "draft"
    analyst = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    for by in (director, analyst):
        with pytest.raises(ValidationError, match="not submitted yet"):
            publish_report(by=by, report=report)
    report.refresh_from_db()
    assert report.state == "draft" and report.published_at is None
    for by in (sponsor, analyst):
        with pytest.raises(Refused):
            submit_report(by=by, report=report)
    submit_report(by=manager, report=report)
    publish_report(by=analyst, report=report)
    assert report.state == "published"


def test_a_submitted_report_rests_until_it_is_returned_with_the_reason(
    system: Actor, organisation: Organisation, project: Project, june: ReportingPeriod, make_account: Callable[..., Account]
) -> None:
    manager = Actor.of(make_account(organisation, "project_manager", scope=("project", project.pk)), organisation, entrance="page")
    analyst = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    report = draft_report(by=manager, project=project, period=june, confidence="green")
    with pytest.raises(ValidationError, match="only a submitted"):
        return_report(by=analyst, report=report, reason="thin")
    submit_report(by=manager, report=report)
    for act in (lambda: edit_report(by=manager, report=report, confidence="red"), lambda: submit_report(by=manager, report=report)):
        with pytest.raises(ValidationError, match="submitted"):
            act()
    with pytest.raises(ValidationError, match="Say why"):
        return_report(by=analyst, report=report, reason=" ")
    with pytest.raises(Refused):
        return_report(by=manager, report=report, reason="mine")
    report.refresh_from_db()
    assert (report.state, report.confidence) == ("submitted", "green")
    return_report(by=analyst, report=report, reason="The end date is old.")
    assert report.state == "returned"
    edit_report(by=manager, report=report, confidence="red")
    assert (report.state, report.confidence) == ("draft", "red")


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_on": dt.date(2030, 1, 1)}, {"confidence": "purple"}, {"currency": "zz"}, {"currency": "£££"}, {"price_basis": "guess"},
        {"whole_life_cost_amount": Decimal(-5)}, {"whole_life_cost_amount": Decimal(10) ** 30}, {"gaps": {"end_on": "n/a"}},
        {"gaps": {"weather": {"kind": "withheld", "text": "x"}}}, {"gaps": []},
    ],
)  # fmt: skip
def test_an_edit_is_checked_on_the_report_itself(wrong: dict[str, object], system: Actor, project: Project, june: ReportingPeriod) -> None:
    report = draft_report(by=system, project=project, period=june, end_on=dt.date(2025, 1, 1))
    before = StatusReport.objects.filter(pk=report.pk).values().get()
    with pytest.raises(ValidationError):
        edit_report(by=system, report=report, **wrong)
    assert StatusReport.objects.filter(pk=report.pk).values().get() == before


@pytest.mark.parametrize("entrance", ["page", "command", "import", "api", "bulk", "task"])
def test_nobody_publishes_what_they_submitted(
    organisation: Organisation, project: Project, june: ReportingPeriod, make_account: Callable[..., Account], entrance: str
) -> None:
    ada, grace = (Actor.of(make_account(organisation, "pmo_director"), organisation, entrance="page") for _each in range(2))
    report = draft_report(by=ada, project=project, period=june, confidence="green")
    submit_report(by=ada, report=report)
    before = StatusReport.objects.filter(pk=report.pk).values().get(), Revision.objects.count()
    for by in (ada.through(entrance), replace(grace, on_behalf_of=ada.account), replace(ada, on_behalf_of=grace.account)):
        assert not publishable(by, report)
        with pytest.raises(DutyKept, match="you submitted"):
            publish_report(by=by, report=report)
    assert (StatusReport.objects.filter(pk=report.pk).values().get(), Revision.objects.count()) == before
    assert publishable(grace, report)
    publish_report(by=grace, report=report)
    assert report.state == "published"


def test_whoever_administers_publishes_nothing_whatever_else_they_hold(
    organisation: Organisation, project: Project, june: ReportingPeriod, system: Actor, make_account: Callable[..., Account]
) -> None:
    account = make_account(organisation, "pmo_director", clearance=2)
    RoleAssignment.objects.create(organisation=organisation, account=account, role="administrator")
    report = submit_report(by=system, report=draft_report(by=system, project=project, period=june, confidence="green"))
    with pytest.raises(Refused):
        publish_report(by=Actor.of(account, organisation, entrance="page"), report=report)
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_draft_is_deleted_with_its_words_and_comes_back(system: Actor, project: Project, june: ReportingPeriod) -> None:
    report = draft_report(by=system, project=project, period=june, confidence="amber", narratives={"headline": "Steel is late."})
    discard_report(by=system, report=report, reason="the wrong period")
    assert not StatusReport.objects.filter(period=june).exists() and not Narrative.objects.exists()
    act = Revision.objects.order_by("-number")[0]
    assert (act.verb, act.reason) == ("discard_report", "the wrong period")
    undo(system, act, verb="undo", reason="it was the right one")
    assert StatusReport.objects.get(period=june).confidence == "amber"
    assert Narrative.objects.get().text == "Steel is late."


def test_what_is_published_or_submitted_is_not_deleted(
    organisation: Organisation, system: Actor, project: Project, june: ReportingPeriod, make_account: Callable[..., Account]
) -> None:
    published = StatusReport.objects.get()
    draft = draft_report(by=system, project=project, period=june, narratives={"headline": "Steel is late."})
    stranger = Actor.of(make_account(organisation, "sponsor"), organisation, entrance="page")
    before = Revision.objects.count()
    with pytest.raises(Locked, match="published"):
        discard_report(by=system, report=published, reason="a mistake")
    with pytest.raises(ValidationError, match="Say why"):
        discard_report(by=system, report=draft, reason=" ")
    with pytest.raises(Refused):
        discard_report(by=stranger, report=draft, reason="a mistake")
    submit_report(by=system, report=draft)
    with pytest.raises(ValidationError, match="PMO returns it"):
        discard_report(by=system, report=draft, reason="a mistake")
    assert (StatusReport.objects.count(), Narrative.objects.count(), Revision.objects.count()) == (2, 1, before + 1)
    return_report(by=system, report=draft, reason="thin")
    discard_report(by=system, report=draft, reason="a mistake")
    assert StatusReport.objects.get() == published


@pytest.mark.parametrize("entrance", ["page", "command", "import", "api", "bulk", "task"])
def test_nobody_publishes_their_own_draft_by_not_submitting_it(
    organisation: Organisation, project: Project, june: ReportingPeriod, make_account: Callable[..., Account], entrance: str
) -> None:
    ada = Actor.of(make_account(organisation, "pmo_director"), organisation, entrance=entrance)
    report = draft_report(by=ada, project=project, period=june, confidence="green")
    before = Revision.objects.count()
    assert not publishable(ada, report)
    assert not publishable(ada, blank_report(by=ada, project=project, period=june)), "nor before it is saved"
    with pytest.raises(ValidationError, match="not submitted yet"):
        publish_report(by=ada, report=report)
    report.refresh_from_db()
    assert (report.state, Revision.objects.count()) == ("draft", before)


def test_nobody_makes_a_report_that_begins_published_unless_it_was_published_elsewhere(
    system: Actor, director: Actor, project: Project, june: ReportingPeriod
) -> None:
    """Whoever makes it would submit and approve at one stroke; an import brings what others have approved."""
    made = StatusReport(project=project, period=june, state="published", published_at=june.created_at, reported_name="Alpha")
    before = StatusReport.objects.count(), Revision.objects.count()
    for write in (lambda act: act.create(made), lambda act: act.create_many([made])):
        with pytest.raises(DutyKept, match="somebody else decides"), revise(director, "sneak") as revision:
            write(revision)
    assert (StatusReport.objects.count(), Revision.objects.count()) == before
    load_files(by=director, files=[GivenFile("list_2025-06-30.csv", LIST)], profile="any-list")
    assert StatusReport.objects.get(period__status_on=june.status_on).state == "published"


def test_undoing_changes_no_published_report_either(system: Actor, project: Project, june: ReportingPeriod) -> None:
    report = draft_report(by=system, project=project, period=june, confidence="red", narratives={"headline": "Late."})
    edit_report(by=system, report=report, narratives={"headline": "Very late."})
    words = Revision.objects.latest("number")
    assert set(words.changes.values_list("record_type", flat=True)) == {"status.narrative"}
    publish_report(by=system, report=report)
    published = Revision.objects.latest("number")
    for act in (words, published):
        with pytest.raises(CannotUndo, match="is published"):
            undo(system, act, verb="undo", reason="to see")
    report.refresh_from_db()
    assert (report.state, Narrative.objects.get(report=report).text) == ("published", "Very late.")
    assert not Revision.objects.filter(undoes__isnull=False).exists()


def test_an_import_is_undone_and_done_again_with_all_that_it_published(system: Actor, project: Project) -> None:
    load = Revision.objects.get(verb="load_import")
    taken_back = undo(system, load, verb="undo", reason="to see")
    assert not StatusReport.objects.exists()
    undo(system, taken_back, verb="redo", reason="it was right")
    assert StatusReport.objects.get().state == "published"


def test_an_import_taken_back_before_reports_had_an_origin_comes_back_as_imported(system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = (snapshot._kept, snapshot._reading)
    with monkeypatch.context() as before_the_upgrade:
        before_the_upgrade.setattr(StatusReport, "not_in_ledger", frozenset({"origin"}), raising=False)
        for cache in caches:
            cache.cache_clear()
        load_files(by=system, files=[GivenFile("list_2025-03-31.csv", LIST)], profile="any-list")
        taken_back = undo(system, Revision.objects.get(verb="load_import"), verb="undo_import", reason="too early")
    for cache in caches:
        cache.cache_clear()
    gone = taken_back.changes.get(record_type="status.statusreport")
    assert "origin" not in gone.before

    undo(system, taken_back, verb="redo", reason="it was right")

    assert StatusReport.objects.get().origin == "imported"
