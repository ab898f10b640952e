"""Merging renamed projects and splitting what was linked wrongly; both undone from the ledger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from steerco.capabilities.projects.models import Project, ProjectName
from steerco.capabilities.projects.queries import links_to_confirm
from steerco.capabilities.projects.services import CannotJoin, confirm_link, confirm_links
from steerco.capabilities.returns.tests.test_loading import everything
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.status.queries import merge_candidates
from steerco.capabilities.status.services import merge_projects, split_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.imports.services import GivenFile, load_files
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.organisations.models import Organisation

HEAD = "Project name,Department,RAG,Start,End,Budget (£m)\n"


def load(by: Actor, on: str, rows: str) -> None:
    load_files(by=by, files=[GivenFile(f"list_{on}.csv", (HEAD + rows).encode())], profile="any-list")


@pytest.fixture
def renamed(system: Actor) -> tuple[Project, Project]:
    """One undertaking that was renamed between two returns, so that it stands as two projects."""
    load(system, "2024-03-31", "Future Beyond Line of Sight,MOD,Amber,2014-01-01,2030-12-31,10\nOther,MOD,Green,,,5\n")
    load(system, "2025-03-31", "Line of Sight Beyond (Skynet),MOD,Red,2014-01-01,2030-12-31,20\nOther,MOD,Green,,,5\n")
    return Project.objects.get(name__startswith="Future"), Project.objects.get(name__startswith="Line")


def test_candidates_are_found_with_their_evidence(system: Actor, renamed: tuple[Project, Project]) -> None:
    (pair,) = merge_candidates(system)
    assert (pair.earlier, pair.later) == renamed
    assert pair.evidence.endswith("same unit; same start date; same end date")


def test_a_merge_moves_reports_and_names_and_takes_the_newest_facts(
    system: Actor, organisation: Organisation, renamed: tuple[Project, Project]
) -> None:
    keep, absorb = renamed
    before = everything(organisation)
    merge_projects(by=system, keep=keep, absorb=absorb, reason="renamed in 2024")
    keep.refresh_from_db()
    assert (keep.name, keep.whole_life_cost_amount, StatusReport.objects.filter(project=keep).count()) == (
        "Line of Sight Beyond (Skynet)",
        20000000,
        2,
    )
    assert not Project.objects.filter(pk=absorb.pk).exists()
    assert set(keep.names.values_list("link", flat=True)) == {"first", "confirmed"}
    undo(system, Revision.objects.first(), verb="undo", reason="")  # type: ignore[arg-type]
    assert everything(organisation) == before


def test_a_merge_outlasts_the_next_import_of_the_same_files(system: Actor, renamed: tuple[Project, Project]) -> None:
    keep, absorb = renamed
    merge_projects(by=system, keep=keep, absorb=absorb, reason="renamed")
    again = load_files(
        by=system,
        profile="any-list",
        files=[
            GivenFile(
                "list_2025-03-31.csv",
                (HEAD + "Line of Sight Beyond (Skynet),MOD,Red,2014-01-01,2030-12-31,20\nOther,MOD,Green,,,5\n").encode(),
            )
        ],
    )
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert Project.objects.count() == 2


def test_two_that_report_for_one_period_are_not_one(system: Actor, organisation: Organisation, renamed: tuple[Project, Project]) -> None:
    before = everything(organisation)
    with pytest.raises(CannotJoin, match="both projects have a report for 31 Mar 2024"):
        merge_projects(by=system, keep=renamed[0], absorb=Project.objects.get(name="Other"), reason="")
    with pytest.raises(CannotJoin):
        merge_projects(by=system, keep=renamed[0], absorb=renamed[0], reason="")
    assert everything(organisation) == before


def test_a_split_takes_some_periods_to_a_new_project(system: Actor, organisation: Organisation, renamed: tuple[Project, Project]) -> None:
    other = Project.objects.get(name="Other")
    before = everything(organisation)
    part = split_project(by=system, project=other, periods=[ReportingPeriod.objects.get(status_on="2025-03-31")], reason="another one")
    assert StatusReport.objects.get(project=part).period.name == "31 Mar 2025"
    assert StatusReport.objects.get(project=other).period.name == "31 Mar 2024"
    assert part.ref != other.ref and part.memberships.count() == 1
    assert ProjectName.objects.get(project=part).source == "31 Mar 2025"
    with pytest.raises(CannotJoin, match="not none and not all"):
        split_project(by=system, project=part, periods=list(ReportingPeriod.objects.all()), reason="two")
    undo(system, Revision.objects.first(), verb="undo", reason="")  # type: ignore[arg-type]
    assert everything(organisation) == before


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_merge_and_a_split_need_a_reason(
    reason: str, system: Actor, organisation: Organisation, renamed: tuple[Project, Project]
) -> None:
    before, first = everything(organisation), ReportingPeriod.objects.first()
    with pytest.raises(ValidationError, match="Say why"):
        merge_projects(by=system, keep=renamed[0], absorb=renamed[1], reason=reason)
    with pytest.raises(ValidationError, match="Say why"):
        split_project(by=system, project=Project.objects.get(name="Other"), periods=[first], reason=reason)  # type: ignore[list-item]
    assert everything(organisation) == before


def test_roles_go_with_the_project_that_is_merged_and_come_back(
    system: Actor, renamed: tuple[Project, Project], make_account: Callable[..., Account]
) -> None:
    keep, absorb = renamed
    held = RoleAssignment.objects.get(account=make_account(system.organisation, "project_manager", scope=("project", absorb.pk)))
    gone = absorb.pk
    merge_projects(by=system, keep=keep, absorb=absorb, reason="renamed")
    held.refresh_from_db()
    assert held.scope_id == keep.pk
    undo(system, Revision.objects.first(), verb="undo", reason="not one")  # type: ignore[arg-type]
    held.refresh_from_db()
    assert held.scope_id == gone and Project.objects.filter(pk=gone).exists()


def test_a_link_is_confirmed_by_a_person(system: Actor, renamed: tuple[Project, Project]) -> None:
    load(system, "2025-06-30", "The Other Programme,MOD,Green,,,5\n")
    (name,) = links_to_confirm(system)
    assert "differ only in general words" in name.evidence
    confirm_link(by=system, name=name)
    assert (name.link, links_to_confirm(system).count()) == ("confirmed", 0)


@pytest.mark.parametrize("role", ["team_member", "project_manager", "project_officer", "sponsor", "auditor", "administrator"])
def test_who_may_not_merge_is_refused_and_nothing_changes(
    role: str, system: Actor, organisation: Organisation, renamed: tuple[Project, Project], make_account: Callable[..., Account]
) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    before = everything(organisation)
    acts = (
        lambda: merge_projects(by=by, keep=renamed[0], absorb=renamed[1], reason=""),
        lambda: split_project(by=by, project=Project.objects.get(name="Other"), periods=[ReportingPeriod.objects.first()], reason=""),
        lambda: confirm_links(by=by, names=list(ProjectName.objects.all()), reason=""),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert everything(organisation) == before
    assert merge_candidates(by) == []
