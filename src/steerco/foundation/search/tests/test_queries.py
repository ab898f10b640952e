"""Search over real rooms: what is found, what is forgiven, and what stays unseen."""

from __future__ import annotations

import pytest

from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects.models import Project, ProjectName
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.queries import head_number
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.search import services
from steerco.foundation.search.models import SearchEntry, SearchMark
from steerco.foundation.search.queries import find, recent
from steerco.foundation.search.searchable import declared
from steerco.foundation.search.services import catch_up, rebuild
from steerco.foundation.search.tasks import read
from steerco.foundation.tasks.models import Job
from steerco.foundation.tasks.progress import Progress


def titles(by: Actor, typed: str, **more: object) -> list[str]:
    return [hit.title for hit in find(by, typed, **more).hits]  # type: ignore[arg-type]


@pytest.fixture
def written(system: Actor) -> dict[str, Project]:
    names = ["Crossrail Programme", "Thames Tunnel", "East West Rail", "Universal Credit", "Übergang São Tomé"]
    with revise(system, "add_projects") as revision:
        made = [
            Project(ref=f"P-{n}", key=f"DFT_000{n}_1112-Q1", name=name, description="A railway" if n == 2 else "")
            for n, name in enumerate(names)
        ]
        revision.create_many(made)
        old = ProjectName(project=made[3], source="2015", name="Welfare Reform", folded="welfare reform", link=ProjectName.Link.CONFIRMED)
        revision.create(old)
    return {project.name: project for project in made}


def test_whole_words_and_beginnings(system: Actor, written: dict[str, Project]) -> None:
    assert titles(system, "crossrail") == ["Crossrail Programme"]
    assert titles(system, "cross prog") == ["Crossrail Programme"]
    assert titles(system, "CREDIT universal") == ["Universal Credit"]
    assert titles(system, "ubergang sao") == ["Übergang São Tomé"]


def test_words_anywhere_else_are_found_too(system: Actor, written: dict[str, Project]) -> None:
    assert titles(system, "railway") == ["East West Rail"]
    assert titles(system, "welfare reform") == ["Universal Credit"]


def test_a_part_of_a_word_comes_after_the_word(system: Actor, written: dict[str, Project]) -> None:
    assert titles(system, "rail") == ["East West Rail", "Crossrail Programme"]
    assert titles(system, "ossra") == ["Crossrail Programme"]


def test_codes_are_found_with_and_without_their_signs(system: Actor, written: dict[str, Project]) -> None:
    for typed in ("DFT_0000_1112-Q1", "dft 0000 1112", "dft00001112", "dft_0000"):
        assert titles(system, typed)[0] == "Crossrail Programme", typed


def test_typing_errors_are_forgiven_and_said(system: Actor, written: dict[str, Project]) -> None:
    found = find(system, "crosrail")
    assert [hit.title for hit in found.hits] == ["Crossrail Programme"]
    assert found.read_as == "crossrail"
    assert titles(system, "tames tunel") == ["Thames Tunnel"]


def test_titles_that_hold_more_of_what_was_typed_come_first(system: Actor) -> None:
    with revise(system, "add_projects") as revision:
        revision.create(Project(ref="P-1", name="Station of the north", description="A tunnel beside a harbour"))
        revision.create(Project(ref="P-2", name="Tunnel and harbour of the north-western shore"))
        revision.create(Project(ref="P-3", name="Tunnelling", description="harbour"))
        revision.create(Project(ref="P-4", name="Harbour tunnel"))
    assert titles(system, "tunnel harbour") == [
        "Harbour tunnel", "Tunnel and harbour of the north-western shore", "Station of the north", "Tunnelling",
    ]  # fmt: skip


def test_too_many_to_weigh_are_shown_as_far_as_they_may_be_seen(
    system: Actor, organisation: Organisation, make_account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steerco.foundation.search.sight.BROAD", 3)
    with revise(system, "add_projects") as revision:
        revision.create_many([Project(ref=f"P-{n}", name=f"Bridge {n}", confidentiality=2 * (n < 6)) for n in range(9)])
    uncleared = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    assert titles(uncleared, "bridge") == ["Bridge 6", "Bridge 7", "Bridge 8"]
    assert len(titles(system, "bridge")) == 3


def test_what_nobody_wrote_is_not_found(system: Actor, written: dict[str, Project]) -> None:
    assert find(system, "zzzz qqqq").hits == []
    assert find(system, "crossrail tunnel").hits == []
    assert find(system, "   ").hits == []
    assert find(system, "\"'* OR (NEAR :").hits == []


def test_the_index_follows_changes_removals_and_undo(system: Actor, written: dict[str, Project]) -> None:
    project = written["Thames Tunnel"]
    with revise(system, "rename") as revision:
        revision.update(project, name="Lower Crossing")
    assert titles(system, "thames") == []
    assert titles(system, "lower crossing") == ["Lower Crossing"]
    assert revision.revision is not None
    undo(system, revision.revision, verb="undo", reason="wrong project")
    assert titles(system, "thames") == ["Thames Tunnel"]
    with revise(system, "delete") as revision:
        revision.delete(Project.objects.get(pk=project.pk))
    assert titles(system, "thames") == []


def test_a_name_that_goes_takes_its_words_along(system: Actor, written: dict[str, Project]) -> None:
    assert titles(system, "welfare") == ["Universal Credit"]
    with revise(system, "split") as revision:
        revision.delete(ProjectName.objects.get(name="Welfare Reform"))
    assert titles(system, "welfare") == []


def test_first_use_builds_the_index(system: Actor, organisation: Organisation) -> None:
    make_project(organisation, "Written past the ledger")
    assert not SearchMark.objects.exists()
    assert titles(system, "ledger") == ["Written past the ledger"]
    make_project(organisation, "Unseen until rebuilt")
    assert titles(system, "unseen") == []
    rebuild(organisation)
    assert titles(system, "unseen") == ["Unseen until rebuilt"]


def test_nothing_of_another_organisation(system: Actor, written: dict[str, Project], other_organisation: Organisation) -> None:
    stranger = Actor.system(other_organisation)
    with within(other_organisation):
        for typed in ("crossrail", "crosrail", "ossra", "DFT_0000_1112-Q1", "welfare"):
            found = find(stranger, typed)
            assert (found.hits, found.read_as) == ([], ""), typed
        assert recent(stranger) == []
        make_project(other_organisation, "Crossrail of others")
        rebuild(other_organisation)
        assert titles(stranger, "crossrail") == ["Crossrail of others"]
    assert titles(system, "crossrail") == ["Crossrail Programme"]


def test_roles_and_scopes_decide(system: Actor, written: dict[str, Project], organisation: Organisation, make_account) -> None:
    visible = written["Crossrail Programme"]
    manager = Actor.of(make_account(organisation, "project_manager", scope=("project", visible.pk)), organisation, entrance="page")
    requester = Actor.of(make_account(organisation, "requester"), organisation, entrance="page")
    nobody = Actor.of(make_account(organisation, None), organisation, entrance="page")
    assert titles(manager, "crossrail") == ["Crossrail Programme"]
    assert titles(manager, "tunnel") == [] and find(manager, "tunel").read_as == ""
    assert titles(manager, "DFT_0001_1112-Q1") == []
    assert [hit.title for hit in recent(manager)] == ["Crossrail Programme"]
    for actor in (requester, nobody):
        assert titles(actor, "crossrail") == [] and recent(actor) == []


def test_confidential_records_need_clearance(system: Actor, organisation: Organisation, make_account) -> None:
    with revise(system, "add") as revision:
        revision.create(Project(ref="S-1", name="Silent Harbour", confidentiality=2))
    cleared = Actor.of(make_account(organisation, "pmo_analyst", clearance=2), organisation, entrance="page")
    uncleared = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    assert titles(cleared, "silent") == ["Silent Harbour"]
    for typed in ("silent", "silnt harbour", "ilen", "S-1"):
        found = find(uncleared, typed)
        assert (found.hits, found.read_as) == ([], ""), typed


def test_kinds_narrow_and_the_limit_is_said(system: Actor, organisation: Organisation, written: dict[str, Project]) -> None:
    make_unit(organisation, "RAIL")
    rebuild(organisation)
    assert {hit.kind for hit in find(system, "rail").hits} == {"project", "unit"}
    assert {hit.kind for hit in find(system, "rail", kind="unit").hits} == {"unit"}
    found = find(system, "rail", limit=1)
    assert len(found.hits) == 1 and found.more


def test_a_search_costs_a_fixed_number_of_queries(system: Actor, written: dict[str, Project], django_assert_max_num_queries) -> None:
    find(system, "crossrail")
    with django_assert_max_num_queries(11):
        find(system, "crossrail")
    with django_assert_max_num_queries(11):
        find(system, "crosrail programe")


def test_catching_up_twice_changes_nothing(system: Actor, written: dict[str, Project]) -> None:
    catch_up(system.organisation)
    before = list(SearchEntry.objects.order_by("pk").values())
    catch_up(system.organisation)
    assert list(SearchEntry.objects.order_by("pk").values()) == before


def test_a_long_list_is_read_in_the_background_or_by_who_searches_first(
    system: Actor, written: dict[str, Project], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    catch_up(system.organisation)
    monkeypatch.setattr(services, "MUCH", 2)
    with django_capture_on_commit_callbacks(execute=True), revise(system, "add") as revision:
        revision.create_many(Project(ref=f"L-{number}", name=f"Lighthouse {number}") for number in range(3))
    job = Job.objects.get(kind="read_for_search")
    assert not SearchEntry.objects.filter(title__startswith="Lighthouse").exists()
    assert len(find(system, "lighthouse").hits) == 3
    revision_number = head_number(system.organisation)
    read(Progress(job, system))
    assert SearchMark.objects.get(organisation=system.organisation).number == revision_number
    assert SearchEntry.objects.filter(title__startswith="Lighthouse").count() == 3


def test_every_kind_opens_somewhere(system: Actor) -> None:
    assert {each.kind for each in declared()} >= {"project", "unit", "person", "portfolio", "programme"}
    assert [each.kind for each in declared() if not each.address("1")] == []
