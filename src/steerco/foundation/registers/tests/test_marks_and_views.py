"""Marks by rule and the view that a list opens with: kept in the address and the saved view, for oneself or for everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.models import PinnedFilters, SavedView

pytestmark = pytest.mark.django_db
LIST = "/projects/"


@pytest.fixture
def two(organisation: Organisation) -> None:
    """Two projects, of which one ends early."""
    make_project(organisation, "Early", end_on=dt.date(2020, 1, 1), category="Rail")
    make_project(organisation, "Late", end_on=dt.date(2030, 1, 1))


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    """The browser of a director."""
    assert director.account is not None
    return client_of(director.account)  # type: ignore[no-any-return]


def words(answer: Any) -> str:
    """What an answer says."""
    return str(answer.content.decode())


def test_a_rule_marks_cells_by_colour_sign_and_word(browser: Client, two: None) -> None:
    asked = browser.get(LIST, {"pick": "end", "op": "before", "v": "2025-01-01", "mark": "r"})
    assert (asked.status_code, asked["Location"]) == (302, "/projects/?m=r:end:before:2025-01-01")
    shown = words(browser.get(asked["Location"]))
    assert shown.count('<td data-l="End date"><span class="hue r">') == 1
    assert '<span class="sr">act: </span>' in shown and "#alert-circle" in shown
    assert "Take away the mark act: End date is before 2025-01-01" in shown
    both = words(browser.get(f"{LIST}?m=r:end:before:2025-01-01&m=g:category:is:Rail&m=a:category:missing&cols=name,end,category"))
    assert (both.count('<span class="hue g"><svg'), both.count('<td data-l="Category"><span class="hue a">')) == (1, 1)
    odd = words(browser.get(f"{LIST}?m=r:end:min:3&m=x:end:is:1&m=r"))
    assert "can&#x27;t be filtered by" in odd or "can’t be filtered by" in odd


def test_marks_are_kept_with_a_view_and_leave_rows_and_files_alone(browser: Client, two: None) -> None:
    state = "m=r:end:before:2025-01-01&sort=-end"
    browser.post("/projects/views/", {"name": "Marked", "query": state})
    view = SavedView.objects.get()
    assert view.query == state
    assert 'class="hue r"' in words(browser.get(LIST, {"view": view.pk}))
    file = b"".join(browser.get(f"/projects/export.csv?{state}")).decode()  # type: ignore[arg-type]
    assert "Early" in file and "Late" in file and "act" not in file


def test_a_list_opens_with_the_view_that_one_chose_else_with_that_of_everybody(
    browser: Client, two: None, organisation: Organisation, make_account: MakeAccount, client_of: Any
) -> None:
    browser.post("/projects/views/", {"name": "Rail", "query": "f=category:is:Rail", "shared": "1"})
    browser.post("/projects/views/", {"name": "Mine", "query": "f=name:is:Late"})
    rail, mine = SavedView.objects.get(name="Rail"), SavedView.objects.get(name="Mine")
    reader = client_of(make_account(organisation, "auditor"))
    assert "Late" in words(reader.get(LIST))
    browser.post("/projects/views/", {"view": rail.pk, "opens": "all"})
    browser.post("/projects/views/", {"view": mine.pk, "opens": "me"})
    shown = words(reader.get(LIST))
    assert "Early" in shown and ">Late<" not in shown
    own = words(browser.get(LIST))
    assert ">Late<" in own and ">Early<" not in own
    every = words(browser.get(f"{LIST}?every=1"))
    assert ">Late<" in every and ">Early<" in every
    assert ">Early<" in words(browser.get(f"{LIST}?f=category:is:Rail"))
    before = Revision.objects.count()
    refused = reader.post("/projects/views/", {"view": rail.pk, "opens": "not-all"})
    assert (refused.status_code, Revision.objects.count()) == (403, before)
    assert reader.post("/projects/views/", {"view": mine.pk, "opens": "me"}).status_code == 404
    browser.post("/projects/views/", {"view": mine.pk, "opens": "not-me"})
    browser.post("/projects/views/", {"view": rail.pk, "opens": "not-all"})
    assert list(SavedView.objects.values_list("opens_for", flat=True)) == [[], []]
    assert ">Late<" in words(browser.get(LIST))


def test_a_pinned_filter_stays_when_another_view_is_opened(browser: Client, two: None, organisation: Organisation) -> None:
    make_project(organisation, "Third", end_on=dt.date(2030, 1, 1), category="Rail")
    browser.post("/projects/views/", {"name": "Ends late", "query": "f=end:after:2025-01-01"})
    view = SavedView.objects.get()
    shown = words(browser.get(f"{LIST}?f=category:is:Rail"))
    assert 'href="?pf=category:is:Rail"' in shown and "Pin Category: Rail" in shown
    pinned = words(browser.get(f"{LIST}?pf=category:is:Rail"))
    assert ">Early<" in pinned and ">Third<" in pinned and ">Late<" not in pinned
    assert (
        f'href="?pf=category:is:Rail&amp;view={view.pk}">Ends late</a><a class="n w" data-why' in pinned
        and "Ends late: how 1 came about" in pinned
    )
    both = words(browser.get(f"{LIST}?pf=category:is:Rail&view={view.pk}"))
    assert ">Third<" in both and ">Early<" not in both and ">Late<" not in both
    assert "Take away the pinned filter Category: Rail" in both and "View changed" not in both
    picks = both[both.index('id="picked"') :]
    assert '<input type="hidden" name="f" value="category:is:Rail">' in picks and 'name="pf"' not in picks.partition("</form>")[0]
    file = b"".join(browser.get(f"/projects/export.csv?pf=category:is:Rail&view={view.pk}")).decode()  # type: ignore[arg-type]
    assert "Third" in file and "Early" not in file and "Late" not in file


def test_what_no_text_can_hold_is_neither_pinned_nor_kept_with_a_view(browser: Client, two: None) -> None:
    odd = "f=category:is:R%00&q=a%00b&pf=category:is:%00&pf=category:is:Rail"
    browser.post("/projects/views/", {"pins": "keep", "query": odd})
    assert PinnedFilters.objects.get().filters == ["category:is:Rail"]
    browser.post("/projects/views/", {"name": "Odd", "query": odd})
    assert SavedView.objects.get().query == "q=ab"


def test_pins_are_kept_for_oneself_until_they_are_forgotten(
    browser: Client, two: None, organisation: Organisation, make_account: MakeAccount, client_of: Any
) -> None:
    kept = browser.post("/projects/views/", {"pins": "keep", "query": "pf=category:is:Rail&sort=-end"})
    assert kept["Location"] == "/projects/?sort=-end&pf=category:is:Rail"
    shown = words(browser.get(LIST))
    assert ">Early<" in shown and ">Late<" not in shown
    assert "Take away the pinned filter Category: Rail" in shown and "Don’t open the list with pins" in shown
    assert ">Late<" in words(browser.get(f"{LIST}?every=1")) and 'href="?every=1"' in shown
    assert ">Late<" in words(browser.get(f"{LIST}?f=name:is:Late"))
    other = client_of(make_account(organisation, "auditor"))
    assert ">Late<" in words(other.get(LIST))
    browser.post("/projects/views/", {"name": "Ends late", "query": "f=end:after:2025-01-01"})
    browser.post("/projects/views/", {"view": SavedView.objects.get().pk, "opens": "me"})
    assert "No projects match" in words(browser.get(LIST))
    forgotten = browser.post("/projects/views/", {"pins": "forget", "query": "pf=category:is:Rail"})
    assert forgotten["Location"] == "/projects/?every=1"
    assert PinnedFilters.objects.count() == 0
    assert ">Late<" in words(browser.get(LIST))
    before = Revision.objects.count()
    browser.post("/projects/views/", {"pins": "forget"})
    assert Revision.objects.count() == before
