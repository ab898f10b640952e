"""A page that is kept: sent again only to the same reader, and never after a write."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.views import acting
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import keep_preferences, rename_account
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.registers.models import SavedView

MakeAccount = Callable[..., Account]
ClientOf = Callable[[Account], Client]
drawn: list[str] = []


@acting
@drawn_once
def page(request: HttpRequest) -> HttpResponse:
    drawn.append(request.get_full_path())
    roles = RoleAssignment.objects.count()
    return HttpResponse(f"drawn for {request.user}, of {roles} roles", status=int(request.GET.get("status", "200")))


@acting
@drawn_once
def named(request: HttpRequest) -> HttpResponse:
    names = Membership.objects.order_by("account__email").values_list("account__name", flat=True)
    return HttpResponse(", ".join(filter(None, names)))


@acting
def tell(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Something happened.")
    return HttpResponse("told")


urlpatterns = [path("kept/", page), path("named/", named), path("tell/", tell), path("", include("steerco.interfaces.urls"))]
pytestmark = pytest.mark.urls(__name__)


def write(by: Actor) -> None:
    with revise(by, "grant_role", reason="moves the head of the ledger") as revision:
        revision.create(RoleAssignment(account=Account.objects.create_user(f"{uuid4()}@alpha.test"), role="auditor"))


@pytest.fixture
def account(organisation: Organisation, make_account: MakeAccount) -> Account:
    return make_account(organisation, "pmo_director")


@pytest.fixture
def reader(account: Account, client_of: ClientOf, system: Actor) -> Client:
    drawn.clear()
    write(system)
    return client_of(account)


def test_a_page_is_drawn_once_for_each_address(reader: Client) -> None:
    texts = [reader.get(address).content for address in ("/kept/", "/kept/", "/kept/?as_of=2021-03-31", "/kept/")]
    assert drawn == ["/kept/", "/kept/?as_of=2021-03-31"]
    assert len(set(texts)) == 1


def test_a_write_draws_it_anew(reader: Client, system: Actor) -> None:
    reader.get("/kept/")
    write(system)
    reader.get("/kept/")
    assert len(drawn) == 2


def test_a_write_of_what_was_not_read_keeps_it(reader: Client, system: Actor) -> None:
    reader.get("/kept/")
    with revise(system, "save_view") as revision:
        revision.create(SavedView(register="units", name="Mine"))
    reader.get("/kept/")
    assert len(drawn) == 1


def test_each_reader_gets_their_own(reader: Client, organisation: Organisation, make_account: MakeAccount, client_of: ClientOf) -> None:
    other = client_of(make_account(organisation, "pmo_director"))
    assert reader.get("/kept/").content != other.get("/kept/").content
    assert len(drawn) == 2


def test_a_membership_taken_away_counts_at_once(reader: Client, account: Account) -> None:
    reader.get("/kept/")
    account.memberships.all().delete()
    assert reader.get("/kept/").status_code == 403


@pytest.mark.parametrize("status", [302, 404])
def test_only_a_whole_page_is_kept(reader: Client, status: int) -> None:
    answers = [reader.get(f"/kept/?status={status}").status_code for _ in range(3)]
    assert answers == [status] * 3
    assert len(drawn) == 3


def test_a_notice_is_never_kept(reader: Client) -> None:
    reader.get("/tell/")
    reader.get("/kept/")
    reader.get("/kept/")
    assert len(drawn) == 2


def _written_by_query(account: Account, name: str) -> None:
    assert Account.objects.filter(pk=account.pk).update(name=name) == 1


def _written_in_bulk(account: Account, name: str) -> None:
    account.name = name
    Account.objects.bulk_update([account], ["name"])


@pytest.mark.parametrize(
    "rename",
    [rename_account, lambda account, name: keep_preferences(by=account, name=name), _written_by_query, _written_in_bulk],
)
def test_a_name_that_somebody_has_given_themselves_is_read_by_others_at_once(
    rename: Callable[[Account, str], object], reader: Client, organisation: Organisation, make_account: MakeAccount
) -> None:
    other = make_account(organisation, "team_member")
    rename(other, "Ada Before")
    assert b"Ada Before" in reader.get("/named/").content
    rename(other, "Ada After")
    assert b"Ada After" in reader.get("/named/").content


def test_what_one_sets_for_oneself_alone_draws_nothing_anew(reader: Client, organisation: Organisation, make_account: MakeAccount) -> None:
    other = make_account(organisation, "team_member")
    moved = LedgerHead.objects.get(organisation=organisation).moved
    keep_preferences(by=other, name=other.name, density="compact")
    other.last_login = timezone.now()
    other.save(update_fields=["last_login"])
    Account.objects.filter(pk=other.pk).update(last_login=None, theme="dark")
    assert LedgerHead.objects.get(organisation=organisation).moved == moved


def test_an_organisation_renamed_or_moved_to_another_time_zone_draws_its_pages_anew(reader: Client, organisation: Organisation) -> None:
    seen = LedgerHead.objects.get(organisation=organisation).moved
    organisation.time_zone = "Asia/Tokyo"
    for write in (lambda: organisation.save(update_fields=["time_zone"]), lambda: Organisation.objects.update(currency="JPY")):
        write()
        moved = LedgerHead.objects.get(organisation=organisation).moved
        assert {kind for kind in moved if moved[kind] != seen.get(kind)} == {"organisations.organisation"}
        seen = moved
