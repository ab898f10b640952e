"""What is done by the clock: times, words, summer time, and one start however many workers look."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.tasks.cron import Cron
from steerco.foundation.tasks.models import Clock, Job, JobState, Schedule
from steerco.foundation.tasks.queries import scheduled
from steerco.foundation.tasks.services.clocks import run_now, set_schedule, start_due
from steerco.foundation.tasks.tests.factories import work_off

LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("0 7 * * *", "2025-01-10T06:59", "2025-01-10T07:00"),
        ("0 7 * * *", "2025-01-10T07:00", "2025-01-11T07:00"),
        ("*/15 * * * *", "2025-01-10T07:07", "2025-01-10T07:15"),
        ("30 7 * * 1-5", "2025-01-10T08:00", "2025-01-13T07:30"),
        ("0 9 1 * *", "2025-01-10T08:00", "2025-02-01T09:00"),
        ("0 9 29 2 *", "2025-01-10T08:00", "2028-02-29T09:00"),
        ("0 9 13 * 5", "2025-01-10T09:00", "2025-01-13T09:00"),
        ("0 9 * * 0", "2025-01-10T09:00", "2025-01-12T09:00"),
        ("0 9 * * 7", "2025-01-10T09:00", "2025-01-12T09:00"),
    ],
)
def test_the_next_time(cron: str, after: str, expected: str) -> None:
    assert Cron.parse(cron).after(at(after), UTC) == at(expected)


def test_there_is_no_30_february() -> None:
    assert Cron.parse("0 9 30 2 *").after(at("2025-01-10T08:00"), UTC) is None


def test_seven_in_the_morning_stays_seven_in_summer() -> None:
    daily = Cron.parse("0 7 * * *")
    assert daily.after(at("2025-03-29T08:00"), LONDON) == at("2025-03-30T06:00")
    assert daily.after(at("2025-10-25T08:00"), LONDON) == at("2025-10-26T07:00")


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 7 * * *", "every day at 07:00"),
        ("*/10 * * * *", "every 10 minutes"),
        ("* * * * *", "every minute"),
        ("30 7 * * 1-5", "Monday to Friday at 07:30"),
        ("30 7 * * 1", "on Monday at 07:30"),
        ("30 7 * * 0", "on Sunday at 07:30"),
        ("0 9 1 * *", "on day 1 of the month at 09:00"),
        ("5 * * * *", "at 05 past each hour"),
        ("0 9 1 1,7 *", "on day 1 of the month in January, July at 09:00"),
    ],
)
def test_times_in_words(cron: str, words: str) -> None:
    assert Cron.parse(cron).words() == words


@pytest.mark.parametrize("cron", ["", "0 7 * *", "60 7 * * *", "0 7 * * mon", "0 7 32 * *", "0 7-5 * * *", "*/0 * * * *", "0 7 * * * *"])
def test_what_is_no_time_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match="“"):
        Cron.parse(cron)


def test_what_is_due_is_started_once_in_each_organisation(
    organisation: Organisation, other_organisation: Organisation, kinds_of_tests: list[dict[str, Any]]
) -> None:
    now = at("2025-01-10T07:00")
    assert start_due(now) == []
    assert Clock.everywhere.get(organisation=organisation, kind="hourly").next_at == at("2025-01-10T07:05")
    started = [job for job in start_due(at("2025-01-10T07:06")) if job.kind == "hourly"]  # the product has hours of its own
    assert {(job.kind, job.organisation_id) for job in started} == {("hourly", organisation.pk), ("hourly", other_organisation.pk)}
    assert start_due(at("2025-01-10T07:06")) == []
    work_off()
    assert {call["by"].organisation for call in kinds_of_tests} == {organisation, other_organisation}
    assert all(call["by"].is_system for call in kinds_of_tests)


def test_what_was_missed_is_done_once(organisation: Organisation) -> None:
    start_due(at("2025-01-10T07:00"))
    later = start_due(at("2025-01-12T09:30"))
    assert sorted(job.kind for job in later if job.organisation_id == organisation.pk and job.kind == "hourly") == ["hourly"]
    assert Clock.objects.get(kind="hourly").next_at == at("2025-01-12T10:05")


def test_an_organisation_has_its_own_times_and_may_switch_it_off(director: Actor) -> None:
    start_due(at("2025-01-10T07:00"))
    set_schedule(by=director, kind="hourly", cron="0 22 * * 0")
    (told,) = [each for each in scheduled() if each.kind.name == "hourly"]
    assert (told.words, told.enabled) == ("on Sunday at 22:00", True)
    assert told.next_at is not None
    assert told.next_at.astimezone(LONDON).strftime("%a %H:%M") == "Sun 22:00"
    set_schedule(by=director, kind="hourly", cron="0 22 * * 0", enabled=False)
    assert Clock.objects.get(kind="hourly").next_at is None
    assert [job.kind for job in start_due(at("2035-01-10T07:00"))].count("hourly") == 0
    assert Revision.objects.filter(verb="set_schedule").count() == 2


def test_times_are_set_by_whom_the_rooms_name_only(director: Actor, organisation: Organisation, make_account: Any) -> None:
    auditor = Actor.of(make_account(organisation, "auditor"), organisation, entrance="page")
    with pytest.raises(Refused):
        set_schedule(by=auditor, kind="hourly", cron="0 7 * * *")
    with pytest.raises(Refused):
        run_now(by=auditor, kind="hourly")
    with pytest.raises(ValidationError):
        set_schedule(by=director, kind="hourly", cron="0 7 30 2 *")
    with pytest.raises(ValidationError):
        set_schedule(by=director, kind="hourly", cron="whenever")
    with pytest.raises(ValidationError):
        set_schedule(by=director, kind="count", cron="0 7 * * *")
    assert (Schedule.objects.count(), Job.objects.count()) == (0, 0)


def test_what_is_due_later_may_be_run_now(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    first = run_now(by=director, kind="hourly")
    assert run_now(by=director, kind="hourly").pk == first.pk
    (ran,) = work_off()
    assert (ran.state, ran.account, kinds_of_tests[0]["by"].is_system) == (JobState.DONE, director.account, True)
