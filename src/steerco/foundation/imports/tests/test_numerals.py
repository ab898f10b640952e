"""What a column of numbers says about the mark of its decimals, and when it has to be asked."""

from __future__ import annotations

import pytest

from steerco.foundation.imports.numerals import ASK, COMMA, POINT, decimal_mark


@pytest.mark.parametrize(
    ("texts", "mark", "example"),
    [
        (["12,50", "750,000", "1500000"], ASK, "750,000"),
        (["12,5", "1,250", "2,400"], ASK, "1,250"),
        (["1.250.000", "1,250"], ASK, "1,250"),
        (["1,250,000", "1.250"], ASK, "1.250"),
        (["2.500", "12345678"], ASK, "2.500"),
        (["12,50", "12.50"], ASK, "12,50"),
        (["1.250.000", "2.500", "12345678"], COMMA, ""),
        (["€ 1.234,56", "2.500"], COMMA, ""),
        (["0,75", "1 234,5"], COMMA, ""),
        (["0,750", "1234,567"], COMMA, ""),
        (["1,200", "£2,500"], POINT, ""),
        (["£1,234.50", "£2,500", "£3.125"], POINT, ""),
        (["12.5", "1.250"], POINT, ""),
        (["£1.234bn", "2.125 m"], POINT, ""),
        (["0.125", "1234.567"], POINT, ""),
        (["TBC", "", "12"], POINT, ""),
    ],
)
def test_a_column_tells_or_is_asked(texts: list[str], mark: str, example: str) -> None:
    assert decimal_mark(texts) == (mark, example)
    assert decimal_mark(list(reversed(texts)))[0] == mark


def test_numbers_of_a_workbook_have_a_point() -> None:
    assert decimal_mark(["2.500", "3"], exact=True) == (POINT, "")
    assert decimal_mark(["2.125", "12,50"], exact=True)[0] == ASK
