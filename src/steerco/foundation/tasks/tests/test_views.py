"""The pages of jobs, as whoever asked, as whoever watches over them, and as everybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from steerco.foundation.access.actor import Actor
from steerco.foundation.tasks.models import Job, JobState, Schedule
from steerco.foundation.tasks.services import enqueue
from steerco.foundation.tasks.services.running import take
from steerco.foundation.tasks.tests.factories import work_off


@pytest.fixture
def manager(organisation: Any, make_account: Any) -> Actor:
    """Somebody who asks for jobs."""
    return Actor.of(make_account(organisation, "project_manager"), organisation, entrance="page")


@pytest.fixture
def browser(manager: Actor, client_of: Any) -> Client:
    """The browser of whoever asks."""
    return client_of(manager.account)


def test_the_list_brings_itself_up_to_date_while_something_runs(manager: Actor, browser: Client) -> None:
    asked = enqueue(manager, "count", title="Sheep", to=2)
    page = browser.get("/jobs/").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "No worker has shown itself" in page
    part = browser.get("/jobs/?part=rows").content.decode()
    assert part.startswith("<section") and "Sheep" in part
    work_off()
    page = browser.get("/jobs/").content.decode()
    assert "every 2s" not in page
    assert '<a href="/work/">Counted to 2.</a>' in page and f"/jobs/{asked.pk}/" in page


def test_a_running_job_shows_how_far_it_is(manager: Actor, browser: Client) -> None:
    from steerco.foundation.tasks.progress import Progress

    asked = take(enqueue(manager, "count", to=4).pk, "elsewhere:1:1")
    assert asked is not None
    progress = Progress(asked, manager)
    progress.step(1, 4, "one sheep")
    progress.log("first sheep seen")
    progress._tell()
    part = browser.get(f"/jobs/{asked.pk}/?part=state").content.decode()
    assert 'value="25"' in part and "one sheep" in part and "first sheep seen" in part
    browser.post(f"/jobs/{asked.pk}/cancel/")
    assert "being cancelled" in browser.get(f"/jobs/{asked.pk}/").content.decode()


def test_a_job_is_cancelled_and_asked_for_again(manager: Actor, browser: Client) -> None:
    asked = enqueue(manager, "count", to=4)
    assert browser.post(f"/jobs/{asked.pk}/cancel/").headers["Location"] == f"/jobs/{asked.pk}/"
    asked.refresh_from_db()
    assert asked.state == JobState.CANCELLED
    again = browser.post(f"/jobs/{asked.pk}/again/").headers["Location"]
    assert again == f"/jobs/{Job.objects.latest('pk').pk}/" != f"/jobs/{asked.pk}/"


def test_a_failure_is_said_word_for_word(manager: Actor, browser: Client) -> None:
    asked = enqueue(manager, "refuse")
    work_off()
    assert "There is nothing to count." in browser.get(f"/jobs/{asked.pk}/").content.decode()


def test_others_see_that_it_runs_and_not_what_it_is_about(manager: Actor, director: Actor, client_of: Any) -> None:
    asked = enqueue(manager, "count", title="Secret sheep", to=4)
    work_off()
    watcher = client_of(director.account)
    for address in ("/jobs/?whose=all", f"/jobs/{asked.pk}/"):
        said = watcher.get(address).content.decode()
        assert "Count" in said
        assert not {word for word in ("Secret sheep", "Counted to 4", "counted to the end") if word in said}
    assert watcher.post(f"/jobs/{asked.pk}/again/").status_code == 403
    assert "Count" not in watcher.get("/jobs/").content.decode()


def test_strangers_find_nothing(manager: Actor, organisation: Any, other_organisation: Any, make_account: Any, client_of: Any) -> None:
    asked = enqueue(manager, "count", to=4)
    for account in (make_account(organisation, "sponsor"), make_account(other_organisation, "pmo_director", clearance=2)):
        stranger = client_of(account)
        assert stranger.get(f"/jobs/{asked.pk}/").status_code == 404
        assert stranger.post(f"/jobs/{asked.pk}/cancel/").status_code == 404
        assert "Count" not in stranger.get("/jobs/?whose=all").content.decode()
    assert Job.objects.get().state == JobState.QUEUED


def test_the_clock_is_set_on_its_page(director: Actor, client_of: Any, browser: Client) -> None:
    office = client_of(director.account)
    assert "at 05 past each hour" in office.get("/jobs/schedules/").content.decode()
    wrong = office.post("/jobs/schedules/hourly/", {"cron": "61 7 * * *", "enabled": "on"})
    assert wrong.status_code == 422 and "is no minute" in wrong.content.decode()
    assert office.post("/jobs/schedules/hourly/", {"cron": "0 7 30 2 *", "enabled": "on"}).status_code == 422
    assert not Schedule.objects.exists()
    assert office.post("/jobs/schedules/hourly/", {"cron": "0  7 * * 1", "enabled": "on"}).status_code == 302
    assert "on Monday at 07:00" in office.get("/jobs/schedules/").content.decode()
    assert office.post("/jobs/schedules/hourly/run/").headers["Location"].startswith("/jobs/")
    assert office.post("/jobs/schedules/count/run/").status_code == 404
    assert browser.get("/jobs/schedules/").status_code == 403
    assert browser.post("/jobs/schedules/hourly/", {"cron": "0 8 * * 1"}).status_code == 403
    assert Schedule.objects.get().cron == "0 7 * * 1"
