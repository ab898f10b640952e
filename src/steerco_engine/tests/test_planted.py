"""A hundred generated portfolios with differences put there on purpose: all are found, and nothing else (the rule leaves no doubt)."""

from __future__ import annotations

from steerco_engine.tests.planted import score
from steerco_engine.watermelons import Difference


def test_every_planted_difference_is_found_and_nothing_else() -> None:
    found, looked = score(portfolios=100, projects=12)
    for kind in Difference:
        assert found[kind].planted > 30
        assert (found[kind].precision, found[kind].recall) == (1.0, 1.0)
    assert 1_000 < looked < 1_200
