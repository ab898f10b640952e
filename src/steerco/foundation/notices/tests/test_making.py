"""Who is told of what: one notice for one change, of what one may see, and never of one's own acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from steerco.capabilities.entitlements.services import break_glass
from steerco.capabilities.people.services import grant_role
from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.status.services import draft_report, publish_report, return_report, submit_report
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.comments.services import add_comment, edit_comment, remove_comment
from steerco.foundation.ledger.writer import revise
from steerco.foundation.notices.models import Notice, NoticeMark
from steerco.foundation.notices.services import catch_up
from steerco.foundation.notices.services.inbox import mute_kind, mute_record
from steerco.foundation.notices.telling import _sources
from steerco.foundation.registers.subjects import Subject
from steerco.foundation.tasks.kinds import Outcome, _kinds, job
from steerco.foundation.tasks.services import enqueue
from steerco.foundation.tasks.tests.factories import work_off


def told(by: Actor) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(account=by.account).order_by("id").values_list("kind", "text"))


def test_a_mention_is_told_once_even_to_whoever_owns_the_record(director: Actor, owner: Actor, at: Subject, committed: Any) -> None:
    with committed():
        add_comment(by=director, at=at, text="@Olga Owner, is this right?")
    assert told(owner) == [("mention", f"{director.account} mentions you at Crossrail.")]
    assert told(director) == []
    notice = Notice.objects.get()
    assert notice.excerpt == "@Olga Owner, is this right?"
    assert notice.link.startswith(f"/comments/projects/{at.slug}/#comment-")


def test_owners_and_those_who_spoke_before_are_told_of_a_comment(
    director: Actor, owner: Actor, member: Any, at: Subject, committed: Any
) -> None:
    first = member("sponsor", "Sam")
    with committed():
        add_comment(by=first, at=at, text="One")
        add_comment(by=director, at=at, text="Two")
    assert [kind for kind, _text in told(owner)] == ["comment_owned", "comment_owned"]
    assert told(first) == [("comment_thread", f"{director.account} comments on Crossrail, where you commented, too.")]
    assert told(director) == []


def test_reading_the_ledger_again_tells_nothing_twice(director: Actor, owner: Actor, at: Subject, committed: Any) -> None:
    with committed():
        add_comment(by=director, at=at, text="One")
    NoticeMark.objects.update(number=0)
    catch_up(director.organisation)
    assert len(told(owner)) == 1


def test_what_a_process_that_died_left_in_the_ledger_is_told_later(director: Actor, owner: Actor, at: Subject, committed: Any) -> None:
    with committed():
        add_comment(by=director, at=at, text="One")
    Notice.objects.all().delete()
    add_comment(by=director, at=at, text="Two")  # its news are never told: the process dies after commit
    assert told(owner) == []
    assert catch_up(director.organisation) == 1
    assert Notice.objects.get().excerpt == "Two"


def test_only_a_name_that_is_new_in_an_edited_comment_is_called(
    director: Actor, owner: Actor, member: Any, at: Subject, committed: Any
) -> None:
    sam = member("sponsor", "Sam")
    with committed():
        made = add_comment(by=director, at=at, text="@Olga Owner")
    with committed():
        edit_comment(by=director, at=at, comment=made, text="@Olga Owner and @Sam")
    assert ([kind for kind, _text in told(owner)], [kind for kind, _text in told(sam)]) == (["mention"], ["mention"])


def test_what_is_taken_away_is_quoted_no_more(director: Actor, owner: Actor, at: Subject, committed: Any) -> None:
    """Neither in the inbox nor in the mail of the next morning."""
    with committed():
        wrong, _right = (add_comment(by=director, at=at, text=text) for text in ("Her salary is 90,000", "All is well"))
    with committed():
        remove_comment(by=director, at=at, comment=wrong)
    assert sorted(Notice.objects.values_list("excerpt", flat=True)) == ["", "All is well"]
    assert len(told(owner)) == 2, "that something was said stays"


def test_nobody_is_told_of_what_they_may_not_see(director: Actor, owner: Actor, project: Project, at: Subject, committed: Any) -> None:
    with committed():
        with revise(director, "update_project") as revision:
            revision.update(project, confidentiality=2)
        add_comment(by=director, at=at, text="Secret")
    assert told(owner) == []


def test_whose_role_ended_is_told_nothing_more(director: Actor, owner: Actor, at: Subject, committed: Any) -> None:
    RoleAssignment.objects.filter(account=owner.account).delete()
    with committed():
        add_comment(by=director, at=at, text="One")
    assert told(owner) == []


def test_what_is_muted_is_not_told_and_what_is_forced_can_not_be(
    director: Actor, owner: Actor, at: Subject, member: Any, committed: Any
) -> None:
    mute_record(by=owner, about=at.key)
    with committed():
        add_comment(by=director, at=at, text="One")
    assert told(owner) == []
    sam = member("sponsor", "Sam")
    mute_kind(by=sam, kind="mention")
    with committed():
        add_comment(by=director, at=at, text="@Sam")
    assert told(sam) == []


def test_reports_returned_and_published_are_told(director: Actor, owner: Actor, project: Project, member: Any, committed: Any) -> None:
    writer = member("project_manager", "Wilma Writer")
    with revise(director, "open_period") as revision:
        period = revision.create(ReportingPeriod(organisation=director.organisation, name="March", status_on=dt.date(2025, 3, 31)))
    money = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount")
    gaps = {name: {"kind": "not_applicable", "text": "None"} for name in money}
    facts = {"confidence": "green", "end_on": dt.date(2030, 1, 1), "gaps": gaps}
    report = submit_report(by=writer, report=draft_report(by=writer, project=project, period=period, **facts))
    with committed():
        return_report(by=director, report=report, reason="Say why the date moved.")
    assert told(writer) == [("report_returned", f"{director.account} returns the report Crossrail, March.")]
    assert Notice.objects.filter(account=writer.account).get().excerpt == "Say why the date moved."
    report = submit_report(by=writer, report=StatusReport.objects.get())
    with committed():
        publish_report(by=director, report=report)
    assert [kind for kind, _text in told(owner)] == ["report_returned", "report_published"]
    notice = Notice.objects.filter(account=owner.account).latest("id")
    assert notice.link == f"/projects/{project.ref}/reports/March/"


def test_a_role_is_told_to_whoever_gets_it(director: Actor, member: Any, committed: Any) -> None:
    newcomer = member(None, "Nina")
    with committed():
        grant_role(by=director, account=newcomer.account, role="project_manager")
    assert told(newcomer) == [("role_granted", f"{director.account} gives you the role of project manager.")]


def test_emergency_access_is_told_to_those_who_watch_and_can_not_be_muted(director: Actor, member: Any, committed: Any) -> None:
    auditor, administrator, stranger = member("auditor"), member("administrator", "Adam"), member("sponsor")
    with pytest.raises(ValidationError):
        mute_kind(by=auditor, kind="emergency")
    with committed():
        break_glass(by=administrator, reason="The director is ill and a role must end today.")
    for watcher in (auditor, director):
        ((kind, text),) = told(watcher)
        assert kind == "emergency"
        assert text.startswith("Adam takes emergency access until ")
    assert (told(administrator), told(stranger)) == ([], [])


def test_jobs_are_told_to_whoever_asked(director: Actor, committed: Any) -> None:
    before = dict(_kinds)
    try:

        @job("fine", label="Fine")
        def fine(progress: Any) -> Outcome:
            return Outcome("All 100% done.", "/projects/")

        @job("bad", label="Bad")
        def bad(progress: Any) -> None:
            raise RuntimeError

        @job("still", label="Still", quiet=True)
        def still(progress: Any) -> None:
            return None

        with committed():
            for kind in ("fine", "bad", "still"):
                enqueue(director, kind, title="of %(who)s 5%")
            work_off()
    finally:
        _kinds.clear()
        _kinds.update(before)
    assert [kind for kind, _text in told(director)] == ["job_done", "job_failed"]
    done = Notice.objects.filter(kind="job_done").get()
    assert (done.link, done.excerpt) == ("/projects/", "All 100% done.")


def test_an_import_floods_nobody(director: Actor, owner: Actor, at: Subject, committed: Any) -> None:
    with committed():
        add_comment(by=director.through("import"), at=at, text="One of thousands")
    assert told(owner) == []


def test_a_source_that_fails_keeps_nobody_from_writing_and_the_rest_from_nobody(
    director: Actor, owner: Actor, at: Subject, committed: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(revision: Any, change: Any) -> Any:
        raise RuntimeError("broken on purpose")

    monkeypatch.setitem(_sources, "comments.comment", [*_sources["comments.comment"], broken])
    with committed():
        add_comment(by=director, at=at, text="One")
    assert len(told(owner)) == 1
    assert "no notice could be made" in caplog.text


def test_another_organisation_hears_nothing(
    director: Actor, other_organisation: Any, make_account: Any, at: Subject, committed: Any
) -> None:
    stranger = make_account(other_organisation, "pmo_director", clearance=2)
    with committed():
        add_comment(by=director, at=at, text="One")
    assert not Notice.everywhere.filter(account=stranger).exists()
