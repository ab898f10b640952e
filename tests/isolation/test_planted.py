"""The walker against faults on purpose: a list without a filter, a write behind a refusal, a crash, an address that nobody explained."""

from __future__ import annotations

import pytest

from tests.isolation import planted
from tests.isolation.addresses import Unknown, addresses, routes
from tests.isolation.test_pages import need_of
from tests.isolation.walking import ask, leaks, standing, walk
from tests.isolation.worlds import FOREIGN, World


@pytest.fixture
def leaky(settings) -> str:
    """The product with faulty pages beside its own."""
    settings.ROOT_URLCONF = planted.__name__
    return planted.__name__


def at(world: World, urlconf: str, name: str) -> list:
    """The faulty address of a world."""
    found = [(whole, pattern) for whole, pattern in routes(urlconf) if pattern.name == name]
    assert len(found) == 1
    kept = [pattern for pattern in planted.urlpatterns if getattr(pattern, "name", "") == name]
    return [address for address in addresses(world, type("one", (), {"urlpatterns": kept})) if address.name == name]


def test_an_unfiltered_list_is_seen(alpha: World, beta: World, member, browser_of, leaky: str) -> None:
    browser = browser_of(member(alpha, "team_member"))
    assert any("leaky/list" in said and FOREIGN in said for said in walk(browser, at(alpha, leaky, "leaky_list"), [FOREIGN], allowed={200}))


def test_a_record_by_its_number_is_seen(alpha: World, beta: World, member, browser_of, leaky: str) -> None:
    browser = browser_of(member(alpha, "team_member"))
    assert walk(browser, at(beta, leaky, "leaky_record"), [FOREIGN], allowed={403, 404}) != []


def test_a_write_behind_a_refusal_is_seen(alpha: World, beta: World, member, browser_of, leaky: str) -> None:
    browser, before, after = browser_of(member(alpha, "team_member")), standing(beta), []
    answer, _said = ask(browser, at(beta, leaky, "leaky_write")[1].path, "post", after=lambda: after.append(standing(beta)))
    assert answer.status_code == 403
    assert after != [before]
    assert standing(beta) == before


def test_a_crash_is_seen(alpha: World, member, browser_of, leaky: str) -> None:
    browser = browser_of(member(alpha, "team_member"))
    assert walk(browser, at(alpha, leaky, "leaky_crash"), [FOREIGN], allowed={200, 403, 404}) != []


def test_an_address_that_nobody_explained_fails(alpha: World, leaky: str) -> None:
    with pytest.raises(Unknown, match="riddle"):
        addresses(alpha, leaky)
    with pytest.raises(KeyError):
        need_of("leaky_list")


def test_a_leak_in_a_spreadsheet_is_seen(alpha: World, beta: World, member, browser_of) -> None:
    browser = browser_of(member(beta, "pmo_director", clearance=2))
    for form in ("csv", "xlsx", "json"):
        assert leaks(ask(browser, f"/projects/export.{form}")[1], [FOREIGN]) != [], form
