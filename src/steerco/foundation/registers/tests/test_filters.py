"""What is typed into filters, and how the address holds it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column, Kind
from steerco.foundation.registers.filters import Filter, asked_values, holds, parsed

COST = Column("cost", "Cost", Kind.MONEY)
END = Column("end", "End", Kind.DATE)
NAME = Column("name", "Name")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("500", "500"),
        ("1,500.50", "1500.50"),
        ("500m", "500000000"),
        ("£1.5bn", "1500000000.0"),
        ("GBP 2k", "2000"),
        ("-3", "-3"),
        ("−3", "-3"),
    ],
)
def test_money_is_read_as_people_write_it(text: str, amount: str) -> None:
    assert parsed(COST, text) == Decimal(amount)


@pytest.mark.parametrize(("column", "text"), [(COST, "much"), (END, "31/03/2023"), (END, "")])
def test_what_cannot_be_read_is_said(column: Column, text: str) -> None:
    with pytest.raises(ValueError, match="Write it as"):
        parsed(column, text)


@pytest.mark.parametrize("asked", [Filter("cost", "has", ("1",)), Filter("cost", "between", ("1",)), Filter("end", "before")])
def test_a_comparison_that_does_not_fit_is_refused(asked: Filter) -> None:
    with pytest.raises(ValueError, match=r"can't be filtered|values for"):
        asked_values(COST if asked.column == "cost" else END, asked)


def test_an_address_keeps_everything() -> None:
    address = "f=unit:in:DFT|MOD&f=name:has:rail: east&q=north&group=unit&sort=-cost&cols=ref,name&as_of=2021-03-31"
    asked = Asked.from_query(QueryDict(address))
    assert asked.filters == (Filter("unit", "in", ("DFT", "MOD")), Filter("name", "has", ("rail: east",)))
    assert (asked.words, asked.group, asked.sort, asked.columns, asked.as_of) == (
        "north",
        "unit",
        "-cost",
        ("ref", "name"),
        dt.date(2021, 3, 31),
    )
    assert Asked.from_query(QueryDict(asked.state)) == asked
    assert Asked.from_query(QueryDict(asked.address(after="x")[1:])).after == "x"
    assert Asked.from_query(QueryDict(asked.address(sort="name")[1:])).after == ""


def test_an_address_that_makes_no_sense_is_an_empty_one_that_says_what_it_could_not_read() -> None:
    assert Asked.from_query(QueryDict("f=&f=a&f=a:explode:1&as_of=never&view=abc&whole=2")) == Asked(unread=("a", "a:explode:1"))


def test_one_filter_is_taken_away_or_replaced() -> None:
    asked = Asked(filters=(Filter("unit", "is", ("A",)), Filter("name", "has", ("b",))))
    assert asked.without(asked.filters[0]) == (asked.filters[1],)
    assert asked.with_filter(Filter("unit", "is", ("C",))) == (asked.filters[1], Filter("unit", "is", ("C",)))


@pytest.mark.parametrize(
    ("column", "op", "values", "held", "true"),
    [
        (COST, "min", ("5",), Decimal(5), True), (COST, "max", ("4",), Decimal(5), False), (COST, "between", ("1", "9"), Decimal(5), True),
        (COST, "missing", (), None, True), (COST, "present", (), None, False), (COST, "min", ("0",), None, False),
        (END, "before", ("2024-01-01",), dt.date(2023, 1, 1), True), (END, "after", ("2024-01-01",), dt.date(2024, 1, 1), False),
        (NAME, "has", ("RAIL",), "Crossrail", True), (NAME, "not", ("A",), "", True), (NAME, "in", ("A", "B"), "B", True),
    ],
)  # fmt: skip
def test_the_past_is_filtered_in_the_same_way(column: Column, op: str, values: tuple[str, ...], held: Any, true: bool) -> None:
    assert holds(column, Filter(column.name, op, values), (held, held)) is true
