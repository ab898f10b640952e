from __future__ import annotations

import datetime as dt

import pytest

from steerco.foundation.search.dates import typed_date
from steerco.foundation.search.folding import folded, grams_of, squeezed, words_of


def test_accents_and_case_fall_away() -> None:
    assert folded("Überführung ÉCLAIR Straße") == "uberfuhrung eclair strasse"


def test_words_are_letters_and_figures_only() -> None:
    assert words_of("DECC_0005_1112-Q1, “HS2” (Phase 2a)") == ["decc", "0005", "1112", "q1", "hs2", "phase", "2a"]


def test_a_code_is_squeezed() -> None:
    assert squeezed("DECC_0005_1112-Q1") == "decc00051112q1"


def test_grams_stay_inside_words() -> None:
    assert grams_of(["rail", "ab"]) == {"rai", "ail"}


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("31 mar 2021", dt.date(2021, 3, 31)),
        ("31st March 2021", dt.date(2021, 3, 31)),
        (" 2021-03-31 ", dt.date(2021, 3, 31)),
        ("31/03/2021", dt.date(2021, 3, 31)),
        ("31.3.2021", dt.date(2021, 3, 31)),
        ("feb 2020", dt.date(2020, 2, 29)),
        ("1 Sept 2019", dt.date(2019, 9, 1)),
        ("31 feb 2021", None),
        ("crossrail 2021", None),
        ("2021", None),
        ("13/13/2021", None),
        ("", None),
    ],
)
def test_a_typed_date_is_read_or_left(typed: str, date: dt.date | None) -> None:
    assert typed_date(typed) == date
