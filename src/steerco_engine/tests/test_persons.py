"""Names of people: what may be one person, and what is never taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from steerco_engine.persons import may_be_one


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("J. Smith", "Jane Smith", True), ("J Smith", "Smith, Jane", True), ("Dr Jane Smith (PM)", "Jane Smith", True),
        ("Jane Smith", "Jane Smyth", True), ("John Smith", "Jane Smith", False), ("J. Smith", "K. Smith", False), ("Bo", "Jo", False),
        ("", "Jane Smith", False), ("Jane", "Jane Smith", False),
    ],
)  # fmt: skip
def test_spellings_of_one_person(one: str, other: str, may: bool) -> None:
    assert may_be_one(one, other) is may


@given(st.text(max_size=40), st.text(max_size=40))
def test_it_holds_both_ways(one: str, other: str) -> None:
    assert may_be_one(one, other) == may_be_one(other, one)
