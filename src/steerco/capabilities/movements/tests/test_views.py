"""Two dates beside each other: counts, the list of movements, its files, and who may not see them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from steerco.capabilities.projects.models import Portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., Any]
ADDRESSES = ["/portfolio/gmpp/compare/", "/portfolio/gmpp/compare/movements.csv", "/portfolio/gmpp/compare/movements.xlsx"]


@pytest.fixture
def visitor(gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> Client:
    return client_of(make_account(gmpp.organisation, "pmo_director", clearance=2))


def text_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_two_dates_beside_each_other(visitor: Client) -> None:
    text = text_of(visitor.get("/portfolio/gmpp/compare/?as_of=2023-03-31&against=2021-03-31"))

    assert "From 2021 to 2023: 138 projects are in both, 106 joined, 46 left." in text
    assert "Of 129 comparable ratings 19 got worse and 24 better." in text
    assert "Amber 157 183 +26" in text
    assert "different projects: not compared" in text
    assert "Ratings on three points: 2022: five points become three." in text
    assert "Joined 106" in text


def test_the_kinds_of_movement_narrow_the_list(visitor: Client) -> None:
    page = visitor.get("/portfolio/gmpp/compare/?kind=left")
    text = text_of(page)

    assert "Rows 1 to 46 of 46" in text or "46" in text
    assert "Complex Weapons" in text
    assert "End date" not in page.content.decode().partition('<table class="lead cards moves">')[2].partition("</table>")[0]


def test_the_list_is_filtered_and_sorted_by_its_address_alone(visitor: Client) -> None:
    def rows(query: str) -> list[tuple[str, str]]:
        page = unescape(visitor.get(f"/portfolio/gmpp/compare/?{query}").content.decode())
        return re.findall(r'<a class="pn" href="[^"]*">([^<]*)</a><span class="ps">([^<]*)</span>', page)

    assert {unit for _name, unit in rows("unit=DFT&way=worse")} == {"DFT"}
    assert {name for name, _unit in rows("q=crossrail")} == {"Crossrail Programme"}
    names = [name for name, _unit in rows("sort=name&kind=end")]
    assert names == sorted(names, key=str.casefold) and names != [name for name, _unit in rows("kind=end")]
    assert next(name for name, _unit in rows("sort=-change&kind=end")) == "Lightning Programme"
    page = unescape(visitor.get("/portfolio/gmpp/compare/?kind=end&way=better&sort=-name&as_of=2023-03-31").content.decode())
    assert 'aria-sort="descending"' in page and "as_of=2023-03-31&kind=cost&way=better&sort=-name" in page
    assert (
        'name="kind" value="end"' in page
        and 'value="-name" selected' in page
        and "movements.csv?as_of=2023-03-31&kind=end&way=better" in page
    )
    file = visitor.get("/portfolio/gmpp/compare/movements.csv?kind=end&way=better").content.decode()
    assert len(list(csv.DictReader(io.StringIO(file)))) == 9
    assert "No movement matches." in visitor.get("/portfolio/gmpp/compare/?q=nowhere").content.decode()
    assert len(rows("way=sideways&sort=weather&kind=weather")) == 50


def test_the_only_portfolio_opens_by_itself(visitor: Client) -> None:
    assert visitor.get("/portfolio/movements/").headers["Location"] == "/portfolio/gmpp/compare/"


def test_several_portfolios_are_a_choice(visitor: Client, gmpp: Actor) -> None:
    with revise(gmpp, "open_portfolio") as revision:
        revision.create(Portfolio(ref="two", name="A second portfolio"))

    assert "A second portfolio" in text_of(visitor.get("/portfolio/movements/"))


def test_two_reports_on_five_points_are_compared_on_five(visitor: Client) -> None:
    text = text_of(visitor.get("/portfolio/gmpp/compare/?as_of=2021-03-31"))

    assert "From 2020 to 2021: 89 projects are in both, 95 joined, 36 left." in text
    assert "Of 85 comparable ratings 11 got worse and 32 better." in text
    assert "Amber/Red 32 44 +12" in text
    assert "three points" not in text


def test_the_first_report_has_nothing_to_compare_with(visitor: Client) -> None:
    assert "Nothing to compare yet" in text_of(visitor.get("/portfolio/gmpp/compare/?as_of=2014-12-31"))


def test_the_movements_as_files(visitor: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(visitor.get("/portfolio/gmpp/compare/movements.csv").content.decode())))
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get("/portfolio/gmpp/compare/movements.xlsx").content))

    kinds = [row["What"] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {"rating": 43, "end": 69, "cost": 104, "joined": 106, "left": 46}
    assert len(book.get_sheet_by_index(0).to_python()) == len(rows) + 1
    assert visitor.get("/portfolio/gmpp/compare/movements.exe").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_else_sees_them(
    gmpp: Actor, other_organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Any], Client], address: str
) -> None:
    revisions = Revision.objects.count()
    strangers = [
        make_account(other_organisation, "pmo_director", clearance=2),
        make_account(gmpp.organisation),
        make_account(gmpp.organisation, "requester"),
    ]

    assert [client_of(stranger).get(address).status_code for stranger in strangers] == [404, 404, 404]
    assert Client().get(address).status_code == 302
    assert Revision.objects.count() == revisions


PARTS = "At both dates|Came from another rating|Joined the portfolio|Went to another rating|Left the portfolio"


def parts_of(told: str) -> Counter[str]:
    """The numbered parts of an explanation."""
    return Counter({name: int(number) for name, number in re.findall(rf"({PARTS}) (\d+)", told)})


def test_each_change_opens_what_explains_it(visitor: Client) -> None:
    page = unescape(visitor.get("/portfolio/gmpp/compare/?as_of=2023-03-31&against=2021-03-31").content.decode())
    links = re.findall(r'data-why href="([^"]+)"', page)
    amber = next(link for link in links if link.endswith("of=rating:amber"))
    told = text_of(visitor.get(amber))
    parts = parts_of(told)
    assert "183 − 157 = +26" in told and "On three points" in told
    assert parts["At both dates"] > 0 and parts["Joined the portfolio"] > 0
    answers = [visitor.get(f"{link}&part=told") for link in links]
    assert {answer.status_code for answer in answers} == {200}
    assert all("Formula" in answer.content.decode() for answer in answers)
    assert "244 − 184 = +60" in text_of(visitor.get(next(link for link in links if link.endswith("of=total"))))


def test_a_change_that_is_none_has_no_explanation(visitor: Client) -> None:
    for address in ("line/?of=weather", "line/?of=rating:pink", "move/?of=end:NOBODY", "weather/?of=total"):
        assert visitor.get(f"/portfolio/gmpp/compare/why/{address}").status_code == 404
    assert visitor.get("/portfolio/gmpp/compare/why/line/?as_of=2014-12-31").status_code == 404


def test_the_parts_of_a_count_add_up(visitor: Client) -> None:
    page = unescape(visitor.get("/portfolio/gmpp/compare/?as_of=2021-03-31").content.decode())
    for link in dict.fromkeys(re.findall(r'data-why href="([^"]+of=rating:[a-z_]+)"', page)):
        told = text_of(visitor.get(link))
        found = parts_of(told)
        ((now, then),) = re.findall(r"(\d+) − (\d+) = ", told)
        stayed = found["At both dates"]
        assert stayed + found["Came from another rating"] + found["Joined the portfolio"] == int(now)
        assert stayed + found["Went to another rating"] + found["Left the portfolio"] == int(then)
