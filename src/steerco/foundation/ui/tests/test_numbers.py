"""What a request says as a number is plain digits that a database can hold, or no number."""

from __future__ import annotations

import pytest

from steerco.foundation.ui.numbers import number_in


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.0", "1e3", "٣", "²", " 1", "1\n", "0x1", "1_000", "9" * 19, "9" * 5000, "1\x00", "NaN"]
)
def test_what_is_no_number(text: str) -> None:
    assert number_in(text) is None


def test_what_is_one() -> None:
    assert [number_in(text) for text in ("0", "7", "007", "9" * 18)] == [0, 7, 7, 10**18 - 1]
