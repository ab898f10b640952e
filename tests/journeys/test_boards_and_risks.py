"""A board meets, from its agenda to approved minutes; a risk happens and becomes an issue: both between two people, by the pages alone."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import MakeVisit, Visit

pytestmark = pytest.mark.journey


def step(page: Page, act: str) -> Locator:
    """The form of a step of a meeting."""
    return page.locator(f"form:has(input[name=act][value={act}])")


def take(page: Page, act: str) -> None:
    """Takes the step and waits for the page as it is then."""
    with page.expect_navigation():
        step(page, act).locator("button").last.click()
    expect(page.locator("main .cap.refused, main .note.r")).to_have_count(0)


def add(window: Visit, kind: str, button: str, **given: str) -> Page:
    """Adds a record by its form."""
    page = window.open(f"/{kind}/new/")
    for name, value in given.items():
        field = page.locator(f".record-form [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(**({"index": 1} if value == "first" else {"label": value}))
        else:
            field.fill(value)
    page.get_by_role("button", name=button).click()
    page.wait_for_url(lambda address: "/new/" not in address)
    return page


def test_a_board_meets_from_its_agenda_to_minutes_that_another_approves(visit: MakeVisit) -> None:
    director, office = visit(1440, who="edits"), visit(1440, who="second")
    for name in ("Ada Chair", "Ben Member"):
        add(director, "people", "Add person", name=name)
    page = add(office, "boards", "Add board", name="Investment board", portfolio="first", chair="Ada Chair")
    office.open("/boards/")
    page.get_by_role("link", name="Investment board").first.click()
    seats = page.locator("form:has(select[name=person])")
    seats.locator("[name=person]").select_option(label="Ben Member")
    with page.expect_navigation():
        seats.locator("button").last.click()
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    add(office, "meetings", "Add meeting", board="Investment board", on=day.isoformat())
    if "/meetings/MTG-" not in page.url:
        office.open("/meetings/")
        page.locator("main table a[href*='/meetings/MTG-']").first.click()
        page.wait_for_url("**/meetings/MTG-*/")
    address = office.path
    take(page, "agenda")
    point = step(page, "point")
    point.locator("[name=kind]").select_option("decision")
    point.locator("[name=title]").fill("Release of the contingency")
    point.locator("[name=project]").select_option(index=1)
    point.locator("[name=asked]").fill("May the project draw on it until March?")
    take(page, "point")
    step(page, "papers").locator("[name=leave]").fill("Given by Ada Chair by telephone")
    take(page, "papers")
    for seat in step(page, "hold").locator("[name=present]").all():
        seat.check()
    take(page, "hold")
    expect(page.locator(".say")).to_contain_text("There is a quorum.")
    expect(step(page, "decide")).to_have_count(0)  # an analyst prepares, and decides nothing
    held = director.open(address)
    decide = step(held, "decide")
    decide.locator("[name=item]").select_option(index=1)
    decide.locator("[name=words]").fill("Released until 31 March, with a report each month.")
    for voter in decide.locator("[name=in_favour]").all():
        voter.check()
    take(held, "decide")
    expect(held.locator("main")).to_contain_text("Released until 31 March")
    expect(held.locator("main")).to_contain_text("Ben Member: in favour")
    office.open(address)
    given = step(page, "action")
    given.locator("[name=project]").select_option(index=1)
    given.locator("[name=title]").fill("Report on the contingency")
    given.locator("[name=owner]").select_option(label="Ben Member")
    given.locator("[name=due_on]").fill((day + dt.timedelta(days=30)).isoformat())
    take(page, "action")
    step(page, "minutes").locator("[name=minutes]").fill("The contingency was released after a short discussion.")
    take(page, "minutes")
    expect(step(page, "approve")).to_have_count(0)
    director.open(address)
    take(held, "approve")
    take(held, "close")
    expect(held.locator(".say")).to_contain_text("Closed")
    expect(held.locator("main")).to_contain_text("Report on the contingency")
    assert director.serious() + director.scrolls_sideways() == []
    held.set_viewport_size({"width": 390, "height": 844})
    assert director.scrolls_sideways() == []
    director.open("/decisions/?every=1")  # it is in force: no longer among those that are open
    expect(held.locator("main")).to_contain_text("Release of the contingency")


def test_a_risk_happens_and_becomes_an_issue_with_its_fallback_plan(visit: MakeVisit) -> None:
    window = visit(1440, who="edits")
    page = add(
        window, "risks", "Add risk", project="first", title="The only supplier fails", cause="One supplier makes the part",
        event="It goes out of business", effect="The line stands still", probability="40", cost_amount="1000000",
        fallback="Buy from the reserve of the neighbour",
    )  # fmt: skip
    window.open("/risks/")
    page.locator("main table a[href*='/risks/RSK-']").first.click()
    page.get_by_role("link", name="This happened").first.click()
    page.locator(".record-form [name=reason]").fill("Insolvency was filed")
    page.get_by_role("button", name="This happened").click()
    page.wait_for_url("**/issues/**")
    expect(page.locator("main")).to_contain_text("The only supplier fails")
    expect(page.locator("main")).to_contain_text("Buy from the reserve of the neighbour")
    assert window.serious() + window.scrolls_sideways() == []
