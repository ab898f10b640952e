"""Money, dates and choices as people write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco.foundation.imports import values

AMOUNTS = st.decimals(min_value=Decimal("-9999999999.99"), max_value=Decimal("9999999999.99"), places=2, allow_nan=False)
MILLION = Decimal(10**6)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("£1.90m", "1900000", "GBP"),
        ("-£7,169.20", "-7169.20", "GBP"),
        ("£-3", "-3", "GBP"),
        ("−£3", "-3", "GBP"),
        ("£1,403.00", "1403", "GBP"),
        ("(£1,234.00)", "-1234", "GBP"),
        ("$3,694.00 ", "3694", "USD"),
        ("€ 1.234,56", "1234.56", "EUR"),
        ("1.234.567,89 €", "1234567.89", "EUR"),
        ("12.5 GBP", "12.5", "GBP"),
        ("GBP 2.5bn", "2500000000", "GBP"),
        ("450k", "450000", ""),
        ("1 234", "1234", ""),
        ("0", "0", ""),
        (".5", "0.5", ""),
        ("3 million", "3000000", ""),
        ("1'000", "1000", ""),
    ],
)
def test_money_is_read_as_written(text: str, amount: str, currency: str) -> None:
    assert values.money(text) == values.Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    ["", "TBC", "12 apples", "1,5", "1,23,4", "(5", "5)", "£", "1e5", "12/03", "£5 $5", "99999999999999999999", "n/a", "Inf", "10 20",
     "20 000 30", "1'2'3", "--5", "-(5)", "(-5)", "1.250.00", "1.5.", "1,234 567", "1_000", "9" * 28, "9" * 300, "9" * 17 + " bn", "١٢",
     "1,00,000"],
)  # fmt: skip
def test_what_is_no_money_is_never_a_number(text: str) -> None:
    assert values.money(text) is None


@pytest.mark.parametrize("text", ["9" * 40, "1 2", "--5", "+-5", "1_0", "1e5", "NaN", "5%%", "%", "-"])
def test_what_is_no_number_is_never_one(text: str) -> None:
    assert values.number(text) is None


def test_thousands_stand_in_threes_between_one_sign() -> None:
    spelled = ("1 234 567.5", "1\u00a0234\u00a0567.5", "1\u202f234\u202f567.5", "1'234'567.5", "1’234’567.5", "1,234,567.5", "1.234.567,5")
    assert {values.money(text) for text in spelled} == {values.Money(Decimal("1234567.5"))}
    assert values.money("₹1,00,000") == values.Money(Decimal(100000), "INR")
    assert values.number("-12,5 %", decimal_comma=True) == Decimal("-12.5")


def test_a_unit_in_the_cell_wins_over_the_unit_of_the_column() -> None:
    assert values.money("7.9", unit=MILLION) == values.Money(Decimal(7900000))
    assert values.money("£7.9k", unit=MILLION) == values.Money(Decimal(7900), "GBP")
    assert values.money("1,5", decimal_comma=True) == values.Money(Decimal("1.5"))


@given(AMOUNTS)
def test_money_round_trips_through_its_usual_spellings(amount: Decimal) -> None:
    sign = "-" if amount < 0 else ""
    for text in (f"{sign}£{abs(amount):,.2f}", f"{amount:.2f}", f"{amount:,.2f} GBP"):
        found = values.money(text)
        assert found is not None and found.amount == amount
    if amount < 0:
        assert values.money(f"(£{-amount:,.2f})") == values.Money(amount, "GBP")


@given(AMOUNTS)
def test_millions_are_exact_to_the_penny(amount: Decimal) -> None:
    found = values.money(format(amount / MILLION, "f"), unit=MILLION)
    assert found is not None and found.amount == amount


@given(st.dates(min_value=dt.date(1970, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_dates_round_trip(day: dt.date) -> None:
    assert values.date(day.isoformat()) == day
    assert values.date(f"{day:%d/%m/%Y}") == day
    assert values.date(f"{day:%m/%d/%Y}", order="mdy") == day
    assert values.date(f"{day.day} {day:%B %Y}") == day
    assert values.date(f"{day:%d.%m.%Y}") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3rd April 2025", "2025-04-03"),
        ("April 3, 2025", "2025-04-03"),
        ("5/02/2016 5:00:00 PM", "2016-02-05"),
        ("2016-05-25 17:00:00", "2016-05-25"),
        ("2018-12-11T00:00:00Z", "2018-12-11"),
        ("45352", "2024-03-01"),
        ("31 Mar 25", "2025-03-31"),
        ("1 Sept 2024", "2024-09-01"),
    ],
)
def test_dates_are_read_as_written(text: str, day: str) -> None:
    assert values.date(text) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["1/012/2014", "31/02/2020", "2025-13-01", "soon", "Q3 2025", "2025", "", "12", "00/00/0000", "32 May 2025", "5 Foo 2025"]
)
def test_what_is_no_date_is_never_a_date(text: str) -> None:
    assert values.date(text) is None


def test_a_month_is_its_first_day_or_its_last_for_an_end() -> None:
    assert values.date("Feb 2024") == dt.date(2024, 2, 1)
    assert values.date("Feb 2024", latest=True) == dt.date(2024, 2, 29)
    assert values.date("December 2025", latest=True) == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("texts", "said"),
    [(["13/01/2025", "02/03/2025"], "dmy"), (["01/13/2025"], "mdy"), (["01/02/2025"], "either"), (["13/01/2025", "01/13/2025"], "mixed"),
     (["2025-01-13"], ""), ([], ""), (["05/05/2025"], "dmy")],
)  # fmt: skip
def test_a_column_of_dates_says_its_own_order_or_that_it_cant(texts: list[str], said: str) -> None:
    assert values.order_of(texts) == said


def test_choices_ignore_case_spaces_and_strokes() -> None:
    spellings = {values.choice_fold("Amber/Red"): "amber_red"}
    assert {values.choice(text, spellings) for text in ("Amber/red", "AMBER / RED", "amber-red", " Amber_Red ")} == {"amber_red"}
    assert values.choice("Purple", spellings) is None
