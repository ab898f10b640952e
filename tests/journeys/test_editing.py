"""A list edited like a spreadsheet, by keys alone and on a phone: the edit war, a pasted block, many rows, order, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import MakeVisit, Visit, words

pytestmark = pytest.mark.journey
LIST = "/projects/?cols=ref,name,unit,end,whole_life_cost,category&sort=name&every=1"
NAME, UNIT, END, COST, CATEGORY = 2, 3, 4, 5, 6


def cell(page: Page, row: int, column: int) -> Locator:
    """A cell of the list."""
    return page.locator("table[data-sheet] [data-row]").nth(row).locator("td").nth(column)


def to_cell(page: Page, row: int, column: int) -> None:
    """Goes to a cell by keys: the tab stop of the list, then arrows."""
    page.locator("table[data-sheet] td[tabindex]").focus()
    page.keyboard.press("Control+Home")
    for _step in range(row):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _step in range(column - 1):
        page.keyboard.press("ArrowRight")
    expect(cell(page, row, column)).to_be_focused()


def type_into(page: Page, text: str, key: str = "Enter") -> None:
    """Opens the editor of the cell that one is at, and writes."""
    page.keyboard.press("Enter")
    expect(page.locator(".edr .cell")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press(key)


def after_loading(page: Page, act: Callable[[], object]) -> None:
    """Waits for the page that an act shows anew."""
    with page.expect_navigation():
        act()


def test_cells_are_written_refused_and_taken_back_by_the_keyboard_alone(visit: MakeVisit) -> None:
    window = visit(1440, who="edits")
    page = window.open(LIST)
    before = words(cell(page, 0, END))
    to_cell(page, 0, END)
    type_into(page, "9 Oct 2031", "Tab")
    expect(cell(page, 0, END)).to_have_text(re.compile(r"9.Oct.2031"))
    expect(page.locator(".edr .cell")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("lots")
    page.keyboard.press("Enter")
    expect(page.locator(".edm .refused")).to_contain_text("is not a number")
    assert window.serious() == []
    page.keyboard.press("Escape")
    expect(page.locator(".edr")).to_have_count(0)
    expect(page.locator(".toasts")).to_contain_text("End date of")
    after_loading(page, lambda: page.keyboard.press("Control+z"))
    assert words(cell(page, 0, END)) == before
    expect(page.locator(".toasts")).to_contain_text("Undone: End date of")
    after_loading(page, lambda: page.keyboard.press("Control+Shift+z"))
    expect(cell(page, 0, END)).to_have_text(re.compile(r"9.Oct.2031"))
    after_loading(page, lambda: page.locator(".toasts").get_by_role("button", name="Undo").click())
    assert words(cell(page, 0, END)) == before
    assert window.serious() == []


@pytest.mark.parametrize(("choice", "shown"), [("Keep theirs", r"9.Apr.2032"), ("Use mine", r"9.Oct.2032")])
def test_an_edit_war_shows_both_values_and_writes_only_what_is_chosen(visit: MakeVisit, choice: str, shown: str) -> None:
    mine, theirs = visit(1440, who="edits"), visit(1440, who="second")
    ours, other = mine.open(LIST), theirs.open(LIST)
    row = 2 if choice == "Keep theirs" else 3
    to_cell(ours, row, END)
    ours.keyboard.press("Enter")
    expect(ours.locator(".edr .cell")).to_be_focused()
    to_cell(other, row, END)
    type_into(other, "9 Apr 2032")
    expect(cell(other, row, END)).to_have_text(re.compile(r"9.Apr.2032"))
    ours.keyboard.press("Control+a")
    ours.keyboard.type("9 Oct 2032")
    ours.keyboard.press("Enter")
    question = ours.get_by_role("dialog", name="Somebody changed this before you saved")
    expect(question).to_be_visible()
    told = words(question)
    assert "Rail sponsor, just now" in told
    assert "9 Apr 2032" in told
    assert "9 Oct 2032" in told
    assert mine.serious() == []
    question.get_by_role("button", name=choice).focus()
    ours.keyboard.press("Enter")
    expect(question).to_have_count(0)
    expect(cell(ours, row, END)).to_have_text(re.compile(shown))
    theirs.open(LIST)
    expect(cell(other, row, END)).to_have_text(re.compile(shown))


def paste(window: Visit, text: str) -> None:
    """Pastes a text as if it had been copied in a spreadsheet."""
    page = window.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=window.site.address)
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    after_loading(page, lambda: page.keyboard.press("Control+v"))


def test_a_block_is_pasted_put_right_and_taken_back_by_the_keyboard_alone(visit: MakeVisit) -> None:
    window = visit(1440, who="edits")
    page = window.open(LIST)
    before = [words(cell(page, row, CATEGORY)) for row in range(6)]
    to_cell(page, 4, COST)
    paste(window, "£2.5m\tRail\nmuch\tSea")
    assert page.locator(".say b").all_inner_texts() == ["3", "1"]
    assert window.serious() == []
    wrong = page.get_by_role("textbox", name=re.compile("Whole-life cost"))
    expect(wrong).to_have_value("much")
    wrong.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("3bn")
    page.get_by_role("button", name="Paste", exact=True).focus()
    after_loading(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_url("**/projects/?**")
    expect(page.locator(".toasts")).to_contain_text("4 cells changed.")
    window.open(LIST)
    assert [words(cell(page, row, CATEGORY)) for row in (4, 5)] == ["Rail", "Sea"]
    assert [words(cell(page, row, COST)) for row in (4, 5)] == ["2.5", "3,000"]
    to_cell(page, 4, COST)
    after_loading(page, lambda: page.keyboard.press("Control+z"))
    assert [words(cell(page, row, CATEGORY)) for row in range(6)] == before


def test_many_rows_are_changed_as_one_act_by_the_keyboard_alone(visit: MakeVisit) -> None:
    window = visit(1440, who="edits")
    page = window.open(f"{LIST}&f=unit:is:DFT")
    page.locator("[data-pick-all]").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-bulk]")).to_be_visible()
    assert window.serious() == []
    page.get_by_role("button", name="Set field").focus()
    after_loading(page, lambda: page.keyboard.press("Enter"))
    after_loading(page, lambda: page.locator("#column").select_option("start"))
    page.locator("#value").fill("1 Jan 2020")
    page.locator("#reason").fill("agreed on the board")
    after_loading(page, lambda: page.get_by_role("button", name="See what happens").click())
    assert "will change" in page.locator(".say").inner_text()
    assert "Nothing is written yet" in page.locator(".say").inner_text()
    assert window.serious() == []
    after_loading(page, lambda: page.get_by_role("button", name=re.compile(r"^Change \d+ projects")).click())
    page.wait_for_url("**/projects/?**")
    expect(page.locator(".toasts")).to_contain_text("projects changed.")
    after_loading(page, lambda: page.locator(".toasts").get_by_role("button", name="Undo").click())
    expect(page.locator(".toasts")).to_contain_text("Undone:")


def test_rows_are_put_into_an_order_by_keys_and_by_hand(visit: MakeVisit) -> None:
    window = visit(1440, who="edits")
    page = window.page
    for label in ("Alpha", "Beta", "Gamma"):
        window.open("/fields/new/?register=projects&kind=text")
        page.get_by_label("Label").fill(label)
        after_loading(page, lambda: page.get_by_role("button", name="Add field").click())
    window.open("/fields/")

    def labels() -> list[str]:
        return [words(each) for each in page.locator("[data-row] td.k1").all()]

    page.get_by_role("button", name="Move Gamma").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".toasts")).to_contain_text("Gamma is now 2 of 3.")
    assert labels() == ["Alpha", "Gamma", "Beta"]
    assert window.serious() == []
    grip, below = (page.get_by_role("button", name=f"Move {name}").bounding_box() for name in ("Alpha", "Beta"))
    assert grip is not None
    assert below is not None
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(below["x"] + 5, below["y"] + 14, steps=6)
    page.mouse.up()
    expect(page.locator(".toasts")).to_contain_text("Alpha is now 3 of 3.")
    window.open("/fields/")
    assert labels() == ["Gamma", "Beta", "Alpha"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_cell_and_a_block_on_a_phone(visit: MakeVisit, scheme: str) -> None:
    window = visit(390, scheme, who="edits")
    page = window.open(LIST)
    place = cell(page, 7, CATEGORY)
    before = words(place)
    place.tap()
    control = page.locator(".edr .cell")
    control.fill(f"By the {scheme} phone")
    assert window.serious() == []
    assert window.scrolls_sideways() == []
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(place).to_have_text(f"By the {scheme} phone")
    after_loading(page, lambda: page.locator(".toasts").get_by_role("button", name="Undo").tap())
    assert words(cell(page, 7, CATEGORY)) == before
    page.locator("tbody [data-pick]").first.tap()
    expect(page.locator("[data-bulk]")).to_contain_text("1 selected")
    assert window.scrolls_sideways() == []
    window.open("/projects/paste/?cols=name,category")
    page.locator("#block").fill("Rail\nSea")
    page.locator("#start").select_option("category")
    after_loading(page, lambda: page.get_by_role("button", name="See what happens").tap())
    assert window.serious() == []
    assert window.scrolls_sideways() == []


def test_without_scripts_the_forms_do_the_same(visit: MakeVisit) -> None:
    window = visit(1440, who="edits", scripts=False)
    page = window.open("/projects/paste/?cols=name,category&sort=name")
    page.locator("#block").fill("Plain")
    page.locator("#start").select_option("category")
    page.get_by_role("button", name="See what happens").click()
    page.get_by_role("button", name="Paste", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toasts")).to_contain_text("Undone:")


def test_marks_by_rule_pins_and_an_opening_view_stay_with_the_list(visit: MakeVisit) -> None:
    window = visit(1440, who="merger")
    page = window.open("/projects/?every=1&cols=ref,name,unit,end&pick=end&op=before&v=2021-01-01&mark=r")
    expect(page.locator("td .hue.r").first).to_contain_text("act:")
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Keep this list as a view").fill("Ends early")
    after_loading(page, lambda: page.get_by_role("button", name="Save view").click())
    page.get_by_role("button", name="Save as view").click()
    after_loading(page, lambda: page.get_by_role("button", name="Open the list with it, for me").click())
    window.open("/projects/?f=unit:is:MOD")
    page.get_by_role("button", name="Save as view").click()
    after_loading(page, lambda: page.get_by_role("link", name=re.compile("^Pin ")).click())
    page.get_by_role("button", name="Save as view").click()
    assert window.serious() == []
    after_loading(page, lambda: page.get_by_role("button", name="Open the list with these pins, for me").click())
    window.open("/projects/")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Ends early")
    expect(page.get_by_role("link", name=re.compile("^Take away the pinned filter"))).to_be_visible()
    expect(page.locator(".fchip.hue.r")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert window.scrolls_sideways() == []
    page.get_by_role("button", name="Save as view").click()
    after_loading(page, lambda: page.get_by_role("button", name="Don’t open the list with pins").click())
    window.open("/projects/")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Ends early")
    expect(page.get_by_role("link", name=re.compile("^Take away the pinned filter"))).to_have_count(0)
