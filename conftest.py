"""Fixtures that every room's tests share: two organisations, and actors with roles in them. Nothing is skipped in CI."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from xdist.scheduler import LoadFileScheduling

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.stores import forget_everything
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.scope import within
from tests.environment import chromium
from tests.migrated import FILE

CI = os.environ.get("CI") == "true"
BROWSER = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent / "shared"
PREPARED_ONCE = ("tests/journeys/", "src/steerco/foundation/upkeep/")  # one process runs such a folder: its office is made once


def meant_in(client: Client) -> dict[str, str]:
    """The header by which a page of a signed-in browser says where its writes are meant: in the first organisation of the account."""
    first = Organisation.objects.filter(memberships__account=client.session.get("_auth_user_id")).order_by("memberships__pk").first()
    return {"X-Acting-In": first.key} if first is not None else {}


class Together(LoadFileScheduling):  # type: ignore[misc]  # the library has no types
    """Gives each file of tests to one process, and a folder whose office is dear to prepare as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return next((folder for folder in PREPARED_ONCE if file.startswith(folder)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Divides the files among the processes."""
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begins with what takes longest, and leaves out the tests of data that may not be shipped where it is not at hand, and in CI."""
    items.sort(key=lambda item: not item.nodeid.startswith(PREPARED_ONCE))
    if SHARED.is_dir() and not CI:
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Sets the program aside from the search for rubbish, which else takes a fifth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _fail_where_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI a skipped test is a failed one: something that it needs was left out."""
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"Skipped, and in CI nothing may be: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skipped test into a failed one in CI."""
    report = yield
    _fail_where_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turns a skipped test file into a failed one in CI."""
    report = yield
    _fail_where_skipped(report)
    return report


def _copied() -> bool:
    """Whether the tests run on a copy of the migrated file; on PostgreSQL the settings name the template."""
    return bool(FILE) and "sqlite3" in settings.DATABASES["default"]["ENGINE"]


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Takes the copy as it is; it goes with the folder of the run."""
    return _copied() or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begins with a copy of the migrated file, each process with its own."""
    if _copied():
        shutil.copyfile(FILE, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Starts the Chromium that is installed, without its calls home; a test of a page is skipped where there is none."""
    program = chromium()
    if program is None:
        pytest.skip("No Chromium: install it (Debian: apt-get install chromium) or name it in STEERCO_CHROMIUM.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the thread that also speaks to the database
    return {"executable_path": program, "args": BROWSER.split()}


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Each test begins with nothing remembered: no rate limit reached, no page kept."""
    cache.clear()
    forget_everything()


@pytest.fixture
def organisation(db: None) -> Iterator[Organisation]:
    """The organisation in force during a test."""
    made = Organisation.objects.create(key="alpha", name="Alpha Works")
    with within(made):
        yield made


@pytest.fixture
def other_organisation(db: None) -> Organisation:
    """Another client of the same office; nothing of it may ever show."""
    return Organisation.objects.create(key="beta", name="Beta Works")


@pytest.fixture
def system(organisation: Organisation) -> Actor:
    """The system acting in the organisation."""
    return Actor.system(organisation)


MakeAccount = Callable[..., Account]


@pytest.fixture
def make_account(db: None) -> MakeAccount:
    """Makes a member of an organisation with a role: make_account(organisation, "auditor", scope=("project", 3))."""

    def make(
        organisation: Organisation, role: str | None = None, *, scope: tuple[str, int] | None = None, clearance: int = 0, email: str = ""
    ) -> Account:
        number = Account.objects.count() + 1
        account = Account.objects.create_user(
            email or f"{role or 'nobody'}{number}@{organisation.key}.test", "a long pass phrase", name=f"{role} {number}"
        )
        Membership.everywhere.create(organisation=organisation, account=account)
        if role is not None:
            kind, scope_id = scope or ("organisation", None)
            RoleAssignment.everywhere.create(
                organisation=organisation, account=account, role=role, scope_kind=kind, scope_id=scope_id, clearance=clearance
            )
        return account

    return make


@pytest.fixture
def director(organisation: Organisation, make_account: MakeAccount) -> Actor:
    """The PMO director of the organisation."""
    return Actor.of(make_account(organisation, "pmo_director", clearance=2), organisation, entrance="page")


@pytest.fixture
def client_of() -> Callable[[Account], Client]:
    """A signed-in browser of an account."""

    def make(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return make
