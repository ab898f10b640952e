"""The page of one project: every shape of record, who may see it, and how many queries it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from steerco.capabilities.dossiers.queries.people import people_of
from steerco.capabilities.dossiers.queries.record import project_record
from steerco.capabilities.dossiers.tests.factories import facts, make_periods, make_story
from steerco.capabilities.dossiers.views.facts import facts_say, open_points
from steerco.capabilities.dossiers.views.overview import page_context
from steerco.capabilities.dossiers.views.picture import confidence_row, cost_row, end_row, year_row
from steerco.capabilities.dossiers.views.story import summary
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects.models import ProjectName
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.entrances import way_in
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.ui.amounts import MILLIONS
from steerco.foundation.ui.figures import day

MakeAccount = Callable[..., Account]
QUERIES = 12


def sentence(by: Actor, ref: str, **dates: dt.date) -> str:
    record = project_record(by, ref, **dates)
    assert record is not None
    return "".join(part.text for part in summary(record)).replace("\xa0", " ")


def open_of(by: Actor, ref: str) -> list[str]:
    record = project_record(by, ref)
    assert record is not None
    return [point.what for point in open_points(record, "/edit/", "/merge/")]


def test_the_number_of_queries_does_not_grow_with_the_reports(system: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    periods = make_periods(system, 12)
    words = [{"schedule": f"Month {n}", "cost": "Same"} for n in range(12)]
    long = make_story(system, periods, [facts() for _ in periods], words=words, name="B")
    short = make_story(system, periods[-1:], [facts()], words=words[:1], name="A")
    for project in (long, short):
        with django_assert_num_queries(QUERIES):
            record = project_record(system, project.ref)
            assert record is not None
            page_context(record)


def test_a_project_without_a_report_teaches(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, [], [], name="Quiet one")
    assert sentence(system, project.ref) == "No report yet, because no reporting period is set up."
    make_periods(system, 2)
    assert sentence(system, project.ref) == "No report yet."
    page = client_of(make_account(system.organisation, "pmo_analyst")).get(f"/projects/{project.ref}/").content.decode()
    assert "The record starts with the first report" in page and "The record</h2>" not in page


def test_a_first_report(system: Actor) -> None:
    project = make_story(system, make_periods(system, 1), [facts(cost=482_000_000)])
    assert sentence(system, project.ref) == (
        "Rated Green by its responsible owner. It is its first report. It ends on 31 Dec 2026; whole-life cost is £482m."
    )
    record = project_record(system, project.ref)
    assert record is not None and record.against is None and page_context(record)["words"] == []


def test_one_report_is_not_compared_with_itself(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    periods = make_periods(system, 2)
    project = make_story(system, periods, [facts(), None])
    browser = client_of(make_account(system.organisation, "pmo_analyst"))
    alone = browser.get(f"/projects/{project.ref}/compare/").content.decode()
    assert "This project has one report." in alone and "Facts side by side" not in alone
    both = make_story(system, periods, [facts(), facts()], name="Both")
    twice = browser.get(f"/projects/{both.ref}/compare/?against=2024-02-29&as_of=2024-02-29").content.decode()
    assert "Both sides name the same report." in twice and f'href="/projects/{both.ref}/compare/"' in twice


def test_nothing_moved(system: Actor) -> None:
    project = make_story(system, make_periods(system, 3), [facts()] * 3)
    assert sentence(system, project.ref) == (
        "Rated Green by its responsible owner. It has been Green since Jan 2024. The end date is 31 Dec 2026, as in Jan 2024; "
        "whole-life cost is £100m, as in Jan 2024."
    )
    record = project_record(system, project.ref)
    assert record is not None
    assert [facts_say(column, record).text for column in record.returns] == [
        "1 of 3 facts: year within budget; nothing earlier to compare date and cost with.",
        "Date and cost held.",
        "Date and cost held.",
    ]


def test_a_date_that_came_forward_and_a_cost_that_fell(system: Actor) -> None:
    project = make_story(system, make_periods(system, 2), [facts(), facts(end="2026-06-30", cost=80_000_000)])
    assert "The end date came forward 6 months to 30 Jun 2026; whole-life cost fell 20.0% from £100m to £80m." in sentence(
        system, project.ref
    )


def test_a_rating_that_flickers_is_told_in_short(system: Actor) -> None:
    ratings = ["green", "amber"] * 6
    project = make_story(system, make_periods(system, 12), [facts(confidence=rating) for rating in ratings])
    assert "It changed 11 times; before, it was Green in Jul 2024" not in sentence(system, project.ref)
    assert "It changed 11 times; before, it was Amber in Aug 2024, Green in Sep 2024, Amber in Oct 2024 and Green in Nov 2024." in sentence(
        system, project.ref
    )


def test_everything_withheld_is_never_zero(system: Actor) -> None:
    why = {"kind": "withheld", "text": "Exempt under Section 43 of the Freedom of Information Act 2000"}
    gaps = dict.fromkeys(("confidence", "end_on", "whole_life_cost_amount", "year_forecast_amount", "year_budget_amount"), why)
    nothing = {"confidence": "", "confidence_by": "", "gaps": gaps}
    project = make_story(system, make_periods(system, 2), [nothing, nothing], unit=make_unit(system.organisation, "MOD", name="Ministry"))
    assert sentence(system, project.ref) == (
        "The rating is withheld, s.43. No report since Jan 2024 gives one. "
        "The end date is withheld, s.43; whole-life cost is withheld, s.43."
    )
    record = project_record(system, project.ref)
    assert record is not None
    for row in (confidence_row(record), end_row(record), cost_row(record, MILLIONS), year_row(record, MILLIONS)):
        assert row.count("#m-n") == 2 and row.count(">withheld, s.43<") == 2 and "£0" not in row
    assert open_of(system, project.ref)[:2] == ["Rating: withheld, s.43.", "End date: withheld, s.43."]


def test_a_return_that_the_project_missed_is_a_gap(system: Actor) -> None:
    project = make_story(system, make_periods(system, 4), [facts(), None, facts(confidence="red"), None])
    record = project_record(system, project.ref)
    assert record is not None
    assert [column.report is not None for column in record.returns] == [True, False, True]
    assert "no report" in confidence_row(record) and 'stroke-dasharray="4 4"' in confidence_row(record)
    told = sentence(system, project.ref)
    assert told.startswith("Last reported in Mar 2024.") and told.endswith("There is no report for Apr 2024.")
    assert "No report for Apr 2024." in open_of(system, project.ref)


def test_no_line_crosses_a_change_of_scale(system: Actor) -> None:
    project = make_story(system, make_periods(system, 2, three_from=1), [facts(confidence="amber_red"), facts()])
    record = project_record(system, project.ref)
    assert record is not None
    row = confidence_row(record)
    assert "new scale in Spring 2024" in row and 'stroke-width="2"' not in row
    assert "five" not in page_context(record)["columns"][1].break_words
    assert page_context(record)["columns"][1].break_words.startswith("Spring 2024: the scale becomes three points")


def test_what_is_still_open_names_the_thing(system: Actor) -> None:
    words = [{"year": ""}, {"year": "Work moved between years."}]
    reports = [facts(end="2024-02-29"), facts(end="2024-02-29", forecast=15_000_000)]
    project = make_story(system, make_periods(system, 2), reports, words=words)
    assert open_of(system, project.ref) == [
        "Green, with the year forecast 50% over budget.",
        "The end date has passed: 29\xa0Feb\xa02024, 0 days ago.",
        "Start date: not given.",
        "No owner on record.",
    ]


def test_a_link_by_name_waits_for_a_person(system: Actor) -> None:
    project = make_story(system, make_periods(system, 1), [facts()], owner=make_person(system.organisation))
    ProjectName.objects.create(organisation=system.organisation, project=project, source="Jan 2024", name="N", folded="n", link="proposed")
    assert "Linked by name only: Jan 2024." in open_of(system, project.ref)


def test_words_and_names_are_escaped(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    attack = "<script>alert(1)</script>"
    words = [{"schedule": f"was {attack} before"}, {"schedule": f"is {attack} now <b>bold</b>"}]
    reports = [facts(reported_name=attack), facts(end="", gaps={"end_on": {"kind": "missing", "text": attack}})]
    project = make_story(system, make_periods(system, 2), reports, words=words, name=f"Bridge {attack}")
    client: Client = client_of(make_account(system.organisation, "pmo_director", clearance=2))
    for path in ("", "?table=1", "reports/", "reports/2024-02-29/", "compare/", "people/", "history/", "history/?on=2030-01-01"):
        page = client.get(f"/projects/{project.ref}/{path}")
        assert page.status_code == 200
        assert b"<script>alert" not in page.content and b"<b>bold" not in page.content, path
    assert b"&lt;script&gt;alert" in client.get(f"/projects/{project.ref}/").content


def test_a_formula_in_a_name_is_inert_in_the_file(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts(reported_name='=HYPERLINK("http://x")')])
    answer = client_of(make_account(system.organisation, "pmo_analyst")).get(f"/projects/{project.ref}/record.csv")
    assert answer.status_code == 200 and "'=HYPERLINK" in answer.content.decode()


PATHS = ("", "record.csv", "one-pager.pdf", "reports/", "reports/2024-01-31/", "compare/", "people/", "history/")


def test_another_organisation_finds_nothing(
    system: Actor, other_organisation: Organisation, client_of: Any, make_account: MakeAccount
) -> None:
    project = make_story(system, make_periods(system, 1), [facts()])
    stranger: Client = client_of(make_account(other_organisation, "pmo_director", clearance=2))
    assert [stranger.get(f"/projects/{project.ref}/{path}").status_code for path in PATHS] == [404] * len(PATHS)


@pytest.mark.parametrize("role", ["requester", "administrator", None])
def test_a_role_without_projects_finds_nothing(role: str | None, system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts()])
    client: Client = client_of(make_account(system.organisation, role, clearance=2))
    assert [client.get(f"/projects/{project.ref}/{path}").status_code for path in PATHS] == [404] * len(PATHS)


def test_a_role_on_one_project_does_not_reach_another(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    periods = make_periods(system, 1)
    mine, other = (make_story(system, periods, [facts()], name=name) for name in ("Mine", "Other"))
    client: Client = client_of(make_account(system.organisation, "project_manager", scope=("project", mine.pk)))
    assert [client.get(f"/projects/{mine.ref}/{path}").status_code for path in PATHS] == [200] * len(PATHS)
    assert [client.get(f"/projects/{other.ref}/{path}").status_code for path in PATHS] == [404] * len(PATHS)
    assert "Other" not in client.get(f"/projects/{mine.ref}/").content.decode(), "not even as the next record"


def test_confidentiality_hides_a_project_from_lower_clearance(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts()], confidentiality=1)
    low: Client = client_of(make_account(system.organisation, "pmo_director", clearance=0))
    high: Client = client_of(make_account(system.organisation, "pmo_director", clearance=1))
    assert [low.get(f"/projects/{project.ref}/{path}").status_code for path in PATHS] == [404] * len(PATHS)
    assert [high.get(f"/projects/{project.ref}/{path}").status_code for path in PATHS] == [200] * len(PATHS)


def test_what_was_imported_is_a_return_and_what_is_written_here_a_report(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    client = client_of(make_account(system.organisation, "pmo_director"))
    periods, told = make_periods(system, 2), {}
    for word, origins in (("report", ("imported", "written")), ("return", ("imported", "imported"))):
        project = make_story(system, periods, [facts(origin=origin) for origin in origins])
        told[word] = " ".join(client.get(f"/projects/{project.ref}/{path}").content.decode() for path in ("", "reports/", "compare/"))
    for word, other in (("report", "return"), ("return", "report")):
        for words in (
            f"Two published {word}s, read down",
            f"2 published {word}s; what is",
            f"The Feb 2024 {word}, as at",
            f"as each {word} gave",
        ):
            assert words in told[word], words
            assert words.replace(word, other) not in told[word], words


def test_the_history_says_through_what_each_act_came(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts()])
    page = client_of(make_account(system.organisation, "pmo_director")).get(f"/projects/{project.ref}/").content.decode()
    entrance = way_in(Revision.objects.get(verb="load_import").entrance)
    assert entrance and f"through {entrance}, " in page and "through ," not in page


def test_history_and_roles_are_for_those_who_may(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts()])
    member = make_account(system.organisation, "team_member")
    client: Client = client_of(member)
    page = client.get(f"/projects/{project.ref}/").content.decode()
    assert "History" not in page and client.get(f"/projects/{project.ref}/history/").status_code == 403
    assert people_of(Actor.of(member, system.organisation, entrance="page"), project).roles is None
    assert "Edit project" not in page


def test_who_may_not_read_reports_is_told_so_and_not_that_there_are_none(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts()])
    page = client_of(make_account(system.organisation, "team_member")).get(f"/projects/{project.ref}/").content.decode()
    assert "Your role here reads no status reports." in page and "Reports are read by others" in page
    assert "No report yet" not in page and "starts with the first report" not in page


def test_signed_out_is_asked_to_sign_in(system: Actor) -> None:
    project = make_story(system, [], [])
    assert Client().get(f"/projects/{project.ref}/").status_code == 302


def test_a_strange_date_is_no_date(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts()])
    client: Client = client_of(make_account(system.organisation, "pmo_analyst"))
    for query in ("as_of=2023-02-31", "as_of=x", "as_of=9999-12-31", "as_of=0001-01-01"):
        assert client.get(f"/projects/{project.ref}/?{query}").status_code == 200, query


def test_people_name_the_owner_or_the_gap(system: Actor) -> None:
    unit = make_unit(system.organisation, "DFT", head=make_person(system.organisation, "Grace Hopper"))
    project = make_story(system, [], [], unit=unit)
    with within(system.organisation):
        told = [(place.duty, str(place.person or "")) for place in people_of(system, project).answerable]
    assert told == [("Owner", ""), ("Head of the unit", "Grace Hopper")]


def test_a_kept_page_changes_as_soon_as_something_is_written(director: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(director, make_periods(director, 1), [facts()])
    client: Client = client_of(make_account(director.organisation, "pmo_analyst"))
    assert "Old bridge" not in client.get(f"/projects/{project.ref}/").content.decode()
    with revise(director, "rename") as revision:
        revision.update(project, name="Old bridge", owner=make_person(director.organisation, "Ada Byron"))
    page = client.get(f"/projects/{project.ref}/").content.decode()
    assert "Old bridge" in page and "No owner on record" not in page


def test_a_kept_page_is_for_those_who_see_the_same(director: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(director, make_periods(director, 1), [facts()], confidentiality=1)
    address = f"/projects/{project.ref}/"
    high, low, member = (
        client_of(make_account(director.organisation, role, clearance=clearance))
        for role, clearance in (("pmo_director", 2), ("pmo_director", 0), ("team_member", 1))
    )
    assert "Edit project" in high.get(address).content.decode()
    assert low.get(address).status_code == 404
    seen = member.get(address).content.decode()
    assert "Edit project" not in seen and "History" not in seen


def test_a_kept_page_costs_few_queries(
    director: Actor, client_of: Any, make_account: MakeAccount, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    project = make_story(director, make_periods(director, 12), [facts()] * 12)
    client: Client = client_of(make_account(director.organisation, "pmo_analyst"))
    client.get(f"/projects/{project.ref}/")
    with django_assert_max_num_queries(6):
        client.get(f"/projects/{project.ref}/")


def test_what_was_typed_over_a_published_fact_is_said(system: Actor, client_of: Any, make_account: MakeAccount) -> None:
    project = make_story(system, make_periods(system, 1), [facts(cost=482_000_000)], name="Old name")
    with revise(system, "update_project") as revision:
        revision.update(project, name="New name", whole_life_cost_amount=1, currency="GBP")
    page = client_of(make_account(system.organisation, "pmo_director")).get(f"/projects/{project.ref}/").content.decode()
    today = day(timezone.localdate())
    assert f"Named Old name until {today}" in page
    assert f"Whole-life cost on record since {today}: £1; published in" in page and "Write report" in page
    reader = client_of(make_account(system.organisation, "auditor")).get(f"/projects/{project.ref}/").content.decode()
    assert "on record since" in reader and "Write report" not in reader
