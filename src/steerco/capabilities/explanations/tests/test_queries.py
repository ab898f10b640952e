"""Each number of the page opens its explanation: how many, formula, records, date; nothing that one may not see is explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from steerco.capabilities.dashboards.tests.reading import listed, text_of
from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor

MakeAccount = Callable[..., Any]
PAGE = "/portfolio/gmpp/"


@pytest.fixture
def visitor(gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> Client:
    return client_of(make_account(gmpp.organisation, "pmo_director", clearance=2))


def ref_of(name: str) -> str:
    return Project.objects.get(name=name).ref


@pytest.mark.parametrize(
    ("what", "of", "words"),
    [
        ("cost", "Crossrail Programme", ["£14,768,870,000", "(£18,815,000,000 − £14,768,870,000) ÷ £14,768,870,000 = +27.4%", "in 2016"]),
        ("end", "Crossrail Programme", ["14 May 2023 − 31 Dec 2019 = +1,230 days", "3 y 4 m later than first reported, in 2016"]),
        ("end", "Crossrail Programme", ["Since 2021, days 0"]),
        ("year", "Crossrail Programme", ["Budget of the year", "÷", "+49.8%"]),
        ("held", "Crossrail Programme", ["In 6 of 7 reports.", "2015 no report", "2023 Green"]),
        ("facts", "Crossrail Programme", ["Rating reported Green", "Facts say Red", "rule set 3"]),
    ],
)  # fmt: skip
def test_a_number_of_a_project_is_explained(visitor: Client, what: str, of: str, words: list[str]) -> None:
    page = visitor.get(f"{PAGE}why/{what}/?of={ref_of(of)}")
    text = text_of(page)

    for each in [*words, of, "Facts of 31 Mar 2023 against 31 Mar 2021, rule set 3", "Open the project"]:
        assert each in text, each


def test_a_figure_that_looks_wrong_says_so_and_breaks_its_trend(visitor: Client) -> None:
    page = visitor.get(f"{PAGE}?f=suspect:is:yes").content.decode()
    address = re.search(r'<a class="w two[^"]*" data-why href="([^"]+why/cost/[^"]+)"', page)

    assert listed(visitor.get(f"{PAGE}?f=suspect:is:yes")) == ["PFI Prison Expiry and Transfer Tranche 1"]
    assert "× 239: check unit, since 2021" in page
    assert 'class="cut"' in page and "2023 differs from 2021 by more than 50 times: check unit" in page
    assert address
    assert "More than 50 times: one of the two is probably in another unit." in text_of(visitor.get(address[1].replace("&amp;", "&")))


@pytest.mark.parametrize(
    ("what", "of", "words"),
    [
        ("projects", "MOJ", ["27 projects of 244, by rating.", "return for 2023"]),
        ("disclosed", "MOJ", ["20 of 27", "Left out: no cost given 7", "nothing is guessed"]),
        ("rated", "red", ["£42,193,000,000", "16 of 23", "withheld, s.43"]),
        ("rated", "none", ["2 of 12"]),
        ("moved", "end:later", ["60 of 121 that can be compared are later.", "In both 138", "Left out"]),
        ("moved", "rating:worse", ["19 of 129", "on 3 points"]),
        ("moved", "cost:higher", ["76 of 106"]),
        ("presence", "joined", ["184 − 46 + 106 = 244 projects", "In the return for 2023 and not for 2021."]),
        ("paired", "", ["£301.9bn", "£357.9bn", "= +18.5%"]),
        ("departments", "", ["244 projects in 21 departments.", "counted once"]),
        ("dates", "", ["Give an end date in both 121", "Earlier 9", "Later 60"]),
        ("river", "2023-03-31", ["All projects for 2023, by rating.", "Amber 183", "Withheld or none 12"]),
        ("river", "2023-03-31:red", ["23 of 244 projects for 2023.", "Not in 2021 5", "Was Amber/Red in 2021 7", "who joined or left"]),
        ("river", "2015-09-30:none", ["2016: Withheld or none", "Is "]),
        ("first", "disagree", ["Rated better than the facts 16", "Looked at: rated, with a fact to check 24", "better than the facts 74"]),
        ("first", "withheld", ["Give no rating 12", "Give no cost 51", "withheld, s.43 36"]),
        ("uncosted", "", ["Give no cost 51", "withheld, s.43 36", "Give a cost 193"]),
        ("uncosted", "withheld, s.43", ["No cost: withheld, s.43", "– withheld, s.43 36", "under the reason that it states"]),
        ("first", "late", ["A year or more later 41", "All projects 244", "12 months or more"]),
        ("list", "", ["244 projects of 244 are on the list.", "193 of 244", "£471,818"]),
    ],
)
def test_a_number_of_the_portfolio_is_explained(visitor: Client, what: str, of: str, words: list[str]) -> None:
    text = text_of(visitor.get(f"{PAGE}why/{what}/?of={of}"))

    for each in words:
        assert each in text, each


def test_the_records_of_an_explanation_are_as_many_as_it_says(visitor: Client) -> None:
    for what, of, label, count in (
        ("disclosed", "MOJ", "Disclosed by", 20), ("moved", "end:later", "Later", 60), ("rated", "red", "Left out: no cost given", 7),
        ("presence", "left", "Left", 46), ("dates", "", "Earlier", 9),
    ):  # fmt: skip
        page = visitor.get(f"{PAGE}why/{what}/?of={of}").content.decode()
        found = re.search(rf'<dt><a href="([^"#]+)#projects">{label}</a>', page)
        assert found, (what, label)
        assert f"{count} of 244" in text_of(visitor.get(found[1].replace("&amp;", "&"))), (what, of)


def test_every_number_of_the_page_that_opens_has_something_to_say(visitor: Client) -> None:
    page = visitor.get(f"{PAGE}?as_of=2023-03-31&against=2021-03-31").content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'data-why href="([^"]+)"', page)}

    assert len(links) > 120
    assert all("as_of=2023-03-31" in link and "against=2021-03-31" in link for link in links)
    for link in sorted(links):
        answer = visitor.get(f"{link}&part=told")
        assert answer.status_code == 200, link
        assert "<h3>" in answer.content.decode() and "<html" not in answer.content.decode(), link


@pytest.mark.parametrize(
    "address",
    ["why/nothing/", "why/cost/?of=nobody", "why/rated/?of=purple", "why/moved/?of=end:better", "why/presence/?of=", "why/projects/?of=XX",
     "why/end/?of=", "why/uncosted/?of=colour"],
)  # fmt: skip
def test_what_is_no_number_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(f"{PAGE}{address}").status_code == 404


def test_nothing_is_explained_of_what_one_may_not_see(gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> None:
    own, other = Project.objects.get(name="DREADNOUGHT"), Project.objects.get(name="Crossrail Programme")
    manager = client_of(make_account(gmpp.organisation, "project_manager", scope=("project", own.pk)))

    assert listed(manager.get(PAGE)) == ["DREADNOUGHT"]
    assert manager.get(f"{PAGE}why/cost/?of={own.ref}").status_code == 200
    assert manager.get(f"{PAGE}why/cost/?of={other.ref}").status_code == 404
    assert "471" not in text_of(manager.get(f"{PAGE}why/rated/?of=amber"))


def test_the_sum_under_a_narrowed_list_is_that_of_its_rows(visitor: Client) -> None:
    page = visitor.get(f"{PAGE}?f=rating:is:red&q=e").content.decode()
    address = re.search(r'<a class="w" data-why href="([^"]+why/list/[^"]*q=e[^"]*)"', page)

    assert address
    text = text_of(visitor.get(address[1].replace("&amp;", "&")))
    count = len(listed(visitor.get(f"{PAGE}?f=rating:is:red&q=e")))
    assert f"{count} projects of 244 are on the list." in text and "Left out: no cost given" in text


def test_every_figure_of_the_river_and_every_count_to_look_at_first_opens(visitor: Client) -> None:
    page = visitor.get(PAGE).content.decode()
    asked = re.findall(r'href="([^"]+/why/(?:river|first|uncosted|list|cost|end|departments)/[^"]*)"', page[: page.index('id="projects"')])
    addresses = {each.replace("&amp;", "&") for each in asked}

    assert len([each for each in addresses if "/first/" in each]) == 6
    assert len(re.findall(r'Longest: [^<]+, <a class="w" data-why href="[^"]+/why/end/', page)) == 2
    assert re.search(r'<a class="w" data-why href="[^"]+/why/departments/[^"]*">21 departments</a>', page)
    assert len(re.findall(r'href="[^"]+/why/uncosted/[^"]*">(?:51|36)</a>', page)) == 3
    assert len([each for each in addresses if "/river/" in each]) > 30
    assert [each for each in addresses if visitor.get(each).status_code != 200] == []
    for what in ("river/?of=1999-01-01", "river/?of=2023-03-31:blue", "first/?of=x"):
        assert visitor.get(f"{PAGE}why/{what}").status_code == 404


@pytest.mark.parametrize("group", ["unit", "rating", "category"])
def test_the_sum_of_a_group_opens_what_explains_it(visitor: Client, group: str) -> None:
    page = unescape(visitor.get(f"{PAGE}?group={group}&sort=-cost").content.decode())
    heads = re.findall(r'<tr class="grp">.*?</tr>', page, re.DOTALL)
    links = [re.search(r'data-why href="([^"]+/why/list/[^"]+)"><b title="([^"]+)"', head) for head in heads]

    assert heads and any(links)
    for found in filter(None, links):
        exact, _semi, _rest = found[2].partition(";")
        assert f"Exact sum {exact}" in text_of(visitor.get(found[1]))
