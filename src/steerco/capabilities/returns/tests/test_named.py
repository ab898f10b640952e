"""Who may read the report of an import follows what it names, for as long as it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import update_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.queries import imports, seen_imports
from steerco.foundation.imports.services import GivenFile, change_import, check_import, load_files, load_import
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.organisations.models import Organisation

LIST = b"Project ID,Project name,RAG\nP1,Alpha Bridge,Green\nP2,Beta Tunnel,Red\n"
MakeAccount = Callable[..., Account]


def given(name: str = "list_2025-03-31.csv", data: bytes = LIST) -> list[GivenFile]:
    return [GivenFile(name, data)]


@pytest.fixture
def analyst(organisation: Organisation, make_account: MakeAccount) -> Actor:
    return Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")


@pytest.fixture
def loaded(system: Actor) -> ImportBatch:
    load_files(by=system, files=given(), profile="any-list")
    return ImportBatch.objects.get()


def readable(by: Actor) -> tuple[int, int]:
    """How many reports the actor may read on the pages, and in the ledger."""
    return imports(by).count(), seen_imports(by).count()


def test_a_report_goes_out_of_sight_with_the_project_that_it_names(director: Actor, analyst: Actor, loaded: ImportBatch) -> None:
    project = Project.objects.get(key="P1")
    assert (readable(analyst), sorted(loaded.named)) == ((1, 1), sorted(Project.objects.values_list("pk", flat=True)))
    update_project(by=director, project=project, confidentiality=2)
    assert (readable(analyst), readable(director)) == ((0, 0), (1, 1))
    update_project(by=director, project=Project.objects.get(key="P2"), confidentiality=1)
    update_project(by=director, project=project, confidentiality=0)
    assert (readable(analyst), ImportBatch.objects.get().level) == ((0, 0), 1)
    update_project(by=director, project=Project.objects.get(key="P2"), confidentiality=0)
    assert readable(analyst) == (1, 1)


def test_it_is_one_act_with_the_project_and_taken_back_with_it(director: Actor, analyst: Actor, loaded: ImportBatch) -> None:
    update_project(by=director, project=Project.objects.get(key="P1"), confidentiality=2)
    act = Revision.objects.order_by("-number")[0]
    assert {change.record_type for change in act.changes.all()} == {"projects.project", "imports.importbatch"}
    assert readable(analyst) == (0, 0)
    undo(director, act, verb="undo", reason="not secret")
    assert readable(analyst) == (1, 1)


def test_a_project_that_no_report_names_moves_none(director: Actor, analyst: Actor, loaded: ImportBatch) -> None:
    other = Project.objects.create(organisation=director.organisation, ref="X-1", name="Elsewhere")
    update_project(by=director, project=other, confidentiality=2)
    assert (readable(analyst), ImportBatch.objects.get().version) == ((1, 1), loaded.version)


def test_a_check_names_what_is_there_and_not_what_it_would_make(system: Actor, director: Actor, analyst: Actor) -> None:
    batch = check_import(by=system, files=given(), profile="any-list")
    assert (batch.named, batch.level) == ([], 0)
    load_import(by=system, batch=batch)
    assert sorted(batch.named) == sorted(Project.objects.values_list("pk", flat=True))
    later = check_import(by=system, files=given("list_2025-06-30.csv"), profile="any-list")
    assert sorted(later.named) == sorted(batch.named)
    update_project(by=director, project=Project.objects.get(key="P1"), confidentiality=2)
    assert readable(analyst) == (0, 0)
    later.refresh_from_db()
    assert change_import(by=director, batch=later, options={}).level == 2


def test_what_is_missing_from_the_file_is_named_too(system: Actor, director: Actor, analyst: Actor, loaded: ImportBatch) -> None:
    load_files(by=system, files=given("list_2025-06-30.csv", LIST[: LIST.index(b"P2")]), profile="any-list")
    update_project(by=director, project=Project.objects.get(key="P2"), confidentiality=1)
    assert [batch.level for batch in ImportBatch.objects.all()] == [1, 1]
    assert readable(analyst) == (0, 0)


def test_what_is_gone_keeps_its_report_as_it_was(director: Actor, loaded: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=loaded.pk).update(named=[*loaded.named, 999_999], level=2)
    update_project(by=director, project=Project.objects.get(key="P1"), confidentiality=1)
    assert ImportBatch.objects.get().level == 2
