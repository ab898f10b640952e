"""From nothing to one's own portfolio: three doors, a messy list, its columns, its questions, the check, the load, and the way back."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.journeys.conftest import MakeVisit, Visit

pytestmark = pytest.mark.journey
HEAD = ["Project name", "Project manager", "RAG status", "Budget (£k)", "Finish", "Department", "Board area", "Comments"]
ROWS = [
    ["Rebuild the harbour wall", "Mary Ward", "Amber", "12,500", "03/04/2027", "Port", "Quay", "waits for the permit"],
    ["New ferry terminal", "Tom Lee", "R", "48,000", "31/12/2028", "Port", "Quay", "over budget"],
    ["Customer app", "Ann Ray", "G", "TBC", "30/06/2026", "Digital", "Online", ""],
    ["Move to the cloud", "Ann Ray", "green", "1,200", "n/a", "Digital", "Online", "on track"],
]
AMBIGUOUS = (
    "Projekt;Owner;Status;Budget;Deadline;Notes",
    "Quay lights;Zoë Müller;yellow;1.200;03/04/2027;“soon”",
    "Pilot boat;Tom Lee;rot;12.500;05/06/2027;–",
    ";;;;;",
    "Total;;;13.700;;",
)


def workbook(folder: Path) -> Path:
    """A list as offices keep it: a title above, an empty line within, a total below, texts for numbers."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("List 2026")
    lines = [["Harbour office: projects"], ["printed for the board"], [], HEAD, *ROWS[:2], [], *ROWS[2:], ["Total", "", "", "61,700"]]
    for row, line in enumerate(lines):
        sheet.write_row(row, 0, line)
    book.close()
    path = folder / "our projects FINAL (2).xlsx"
    path.write_bytes(held.getvalue())
    return path


def give(page: Page, path: Path) -> None:
    """The first step of an import."""
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url(re.compile(r"/imports/\d+/\w+/"))


def go_on(page: Page) -> None:
    """Goes on until the check."""
    for _step in range(4):
        if page.url.endswith("/check/"):
            return
        page.get_by_role("button", name="Next").first.click()
        page.wait_for_load_state()
    assert page.url.endswith("/check/"), page.locator("main").inner_text()


def bring(window: Visit, path: Path, *, scripts: bool = True) -> Page:
    """From the three doors to the columns of one's own list."""
    page = window.open("/")
    assert page.locator("h1").inner_text() == "Welcome. What do you have?"
    assert page.locator(".door").count() == 3
    if scripts:
        assert window.serious() == []
    page.get_by_text("Bring my list").click()
    page.wait_for_url("**/imports/new/")
    give(page, path)
    return page


def test_a_messy_spreadsheet_becomes_a_portfolio_and_goes_again(visit: MakeVisit, tmp_path: Path) -> None:
    window = visit(1440, who="guide")
    page = bring(window, workbook(tmp_path))
    page.wait_for_url("**/columns/")
    assert page.locator("main tbody tr").count() == len(HEAD)
    assert window.serious() == []
    page.get_by_label("Board area", exact=True).select_option("own")
    page.locator("input[type=date]").first.fill("2026-03-31")
    go_on(page)
    said = page.locator("main").inner_text()
    assert "Nothing is written yet." in said
    assert window.serious() == []
    page.get_by_role("button", name=re.compile("^Load 4 ")).click()
    page.wait_for_url("**/loaded/")
    page.get_by_role("link", name=re.compile("^Open ")).click()
    page.wait_for_url("**/portfolio/**")
    assert "4 projects" in page.locator(".say").inner_text()
    assert "£62m" in page.locator("main").inner_text()
    window.open("/projects/?q=harbour")
    assert "Rebuild the harbour wall" in page.locator("main").inner_text()

    page.go_back()
    window.open("/imports/")
    page.get_by_role("link", name=re.compile("our projects FINAL")).first.click()
    page.get_by_role("link", name="Undo").click()
    page.get_by_label("Why", exact=False).first.fill("only to try it")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("h1")).to_contain_text("Taken back")
    window.open("/")
    assert page.locator(".door").count() == 3


def test_a_csv_of_another_country_on_a_small_screen(visit: MakeVisit, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes("\r\n".join(AMBIGUOUS).encode("cp1252"))
    window = visit(390, "dark", who="lists")
    page = bring(window, path)
    page.wait_for_url("**/columns/")
    assert window.scrolls_sideways() == []
    for question in page.locator(".question").all():
        if question.locator("select").count():
            options = [option.get_attribute("value") or "" for option in question.locator("option").all()]
            question.locator("select").select_option(next(value for value in options if value))
        elif question.locator("input[type=date]").count():
            question.locator("input").fill("2026-03-31")
        else:
            question.locator("input").fill("EUR")
    go_on(page)
    assert window.serious() + window.scrolls_sideways() == []
    page.get_by_role("button", name=re.compile("^Load 2 ")).click()
    page.wait_for_url("**/loaded/")
    page.get_by_role("link", name=re.compile("^Open ")).click()
    assert "2 projects" in page.locator(".say").inner_text()
    window.open("/search/?q=muller")
    assert "Zoë Müller" in page.locator("main").inner_text()


def test_the_whole_way_without_scripts(visit: MakeVisit, tmp_path: Path) -> None:
    window = visit(390, who="plain", scripts=False)
    page = bring(window, workbook(tmp_path), scripts=False)
    page.get_by_label("Board area", exact=True).select_option("own")
    page.locator("input[type=date]").first.fill("2026-03-31")
    go_on(page)
    said = page.locator("main").inner_text()
    assert "Nothing is written yet." in said
    page.get_by_role("button", name=re.compile("^Load 4 ")).click()
    assert page.url.endswith("/loaded/")
    page.get_by_role("link", name=re.compile("^Open ")).click()
    assert "4 projects" in page.locator(".say").inner_text()

    changed = tmp_path / "our projects FINAL (3).csv"
    changed.write_text("Project name,RAG status,Finish\nRebuild the harbour wall,Red,03/04/2028\nHarbour wall repairs,Green,01/02/2027\n")
    window.open("/imports/new/")
    give(page, changed)
    page.locator("input[type=date]").first.fill("2026-06-30")
    page.get_by_label("Does the day or the month").select_option(label="day first: 31/03/2025")
    go_on(page)
    page.get_by_role("button", name=re.compile("^Load 2 ")).click()
    window.open("/projects/?q=harbour")
    said = page.locator("main").inner_text()
    assert "Rebuild the harbour wall" in said and "Harbour wall repairs" in said

    window.open("/imports/")
    page.get_by_role("link", name=re.compile(r"FINAL \(3\)")).first.click()
    page.get_by_role("link", name="Undo").click()
    page.get_by_label("Why", exact=False).first.fill("only to try it")
    page.get_by_role("button", name="Take it back").click()
    assert "Taken back" in page.locator("h1").inner_text()
    assert "Harbour wall repairs" not in window.open("/projects/?q=harbour").locator("main").inner_text()
