"""Allowances: in one process, and for all processes together by the cache that they share."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from steerco.foundation.api import limits
from steerco.foundation.api.limits import Allowance
from steerco.foundation.api.problems import Problem


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still in the middle of a minute."""
    cache.clear()
    monkeypatch.setattr(limits.time, "time", lambda: 60_000_030.0)
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1000.0)


def taken(allowances: list[Allowance], limit: int) -> int:
    """How many are given in all, by processes that ask in turn until all of them refuse."""
    given, refusing = 0, set[int]()
    while len(refusing) < len(allowances):
        for number, each in enumerate(allowances):
            try:
                each.take("7", limit)
                given += 1
            except Problem as problem:
                assert problem.kind == "too-many"
                assert 1 <= int(problem.headers["Retry-After"]) <= 61
                refusing.add(number)
    return given


@pytest.mark.parametrize("limit", [1, 7, 30, 45, 200])
def test_processes_that_share_give_no_more_than_one(settings: Any, limit: int) -> None:
    settings.API_LIMITS = "shared"
    assert taken([Allowance("requests") for _ in range(3)], limit) == limit


def test_processes_that_do_not_share_give_their_own(settings: Any) -> None:
    settings.API_LIMITS = "process"
    assert taken([Allowance("requests") for _ in range(3)], 20) == 60


def test_the_next_minute_gives_all_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_LIMITS = "shared"
    one, other = Allowance("requests"), Allowance("requests")
    assert taken([one, other], 40) == 40
    monkeypatch.setattr(limits.time, "time", lambda: 60_000_090.0)
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1060.0)
    assert taken([other], 40) == 40


def test_keys_and_kinds_are_counted_apart(settings: Any) -> None:
    settings.API_LIMITS = "shared"
    assert taken([Allowance("requests"), Allowance("tokens")], 20) == 40
