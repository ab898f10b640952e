"""The doors of the first page, and that each leads where it says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from steerco.capabilities.entitlements.services import open_review
from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project, ProjectName
from steerco.capabilities.projects.tests.factories import make_portfolio, make_project
from steerco.capabilities.worklists import services
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.scope import within


@pytest.fixture
def director_client(organisation: Organisation, make_account, client_of) -> Client:
    return client_of(make_account(organisation, "pmo_director", email="director@alpha.test"))


@pytest.fixture
def the_sample(db: None) -> Organisation:
    return Organisation.objects.create(key="sample", name="Sample Office", is_sample=True)


def test_an_empty_organisation_has_three_doors(director_client: Client) -> None:
    text = director_client.get("/").content.decode()
    for said in ("Welcome. What do you have?", "Bring my list", "Start with my idea", "Look at the sample", "No projects on record yet"):
        assert said in text
    assert 'href="/imports/new/"' in text and 'href="/start/"' in text


def test_my_work_shows_roles_to_review_and_what_a_leaver_answered_for(
    director_client: Client, organisation: Organisation, make_account, client_of
) -> None:
    member = make_account(organisation, "team_member")
    gone = Person.objects.create(organisation=organisation, name="Gone Person", state="left")
    Project.objects.create(organisation=organisation, ref="P-1", name="Left behind", owner=gone)
    review = open_review(by=Actor.system(organisation))
    page = director_client.get("/work/").content.decode()
    assert f'href="/access-reviews/{review.pk}/"' in page and "1 role to keep or remove" in page
    assert f'href="/people/{gone.pk}/handover/"' in page and "1 thing to hand over" in page
    said = page[page.index('id="waits"') : page.index("things wait for you")]  # the number opens what it is made of
    assert said.count("<dt>") == 2 and said.count("<dd>1</dd>") == 2
    other = client_of(member).get("/work/").content.decode()
    assert "role to keep or remove" not in other and "Gone Person" not in other


def test_later_the_first_page_is_the_portfolio(director_client: Client, organisation: Organisation) -> None:
    make_project(organisation, "One")
    assert director_client.get("/").url == "/portfolio/"


def test_doors_that_are_not_yours_do_not_show(organisation: Organisation, make_account, client_of) -> None:
    text = client_of(make_account(organisation, "auditor")).get("/").content.decode()
    assert "Bring my list" not in text and "Start with my idea" not in text and "Look at the sample" in text
    make_project(organisation, "Unseen", confidentiality=2)
    text = client_of(make_account(organisation, "requester")).get("/").content.decode()
    assert "Unseen" not in text and "Welcome" in text


def test_plain_answers_become_a_project(director_client: Client) -> None:
    assert "What should be better" in director_client.get("/start/").content.decode()
    answers = {"name": "Rebuild <b>the wall</b>", "why": "It leaks.", "who": " Ada  Byron ", "ends_on": "2027-03-31"}
    made = director_client.post("/start/", answers)
    project = Project.objects.get()
    assert made.url == f"/projects/{project.ref}/"
    assert (project.state, project.description, project.end_on) == ("proposed", "It leaks.", dt.date(2027, 3, 31))
    assert project.owner is not None and project.owner.name == "Ada Byron"
    director_client.post("/start/", {"name": "Another", "who": "ada byron"})
    assert Person.objects.count() == 1
    assert "<b>the wall</b>" not in director_client.get("/work/").content.decode()


@pytest.mark.parametrize("answers", [{"name": ""}, {"name": " "}, {"name": "x" * 301}, {"name": "A", "ends_on": "soon"}])
def test_bad_answers_are_said_and_nothing_is_made(director_client: Client, answers: dict[str, str]) -> None:
    assert director_client.post("/start/", answers).status_code == 422
    assert not Project.objects.exists()


def test_who_may_not_create_may_not_start(organisation: Organisation, make_account, client_of) -> None:
    before = Revision.objects.count()
    for role in ("requester", "team_member", "project_manager", "sponsor", "auditor", "administrator", None):
        client = client_of(make_account(organisation, role))
        assert client.get("/start/").status_code == 403
        assert client.post("/start/", {"name": "A"}).status_code == 403
    assert not Project.objects.exists() and Revision.objects.count() == before


def test_the_sample_is_entered_and_left_in_one_click(director_client: Client, organisation: Organisation, the_sample: Organisation) -> None:
    entered = director_client.post("/sample/")
    assert entered.url == "/portfolio/" and director_client.session["organisation"] == the_sample.pk
    assert RoleAssignment.everywhere.get(organisation=the_sample).role == "pmo_analyst"
    assert "Leave the sample" in director_client.get("/work/").content.decode()
    assert director_client.post("/sample/leave/").url == "/"
    assert not Membership.everywhere.get(organisation=the_sample).active
    assert "Alpha Works" in director_client.get("/work/").content.decode()
    director_client.post("/sample/")
    assert RoleAssignment.everywhere.filter(organisation=the_sample).count() == 1
    assert Membership.everywhere.get(organisation=the_sample).active


def test_the_sample_gives_nothing_of_other_organisations(
    director_client: Client, other_organisation: Organisation, the_sample: Organisation
) -> None:
    director_client.post("/sample/")
    assert set(Membership.everywhere.filter(account__email="director@alpha.test").values_list("organisation__key", flat=True)) == {
        "alpha",
        "sample",
    }
    assert director_client.post("/organisation/", {"organisation": other_organisation.pk}).status_code == 404


def test_leaving_needs_another_organisation(the_sample: Organisation, make_account, client_of, director_client: Client) -> None:
    only = client_of(make_account(the_sample, "pmo_analyst"))
    assert only.post("/sample/leave/").url == "/work/"
    assert Membership.everywhere.get(organisation=the_sample).active
    assert "Leave the sample" not in only.get("/work/").content.decode()
    director_client.post("/sample/leave/")
    assert Membership.everywhere.get(organisation__key="alpha").active


def test_without_files_the_sample_says_so(director_client: Client, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(services, "RETURNS", tmp_path)
    page = director_client.post("/sample/", follow=True)
    assert "files are not installed" in page.content.decode()
    assert not Organisation.objects.filter(is_sample=True).exists()


def test_the_sample_is_loaded_where_it_is_missing(director_client: Client, monkeypatch, tmp_path) -> None:
    (tmp_path / "uk_2023.csv").write_bytes((services.RETURNS / "uk_2023.csv").read_bytes())
    monkeypatch.setattr(services, "RETURNS", tmp_path)
    assert director_client.post("/sample/").url == "/portfolio/"
    sample = Organisation.objects.get(is_sample=True)
    with within(sample):
        assert Project.objects.count() == 244


def test_what_waits_for_me(director_client: Client, organisation: Organisation, make_account, client_of) -> None:
    manager = make_account(organisation, "project_manager")
    mine = make_project(
        organisation,
        "Mine",
        portfolios=(make_portfolio(organisation),),
        owner=Person.objects.create(organisation=organisation, name="Me", account=manager),
    )
    ProjectName.objects.create(
        organisation=organisation, project=mine, source="2016", name="Mine once", folded="mine once", link="proposed"
    )
    text = director_client.get("/work/").content.decode()
    assert "Mine once" in text and "taken for Mine" in text
    text = client_of(manager).get("/work/").content.decode()
    assert "Mine" in text and "Mine once" not in text


def test_only_members_and_only_with_the_token(organisation: Organisation, the_sample: Organisation, make_account) -> None:
    assert Client().get("/").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_account(organisation, "pmo_director"))
    for address in ("/sample/", "/sample/leave/", "/start/"):
        assert strict.post(address, {"name": "A"}).status_code == 403
    assert not Membership.everywhere.filter(organisation=the_sample).exists() and not Project.objects.exists()
    assert strict.get("/sample/").status_code == 405
