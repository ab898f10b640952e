"""Views by e-mail: rights of each recipient, once for each, when they are due, and setting them up."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from python_calamine import CalamineWorkbook

from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.services import save_view
from steerco.foundation.subscriptions.models import MailedView
from steerco.foundation.subscriptions.services import end_mailing, leave_mailing, make_mailing, pause_mailing, start_due_mailings
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.models import Job, JobState
from steerco.foundation.tasks.services.running import execute
from steerco.foundation.tasks.tests.factories import work_off


@pytest.fixture
def member(organisation: Any, make_account: Any) -> Any:
    """Makes an actor of a role."""
    return lambda role, **where: Actor.of(make_account(organisation, role, **where), organisation, entrance="page")


@pytest.fixture
def manager(member: Any) -> Actor:
    """Somebody who sees what is not confidential."""
    return member("project_manager")


@pytest.fixture
def portfolio(director: Actor) -> None:
    """An open and a secret project."""
    create_project(by=director, name="Open bridge", category="Road")
    create_project(by=director, name="Secret tunnel", category="Rail", confidentiality=2)


def mailing(by: Actor, *to: Actor, **given: Any) -> MailedView:
    values = {"name": "All projects", "query": "", "form": "csv", "cron": "0 7 * * 1", **given}
    return make_mailing(by=by, register=registers["projects"], to=[each.account for each in to or (by,) if each.account], **values)


def sent() -> dict[str, Any]:
    return {message.to[0]: message for message in mail.outbox}


def send(made: MailedView) -> Job:
    MailedView.objects.filter(pk=made.pk).update(next_at=timezone.now())
    assert start_due_mailings() == 1
    return work_off()[-1]


def test_each_gets_what_they_may_see(director: Actor, manager: Actor, portfolio: None) -> None:
    job = send(mailing(director, director, manager))
    assert (job.state, job.result) == (JobState.DONE, "Sent to 2 of 2.")
    whole, part = (sent()[each.account.email].attachments[0][1] for each in (director, manager))
    assert "Secret tunnel" in whole and "Open bridge" in whole
    assert "Secret tunnel" not in part and "Open bridge" in part


def test_whoever_may_not_see_the_list_gets_nothing_and_the_log_says_so(director: Actor, member: Any, portfolio: None) -> None:
    outsider = member("requester")
    job = send(mailing(director, director, outsider))
    assert list(sent()) == [director.account.email]
    assert job.result == "Sent to 1 of 2."
    assert "may not take this list along" in job.lines.get().text


def test_whose_own_right_ended_sends_nothing_to_anybody(director: Actor, manager: Actor, portfolio: None) -> None:
    made = mailing(manager, director, manager)
    RoleAssignment.objects.filter(account=manager.account).delete()
    job = send(made)
    assert (job.state, mail.outbox) == (JobState.FAILED, [])
    assert "goes to nobody" in job.problem


def test_a_workbook_is_a_workbook_and_a_table_stands_in_the_mail(director: Actor, portfolio: None) -> None:
    send(mailing(director, form="xlsx", query="f=category:is:Road"))
    (name, content, kind) = mail.outbox[0].attachments[0]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert name.startswith("All projects-") and name.endswith(".xlsx") and "spreadsheet" in kind
    assert [row[1] for row in rows[1:]] == ["Open bridge"]
    create_project(by=director, name="=cmd|' /C calc'!A1 <script>")
    send(mailing(director, form="html", name="Table"))
    message = mail.outbox[1]
    assert message.attachments == [] and "Secret tunnel" in message.body
    page = message.alternatives[0][0]
    assert "<script>" not in page and "&lt;script&gt;" in page and "'=cmd" in page.replace("&#x27;", "'")


def test_a_saved_view_is_followed_as_it_is_on_the_day(director: Actor, portfolio: None) -> None:
    view = save_view(by=director, register=registers["projects"], name="Roads", query="f=category:is:Road")
    made = mailing(director, view_key=view.pk, query="f=category:is:Nothing")
    save_view(by=director, register=registers["projects"], name="Roads", query="f=category:is:Rail", view=view)
    send(made)
    assert "Secret tunnel" in mail.outbox[0].attachments[0][1] and "Open bridge" not in mail.outbox[0].attachments[0][1]
    SavedView.objects.all().delete()
    send(made)
    assert "tunnel" not in mail.outbox[1].attachments[0][1]


def test_a_job_that_is_run_again_writes_to_nobody_twice(
    director: Actor, manager: Actor, portfolio: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mailing(director, director, manager)
    real, calls = mail.EmailMultiAlternatives.send, []

    def dies(self: Any, *args: Any) -> int:
        calls.append(self.to[0])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, *args)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", dies)
    MailedView.objects.update(next_at=timezone.now())
    start_due_mailings()
    job = Job.objects.get()
    with pytest.raises(KeyboardInterrupt):
        execute(job.pk, queue.me())
    Job.objects.update(state=JobState.QUEUED)
    work_off()
    job.refresh_from_db()
    assert (job.state, len(mail.outbox)) == (JobState.DONE, 1)  # the second was noted before the worker died; it gets none rather than two
    assert set(MailedView.objects.get(pk=made.pk).sent["to"]) == set(made.recipients)


def test_a_mail_server_that_fails_is_said(director: Actor, portfolio: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", lambda self: (_ for _ in ()).throw(OSError("no route")))
    job = send(mailing(director))
    assert (job.state, job.problem) == (JobState.FAILED, "It reached nobody; the log says why.")
    assert "the mail server did not take it" in job.lines.get().text


def test_it_goes_out_when_it_is_due_and_once(director: Actor, portfolio: None) -> None:
    made = mailing(director)
    assert made.next_at is not None and made.next_at > timezone.now()
    assert start_due_mailings() == 0
    due = made.next_at + dt.timedelta(minutes=1)
    assert (start_due_mailings(due), start_due_mailings(due)) == (1, 0)
    made.refresh_from_db()
    assert made.next_at is not None
    assert made.next_at - due > dt.timedelta(days=6)
    pause_mailing(by=director, mailing=made, active=False)
    assert start_due_mailings(due + dt.timedelta(days=30)) == 0
    pause_mailing(by=director, mailing=made, active=True)
    assert MailedView.objects.get().next_at is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"form": "pdf"}, "form"),
        ({"cron": "0 7 30 2 *"}, "cron"),
        ({"cron": "soon"}, "cron"),
        ({"view_key": 99}, "view"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(director: Actor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        mailing(director, **given)
    assert field in error.value.message_dict
    assert not MailedView.objects.exists()


def test_it_goes_to_members_only(director: Actor, member: Any, other_organisation: Any, make_account: Any) -> None:
    stranger = Actor.of(make_account(other_organisation, "pmo_director"), other_organisation, entrance="page")
    with pytest.raises(ValidationError):
        mailing(director, director, stranger)
    with pytest.raises(Refused):
        mailing(member("requester"))
    assert not MailedView.objects.exists()


def test_only_the_owner_changes_it_and_recipients_leave(director: Actor, manager: Actor) -> None:
    made = mailing(director, director, manager)
    for act in (lambda: pause_mailing(by=manager, mailing=made, active=False), lambda: end_mailing(by=manager, mailing=made)):
        with pytest.raises(Refused):
            act()
    leave_mailing(by=manager, mailing=made)
    made.refresh_from_db()
    assert (made.recipients, made.active) == ([director.account.pk], True)
    end_mailing(by=director, mailing=made)
    assert not MailedView.objects.exists()


def test_two_who_leave_at_one_moment_both_leave(director: Actor, manager: Actor, member: Any) -> None:
    analyst = member("pmo_analyst")
    made = mailing(director, director, manager, analyst)
    seen = [MailedView.objects.get() for _each in range(4)]
    leave_mailing(by=manager, mailing=seen[0])
    assert leave_mailing(by=analyst, mailing=seen[1]).recipients == [director.account.pk]
    assert pause_mailing(by=director, mailing=seen[2], active=False).active is False
    end_mailing(by=director, mailing=seen[3])
    for act in (lambda: leave_mailing(by=manager, mailing=made), lambda: end_mailing(by=director, mailing=made)):
        with pytest.raises(ValidationError, match="ended already"):
            act()


def test_pages_set_it_up_send_it_hold_it_and_end_it(director: Actor, manager: Actor, portfolio: None, client_of: Any) -> None:
    office, other = client_of(director.account), client_of(manager.account)
    page = office.get("/mailings/new/projects/?f=category:is:Road").content.decode()
    assert 'name="query" value="f=category:is:Road"' in page
    given = {
        "name": "Roads",
        "query": "f=category:is:Road",
        "view": "shown",
        "form": "csv",
        "rhythm": "week-1",
        "at": "07:30",
        "to": [director.account.pk, manager.account.pk],
    }
    assert office.post("/mailings/new/projects/", {**given, "to": []}).status_code == 422
    assert office.post("/mailings/new/projects/", given).status_code == 302
    made = MailedView.objects.get()
    assert (made.cron, made.query) == ("30 7 * * 1", "f=category:is:Road")
    assert "on Monday at 07:30" in office.get("/mailings/").content.decode()
    assert "Roads" in other.get("/mailings/").content.decode()
    assert other.post(f"/mailings/{made.pk}/", {"end": ""}).status_code == 404
    assert office.post(f"/mailings/{made.pk}/", {"send": ""}).headers["Location"].startswith("/jobs/")
    office.post(f"/mailings/{made.pk}/", {"hold": ""})
    assert not MailedView.objects.get().active
    assert other.post(f"/mailings/{made.pk}/leave/").status_code == 302
    assert other.post(f"/mailings/{made.pk}/leave/").status_code == 404
    office.post(f"/mailings/{made.pk}/", {"end": ""})
    assert not MailedView.objects.exists()
    assert office.get("/mailings/new/nothing/").status_code == 404
