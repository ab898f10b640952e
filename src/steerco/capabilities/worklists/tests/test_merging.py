"""Names confirmed, projects merged and split, and every way in which that is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateformat import format as date

from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects import services as projects
from steerco.capabilities.projects.models import KeptApart, Project, ProjectName
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.status import services as status
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.status.services import merge_projects
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def analyst(organisation: Organisation, make_account, client_of) -> Client:
    return client_of(make_account(organisation, "pmo_analyst"))


@pytest.fixture
def periods(organisation: Organisation) -> list[ReportingPeriod]:
    return [
        ReportingPeriod.objects.create(organisation=organisation, name=str(year), status_on=dt.date(year, 3, 31))
        for year in (2015, 2016, 2017)
    ]


def report(project: Project, period: ReportingPeriod, name: str = "", link: str = "first", **facts) -> StatusReport:
    name = name or project.name
    ProjectName.objects.create(
        organisation=project.organisation, project=project, source=period.name, name=name, folded=name.lower(), link=link,
        evidence="names 94% alike; same unit",
    )  # fmt: skip
    return StatusReport.objects.create(
        organisation=project.organisation,
        project=project,
        period=period,
        state="published",
        published_at=timezone.now(),
        reported_name=name,
        **facts,
    )


@pytest.fixture
def linked(organisation: Organisation, periods: list[ReportingPeriod]) -> Project:
    """A project whose second name was linked by likeness only."""
    project = make_project(organisation, "Crossrail Programme")
    report(project, periods[0], "Crossrail")
    report(project, periods[1], f"Crossrail Programme {HOSTILE}", link="proposed", end_on=dt.date(2021, 3, 31))
    return project


@pytest.fixture
def apart(organisation: Organisation, periods: list[ReportingPeriod]) -> tuple[Project, Project]:
    """Two projects that are one under two names."""
    same = {"unit": make_unit(organisation, "WATER"), "end_on": dt.date(2025, 3, 31)}
    one, other = (
        make_project(organisation, "Thames Tideway Tunnel", **same),
        make_project(organisation, "Thames Tideway Sewer Tunnel", **same),
    )
    report(one, periods[0])
    report(other, periods[1])
    return one, other


def test_a_name_stands_beside_the_one_before_and_is_confirmed(analyst: Client, linked: Project) -> None:
    text = analyst.get("/merge/").content.decode()
    assert "names 94% alike" in text and "2015" in text and "Crossrail" in text
    assert HOSTILE not in text and "&lt;script&gt;" in text
    name = ProjectName.objects.get(link="proposed")
    assert analyst.post("/merge/confirm/", {"name": name.pk}).url == "/merge/"
    name.refresh_from_db()
    assert name.link == "confirmed"
    assert "No name waits for you." in analyst.get("/merge/").content.decode()


def test_all_names_of_one_project_are_confirmed_at_once(analyst: Client, linked: Project, apart, periods) -> None:
    report(apart[0], periods[2], "Thames Tunnel", link="proposed")
    analyst.post("/merge/confirm/", {"project": linked.ref})
    assert ProjectName.objects.get(link="proposed").name == "Thames Tunnel"


def test_ticked_projects_and_single_names_are_confirmed_together_within_the_filter(
    analyst: Client, linked: Project, apart, periods
) -> None:
    report(apart[0], periods[2], "Thames Tunnel", link="proposed")
    report(apart[1], periods[2], "Tideway", link="proposed")
    page = analyst.get("/merge/").content.decode()
    assert page.count("<details>") == 3 and page.count('name="of"') == 3 and "names 94% alike" in page
    analyst.post("/merge/confirm/", {"of": [linked.ref, apart[0].ref], "q": apart[0].name})
    waiting = ProjectName.objects.filter(link="proposed")
    assert {name.name for name in waiting} == {linked.names.get(source="2016").name, "Tideway"}, "only what the filter shows"
    analyst.post("/merge/confirm/", {"of": linked.ref, "name": ProjectName.objects.get(name="Tideway").pk})
    assert not ProjectName.objects.filter(link="proposed").exists()


def test_nothing_ticked_confirms_nothing(analyst: Client, linked: Project) -> None:
    for posted in ({}, {"name": "999999"}, {"name": "x"}, {"name": "9" * 40}):
        analyst.post("/merge/confirm/", posted)
    assert ProjectName.objects.get(source="2016").link == "proposed"


def test_hundreds_of_names_are_filtered_paged_and_confirmed_at_once(
    analyst: Client, organisation: Organisation, linked: Project, periods
) -> None:
    others = [make_project(organisation, f"Road {n}") for n in range(60)]
    for other in others:
        report(other, periods[0], link="proposed")
    first = analyst.get("/merge/").content.decode()
    assert "Page 1 of 2" in first and "Confirm all 61 that this filter finds" in first
    only = analyst.get("/merge/", {"q": "Road 7"}).content.decode()
    assert "Road 7" in only and "Road 8" not in only and "Crossrail" not in only
    assert "Road 8" not in analyst.get("/merge/", {"source": "2016"}).content.decode()
    analyst.post("/merge/confirm/", {"all": "1", "source": "2015"})
    assert list(ProjectName.objects.filter(link="proposed").values_list("source", flat=True)) == ["2016"]
    assert Revision.objects.filter(verb="confirm_link").count() == 1


def test_the_page_of_names_costs_a_fixed_number_of_queries(analyst: Client, organisation, periods, django_assert_max_num_queries) -> None:
    for n in range(30):
        project = make_project(organisation, f"Road {n}")
        report(project, periods[0])
        report(project, periods[1], link="proposed")
    analyst.get("/merge/")
    with django_assert_max_num_queries(26):
        analyst.get("/merge/")


def test_two_projects_become_one_and_two_again(analyst: Client, apart: tuple[Project, Project]) -> None:
    earlier, later = apart
    assert "Thames Tideway Sewer Tunnel" in analyst.get("/merge/similar/").content.decode()
    preview = analyst.get(f"/merge/{later.ref}/{earlier.ref}/").content.decode()
    assert f"{earlier.ref} disappears from the lists" in preview
    made = analyst.post(f"/merge/{later.ref}/{earlier.ref}/", {"reason": "one tunnel"})
    assert made.url == f"/projects/{later.ref}/"
    assert StatusReport.objects.filter(project=later).count() == 2 and not Project.objects.filter(pk=earlier.pk).exists()
    revision = Revision.objects.get(verb="merge_projects")
    assert revision.reason == "one tunnel"
    page = analyst.get("/merge/").content.decode()
    assert f"/merge/undo/{revision.number}/" in page
    assert analyst.post(f"/merge/undo/{revision.number}/").url == "/merge/"
    assert (
        Project.objects.filter(pk=earlier.pk).exists()
        and StatusReport.objects.get(project=earlier).reported_name == "Thames Tideway Tunnel"
    )


def test_a_merge_needs_a_reason_and_two_projects_that_can_be_one(analyst: Client, apart: tuple[Project, Project], periods) -> None:
    earlier, later = apart
    address = f"/merge/{later.ref}/{earlier.ref}/"
    assert analyst.post(address, {"reason": "  "}).status_code == 422
    assert analyst.post(f"/merge/{later.ref}/{later.ref}/", {"reason": "x"}).status_code == 422
    report(earlier, periods[1], "Thames Tideway Tunnel again")
    assert "both report for" in analyst.get(address).content.decode()
    refused = analyst.post(address, {"reason": "x"})
    assert refused.status_code == 422 and "both projects have a report for 2016" in refused.content.decode()
    assert Project.objects.count() == 2 and not Revision.objects.filter(verb="merge_projects").exists()


def test_any_two_are_compared_by_reference(analyst: Client, apart: tuple[Project, Project]) -> None:
    one, other = apart
    found = analyst.get("/merge/similar/", {"keep": one.ref.lower(), "absorb": other.ref})
    assert found.url == f"/merge/{one.ref}/{other.ref}/"
    missing = analyst.get("/merge/similar/", {"keep": one.ref, "absorb": "NO-SUCH"})
    assert missing.status_code == 422 and "No project that you may merge" in missing.content.decode()


def test_a_project_is_split_by_its_reports(analyst: Client, linked: Project) -> None:
    page = analyst.get(f"/merge/split/{linked.ref}/", {"period": "2016"}).content.decode()
    assert page.count("checked") == 1
    made = analyst.post(f"/merge/split/{linked.ref}/", {"period": "2016", "reason": "another line"})
    part = Project.objects.exclude(pk=linked.pk).get()
    assert made.url == f"/projects/{part.ref}/"
    assert StatusReport.objects.get(project=part).period.name == "2016"
    revision = Revision.objects.get(verb="split_project")
    analyst.post(f"/merge/undo/{revision.number}/", {"reason": "no, one line"})
    assert Project.objects.count() == 1 and StatusReport.objects.filter(project=linked).count() == 2


@pytest.mark.parametrize(
    "posted",
    [{"reason": "x"}, {"period": ["2015", "2016"], "reason": "x"}, {"period": "2016", "reason": ""}, {"period": "1999", "reason": "x"}],
)
def test_a_split_of_none_or_all_or_without_reason_is_refused(analyst: Client, linked: Project, posted: dict[str, object]) -> None:
    assert analyst.post(f"/merge/split/{linked.ref}/", posted).status_code == 422
    assert Project.objects.count() == 1 and StatusReport.objects.filter(project=linked).count() == 2


def test_only_joins_are_taken_back_here(analyst: Client, linked: Project) -> None:
    analyst.post("/start/", {"name": "Another"})
    revision = Revision.objects.get(verb="create_project")
    analyst.post(f"/merge/undo/{revision.number}/")
    assert Project.objects.filter(name="Another").exists() and not revision.undone_by.exists()
    assert analyst.post("/merge/undo/999/").status_code == 404


def test_who_may_not_merge_gets_nowhere(organisation: Organisation, linked: Project, apart, make_account, client_of) -> None:
    one, other = apart
    name = ProjectName.objects.get(link="proposed")
    for role in ("requester", "team_member", "project_manager", "project_officer", "sponsor", "auditor", "administrator", None):
        client = client_of(make_account(organisation, role))
        for address in ("/merge/", "/merge/similar/", f"/merge/{one.ref}/{other.ref}/", f"/merge/split/{linked.ref}/"):
            assert client.get(address).status_code == 403, (role, address)
        assert client.post("/merge/confirm/", {"name": name.pk}).status_code == 403
        assert client.post(f"/merge/{one.ref}/{other.ref}/", {"reason": "x"}).status_code == 403
        assert client.post(f"/merge/split/{linked.ref}/", {"period": "2016", "reason": "x"}).status_code == 403
        assert client.post("/merge/undo/1/").status_code == 403
    assert Project.objects.count() == 3 and ProjectName.objects.get(pk=name.pk).link == "proposed"
    assert not Revision.objects.filter(verb__in=("merge_projects", "split_project", "confirm_link")).exists()


def test_another_organisation_finds_nothing(linked: Project, apart, other_organisation: Organisation, make_account, client_of) -> None:
    one, other = apart
    name = ProjectName.objects.get(link="proposed")
    stranger = client_of(make_account(other_organisation, "pmo_director"))
    assert "Crossrail" not in stranger.get("/merge/").content.decode()
    assert "Tideway" not in stranger.get("/merge/similar/").content.decode()
    assert stranger.get(f"/merge/{one.ref}/{other.ref}/").status_code == 404
    assert stranger.post(f"/merge/{one.ref}/{other.ref}/", {"reason": "x"}).status_code == 404
    assert stranger.get(f"/merge/split/{linked.ref}/").status_code == 404
    stranger.post("/merge/confirm/", {"name": name.pk, "all": "1"})
    assert ProjectName.objects.get(pk=name.pk).link == "proposed" and Project.objects.count() == 3


def test_confidential_projects_stay_out(analyst: Client, apart: tuple[Project, Project], linked: Project) -> None:
    Project.objects.update(confidentiality=2)
    assert "Crossrail" not in analyst.get("/merge/").content.decode()
    assert "Tideway" not in analyst.get("/merge/similar/").content.decode()
    assert analyst.get(f"/merge/{apart[0].ref}/{apart[1].ref}/").status_code == 404


def test_without_the_token_nothing_is_written(organisation: Organisation, linked: Project, apart, make_account) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_account(organisation, "pmo_analyst"))
    name = ProjectName.objects.get(link="proposed")
    for address in ("/merge/confirm/", f"/merge/{apart[0].ref}/{apart[1].ref}/", f"/merge/split/{linked.ref}/", "/merge/undo/1/"):
        assert strict.post(address, {"name": name.pk, "reason": "x", "period": "2016"}).status_code == 403
    assert Project.objects.count() == 3 and ProjectName.objects.get(pk=name.pk).link == "proposed"


class TestNotTheSame:
    def test_it_is_remembered_with_who_and_when_and_undone(self, analyst: Client, apart: tuple[Project, Project]) -> None:
        one, other = apart
        pair = {"keep": other.ref, "absorb": one.ref}
        assert "Thames Tideway Sewer Tunnel" in analyst.get("/merge/similar/").content.decode()
        assert analyst.post("/merge/apart/", {**pair, "reason": "a tunnel and its sewer"}).url == "/merge/similar/"
        said = KeptApart.objects.get()
        assert (said.one, said.other, said.reason) == (one, other, "a tunnel and its sewer")
        page = analyst.get("/merge/similar/").content.decode()
        assert "No two projects look like one." in page and "stay two" in page
        for address in ("/merge/apart/", f"/merge/{one.ref}/{other.ref}/"):
            page = analyst.get(address).content.decode()
            assert "pmo_analyst 1" in page and date(timezone.now(), "j M Y") in page and "a tunnel and its sewer" in page
        analyst.post("/merge/apart/", pair)
        assert KeptApart.objects.get() == said
        number = Revision.objects.get(verb="keep_apart").number
        assert analyst.post(f"/merge/undo/{number}/").url == "/merge/"
        assert not KeptApart.objects.exists()
        assert "Thames Tideway Sewer Tunnel" in analyst.get("/merge/similar/").content.decode()

    def test_it_is_taken_back_from_its_list(self, analyst: Client, apart: tuple[Project, Project]) -> None:
        analyst.post("/merge/apart/", {"keep": apart[0].ref, "absorb": apart[1].ref})
        key = KeptApart.objects.get().pk
        assert "Say why." in analyst.post("/merge/apart/", {"apart": key, "reason": " "}, follow=True).content.decode()
        assert KeptApart.objects.exists()
        assert analyst.post("/merge/apart/", {"apart": key, "reason": "one after all"}).url == "/merge/apart/"
        assert not KeptApart.objects.exists()
        assert "Nobody has said" in analyst.get("/merge/apart/").content.decode()

    def test_who_may_not_merge_says_nothing(
        self, organisation: Organisation, other_organisation: Organisation, apart: tuple[Project, Project], make_account, client_of
    ) -> None:
        one, other = apart
        with revise(Actor.system(organisation), "keep_apart") as revision:
            said = revision.create(KeptApart(one=one, other=other))
        before = Revision.objects.count()
        half = make_account(organisation, "pmo_analyst", scope=("project", one.pk))
        strangers = make_account(organisation, "project_manager"), make_account(other_organisation, "pmo_director", clearance=2)
        for browser in map(client_of, (half, *strangers)):
            for given in ({"keep": one.ref, "absorb": other.ref}, {"apart": said.pk}):
                assert browser.post("/merge/apart/", given).status_code in (403, 404)
            page = browser.get("/merge/apart/")
            assert page.status_code == 403 or "Tideway" not in page.content.decode()
        assert (KeptApart.objects.get(), Revision.objects.count()) == (said, before)

    def test_one_project_or_none_is_refused(self, analyst: Client, apart: tuple[Project, Project]) -> None:
        for keep, absorb in ((apart[0].ref, apart[0].ref), (apart[0].ref, "NO-SUCH")):
            assert analyst.post("/merge/apart/", {"keep": keep, "absorb": absorb}).status_code in (302, 404)
        assert analyst.post("/merge/apart/", {"apart": "9; drop"}).status_code == 404
        assert not KeptApart.objects.exists() and not Revision.objects.exists()

    def test_it_follows_a_merge_and_goes_with_a_project(
        self, organisation: Organisation, system: Actor, periods: list[ReportingPeriod], apart: tuple[Project, Project]
    ) -> None:
        third = make_project(organisation, "Lee Tunnel")
        report(third, periods[2])
        for other in apart:
            projects.keep_apart(by=system, project=other, other=third)
        projects.keep_apart(by=system, project=apart[0], other=apart[1])
        status.merge_projects(by=system, keep=apart[0], absorb=apart[1], reason="one after all")
        said = KeptApart.objects.get()
        assert {said.one, said.other} == {apart[0], third}
        third.reports.all().delete()
        projects.delete_project(by=system, project=third, reason="entered twice")
        assert not KeptApart.objects.exists()
        undo(system, Revision.objects.get(verb="delete_project"), verb="undo", reason="no")
        assert KeptApart.objects.get().pk == said.pk

    def test_parts_of_a_split_are_not_proposed_again(
        self, analyst: Client, system: Actor, organisation: Organisation, periods: list[ReportingPeriod]
    ) -> None:
        project = make_project(organisation, "Lee Tunnel")
        report(project, periods[0], "Lee Tunnel")
        report(project, periods[1], "Lee Tunnels")
        part = status.split_project(by=system, project=project, periods=[periods[1]], reason="two tunnels")
        said = KeptApart.objects.get()
        assert ({said.one, said.other}, said.reason) == ({project, part}, "two tunnels")
        assert "No two projects look like one." in analyst.get("/merge/similar/").content.decode()
        undo(system, Revision.objects.get(verb="split_project"), verb="undo", reason="no")
        assert not KeptApart.objects.exists()


def test_tasks_go_along_with_a_merge_and_come_back(analyst: Client, system: Actor, apart: tuple[Project, Project]) -> None:
    keep, absorb = apart
    with revise(system, "plan") as revision:
        held = revision.create(Task(ref="TSK-1", project=keep, name="Survey", source_key="card-7"))
        whole = revision.create(Task(ref="TSK-2", project=absorb, name="Tender", source_key="card-7"))
        part = revision.create(Task(ref="TSK-3", project=absorb, name="Draft", parent=whole))
    merge_projects(by=system, keep=keep, absorb=absorb, reason="one and the same")
    found = {task.ref: (task.project_id, task.source_key) for task in Task.objects.all()}
    assert found == {"TSK-1": (keep.pk, "card-7"), "TSK-2": (keep.pk, ""), "TSK-3": (keep.pk, "")}
    page = analyst.get(f"/projects/{keep.ref}/").content.decode()
    assert f'href="/tasks/?project={keep.ref}"' in page
    listed = analyst.get(f"/tasks/?project={keep.ref}").content.decode()
    assert [name for name in ("Survey", "Tender", "Draft") if name not in listed] == []
    undo(system, Revision.objects.get(verb="merge_projects"), verb="undo_merge", reason="they are two")
    found = {task.pk: (task.project_id, task.source_key) for task in Task.objects.all()}
    assert found == {held.pk: (keep.pk, "card-7"), whole.pk: (absorb.pk, "card-7"), part.pk: (absorb.pk, "")}
    assert Task.objects.get(pk=part.pk).parent_id == whole.pk


def test_a_project_without_tasks_has_no_tab_of_them(analyst: Client, linked: Project) -> None:
    assert "/tasks/?project=" not in analyst.get(f"/projects/{linked.ref}/").content.decode()
