"""The links to other dates: the rest of the address stays, the newest date needs no naming."""

import datetime as dt
import re

from django.http import QueryDict

from steerco.foundation.ui.travel import date_links

DATES = [dt.date(2023, 3, 31), dt.date(2021, 3, 31), dt.date(2020, 3, 31)]


def addresses(drawn: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', drawn)


def test_each_date_keeps_the_rest_of_the_address_and_begins_at_the_first_page() -> None:
    drawn = date_links(QueryDict("q=a%26b&unit=DFT&unit=HO&page=3&as_of=2021-03-31&against=2020-03-31"), "as_of", DATES, DATES[1])
    rest = "?q=a%26b&amp;unit=DFT&amp;unit=HO"
    assert addresses(drawn) == [rest, f"{rest}&amp;as_of=2021-03-31", f"{rest}&amp;as_of=2020-03-31"]
    assert re.findall(r'aria-current="true">([^<]*)', drawn) == ["31\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2021"]
    assert "latest" in drawn.split("</a>")[0]


def test_the_latest_date_leads_back_from_the_past() -> None:
    assert addresses(date_links(QueryDict("as_of=2020-03-31"), "as_of", DATES, DATES[2]))[0] == "?"


def test_one_compares_with_earlier_dates_only() -> None:
    drawn = date_links(QueryDict("as_of=2021-03-31"), "against", DATES, None, DATES[1])
    assert addresses(drawn) == ["?as_of=2021-03-31&amp;against=2020-03-31"]


def test_no_address_smuggles_markup_in() -> None:
    assert "<b>" not in date_links(QueryDict("q=<b>&<b>=1"), "as_of", DATES, None)
