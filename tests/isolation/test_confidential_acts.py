"""What acts could tell or change beyond one's clearance: imports, undoing, corrected searches, the ledger, a right that ends."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.services import merge_projects
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.services import GivenFile, check_import, load_files
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.organisations.scope import within
from tests.isolation.acts import _fresh
from tests.isolation.addresses import addresses
from tests.isolation.test_pages import OPENS, SHUT
from tests.isolation.walking import ask, leaks, standing, walk
from tests.isolation.worlds import OPEN, RESTRICTED, SECRET, World

HIDDEN = [RESTRICTED, SECRET]
NEXT = {"answers": {"as_at": "2024-12-31"}}


def given(*names: str) -> list[GivenFile]:
    """A list that names these projects."""
    lines = "".join(f"{name},Green,2028-01-01\n" for name in names)
    return [GivenFile("list.csv", f"Name,Rating,End date\n{lines}".encode())]


def test_a_check_names_no_project_that_its_giver_may_not_see(alpha: World, member) -> None:
    by = Actor.of(member(alpha, "pmo_analyst"), alpha.organisation, entrance="page")
    with within(alpha.organisation):
        batch = check_import(
            by=by, files=given("Heron Crossing", "A crossing"), profile="any-list", options={"answers": {"as_at": "2024-05-01"}}
        )
    assert "Pangolin Crossing" in str(batch.report)
    assert leaks(str(batch.report), HIDDEN) == []


def test_a_load_changes_no_project_that_its_giver_may_not_see(alpha: World, member) -> None:
    by = Actor.of(member(alpha, "pmo_analyst"), alpha.organisation, entrance="page")
    secret = alpha.project(SECRET)
    with within(alpha.organisation):
        before = secret.reports.count(), type(secret).objects.get(pk=secret.pk).version
        load_files(
            by=by,
            files=given("Heron Crossing", "Narwhal Crossing"),
            profile="any-list",
            options={"answers": {**NEXT["answers"], "skip_refused": "yes"}},
        )
        assert (secret.reports.count(), type(secret).objects.get(pk=secret.pk).version) == before


def test_the_report_of_a_load_is_read_with_the_clearance_of_what_it_names(alpha: World, member, browser_of) -> None:
    with within(alpha.organisation):
        load_files(by=alpha.system, files=given("Heron Crossing", "Narwhal Crossing"), profile="any-list", options=NEXT)
        alpha.held["imports"] = list(ImportBatch.objects.order_by("-id")[:1])
    try:
        analyst, director = browser_of(member(alpha, "pmo_analyst")), browser_of(member(alpha, "pmo_director", clearance=2))
        own = [address for address in addresses(alpha, most=1) if address.name.startswith(("import", "ledger", "my_work", "home"))]
        head = LedgerHead.objects.get(organisation=alpha.organisation).number
        assert walk(analyst, own, [SECRET], allowed=OPENS | SHUT) == []
        for number in range(head - 2, head + 1):
            assert leaks(ask(analyst, f"/ledger/{number}/")[1], [SECRET]) == []
        assert SECRET in ask(director, f"/imports/{alpha.held['imports'][0].pk}/check/")[1]
    finally:
        alpha.held["imports"] = list(ImportBatch.everywhere.filter(organisation=alpha.organisation).order_by("id")[:2])


def test_nobody_undoes_what_they_may_not_see(alpha: World, member, browser_of) -> None:
    with within(alpha.organisation):
        twin = _fresh(alpha, Project, ref="PRJ-79", name=f"{SECRET} twin", confidentiality=2)
        merge_projects(by=alpha.system, keep=alpha.project(SECRET), absorb=twin, reason="one")
    number = LedgerHead.objects.get(organisation=alpha.organisation).number
    blind, seeing = browser_of(member(alpha, "pmo_analyst")), browser_of(member(alpha, "pmo_analyst", clearance=2))
    before, unchanged = standing(alpha), []
    for browser in (blind, seeing):
        answer, said = ask(
            browser, f"/merge/undo/{number}/", "post", {"reason": "by mistake"}, after=lambda: unchanged.append(standing(alpha) == before)
        )
        assert (answer.status_code in SHUT) == (browser is blind)
        assert leaks(said, [SECRET]) == []
    assert unchanged == [True, False]


def test_a_corrected_search_says_no_hidden_word(alpha: World, member, browser_of) -> None:
    browser = browser_of(member(alpha, "pmo_analyst"))
    for typed in ("narwhla", "narwal heron", "axoltol", "narwh", "axol crossing", "herron"):
        for more in ("", "&part=palette"):
            assert leaks(ask(browser, f"/search/?q={typed.replace(' ', '+')}{more}")[1], [SECRET, RESTRICTED]) == [], typed
    assert OPEN in ask(browser, "/search/?q=herron")[1]


def test_a_right_that_ends_takes_its_pages_along_at_once(alpha: World, member, browser_of) -> None:
    account = member(alpha, "pmo_director", clearance=2)
    browser, ref, own = browser_of(account), alpha.held["portfolios"][0].ref, RoleAssignment.everywhere.filter(account=account)
    paths = [
        f"/portfolio/{ref}/",
        f"/projects/{alpha.project(SECRET).ref}/",
        "/projects/",
        "/projects/export.csv",
        "/reports/",
        f"/portfolio/{ref}/export.csv",
    ]
    for path in paths:
        assert SECRET in ask(browser, path)[1], path
    own.update(clearance=1)
    for path in paths:
        assert leaks(ask(browser, path)[1], [SECRET]) == [], path
    own.update(clearance=2, ends_on=timezone.localdate() - dt.timedelta(days=1))
    for path in paths:
        answer, said = ask(browser, path)
        assert (answer.status_code in SHUT, leaks(said, [SECRET])) == (True, []), path
