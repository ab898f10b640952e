"""The thread as a page and as a part of other pages, with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.comments.models import Comment
from steerco.foundation.comments.services import add_comment
from steerco.foundation.registers.subjects import subject


@pytest.fixture
def project(director: Actor) -> Project:
    """A project to speak about."""
    return create_project(by=director, name="Crossrail", category="Rail")


@pytest.fixture
def manager(organisation: Any, make_account: Any) -> Actor:
    """Somebody who sees the project."""
    return Actor.of(make_account(organisation, "project_manager"), organisation, entrance="page")


@pytest.fixture
def browser(manager: Actor, client_of: Any) -> Client:
    """The browser of whoever sees the project."""
    return client_of(manager.account)


def said(answer: Any) -> str:
    return answer.content.decode()


def test_the_page_of_a_record_brings_its_thread_in(director: Actor, project: Project, browser: Client, client_of: Any) -> None:
    page = said(browser.get(f"/projects/{project.ref}/"))
    assert f'hx-get="/comments/projects/{project.ref}/?part=thread"' in page
    assert f'<a href="/comments/projects/{project.ref}/">' in page
    from steerco.capabilities.projects.services import create_programme

    programme = create_programme(by=director, name="Railways")
    assert f"/comments/programmes/{programme.ref}/" in said(client_of(director.account).get(f"/programmes/{programme.ref}/"))


def test_who_may_only_read_is_told_so(project: Project, browser: Client, organisation: Any, make_account: Any, client_of: Any) -> None:
    address, told = f"/comments/projects/{project.ref}/", "You can read here, and not write."
    guest = client_of(make_account(organisation, "guest", scope=("project", project.pk)))
    page = said(guest.get(address))
    assert told in page and "Add comment" not in page
    assert (guest.post(address, {"text": "Hello"}).status_code, Comment.objects.count()) == (403, 0)
    assert told not in said(browser.get(address))


def test_without_scripts_one_reads_and_writes_on_a_page(project: Project, browser: Client) -> None:
    address = f"/comments/projects/{project.ref}/"
    assert "Nobody has said anything here yet" in said(browser.get(address))
    answer = browser.post(address, {"text": "Is **this** right?"})
    made = Comment.objects.get()
    assert answer.headers["Location"] == f"{address}#comment-{made.pk}"
    assert "Is <strong>this</strong> right?" in said(browser.get(address))


def test_with_scripts_only_the_thread_comes_back(project: Project, browser: Client) -> None:
    address = f"/comments/projects/{project.ref}/?part=thread"
    refused = browser.post(address, {"text": "@Nobody there?"})
    assert refused.status_code == 422
    assert "Nobody here is called" in said(refused)
    assert "@Nobody there?" in said(refused)
    fine = browser.post(address, {"text": "Hello"})
    assert fine.status_code == 200
    assert said(fine).startswith("<section") and "Hello" in said(fine)
    assert Comment.objects.count() == 1


def test_a_new_comment_shows_on_a_page_that_was_kept(director: Actor, project: Project, manager: Actor, browser: Client) -> None:
    address = f"/comments/projects/{project.ref}/?part=thread"
    assert "News" not in said(browser.get(address))
    add_comment(by=director, at=subject(director, "projects", project.ref), text="News")
    assert "News" in said(browser.get(address))


def test_a_comment_is_changed_taken_away_and_put_back(project: Project, browser: Client) -> None:
    address = f"/comments/projects/{project.ref}/"
    browser.post(address, {"text": "Frist"})
    made = Comment.objects.get()
    assert "Frist" in said(browser.get(f"/comments/{made.pk}/edit/"))
    assert browser.post(f"/comments/{made.pk}/edit/", {"text": "First", "version": "1"}).status_code == 302
    stale = browser.post(f"/comments/{made.pk}/edit/", {"text": "Second", "version": "1"})
    assert stale.status_code == 422 and "Somebody changed" in said(stale)
    assert "edited" in said(browser.get(address))
    assert browser.post(f"/comments/{made.pk}/remove/").status_code == 302
    page = said(browser.get(address))
    assert "Taken away by" in page and f"/comments/{made.pk}/restore/" in page and "First" not in page
    browser.post(f"/comments/{made.pk}/restore/")
    assert "First" in said(browser.get(address))


def test_others_comments_need_the_right_and_a_reason(director: Actor, project: Project, browser: Client, client_of: Any) -> None:
    made = add_comment(by=director, at=subject(director, "projects", project.ref), text="Official")
    assert browser.post(f"/comments/{made.pk}/remove/").status_code == 403
    assert browser.get(f"/comments/{made.pk}/edit/").status_code == 403
    assert browser.post(f"/comments/{made.pk}/edit/", {"text": "Mine"}).status_code == 403
    assert browser.post(f"/comments/{made.pk}/restore/").status_code == 403
    browser.post(f"/comments/projects/{project.ref}/", {"text": "Mine"})
    own = Comment.objects.latest("pk")
    office = client_of(director.account)
    assert office.post(f"/comments/{own.pk}/remove/", {"reason": ""}).status_code == 422
    made.refresh_from_db()
    own.refresh_from_db()
    assert (made.text, own.text) == ("Official", "Mine")


def test_who_sees_no_record_sees_no_comment(director: Actor, browser: Client) -> None:
    secret = create_project(by=director, name="Secret", confidentiality=2)
    made = add_comment(by=director, at=subject(director, "projects", secret.ref), text="Hidden")
    for address in (
        f"/comments/projects/{secret.ref}/",
        f"/comments/{made.pk}/edit/",
        f"/comments/{made.pk}/remove/",
        f"/comments/projects/{secret.ref}/people/?q=a",
    ):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/comments/projects/{secret.ref}/", {"text": "Hello"}).status_code == 404
    assert browser.get("/comments/nothing/1/").status_code == 404
    assert Comment.objects.count() == 1


def test_names_are_offered_of_those_who_see_the_record(
    director: Actor, organisation: Any, project: Project, browser: Client, make_account: Any
) -> None:
    for role, name in (("sponsor", "Ada Lovelace"), ("requester", "Ada Blind")):
        account = make_account(organisation, role)
        account.name = name
        account.save()
    for typed in ("ada", "love", "Ada L"):
        found = said(browser.get(f"/comments/projects/{project.ref}/people/", {"q": typed}))
        assert 'data-name="Ada Lovelace"' in found and "Blind" not in found
    assert "button" not in said(browser.get(f"/comments/projects/{project.ref}/people/"))
    assert "button" not in said(browser.get(f"/comments/projects/{project.ref}/people/?q=zz"))
