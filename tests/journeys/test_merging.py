"""Projects that changed their names are made one, one that is two is split, and each step is taken back from its notice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MakeVisit

pytestmark = pytest.mark.journey


def test_two_names_become_one_project_and_two_again(visit: MakeVisit) -> None:
    window = visit(1440, who="merger")
    page = window.open("/merge/similar/")
    before = page.locator(".say").inner_text()
    page.get_by_role("link", name=re.compile("^Compare ")).first.click()
    page.wait_for_url(re.compile(r"/merge/PRJ-\d+/PRJ-\d+/"))
    assert window.serious() == []
    page.get_by_label("Why", exact=False).first.fill("the same building under a new name")
    page.get_by_role("button", name="Merge into one project").click()
    page.wait_for_url(re.compile(r"/projects/PRJ-\d+/"))
    notice = page.locator(".toast, [role=status]").filter(has_text="is part of")
    expect(notice.first).to_be_visible()
    merged = page.url
    window.open("/merge/similar/")
    assert page.locator(".say").inner_text() != before
    page.goto(merged)
    window.open("/ledger/")
    assert "Merged two projects" in page.locator("main").inner_text()


def test_a_merge_is_taken_back_from_its_notice(visit: MakeVisit) -> None:
    window = visit(390, who="merger")
    page = window.open("/merge/similar/")
    before = page.locator(".say").inner_text()
    page.get_by_role("link", name=re.compile("^Compare ")).first.click()
    page.wait_for_url(re.compile(r"/merge/PRJ-\d+/PRJ-\d+/"))
    assert window.scrolls_sideways() == []
    page.get_by_label("Why", exact=False).first.fill("the same building under a new name")
    page.get_by_role("button", name="Merge into one project").click()
    page.wait_for_url(re.compile(r"/projects/PRJ-\d+/"))
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_url("**/merge/")
    expect(page.get_by_text("Taken back.").first).to_be_visible()
    window.open("/merge/similar/")
    assert page.locator(".say").inner_text() == before


def test_one_project_is_split_by_its_reports(visit: MakeVisit) -> None:
    window = visit(1440, "dark", who="merger")
    page = window.open("/projects/?q=crossrail")
    page.locator("main table a.pn").first.click()
    page.wait_for_url(re.compile(r"/projects/PRJ-\d+/"))
    ref = re.search(r"PRJ-\d+", page.url)
    assert ref is not None
    window.open(f"/merge/split/{ref[0]}/")
    assert window.serious() == []
    page.locator("input[name=period]").first.check()
    page.get_by_label("Why", exact=False).first.fill("two tunnels, not one")
    page.get_by_role("button", name="Split into two projects").click()
    page.wait_for_url(re.compile(r"/projects/PRJ-\d+/"))
    assert page.url.rstrip("/").rpartition("/")[2] != ref[0]
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_url("**/merge/")
    window.open(f"/merge/split/{ref[0]}/")
    assert page.locator("input[name=period]").count() == 2
