"""The register of projects: filters, order, groups, own fields, files, views, the past, and who sees what."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import MakeAccount
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_field, make_portfolio, make_programme, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers import services as views, tools
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.listing import PAGE
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import as_object, listing, sheet

PROJECTS = registers["projects"]
ClientOf = Callable[[Any], Client]


def names(by: Actor, address: str, register: str = "projects") -> list[str]:
    """The names on all pages, walked page by page as a person would."""
    found: list[str] = []
    asked = Asked.from_query(QueryDict(address))
    while True:
        page = listing(registers[register], by, asked).page(size=3)
        found += [row["name"] for row in page.rows]
        if not page.next:
            return found
        asked = Asked.from_query(QueryDict(asked.address(after=page.next)[1:]))


@pytest.fixture
def portfolio_of_seven(organisation: Organisation) -> Iterator[None]:
    north, south = make_unit(organisation, "N", name="North"), make_unit(organisation, "S", name="South")
    owner = make_person(organisation, "Ada Byron")
    programme = make_programme(organisation, "Ports", ref="PGM-0001")
    make_field(organisation, "Area", "choice", choices=["Sea", "Land"])
    make_field(organisation, "Risk money", "money")
    make_field(organisation, "Next board", "date")
    make_field(organisation, "Public", "yes_no")
    rows: list[dict[str, Any]] = [
        {
            "name": "A",
            "unit": north,
            "whole_life_cost_amount": Decimal(300),
            "end_on": dt.date(2025, 1, 1),
            "state": "executing",
            "owner": owner,
        },
        {"name": "B", "unit": north, "whole_life_cost_amount": Decimal(100), "custom": {"area": "Sea", "risk_money": "9", "public": True}},
        {"name": "C", "unit": south, "whole_life_cost_amount": Decimal(100), "custom": {"area": "Land", "risk_money": "10.50"}},
        {"name": "D", "unit": south, "end_on": dt.date(2024, 1, 1), "custom": {"next_board": "2024-05-01", "public": False}},
        {"name": "E", "category": "Defence", "programme": programme, "key": "K-1"},
        {"name": "F", "whole_life_cost_amount": Decimal(200), "currency": "EUR", "category": "Defence"},
        {"name": "G", "unit": south, "state": "closed", "category": "Roads", "portfolios": (make_portfolio(organisation, ref="PTF-0001"),)},
    ]
    for row in rows:
        make_project(organisation, **row)
    yield


@pytest.mark.usefixtures("portfolio_of_seven")
class TestFilters:
    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("f=unit:is:N", "AB"), ("f=unit:is:N|S", "ABCDEFG"), ("f=unit:in:N|S", "ABCDG"), ("f=unit:not:N", "CDEFG"),
            ("f=unit:missing", "EF"), ("f=unit:present", "ABCDG"), ("f=unit:has:s", "CDG"),
            ("f=whole_life_cost:min:200", "AF"), ("f=whole_life_cost:max:100", "BC"), ("f=whole_life_cost:between:150|250", "F"),
            ("f=whole_life_cost:missing", "DEG"), ("f=whole_life_cost_amount:min:200", "AF"),
            ("f=end:before:2024-06-01", "D"), ("f=end:after:2024-06-01", "A"), ("f=end:missing", "BCEFG"),
            ("f=category:is:Defence", "EF"), ("f=category:missing", "ABCD"), ("f=category:not:Defence", "ABCDG"),
            ("f=state:in:executing|closed", "AG"), ("f=state:not:proposed", "AG"),
            ("f=owner:is:Ada Byron", "A"), ("f=programme:is:PGM-0001", "E"), ("f=programme:is:Ports", "E"),
            ("f=portfolio:is:PTF-0001", "G"), ("f=portfolio:not:PTF-0001", "ABCDEF"),
            ("f=area:is:Sea", "B"), ("f=area:missing", "ADEFG"), ("f=risk_money:min:9.5", "C"), ("f=risk_money:max:9", "B"),
            ("f=next_board:before:2024-06-01", "D"), ("f=public:is:yes", "B"), ("f=public:is:no", "D"), ("f=public:missing", "ACEFG"),
            ("f=unit:is:S&f=state:is:closed", "G"), ("q=k-1", "E"), ("q=defence", "EF"), ("q=nothing", ""),
        ],
    )  # fmt: skip
    def test_each_kind(self, director: Actor, address: str, found: str) -> None:
        assert "".join(sorted(names(director, address))) == ("ABCDEFG" if address == "f=unit:is:N|S" else found)

    def test_what_cannot_be_filtered_is_said_and_left_out(self, director: Actor) -> None:
        for address in ("f=nowhere:is:1", "f=unit:is:N|S", "f=end:before:never", "f=name:min:3", "f=portfolio:has:x"):
            listed = listing(PROJECTS, director, Asked.from_query(QueryDict(address)))
            assert len(listed.page().rows) == 7
            assert len(listed.problems) == 1


@pytest.mark.usefixtures("portfolio_of_seven")
class TestOrder:
    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("sort=name", "ABCDEFG"), ("sort=-name", "GFEDCBA"),
            ("sort=whole_life_cost", "BCFADEG"), ("sort=-whole_life_cost", "AFCBGED"), ("sort=-whole_life_cost_amount", "AFCBGED"),
            ("sort=end", "DABCEFG"), ("sort=unit", "ABCDGEF"), ("sort=category", "EFGABCD"), ("sort=state", "BCDEFAG"),
            ("sort=risk_money", "BCADEFG"), ("sort=-risk_money", "CBGFEDA"),
            ("group=unit&sort=-name", "BAGDCFE"), ("group=state&sort=name", "BCDEFAG"), ("group=category&sort=name", "EFGABCD"),
            ("group=area", "BCADEFG"), ("group=unit&sort=-whole_life_cost", "ABCGDFE"), ("sort=nowhere", "ABCDEFG"),
            ("sort=portfolio", "ABCDEFG"),
        ],
    )  # fmt: skip
    def test_values_first_gaps_last_and_no_row_twice_over_the_pages(self, director: Actor, address: str, found: str) -> None:
        assert "".join(names(director, address)) == found

    def test_a_place_that_somebody_made_up_shows_a_page(self, director: Actor) -> None:
        for after in ("x", "WzFd", "W251bGwsMV0", "WyJhIiwxXQ", "eyJhIjoxfQ"):
            assert listing(PROJECTS, director, Asked(after=after)).page().rows is not None


@pytest.mark.usefixtures("portfolio_of_seven")
class TestSums:
    def test_a_sum_stands_beside_its_share_and_currencies_are_never_added(self, director: Actor) -> None:
        sums = listing(PROJECTS, director, Asked(group="unit")).sums()
        money = sums.money["whole_life_cost"]
        assert (sums.total, money.given, money.of, money.amount) == (7, 4, 7, None)
        assert [(price.currency, amount, given) for price, amount, given in money.parts] == [("EUR", 200, 1), ("GBP", 500, 3)]
        north, none = sums.groups["N"], sums.groups[None]
        assert (north.total, north.money["whole_life_cost"].amount, none.total) == (2, 400, 2)

    def test_a_page_shows_groups_with_their_sums(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        assert director.account is not None
        page = client_of(director.account).get("/projects/?group=unit&sort=-whole_life_cost").content.decode()
        assert page.count('class="grp"') == 3
        assert "7 projects" in page
        assert "not added" in page

    def test_price_bases_are_never_added(self, director: Actor, organisation: Organisation) -> None:
        make_project(organisation, whole_life_cost_amount=Decimal(1), price_basis="real", price_base_year=2015)
        sums = listing(PROJECTS, director, Asked.from_query(QueryDict("f=unit:missing"))).sums()
        assert sums.money["whole_life_cost"].amount is None


class TestAccess:
    @pytest.mark.parametrize(
        ("role", "sees", "exports", "adds"),
        [
            ("requester", 403, 403, 403), ("team_member", 200, 200, 403), ("project_manager", 200, 200, 403),
            ("project_officer", 200, 200, 403),
            ("sponsor", 200, 200, 403), ("pmo_analyst", 200, 200, 200), ("pmo_director", 200, 200, 200), ("auditor", 200, 200, 403),
            ("administrator", 403, 403, 403),
        ],
    )  # fmt: skip
    def test_each_role(
        self, organisation: Organisation, make_account: MakeAccount, client_of: ClientOf, role: str, sees: int, exports: int, adds: int
    ) -> None:
        make_project(organisation, "Plain")
        make_project(organisation, "Hidden", confidentiality=2)
        browser = client_of(make_account(organisation, role))
        assert browser.get("/projects/").status_code == sees
        for form in ("csv", "xlsx", "json"):
            assert browser.get(f"/projects/export.{form}").status_code == exports
        assert browser.get("/projects/new/").status_code == adds
        assert browser.post("/projects/new/", {"name": "Mine", "price_basis": "unstated", "confidentiality": 0}).status_code in (302, 403)
        assert Project.objects.filter(name="Mine").exists() is (adds == 200)
        if sees == 200:
            assert "Hidden" not in browser.get("/projects/").content.decode()
            assert "Hidden" not in b"".join(browser.get("/projects/export.csv")).decode()  # type: ignore[arg-type]
            assert browser.get("/projects/PRJ-0002/edit/").status_code == 404

    def test_nobody_else_sees_a_thing(
        self, organisation: Organisation, other_organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
    ) -> None:
        make_project(organisation, "Ours")
        SavedView.everywhere.create(organisation=organisation, register="projects", name="Our view", shared=True)
        stranger = make_account(other_organisation, "pmo_director", clearance=2)
        browser = client_of(stranger)
        for page in ("/projects/", "/projects/?f=name:present", "/projects/export.json", "/programmes/", "/portfolios/"):
            answer = browser.get(page)
            assert answer.status_code == 200
            said = answer.getvalue().decode()
            assert "Ours" not in said
            assert "Our view" not in said
        for page in ("/projects/PRJ-0001/edit/", "/projects/PRJ-0001/delete/"):
            assert browser.get(page).status_code == 404
            assert browser.post(page, {"name": "Theirs"}).status_code == 404
        assert Project.objects.get().name == "Ours"

    def test_a_scoped_role_sees_its_scope_in_list_file_and_sums(self, organisation: Organisation, make_account: MakeAccount) -> None:
        top = make_unit(organisation, "TOP")
        make_project(organisation, "Inside", unit=make_unit(organisation, "LOW", parent=top), whole_life_cost_amount=Decimal(5))
        make_project(organisation, "Outside", whole_life_cost_amount=Decimal(7))
        by = Actor.of(make_account(organisation, "project_manager", scope=("unit", top.pk)), organisation, entrance="page")
        held = as_object(listing(PROJECTS, by, Asked()))
        assert [row["name"] for row in held["rows"]] == ["Inside"]
        assert held["totals"]["whole_life_cost"] == {
            "sum": 5, "count": 1, "of": 1, "by_price": [{"currency": "GBP", "basis": "unstated", "sum": 5, "count": 1}]
        }  # fmt: skip

    def test_without_sign_in_there_is_nothing(self, organisation: Organisation, client: Client) -> None:
        for page in ("/projects/", "/projects/export.csv", "/projects/new/", "/units/tree/", "/roles/"):
            assert client.get(page).status_code == 302


class TestFiles:
    @pytest.mark.usefixtures("portfolio_of_seven")
    def test_a_file_holds_what_is_seen(self, director: Actor) -> None:
        asked = Asked.from_query(QueryDict("f=unit:present&sort=-whole_life_cost&cols=name,unit,end,whole_life_cost,risk_money,public"))
        made = sheet(listing(PROJECTS, director, asked))
        assert list(made.heads) == [
            "Project", "Department", "End date", "End date: reason missing", "Whole-life cost", "Currency",
            "Whole-life cost: reason missing", "Risk money", "Public",
        ]  # fmt: skip
        rows = list(made.rows)
        assert [row[0] for row in rows] == ["A", "C", "B", "G", "D"]
        assert rows[1] == ["C", "S", None, "no report", Decimal("100.00"), "GBP", "", Decimal("10.50"), None]
        assert rows[4][2:5] == [dt.date(2024, 1, 1), "", None]

    def test_all_pages_are_in_the_file(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        Project.everywhere.bulk_create(Project(organisation=organisation, ref=f"PRJ-{n:04d}", name=f"=P{n:04d}") for n in range(PAGE * 3))
        assert director.account is not None
        browser = client_of(director.account)
        answer = browser.get("/projects/export.csv?cols=name,ref")
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode(), newline="")))  # type: ignore[arg-type]
        assert rows[0] == ["Project", "Ref"]
        assert [row[0] for row in rows[1:]] == [f"'=P{n:04d}" for n in range(PAGE * 3)]
        assert len(json.loads(browser.get("/projects/export.json").getvalue())["rows"]) == PAGE * 3
        assert browser.get("/projects/export.pdf").status_code == 404


class TestViews:
    def test_a_view_keeps_a_list_and_says_when_it_changed(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        make_project(organisation, "Dear", whole_life_cost_amount=Decimal(5))
        make_project(organisation, "Unknown")
        assert director.account is not None
        browser = client_of(director.account)
        answer = browser.post("/projects/views/", {"name": "No cost given", "query": "f=whole_life_cost:missing", "shared": "1"})
        view = SavedView.objects.get()
        assert answer["Location"] == f"/projects/?view={view.pk}"
        page = browser.get(answer["Location"]).content.decode()
        assert "Unknown" in page
        assert "Dear" not in page
        assert "View changed" not in page
        assert "View changed" in browser.get(f"/projects/?view={view.pk}&sort=-name").content.decode()
        browser.post("/projects/views/", {"view": view.pk, "query": "sort=-name"})
        view.refresh_from_db()
        assert (view.query, view.name, view.shared) == ("sort=-name", "No cost given", True)
        browser.post("/projects/views/", {"view": view.pk, "drop": "1"})
        assert not SavedView.objects.exists()
        assert [revision.verb for revision in Revision.objects.order_by("number")] == ["save_view", "save_view", "delete_view"]

    def test_a_private_view_is_private_and_sharing_is_for_the_office(
        self, organisation: Organisation, director: Actor, make_account: MakeAccount, client_of: ClientOf
    ) -> None:
        view = views.save_view(by=director, register=PROJECTS, name="Mine", query="sort=-name")
        member = make_account(organisation, "team_member")
        by = Actor.of(member, organisation, entrance="page")
        assert not views.views_of(by, PROJECTS).exists()
        for attempt in (
            lambda: views.save_view(by=by, register=PROJECTS, name="All", query="", shared=True),
            lambda: views.save_view(by=by, register=PROJECTS, name="Taken", query="", view=view),
            lambda: views.delete_view(by=by, register=PROJECTS, view=view),
        ):
            with pytest.raises(Refused):
                attempt()
        assert client_of(member).post("/projects/views/", {"view": view.pk, "drop": "1"}).status_code == 404
        assert list(SavedView.objects.values_list("name", "query")) == [("Mine", "sort=-name")]

    def test_small_forms_lead_to_plain_addresses(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        assert director.account is not None
        browser = client_of(director.account)
        answer = browser.get("/projects/?sort=-name&pick=unit&op=in&v=N&v=S")
        assert answer["Location"] == "/projects/?f=unit:in:N%7CS&sort=-name"
        assert browser.get("/projects/?pick=end&op=missing&v=")["Location"] == "/projects/?f=end:missing"
        assert browser.get("/projects/?col=name&col=end")["Location"] == "/projects/?cols=name,end"
        assert b'name="op"' in browser.get("/projects/?pick=whole_life_cost").content


class TestForms:
    def test_new_edit_and_delete(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        make_field(organisation, "Area", "choice", choices=["Sea"])
        assert director.account is not None
        browser = client_of(director.account)
        given = {
            "name": "Crossrail",
            "whole_life_cost_amount": "14800000000",
            "price_basis": "unstated",
            "confidentiality": 0,
            "custom_area": "Sea",
        }
        assert browser.post("/projects/new/", given)["Location"] == "/projects/PRJ-0001/"
        project = Project.objects.get()
        assert (project.currency, project.custom) == ("GBP", {"area": "Sea"})
        answer = browser.post("/projects/PRJ-0001/edit/", {**given, "version": 1, "end_on": "2001-01-01", "start_on": "2002-01-01"})
        assert answer.status_code == 422
        assert "before the start date" in answer.content.decode()
        answer = browser.post(
            "/projects/PRJ-0001/edit/", {**given, "version": 1, "name": "Elizabeth line", "custom_area": "", "reason": "opened"}
        )
        assert answer.status_code == 302
        project.refresh_from_db()
        assert (project.name, project.custom, project.version) == ("Elizabeth line", {}, 2)
        assert Revision.objects.first().reason == "opened"  # type: ignore[union-attr]
        assert "goes with its names" in browser.get("/projects/PRJ-0001/delete/").content.decode()
        assert browser.post("/projects/PRJ-0001/delete/", {"reason": "twice"})["Location"] == "/projects/"
        assert not Project.objects.exists()

    def test_two_people_edit_at_once(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        project = make_project(organisation, "Old", category="Roads", end_on=dt.date(2030, 1, 1))
        services.update_project(by=director, project=project, end_on=dt.date(2031, 1, 1), category="Rail", reason="after route decision")
        assert director.account is not None
        browser = client_of(director.account)
        given = {
            "name": "New", "category": "Roads", "end_on": "2032-01-01", "version": 1, "price_basis": "unstated", "confidentiality": 0
        }  # fmt: skip
        answer = browser.post("/projects/PRJ-0001/edit/", given)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "keep-end_on" in page
        assert "keep-category" not in page
        assert "after route decision" in page
        project.refresh_from_db()
        assert project.name == "Old"
        assert 'name="version" value="1"' in page
        assert 'name="seen" value="2"' in page
        browser.post("/projects/PRJ-0001/edit/", {**given, "keep-end_on": "theirs", "seen": 2})
        project.refresh_from_db()
        assert (project.name, project.category, project.end_on) == ("New", "Rail", dt.date(2031, 1, 1))

    def test_mine_is_taken_only_over_what_i_saw(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        project = make_project(organisation, "Old")
        services.update_project(by=director, project=project, name="Theirs")
        assert director.account is not None
        browser = client_of(director.account)
        given = {"name": "Mine", "version": 1, "price_basis": "unstated", "confidentiality": 0, "keep-name": "yours", "seen": 2}
        services.update_project(by=director, project=project, name="Theirs again")
        assert browser.post("/projects/PRJ-0001/edit/", given).status_code == 409
        project.refresh_from_db()
        assert project.name == "Theirs again"
        assert browser.post("/projects/PRJ-0001/edit/", {**given, "seen": 3}).status_code == 302
        project.refresh_from_db()
        assert project.name == "Mine"


class TestCommand:
    def said(self, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
        parser = argparse.ArgumentParser()
        tools.add_arguments(parser)
        assert tools.run(parser.parse_args([*words, "--json"])) == 0
        held: dict[str, Any] = json.loads(capsys.readouterr().out)
        return held

    @pytest.mark.usefixtures("portfolio_of_seven")
    def test_it_prints_what_the_page_shows(self, director: Actor, client_of: ClientOf, capsys: pytest.CaptureFixture[str]) -> None:
        held = self.said(capsys, "projects", "--filter", "unit=N", "--filter", "whole_life_cost:min:200", "--sort=-name")
        assert (held["register"], held["organisation"], held["count"]) == ("projects", "alpha", 1)
        assert (
            held["rows"][0] | {"name": "A", "unit": "N", "whole_life_cost": 300, "currency": "GBP", "end": "2025-01-01"} == held["rows"][0]
        )
        assert held["totals"]["whole_life_cost"]["sum"] == 300
        assert director.account is not None
        shown = json.loads(
            client_of(director.account).get("/projects/export.json?f=unit:is:N&f=whole_life_cost:min:200&sort=-name").getvalue()
        )
        assert shown == held

    def test_what_does_not_exist_is_said(self, organisation: Organisation, other_organisation: Organisation) -> None:
        parser = argparse.ArgumentParser()
        tools.add_arguments(parser)
        for words, said in (
            (["projects"], "--organisation KEY"), (["projects", "--organisation", "gamma"], "no organisation"),
            (["projects", "--organisation", "alpha", "--filter", "colour=red"], "no column"),
        ):  # fmt: skip
            with pytest.raises(LookupError, match=said):
                tools.run(parser.parse_args(words))

    def test_the_state_on_a_past_date_comes_from_the_ledger(self, director: Actor, capsys: pytest.CaptureFixture[str]) -> None:
        programme = services.create_programme(by=director, name="Before")
        services.update_programme(by=director, programme=programme, name="After")
        today = dt.date.today()  # noqa: DTZ011
        assert self.said(capsys, "programmes", "--as-of", today.isoformat())["rows"][0]["name"] == "After"
        assert self.said(capsys, "programmes", "--as-of", (today - dt.timedelta(days=2)).isoformat())["count"] == 0


class TestSpeed:
    def fill(self, organisation: Organisation, count: int) -> None:
        """Copies one project many times inside the database: every fifth with a cost that rises with its number."""
        first = make_project(organisation, "P", ref="X", currency="GBP")
        columns = {field.column: f'p."{field.column}"' for field in Project._meta.concrete_fields if not field.primary_key}
        columns |= {"ref": "'X-' || numbers.n", "name": "'P' || numbers.n"}
        columns["whole_life_cost_amount"] = "CASE WHEN numbers.n % 5 = 0 THEN numbers.n END"
        numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count - 1})"
        names = ", ".join(f'"{column}"' for column in columns)
        select = f"SELECT {', '.join(columns.values())} FROM projects_project p, numbers WHERE p.id = {first.pk}"
        with connection.cursor() as cursor:
            insert = f"INSERT INTO projects_project ({names})"
            cursor.execute(f"{numbers} {insert} {select}" if connection.vendor == "postgresql" else f"{insert} {numbers} {select}")

    def test_the_number_of_queries_does_not_grow(self, organisation: Organisation, director: Actor, client_of: ClientOf) -> None:
        self.fill(organisation, 60)
        make_field(organisation, "Area")
        assert director.account is not None
        browser = client_of(director.account)
        browser.get("/projects/")
        counts = []
        for address in ("/projects/", "/projects/?group=unit&sort=-whole_life_cost", "/projects/?f=unit:is:N"):
            with CaptureQueriesContext(connection) as few:
                browser.get(address)
            counts.append(len(few))
        Project.everywhere.filter(organisation=organisation).delete()
        self.fill(organisation, 600)
        for address, before in zip(
            ("/projects/", "/projects/?group=unit&sort=-whole_life_cost", "/projects/?f=unit:is:N"), counts, strict=True
        ):
            with CaptureQueriesContext(connection) as many:
                browser.get(address)
            assert len(many) == before
        assert (
            max(counts) <= 25
        )  # nothing was written through the ledger: nothing is kept, and whether there is anything is asked each time

    def test_a_hundred_thousand_rows_are_walked_from_place_to_place(self, organisation: Organisation, director: Actor) -> None:
        self.fill(organisation, 100_000)
        with within(organisation), CaptureQueriesContext(connection) as asked:
            listed = listing(PROJECTS, director, Asked(sort="-whole_life_cost"))
            first = listed.page()
            second = listing(PROJECTS, director, Asked(sort="-whole_life_cost", after=first.next)).page()
            sums = listed.sums()
        assert [row["ref"] for row in first.rows[:2]] == ["X-99995", "X-99990"]
        assert second.rows[0]["ref"] == f"X-{99_995 - 5 * PAGE}"
        assert (sums.total, sums.more) == (20_000, True)
        assert not any("OFFSET" in query["sql"] for query in asked)


def test_a_new_project_is_asked_for_its_portfolio_and_takes_amounts_as_people_write_them(
    organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Account], Client]
) -> None:
    portfolio = make_portfolio(organisation, "Roads")
    client = client_of(make_account(organisation, "pmo_director"))
    page = client.get("/projects/new/").content.decode()
    assert f'<option value="{portfolio.pk}" selected>Roads</option>' in page and "Choose a unit" in page
    given = {
        "name": "Bypass",
        "portfolio": portfolio.pk,
        "whole_life_cost_amount": "£2.5m",
        "price_basis": "unstated",
        "confidentiality": 0,
    }
    refused = client.post("/projects/new/", {**given, "whole_life_cost_amount": "€2.5m"})
    assert refused.status_code == 422 and "This is in EUR" in refused.content.decode() and not Project.objects.exists()
    client.post("/projects/new/", given)
    project = Project.objects.get()
    assert (project.whole_life_cost_amount, list(project.portfolios.all())) == (Decimal(2500000), [portfolio])
    edit = client.get(f"/projects/{project.ref}/edit/").content.decode()
    assert 'value="2,500,000"' in edit and "until the next report replaces it" in edit and "In no portfolio yet" not in edit
    assert "Fill this in." in client.post("/projects/new/", {**given, "name": ""}).content.decode()


def test_the_menu_of_a_small_screen_has_the_way_to_an_import(
    organisation: Organisation, director: Actor, make_account: MakeAccount, client_of: ClientOf
) -> None:
    def menu(account: Account) -> str:
        return client_of(account).get("/projects/").content.decode().split('id="more" popover>')[1].split("</div>")[0]

    assert '<a href="/imports/new/">Import</a>' in menu(director.account)  # type: ignore[arg-type]  # a director has an account
    assert "/imports/new/" not in menu(make_account(organisation, "auditor"))
