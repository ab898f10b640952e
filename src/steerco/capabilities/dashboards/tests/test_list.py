"""The list of a portfolio is a register: filtered by anything, grouped, its columns chosen, its views kept and shared, its rows picked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from steerco.capabilities.dashboards.registers import listing
from steerco.capabilities.dashboards.tests.reading import file_of, listed, text_of
from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers import tools
from steerco.foundation.registers.models import SavedView
from steerco.foundation.ui.amounts import THOUSANDS

MakeAccount = Callable[..., Any]
PAGE = "/portfolio/gmpp/"


@pytest.fixture
def visitor(gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]) -> Client:
    return client_of(make_account(gmpp.organisation, "pmo_director", clearance=2))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("f=facts:is:worse", 74), ("f=rating:is:green&f=facts:is:worse", 16), ("f=turned_red:is:yes", 17), ("f=cost:missing", 51),
        ("f=rating:is:none", 12), ("f=suspect:is:yes", 1), ("f=end_moved:is:later", 60), ("f=end_moved:is:same", 52),
        ("f=end_moved:is:earlier", 9), ("f=cost_moved:is:higher", 76), ("f=moved:is:better", 24), ("f=moved:is:worse", 19),
        ("f=presence:is:joined", 106), ("f=presence:is:left", 46), ("f=presence:is:both", 138), ("f=unit:in:MOJ|DFT", 50),
        ("f=why:is:withheld, s.43", 36), ("f=rating:in:red|none", 35), ("f=days:present", 121), ("f=cost:min:20bn", 4),
        ("f=end:before:2024-01-01&f=rating:is:red", 4), ("q=crossrail", 1), ("q=zzzz", 0), ("f=rating:is:purple", 0),
    ],
)  # fmt: skip
def test_everything_filters_by_its_address(visitor: Client, query: str, count: int) -> None:
    response = visitor.get(f"{PAGE}?{query}")

    assert response.status_code == 200
    assert (f"{count} of 244" in text_of(response)) if count else ("No project matches" in text_of(response))


@pytest.mark.parametrize(
    "query", ["after=%C2%B2", "after=99999999999", "as_of=nonsense", "as_of=2023-99-99", "sort=nonsense", "group=nonsense", "cols=nonsense"]
)
def test_what_an_address_can_not_mean_is_left_out(visitor: Client, query: str) -> None:
    response = visitor.get(f"{PAGE}?{query}")

    assert response.status_code == 200
    assert "£471.8bn" in text_of(response)


def test_a_filter_that_can_not_be_is_said_and_shows_nothing(visitor: Client) -> None:
    text = text_of(visitor.get(f"{PAGE}?f=hue:is:blue"))

    assert "There is no column “hue” here." in text
    assert "No project matches" in text


def test_a_filter_made_in_the_page_becomes_a_part_of_its_address(visitor: Client) -> None:
    answer = visitor.get(f"{PAGE}?as_of=2023-03-31&department=MOJ&f=facts:is:worse&pick=cost&op=min&v=100m")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PAGE}?as_of=2023-03-31&department=MOJ&f=facts:is:worse&f=cost:min:100m#projects"
    asked = text_of(visitor.get(f"{PAGE}?pick=cost"))
    assert "Comparison" in asked and "500m or 1.5bn" in visitor.get(f"{PAGE}?pick=cost").content.decode()


def test_the_list_sorts_and_pages(visitor: Client) -> None:
    by_cost = listed(visitor.get(f"{PAGE}?sort=-cost"))
    up = listed(visitor.get(f"{PAGE}?sort=cost"))
    second = listed(visitor.get(f"{PAGE}?sort=-cost&after=25"))
    last = listed(visitor.get(f"{PAGE}?sort=name&after=225"))

    assert by_cost[0] == "DREADNOUGHT"
    assert len(by_cost) == 25
    assert up[0] not in by_cost
    assert not set(by_cost) & set(second)
    assert len(last) == 19
    assert [name.casefold() for name in last] == sorted(name.casefold() for name in last)


def test_slip_sorts_by_the_first_date_ever_reported_as_it_is_drawn(visitor: Client) -> None:
    rows = file_of(visitor.get(f"{PAGE}export.csv?sort=-slip&cols=name,slip"))
    slips = [int(row["Slip, days"]) for row in rows if row["Slip, days"]]

    assert slips == sorted(slips, reverse=True)
    assert next(row["Slip, days"] for row in rows if row["Project"] == "Crossrail Programme") == "1230"


def test_groups_say_how_many_and_what_they_cost(visitor: Client) -> None:
    response = visitor.get(f"{PAGE}?group=rating&sort=-cost")
    heads = re.findall(r'<tr class="grp">(.*?)</tr>', response.content.decode(), re.DOTALL)

    assert len(heads) == 2  # 23 Red, then the first Amber ones
    assert "Red" in heads[0] and ">23" in heads[0] and "42,193" in heads[0] and "16 of 23" in heads[0]
    assert "383,213" in heads[1] and "151 of 183" in heads[1]
    assert "By confidence" in text_of(response)
    units = visitor.get(f"{PAGE}?group=unit").content.decode()
    assert '<tr class="grp"' in units and "<b>CO <span" in units


def test_columns_are_chosen_and_stay_in_the_address(visitor: Client) -> None:
    answer = visitor.get(f"{PAGE}?f=rating:is:red&col=name&col=unit&col=budget&col=because")
    assert answer.headers["Location"] == f"{PAGE}?f=rating:is:red&cols=name,unit,budget,because#projects"

    page = visitor.get(f"{PAGE}?f=rating:is:red&cols=name,unit,budget,because").content.decode()
    heads = re.findall(r"<th[^>]*>(?:<a [^>]*>)?([^<]+)", page[page.index('id="projects"') :])
    assert heads[:4] == ["Project", "Department", "Year budget, £m", "Because"]
    assert page.count('name="col"') > 25


def test_the_head_names_the_unit_that_the_amounts_are_written_in(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "column_unit", lambda amounts: THOUSANDS)
    text = text_of(visitor.get(f"{PAGE}?department=ONS&cols=name,cost,budget"))
    assert "Whole-life cost, £k" in text and "Year budget, £k" in text and ", £m" not in text


def test_a_view_is_kept_opened_changed_and_dropped(visitor: Client, gmpp: Actor) -> None:
    answer = visitor.post(f"{PAGE}views/?as_of=2021-03-31", {"name": "Board view", "query": "f=facts:is:worse&sort=-cost", "shared": "1"})
    view = SavedView.objects.get(register="portfolio")

    assert (view.name, view.query, view.shared) == ("Board view", "f=facts:is:worse&sort=-cost", True)
    assert answer.headers["Location"] == f"{PAGE}?as_of=2021-03-31&view={view.pk}#projects"
    opened = visitor.get(f"{PAGE}?view={view.pk}")
    assert "Board view" in text_of(opened) and "74 of 244" in text_of(opened)
    assert "View changed:" not in text_of(opened)
    past = text_of(visitor.get(f"{PAGE}?view={view.pk}&as_of=2021-03-31"))
    assert "You are looking at 31 Mar 2021." in past and " of 184" in past
    assert "View changed:" in text_of(visitor.get(f"{PAGE}?view={view.pk}&f=facts:is:worse&sort=name"))
    visitor.post(f"{PAGE}views/", {"view": view.pk, "query": "f=facts:is:worse&sort=name"})
    assert SavedView.objects.get(pk=view.pk).query == "f=facts:is:worse&sort=name"
    visitor.post(f"{PAGE}views/", {"view": view.pk, "drop": "1"})
    assert not SavedView.objects.filter(register="portfolio").exists()


def test_views_are_shared_by_those_who_may_and_seen_by_their_owner_alone_otherwise(
    visitor: Client, gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]
) -> None:
    reader = client_of(make_account(gmpp.organisation, "auditor", clearance=2))
    before = Revision.objects.count()
    refused = reader.post(f"{PAGE}views/", {"name": "Mine for all", "query": "sort=name", "shared": "1"})

    assert refused.status_code == 403
    assert (SavedView.objects.count(), Revision.objects.count()) == (0, before)
    reader.post(f"{PAGE}views/", {"name": "Mine", "query": "sort=name"})
    own = SavedView.objects.get()
    assert "Mine" in text_of(reader.get(PAGE))
    assert "Mine" not in text_of(visitor.get(PAGE))
    assert visitor.post(f"{PAGE}views/", {"view": own.pk, "drop": "1"}).status_code == 404
    assert "244 of 244" not in text_of(visitor.get(f"{PAGE}?view={own.pk}"))
    assert SavedView.objects.filter(pk=own.pk).exists()


def test_picked_rows_are_exported_alone(visitor: Client) -> None:
    page = visitor.get(PAGE).content.decode()
    keys = re.findall(r'<input type="checkbox" data-pick name="pk" form="picked" value="(\d+)"', page)

    assert len(keys) == 25
    assert '<form method="get" id="picked" action="/portfolio/gmpp/export.csv">' in page
    rows = file_of(visitor.get(f"{PAGE}export.csv?pk={keys[0]}&pk={keys[2]}"))
    assert [row["Project"] for row in rows] == [listed(visitor.get(PAGE))[place] for place in (0, 2)]


def test_the_export_holds_what_is_seen_with_its_exact_values(visitor: Client) -> None:
    seen = file_of(visitor.get(f"{PAGE}export.csv?department=MOJ&f=facts:is:worse"))
    whole = file_of(visitor.get(f"{PAGE}export.csv?cols=all"))
    told = json.loads(visitor.get(f"{PAGE}export.json?f=rating:is:green").getvalue())

    assert len(seen) == 6
    assert sum(float(row["Whole-life cost"] or 0) for row in whole) == 471_818_000_000
    assert sum(1 for row in whole if not row["Whole-life cost"] and "Section 43" in row["Whole-life cost: reason missing"]) == 36
    assert {row["Department"] for row in whole if row["Project"] == "Crossrail Programme"} == {"DFT"}
    crossrail = next(row for row in whole if row["Project"] == "Crossrail Programme")
    assert crossrail["History"].startswith("2016 Amber/Green, 2017 Amber/Green") and crossrail["Reports held"] == "6"
    assert told["count"] == 26
    assert told["totals"]["cost"]["count"] == 24
    assert visitor.get(f"{PAGE}export.exe").status_code == 404


def test_who_sees_a_part_lists_counts_and_exports_that_part(
    gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]
) -> None:
    own, other = Project.objects.get(name="DREADNOUGHT"), Project.objects.get(name="Crossrail Programme")
    manager = client_of(make_account(gmpp.organisation, "project_manager", scope=("project", own.pk)))

    assert listed(manager.get(f"{PAGE}?sort=name")) == ["DREADNOUGHT"]
    assert "1 project" in text_of(manager.get(PAGE))
    assert [row["Project"] for row in file_of(manager.get(f"{PAGE}export.csv?pk={own.pk}&pk={other.pk}"))] == ["DREADNOUGHT"]


def test_who_may_look_but_not_export_is_offered_no_files(
    gmpp: Actor, make_account: MakeAccount, client_of: Callable[[Any], Client]
) -> None:
    member = client_of(make_account(gmpp.organisation, "guest"))
    page = member.get(PAGE)

    assert page.status_code == 200
    assert not re.search(r"export\.|/table/|data-pick[ -]", page.content.decode())
    assert member.get(f"{PAGE}export.csv").status_code == 403


def test_nobody_elsewhere_keeps_a_view_or_takes_the_list(
    gmpp: Actor, other_organisation: Organisation, make_account: MakeAccount, client_of: Callable[[Any], Client]
) -> None:
    stranger = client_of(make_account(other_organisation, "pmo_director", clearance=2))
    before = Revision.objects.count()

    assert stranger.post(f"{PAGE}views/", {"name": "Theirs", "query": ""}).status_code == 404
    assert stranger.get(f"{PAGE}export.xlsx").status_code == 404
    assert (SavedView.everywhere.count(), Revision.everywhere.count()) == (0, before)


def test_the_command_line_prints_the_same_list(gmpp: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    parser = argparse.ArgumentParser()
    tools.add_arguments(parser)
    asked = ["portfolio", "--organisation", gmpp.organisation.key, "--filter", "rating=red", "--filter", "unit=DFT", "--json"]
    assert tools.run(parser.parse_args(asked)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["register"], told["count"]) == ("portfolio", 2)
    assert tools.run(parser.parse_args([*asked[:3], "--as-of", "2021-03-31", "--filter", "against=2020-03-31", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 184
    with pytest.raises(LookupError, match="Say which portfolio"):
        tools.run(parser.parse_args([*asked[:3], "--filter", "portfolio=nowhere"]))


def test_groups_columns_and_views_take_no_more_queries(visitor: Client) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert visitor.get(f"{PAGE}?{query}").status_code == 200
        return len(counted)

    plain = queries("sort=name")
    assert queries("group=unit&sort=-slip") <= plain
    assert queries("cols=name,held,slip,because,never_cost") <= plain
