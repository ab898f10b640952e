"""The worked distribution of the domain, and what must hold of any risks (domain.md §9.4)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco_engine.exposure import Chance, expected_value, exposure, response_value
from steerco_engine.reasons import InputRefused

FOUR = [Chance(Decimal(p), Decimal(i)) for p, i in (("0.3", 100), ("0.5", 60), ("0.2", 250), ("0.1", 400))]
TABLE = {
    0: ".252", 60: ".252", 100: ".108", 160: ".108", 250: ".063", 310: ".063", 350: ".027", 400: ".028", 410: ".027", 460: ".028",
    500: ".012", 560: ".012", 650: ".007", 710: ".007", 750: ".003", 810: ".003",
}  # fmt: skip
CHANCES = st.lists(st.builds(Chance, st.decimals(0, 1, places=2), st.integers(-50, 50).map(Decimal)), max_size=8)


def test_the_table_of_the_domain() -> None:
    found = exposure(FOUR)
    assert {int(each.total): each.probability for each in found.totals} == {total: Decimal(p) for total, p in TABLE.items()}
    assert (found.expected, found.p50, found.p80, found.p90) == (150, 60, 310, 400)
    assert [each.cumulative for each in found.totals][1:4] == [Decimal("0.504"), Decimal("0.612"), Decimal("0.720")]


def test_what_a_response_is_worth() -> None:
    found = response_value(Chance(Decimal("0.4"), Decimal(500)), Chance(Decimal("0.1"), Decimal(300)), Decimal(60))
    assert found.benefit == 110
    assert found.leverage is not None
    assert round(found.leverage, 2) == Decimal("2.83")
    assert response_value(FOUR[0], FOUR[1], Decimal(0)).leverage is None


@given(CHANCES)
def test_probabilities_make_one_and_the_mean_is_the_expected_value(chances: list[Chance]) -> None:
    found = exposure(chances)
    assert found.totals[-1].cumulative == 1
    assert sum(each.total * each.probability for each in found.totals) == expected_value(chances) == found.expected
    assert [each.total for each in found.totals] == sorted({each.total for each in found.totals})
    assert found.p50 <= found.p80 <= found.p90


def test_what_can_not_be_is_refused_at_its_place() -> None:
    with pytest.raises(InputRefused, match=r"chances\.1\.probability"):
        exposure([FOUR[0], Chance(Decimal("1.1"), Decimal(3))])
    with pytest.raises(InputRefused, match="different sums"):
        exposure([Chance(Decimal("0.5"), Decimal(2) ** n) for n in range(19)])
