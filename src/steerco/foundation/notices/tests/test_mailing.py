"""Mails: at once, once a day, never; not in quiet hours; rights of the moment; a mail server that fails harms nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.comments.services import add_comment
from steerco.foundation.notices.models import Mail, Notice, Wishes
from steerco.foundation.notices.services.inbox import mark_read, set_wishes
from steerco.foundation.notices.services.mailing import MOST_TRIES, is_quiet, send_waiting
from steerco.foundation.registers.subjects import Subject
from steerco.foundation.tasks.models import Job
from steerco.foundation.tasks.tests.factories import work_off


@pytest.fixture
def noticed(director: Actor, owner: Actor, at: Subject, committed: Any) -> Actor:
    """The owner, with a notice that waits for its mail."""
    with committed():
        add_comment(by=director, at=at, text="Is <this> right?")
    return owner


def now(director: Actor) -> int:
    return send_waiting(director.organisation, when=Mail.AT_ONCE)


def test_a_mail_says_what_happened_and_leads_there(director: Actor, noticed: Actor, settings: Any) -> None:
    settings.ADDRESS = "https://pmo.example/"
    assert now(director) == 1
    (message,) = mail.outbox
    assert message.to == [noticed.account.email]
    assert message.subject == f"{director.account} comments on Crossrail, which you answer for."
    assert "“Is <this> right?”" in message.body
    assert f"https://pmo.example/inbox/{Notice.objects.get().pk}/" in message.body
    assert "Is &lt;this&gt; right?" in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe"] == "<https://pmo.example/inbox/settings/>"
    assert now(director) == 0
    assert len(mail.outbox) == 1


def test_the_mail_is_asked_for_in_the_background_never_in_the_act(noticed: Actor) -> None:
    assert mail.outbox == []
    asked = Job.objects.get(kind="send_notices")
    assert asked.as_system
    Job.objects.update(not_before=None)
    work_off()
    assert len(mail.outbox) == 1


def test_several_notices_make_one_mail(director: Actor, noticed: Actor, at: Subject, committed: Any) -> None:
    with committed():
        add_comment(by=director, at=at, text="And this?")
    now(director)
    assert [message.subject for message in mail.outbox] == ["2 notices from Alpha Works"]


def test_what_was_read_in_the_inbox_is_not_mailed(director: Actor, noticed: Actor) -> None:
    mark_read(by=noticed)
    assert (now(director), mail.outbox) == (0, [])


def test_whoever_wants_one_mail_a_day_gets_it_then(director: Actor, noticed: Actor) -> None:
    set_wishes(by=noticed, mail=Mail.DAILY)
    assert now(director) == 0
    assert send_waiting(director.organisation, when=Mail.DAILY) == 1
    assert send_waiting(director.organisation, when=Mail.DAILY) == 0


def test_whoever_wants_none_gets_none(director: Actor, noticed: Actor) -> None:
    set_wishes(by=noticed, mail=Mail.NEVER)
    assert [send_waiting(director.organisation, when=when) for when in (Mail.AT_ONCE, Mail.DAILY)] == [0, 0]
    assert mail.outbox == []


def test_nothing_is_sent_of_what_may_not_be_seen_any_more(director: Actor, noticed: Actor, project: Project) -> None:
    Project.objects.update(confidentiality=2)
    assert (now(director), mail.outbox) == (0, [])
    Project.objects.update(confidentiality=0)
    assert now(director) == 0  # it was held back once and for all


def test_nothing_is_sent_to_whose_role_or_membership_ended(director: Actor, noticed: Actor) -> None:
    RoleAssignment.objects.filter(account=noticed.account).delete()
    assert (now(director), mail.outbox) == (0, [])


def test_quiet_hours_are_kept_over_midnight_and_what_waited_comes_after(director: Actor, noticed: Actor) -> None:
    set_wishes(by=noticed, mail=Mail.AT_ONCE, quiet_from=dt.time(20), quiet_to=dt.time(7))
    day = timezone.now().date() + dt.timedelta(days=1)
    for hour, quiet in ((21, True), (3, True), (8, False)):
        at = dt.datetime.combine(day, dt.time(hour), dt.UTC)
        assert is_quiet(Wishes.objects.get(), at, director.organisation) is quiet
        assert send_waiting(director.organisation, when=Mail.AT_ONCE, now=at) == (0 if quiet else 1)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_is_tried_again_and_given_up_in_the_end(
    director: Actor, noticed: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: (_ for _ in ()).throw(OSError("no route")))
    for turn in range(1, MOST_TRIES + 2):
        assert now(director) == 0
        assert Notice.objects.get().mail_tries == min(turn, MOST_TRIES)
    assert "could not be sent" in caplog.text
    monkeypatch.undo()
    assert (now(director), Notice.objects.get().mailed_at) == (0, None)


def test_a_subject_never_brings_its_own_headers(director: Actor, noticed: Actor) -> None:
    Notice.objects.update(text="One\r\nBcc: evil@example.org")
    assert now(director) == 1
    assert mail.outbox[0].subject == "One Bcc: evil@example.org"
    assert mail.outbox[0].recipients() == [noticed.account.email]
