"""Members of one organisation, in every role and at every scope, try every address of another: nothing shows, nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from steerco.capabilities.people.access import COLUMNS
from tests.isolation.addresses import addresses, read
from tests.isolation.forms import forged
from tests.isolation.test_pages import POSTED, UNASKED
from tests.isolation.walking import ask, leaks, standing, strays, walk
from tests.isolation.worlds import FOREIGN, OPEN, World

SHUT = {403, 404, 405}
NARROW = {"project_manager", "pmo_analyst", "guest"}  # who is tried at a scope too: nothing of another organisation lies in any
ANSWERS = {200, 204, 302, 400, 403, 404, 405, 409, 422}


def narrow(world: World) -> list[tuple[str, int]]:
    """One project, its unit, its programme and its portfolio."""
    project = world.project(OPEN)
    return [
        ("project", project.pk),
        ("unit", project.unit_id),
        ("programme", project.programme_id),
        ("portfolio", world.held["portfolios"][0].pk),
    ]


def queries(theirs: World) -> list[str]:
    """What one may add to any address to name records of another organisation; none of it holds the word itself."""
    project, unit, view = theirs.project(OPEN), theirs.held["units"][1], theirs.held["views"][0]
    return [
        f"?q=zebrafsh&here=/projects/{project.ref}/&part=palette&view={view.pk}&batch={theirs.held['imports'][0].pk}",
        f"?f=unit:is:{unit.code}&f=project:is:{project.ref}&department={unit.code}&unit={unit.pk}&project={project.ref}&group=unit",
        f"?keep={project.ref}&absorb={project.ref}&record=projects.project&person={theirs.held['accounts'][0].pk}&q={project.ref}&as_of=2023-12-31",
    ]


@pytest.mark.parametrize("role", COLUMNS)
def test_no_address_of_another_organisation_opens(alpha: World, beta: World, member, browser_of, role: str) -> None:
    theirs = [address for address in addresses(beta, most=1) if address.about_a_record]
    assert len(theirs) > 30
    for scopes in ((), narrow(alpha)) if role in NARROW else ((),):
        assert walk(browser_of(member(alpha, role, *scopes, clearance=2)), theirs, [FOREIGN], allowed=SHUT) == []


@pytest.mark.parametrize("role", ["requester", "project_manager", "pmo_director", "administrator"])
def test_no_address_of_another_organisation_takes_anything(alpha: World, beta: World, member, browser_of, role: str) -> None:
    browser, before, wrong = browser_of(member(alpha, role, clearance=2)), standing(beta), []
    for address in addresses(beta, most=1):
        if address.about_a_record:
            sent = {"name": "taken over", "reason": "mine now", "confirm": "yes", "state": "closing"}
            seen: list[bool] = []
            answer, said = ask(browser, address.path, "post", sent, after=lambda seen=seen: seen.append(standing(beta) == before))
            if answer.status_code not in SHUT or leaks(said, [FOREIGN]) or seen != [True]:
                wrong.append(f"POST {address.path} → {answer.status_code} {leaks(said, [FOREIGN])} {seen}")
    assert wrong == []


@pytest.mark.parametrize("role", COLUMNS)
def test_no_page_of_ones_own_shows_another_organisation(alpha: World, beta: World, member, browser_of, role: str) -> None:
    """Those that the walk of `test_pages` does not open, which looks for the same beside the refusals."""
    browser = browser_of(member(alpha, role, clearance=2))
    left = [address for address in addresses(alpha, most=1) if address.name in UNASKED or address.name.endswith(POSTED)]
    assert left
    assert walk(browser, left, [FOREIGN], allowed=ANSWERS) == []


def test_no_question_in_an_address_reaches_another_organisation(alpha: World, beta: World, member, browser_of) -> None:
    browser = browser_of(member(alpha, "pmo_director", clearance=2))
    assert walk(browser, read(addresses(alpha, most=1)), [FOREIGN], allowed=ANSWERS, queries=queries(beta)) == []


def test_no_form_takes_a_record_of_another_organisation(alpha: World, beta: World, member, browser_of) -> None:
    browser, before = browser_of(member(alpha, "pmo_director", clearance=2)), standing(beta)
    assert strays() == []
    wrong, tried = [], 0
    for address in addresses(alpha, most=1):
        if address.name in UNASKED:
            continue
        page = ask(browser, address.path)[1]
        for sent in forged(page, beta):
            tried += 1
            caught: list[Any] = []
            answer, said = ask(
                browser, address.path, "post", sent, after=lambda caught=caught: caught.extend([standing(beta) == before, *strays()])
            )
            shown = leaks(said, [FOREIGN])
            if caught != [True] or shown or answer.status_code not in ANSWERS:
                wrong.append(f"POST {address.path} {sent} → {answer.status_code} {caught} {shown}")
    assert tried > 100
    assert wrong == []


def test_signed_out_every_address_leads_to_the_sign_in(alpha: World, client) -> None:
    wrong = []
    for address in addresses(alpha, most=1):
        for method in ("get", "post"):
            answer, said = ask(client, address.path, method)
            away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
            if not (away or answer.status_code == 405) or leaks(said, ["Heron"]):
                wrong.append(f"{method} {address.path} → {answer.status_code}")
    assert wrong == []
