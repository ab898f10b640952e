"""The portfolio's pages: what they show, refuse, link and export; how many queries they take and how much they weigh."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.tests.reading import file_of, listed, text_of
from steerco.capabilities.dashboards.views.brief import told_of
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.scorecards.queries.portfolio import picture_of, portfolio_source
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.capabilities.scorecards.tests.factories import invented_portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., Any]


@pytest.fixture
def visitor(gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> Client:
    return client_of(make_account(gmpp.organisation, "pmo_director", clearance=2))


def test_the_page_opens_with_the_answer(visitor: Client) -> None:
    text = text_of(visitor.get("/portfolio/gmpp/"))

    for words in (
        "244 projects", "£471.8bn", "60 of 121", "76 of 106", "16 of 24 Green projects break a limit", "17 projects turned Red since 2021.",
        "12 projects give no rating and 51 no cost. 36 of the 51 say: withheld, s.43.", "1 figure looks wrong.",
        "129 comparable, on three points",
        "193 of 244 disclosed", "5 → 3 points", "no 2018", "£383.2bn rated Amber", "All 244", "471,818", "Facts disagree 74",
    ):  # fmt: skip
        assert words in text


def test_the_one_pager_says_what_the_page_says(visitor: Client, gmpp: Actor, make_account: MakeAccount, client_of: Any) -> None:
    source = portfolio_source(gmpp, "gmpp")
    told = told_of(gmpp, picture_of(source, as_of=None, against=None, scope=Scope()), Address("gmpp", None, None, Scope()))
    assert "244 projects" in told["story"] and "£471.8bn" in told["story"]
    assert (told["periods"][0]["period"], told["periods"][0]["total"], told["periods"][0]["counts"][0]) == ("2023", "244", "26")
    assert told["moved"] == [
        ["Rating", "24", "86", "19", "129"],
        ["End date", "9", "52", "60", "121"],
        ["Whole-life cost", "28", "2", "76", "106"],
    ]
    assert told["first"][0]["strong"] == "16 of 24 Green projects break a limit" and "36 of the 51 say" in str(told["first"])
    assert told["units"][0] == {"name": "MOD", "count": "52", "cost": "£132,220m, 29 of 52"}
    assert [line["text"] for line in told["health"]] == ["97 Red", "11 Amber", "136 can’t be checked"]
    assert len(told["watermelons"]) == 5 and told["watermelons"][0]["mark"] == "g" and "24 of 244" in told["unsafe"]
    answer = visitor.get("/portfolio/gmpp/one-pager.pdf?as_of=2021-03-31")
    assert answer["Content-Type"] == "application/pdf" and b"pdfuaid" in answer.content
    assert client_of(make_account(gmpp.organisation, "guest")).get("/portfolio/gmpp/one-pager.pdf").status_code == 403


def test_every_chart_that_holds_unsafe_figures_says_so(visitor: Client) -> None:
    page = visitor.get("/portfolio/gmpp/?as_of=2023-03-31").content.decode()
    charts, marks = page.count("<figure>"), page.count("24 unsafe</a>")
    assert charts == marks >= 4
    assert "unsafe</a>" not in visitor.get("/portfolio/gmpp/?as_of=2001-03-31").content.decode()


def test_the_only_portfolio_opens_by_itself(visitor: Client) -> None:
    assert visitor.get("/portfolio/").headers["Location"] == "/portfolio/gmpp/"


def test_several_portfolios_are_listed(visitor: Client, gmpp: Actor) -> None:
    with revise(gmpp, "open_portfolio") as revision:
        revision.create(Portfolio(ref="two", name="A second portfolio"))

    text = text_of(visitor.get("/portfolio/"))

    assert "2 portfolios that you can see." in text
    assert "A second portfolio" in text


def test_without_a_portfolio_the_page_teaches(
    organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Any], Client]
) -> None:
    text = text_of(client_of(make_account(organisation, "pmo_director")).get("/portfolio/"))

    assert "No portfolio yet" in text
    assert "Import a spreadsheet" in text


def test_a_portfolio_without_reports_teaches(system: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> None:
    with revise(system, "open_portfolio") as revision:
        portfolio = revision.create(Portfolio(ref="new", name="New portfolio"))
        project = revision.create(Project(ref="P-1", name="First project"))
        revision.create(PortfolioMembership(portfolio=portfolio, project=project))

    text = text_of(client_of(make_account(system.organisation, "pmo_director")).get("/portfolio/new/"))

    assert "1 project on the list, and no report yet." in text
    assert "No report yet" in text
    assert "First project" in text


def test_a_past_date_is_violet_and_shows_its_own_figures(visitor: Client) -> None:
    response = visitor.get("/portfolio/gmpp/?as_of=2021-12-31")
    text = text_of(response)

    assert b'class="violet"' in response.content
    assert "You are looking at 31 Mar 2021." in text
    assert "184 projects" in text
    assert "£542.0bn" in text
    assert "85 comparable, on five points" in text


def test_the_projects_of_a_past_page_open_at_its_date(visitor: Client) -> None:
    past = visitor.get("/portfolio/gmpp/?as_of=2021-03-31").content.decode()
    now = visitor.get("/portfolio/gmpp/").content.decode()
    assert re.search(r'<a class="pn" href="/projects/[^"?]+/\?as_of=2021-03-31"', past)
    assert re.search(r'<a class="pn" href="/projects/[^"?]+/"', now)


def test_before_the_first_report_nothing_is_invented(visitor: Client) -> None:
    text = text_of(visitor.get("/portfolio/gmpp/?as_of=2010-01-01"))

    assert "No report up to this date" in text
    assert "£" not in text


def test_a_department_narrows_the_whole_page(visitor: Client) -> None:
    text = text_of(visitor.get("/portfolio/gmpp/?department=MOJ"))

    assert "27 projects" in text
    assert "£19.5bn" in text
    assert "Only MOJ." in text
    assert "£471.8bn" not in text


def test_attention_puts_red_and_contradicted_green_first(visitor: Client) -> None:
    first = listed(visitor.get("/portfolio/gmpp/"))

    assert first[:3] == ["Crossrail Programme", "Future Combat Air System", "Emergency Services Mobile Communications Programme (ESMCP)"]


TABLES = {"ratings": 7, "ways": 108, "departments": 21, "dates": 121, "cost": 4}


@pytest.mark.parametrize("what", TABLES)
def test_each_picture_has_its_numbers_as_page_and_files(visitor: Client, what: str) -> None:
    page = visitor.get(f"/portfolio/gmpp/table/{what}")
    rows = list(csv.reader(io.StringIO(visitor.get(f"/portfolio/gmpp/table/{what}.csv").content.decode())))
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get(f"/portfolio/gmpp/table/{what}.xlsx").content))
    sheet = book.get_sheet_by_index(0).to_python()

    assert page.status_code == 200
    assert len(sheet) == len(rows)
    assert len(rows[0]) == max(len(row) for row in rows)
    if what != "ways":
        assert len(rows) - 1 == TABLES[what]


def test_the_table_of_ratings_says_what_is_not_on_the_scale(visitor: Client) -> None:
    ratings = list(csv.reader(io.StringIO(visitor.get("/portfolio/gmpp/table/ratings.csv").content.decode())))

    assert ratings[-1][3:] == ["26", "n/a", "183", "n/a", "23", "12", "244"]


@pytest.mark.parametrize(
    "address", ["", "table/ratings", "table/cost.csv", "export.csv", "export.xlsx", "why/end/?of=P-1", "why/rated/?of=red"]
)
def test_nothing_of_another_organisation_shows(
    visitor: Client, other_organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Any], Client], address: str
) -> None:
    revisions = Revision.objects.count()
    stranger = client_of(make_account(other_organisation, "pmo_director", clearance=2))

    response = stranger.get(f"/portfolio/gmpp/{address}")

    assert response.status_code == 404
    assert "Government Major" not in response.content.decode()
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize("address", ["/portfolio/gmpp/", "/portfolio/gmpp/export.csv", "/portfolio/gmpp/why/dates/"])
def test_signed_out_or_without_a_role_nobody_sees_it(
    gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client], address: str
) -> None:
    assert Client().get(address).status_code == 302
    assert client_of(make_account(gmpp.organisation)).get(address).status_code == 404
    assert client_of(make_account(gmpp.organisation, "requester")).get(address).status_code == 404


def test_who_sees_a_part_is_told_so(gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> None:
    own = Project.objects.get(name="DREADNOUGHT")
    visitor = client_of(make_account(gmpp.organisation, "project_manager", scope=("project", own.pk)))

    text = text_of(visitor.get("/portfolio/gmpp/"))
    rows = file_of(visitor.get("/portfolio/gmpp/export.csv"))

    assert "1 project that you can see" in text
    assert "Crossrail" not in text
    assert "471" not in text
    assert [row["Project"] for row in rows] == ["DREADNOUGHT"]


def test_after_a_write_the_page_is_never_stale(visitor: Client, gmpp: Actor) -> None:
    assert "Renamed portfolio" not in text_of(visitor.get("/portfolio/gmpp/"))
    with revise(gmpp, "rename_portfolio") as revision:
        revision.update(Portfolio.objects.get(ref="gmpp"), name="Renamed portfolio")

    assert "Renamed portfolio" in text_of(visitor.get("/portfolio/gmpp/"))


def queries_of(visitor: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert visitor.get(address).status_code == 200
    return len(counted)


def test_the_number_of_queries_is_fixed(visitor: Client, gmpp: Actor) -> None:
    with revise(gmpp, "touch") as revision:
        revision.update(Portfolio.objects.get(ref="gmpp"), purpose="moves the head of the ledger, so that nothing is kept")

    cold, warm = queries_of(visitor, "/portfolio/gmpp/"), queries_of(visitor, "/portfolio/gmpp/")
    other_list, other_date = (
        queries_of(visitor, "/portfolio/gmpp/?f=facts:is:worse"),
        queries_of(visitor, "/portfolio/gmpp/?as_of=2021-03-31"),
    )

    shell = warm - 1
    assert cold <= shell + 16  # six of them for health
    assert other_list <= shell + 4
    assert other_date <= shell + 5


@pytest.mark.parametrize("projects", [30, 330])
def test_more_projects_take_no_more_queries(
    system: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client], projects: int
) -> None:
    invented_portfolio(system, projects=projects, periods=4)
    visitor = client_of(make_account(system.organisation, "pmo_director"))

    cold = queries_of(visitor, "/portfolio/many/")
    warm = queries_of(visitor, "/portfolio/many/")

    beside = 6 if projects < 300 else 0  # what health is worked out of
    assert cold == warm + 9 + beside  # seven of the portfolio, two of the saved views and pins
    response = visitor.get("/portfolio/many/")
    assert (b'class="units"' in response.content) is (projects < 300)
    assert len(gzip.compress(response.content)) < 60_000


def test_a_kept_list_names_who_gave_no_report(system: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> None:
    portfolio = invented_portfolio(system, projects=10, periods=2, membership="listed")
    with revise(system, "add_project") as revision:
        silent = revision.create(Project(ref="M-SILENT", name="Silent project"))
        revision.create(PortfolioMembership(portfolio=portfolio, project=silent))
    visitor = client_of(make_account(system.organisation, "pmo_director"))

    text = text_of(visitor.get("/portfolio/many/"))

    assert "11 projects" in text
    assert "1 gave no report." in text
    assert "1 project gave no report for 2025-02. 1 of them never has." in text
    assert listed(visitor.get("/portfolio/many/?f=reported:is:no")) == ["Silent project"]
    assert listed(visitor.get("/portfolio/many/?f=never_report:is:yes")) == ["Silent project"]


def test_no_inline_style_or_script(visitor: Client) -> None:
    body = visitor.get("/portfolio/gmpp/").content.decode()

    assert " style=" not in body
    assert not re.search(r"<script(?![^>]*\bsrc=)", body)


def test_with_one_date_nothing_is_said_of_bands(visitor: Client) -> None:
    first = visitor.get("/portfolio/gmpp/?as_of=2014-12-31").content.decode()
    later = visitor.get("/portfolio/gmpp/?as_of=2021-03-31").content.decode()

    assert "bands appear with the second date" in first
    for words in ("Width of a band", "rated worse", "rated better</span>"):
        assert (words in first, words in later) == (False, True)
