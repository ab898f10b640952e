"""Entering and leaving: only one's own organisations, only while one belongs to them, only while the role lasts."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.utils import timezone

from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.organisations.models import Membership
from steerco.interfaces.cli import main
from tests.isolation.addresses import addresses, read
from tests.isolation.walking import ask, leaks, walk
from tests.isolation.worlds import FOREIGN, OPEN, RESTRICTED, SECRET, World


def test_one_cannot_enter_an_organisation_of_others(alpha: World, beta: World, member, browser_of) -> None:
    browser = browser_of(member(alpha, "pmo_director"))
    for key in (beta.organisation.pk, 10**9, "", "x", -1):
        assert browser.post("/organisation/", {"organisation": key}).status_code == 404
    assert FOREIGN not in ask(browser, "/projects/")[1]
    session = browser.session
    session["organisation"] = beta.organisation.pk
    session.save()
    assert leaks(ask(browser, "/projects/")[1], [FOREIGN]) == []
    assert OPEN in ask(browser, "/projects/")[1]


def test_switching_shows_the_chosen_organisation_only(alpha: World, beta: World, member, browser_of) -> None:
    account = member(alpha, "pmo_director", clearance=2)
    Membership.everywhere.create(organisation=beta.organisation, account=account)
    RoleAssignment.everywhere.create(organisation=beta.organisation, account=account, role="pmo_director", clearance=2)
    browser = browser_of(account)
    switch = [alpha.organisation.name, beta.organisation.name]
    assert browser.post("/organisation/", {"organisation": beta.organisation.pk}).status_code == 302
    page = ask(browser, "/projects/")[1]
    assert "Zebrafish Crossing" in page
    assert "PRJ-100" not in page
    assert all(name in page for name in switch)
    assert ask(browser, f"/projects/{alpha.project(OPEN).ref}/")[0].status_code == 404
    assert browser.post("/organisation/", {"organisation": alpha.organisation.pk}).status_code == 302
    page = ask(browser, "/projects/")[1]
    assert "PRJ-100" in page
    assert "Zebrafish Crossing" not in page
    assert ask(browser, f"/projects/{beta.project(OPEN).ref}/")[0].status_code == 404


def test_a_role_in_one_organisation_is_none_in_another(alpha: World, beta: World, member, browser_of) -> None:
    account = member(alpha, "pmo_director", clearance=2)
    Membership.everywhere.create(organisation=beta.organisation, account=account)
    browser = browser_of(account)
    browser.post("/organisation/", {"organisation": beta.organisation.pk})
    own_name = beta.organisation.name
    for address in read(addresses(beta, most=1)):
        answer, said = ask(browser, address.path)
        assert answer.status_code != 500, address.path
        assert leaks(said.replace(own_name, ""), ["Heron Zebrafish", "Ada Zebrafish", "Portfolio 1 Zebrafish", "DIV Zebrafish"]) == [], (
            address.path
        )


def test_whoever_leaves_sees_nothing_from_that_moment(alpha: World, member, browser_of) -> None:
    account = member(alpha, "pmo_director", clearance=2)
    browser = browser_of(account)
    assert OPEN in ask(browser, "/projects/")[1]
    Membership.everywhere.filter(account=account).update(active=False)
    assert walk(browser, read(addresses(alpha, most=1)), [OPEN, SECRET], allowed={403, 404, 405, 200}) == []
    answer, said = ask(browser, "/projects/")
    assert (answer.status_code, OPEN in said) == (403, False)
    Membership.everywhere.filter(account=account).update(active=True)
    assert OPEN in ask(browser, "/projects/")[1]
    account.is_active = False
    account.save()
    assert ask(browser, "/projects/")[0].status_code in {302, 403}


@pytest.mark.parametrize("dates", [{"ends_on": -1}, {"starts_on": 1}])
def test_a_role_outside_of_its_dates_opens_nothing(alpha: World, member, browser_of, dates: dict[str, int]) -> None:
    today = timezone.localdate()
    lasting = {name: today + dt.timedelta(days=days) for name, days in dates.items()}
    browser = browser_of(member(alpha, "pmo_director", clearance=2, **lasting))
    assert walk(browser, read(addresses(alpha, most=1)), [OPEN, SECRET], allowed={200, 302, 403, 404, 405}) == []
    assert ask(browser, "/projects/")[0].status_code == 403


def test_a_role_lasts_to_the_end_of_its_last_day(alpha: World, member, browser_of) -> None:
    today = timezone.localdate()
    browser = browser_of(member(alpha, "pmo_director", starts_on=today, ends_on=today))
    assert OPEN in ask(browser, "/projects/")[1]


def test_who_may_see_no_project_gets_pages_that_help(alpha: World, member, browser_of) -> None:
    for role in ("requester", None):
        browser = browser_of(member(alpha, role))
        assert walk(browser, read(addresses(alpha, most=1)), [OPEN], allowed={200, 302, 403, 404, 405}) == []
        for path in ("/", "/search/?q=heron", "/portfolio/"):
            answer, said = ask(browser, path)
            assert answer.status_code in {200, 302, 403}, path
            assert "<h1" in said or answer.status_code == 302, path


def test_what_was_computed_for_one_is_not_shown_to_another(alpha: World, member, browser_of) -> None:
    """The same address, first by somebody who sees all, then by others: nothing that was kept may reach them."""
    ref = alpha.held["portfolios"][0].ref
    paths = [
        f"/portfolio/{ref}/",
        f"/portfolio/{ref}/compare/",
        f"/portfolio/{ref}/export.csv",
        "/projects/",
        "/projects/export.csv",
        "/search/?q=crossing",
    ]
    seeing, others = (
        browser_of(member(alpha, "pmo_director", clearance=2)),
        [
            browser_of(member(alpha, "pmo_director", clearance=0)),
            browser_of(member(alpha, "team_member", ("project", alpha.project(OPEN).pk))),
        ],
    )
    for path in paths:
        assert SECRET in ask(seeing, path)[1], path
        for browser in others:
            assert leaks(ask(browser, path)[1], [SECRET, RESTRICTED]) == [], path


def test_the_command_line_lists_one_organisation_only(alpha: World, beta: World, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["list", "projects", "--organisation", "alpha", "--json"]) == 0
    said = capsys.readouterr().out
    assert json.loads(said)["count"] >= 4
    assert leaks(said, [FOREIGN]) == []
    assert main(["list", "projects", "--organisation", "gamma", "--json"]) == 1
    assert leaks(capsys.readouterr().out, [FOREIGN, OPEN]) == []
