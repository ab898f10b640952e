"""The inbox and the bell of every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.comments.services import add_comment
from steerco.foundation.notices.models import Mute, Notice, Wishes
from steerco.foundation.registers.subjects import Subject


@pytest.fixture
def browser(owner: Actor, client_of: Any) -> Client:
    """The browser of the owner."""
    return client_of(owner.account)


@pytest.fixture
def notice(director: Actor, owner: Actor, at: Subject, committed: Any) -> Notice:
    """A notice in the inbox of the owner."""
    with committed():
        add_comment(by=director, at=at, text="Look at Crossrail")
    return Notice.objects.get()


def said(answer: Any) -> str:
    return answer.content.decode()


def test_the_bell_counts_on_pages_that_are_kept(browser: Client, director: Actor, notice: Notice, at: Subject, committed: Any) -> None:
    for _turn in range(2):
        assert '<span class="n">1</span><span class="sr"> unread notice</span>' in said(browser.get("/projects/"))
    with committed():
        add_comment(by=director, at=at, text="And again")
    assert '<span class="n">2</span>' in said(browser.get("/projects/"))
    browser.post("/inbox/read/")
    page = said(browser.get("/projects/"))
    assert 'class="btn q i bell"' in page and '<span class="n">' not in page.split("bell")[1].split("</a>")[0]


def test_the_bell_takes_one_query(browser: Client, notice: Notice) -> None:
    browser.get("/gallery/")
    with CaptureQueriesContext(connection) as held:
        browser.get("/gallery/")
    assert sum("notices_notice" in query["sql"] for query in held) == 1


def test_a_notice_leads_to_its_record_and_is_read_then(browser: Client, notice: Notice) -> None:
    page = said(browser.get("/inbox/"))
    assert "comments on Crossrail" in page and "Look at Crossrail" in page
    answer = browser.get(f"/inbox/{notice.pk}/")
    assert answer.headers["Location"] == notice.link
    assert "You have seen everything" in said(browser.get("/inbox/"))
    assert "comments on Crossrail" in said(browser.get("/inbox/?show=all"))
    browser.post(f"/inbox/{notice.pk}/unread/")
    assert Notice.objects.get().read_at is None


def test_a_notice_leads_nowhere_outside(browser: Client, notice: Notice) -> None:
    for link in ("https://evil.example/", "//evil.example/", "/\\evil.example/", ""):
        Notice.objects.update(link=link)
        assert browser.get(f"/inbox/{notice.pk}/").headers["Location"] == "/inbox/"


def test_what_may_not_be_seen_any_more_is_not_told_in_the_inbox(browser: Client, notice: Notice, project: Project) -> None:
    Project.objects.update(confidentiality=2)
    page = said(browser.get("/inbox/"))
    assert "Crossrail" not in page and "may not see any more" in page


def test_nobody_opens_the_notices_of_another(
    director: Actor, notice: Notice, client_of: Any, make_account: Any, other_organisation: Any
) -> None:
    for account in (director.account, make_account(other_organisation, "pmo_director")):
        stranger = client_of(account)
        assert "Crossrail" not in said(stranger.get("/inbox/?show=all"))
        assert stranger.get(f"/inbox/{notice.pk}/").status_code == 404
        assert stranger.post(f"/inbox/{notice.pk}/mute/", {"what": "record"}).status_code == 404
        stranger.post("/inbox/read/", {"pk": notice.pk})
        stranger.post("/inbox/read/")
    notice.refresh_from_db()
    assert notice.read_at is None
    assert not Mute.objects.exists()


def test_records_and_kinds_are_muted_from_the_inbox_and_back_in_the_settings(browser: Client, notice: Notice, project: Project) -> None:
    browser.post(f"/inbox/{notice.pk}/mute/", {"what": "record"})
    browser.post(f"/inbox/{notice.pk}/mute/", {"what": "kind"})
    assert (Mute.objects.count(), Wishes.objects.get().muted_kinds) == (1, ["comment_owned"])
    page = said(browser.get("/inbox/settings/"))
    assert "Crossrail" in page
    browser.post("/inbox/settings/", {"unmute": f"projects.project {project.pk}"})
    assert not Mute.objects.exists()


def test_wishes_are_kept_and_halves_refused(browser: Client, notice: Notice) -> None:
    given = {"mail": "daily", "quiet_from": "20:00", "quiet_to": "07:00", "wanted": ["mention", "job_failed"]}
    assert browser.post("/inbox/settings/", given).status_code == 302
    held = Wishes.objects.get()
    assert (held.mail, held.quiet_from.hour, "mention" in held.muted_kinds, "comment_owned" in held.muted_kinds) == (
        "daily",
        20,
        False,
        True,
    )
    assert "glass_broken" not in held.muted_kinds
    half = browser.post("/inbox/settings/", {**given, "quiet_to": ""})
    assert half.status_code == 422 and "or neither" in said(half)
    assert browser.post("/inbox/settings/", {**given, "mail": "hourly"}).status_code == 422
    held.refresh_from_db()
    assert held.mail == "daily"
