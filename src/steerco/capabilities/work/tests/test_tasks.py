"""Tasks by hand: what follows from a state, what is refused, and who may move on which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.capabilities.work import services
from steerco.capabilities.work.models import Task, TaskState
from steerco.capabilities.work.queries import task_counts
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import EditConflict, revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def project(by: Actor) -> Project:
    """A project to work in."""
    with revise(by, "prepare") as writer:
        return writer.create(Project(organisation=by.organisation, ref="PRJ-1", name="Garden", state="executing"))


def test_references_go_on_and_are_never_given_twice(by: Actor, project: Project) -> None:
    first = services.create_task(by=by, project=project, name="Dig")
    second = services.create_task(by=by, project=project, name="Sow")
    services.delete_task(by=by, task=second, reason="twice")
    assert (first.ref, services.create_task(by=by, project=project, name="Water").ref) == ("TSK-00001", "TSK-00003")


def test_completing_sets_the_day_and_reopening_takes_it_away(by: Actor, project: Project) -> None:
    task = services.create_task(by=by, project=project, name="Dig")
    services.update_task(by=by, task=task, state=TaskState.COMPLETE)
    assert Task.objects.get().completed_on == timezone.localdate()
    services.progress_task(by=by, task=Task.objects.get(), state=TaskState.IN_PROGRESS)
    assert Task.objects.get().completed_on is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_on": dt.date(2026, 3, 2), "due_on": dt.date(2026, 3, 1)}, "due_on"),
        ({"state": "nearly"}, "state"),
        ({"name": ""}, "name"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(by: Actor, project: Project, changes: dict[str, Any], field: str) -> None:
    task = services.create_task(by=by, project=project, name="Dig")
    count = Revision.objects.count()
    with pytest.raises(ValidationError) as refused:
        services.update_task(by=by, task=task, **changes)
    assert set(refused.value.message_dict) == {field}
    assert (Revision.objects.count(), Task.objects.get().version) == (count, task.version)


def test_a_task_is_no_part_of_itself_nor_of_another_project(by: Actor, project: Project) -> None:
    with revise(by, "prepare") as writer:
        other = writer.create(Project(organisation=by.organisation, ref="PRJ-2", name="House", state="executing"))
    whole = services.create_task(by=by, project=project, name="Sow")
    part = services.create_task(by=by, project=project, name="Buy seeds", parent=whole)
    with pytest.raises(ValidationError, match="part of itself"):
        services.update_task(by=by, task=whole, parent=part)
    with pytest.raises(ValidationError, match="same project"):
        services.create_task(by=by, project=other, name="Paint", parent=whole)
    with pytest.raises(ValidationError, match="has 1 part"):
        services.delete_task(by=by, task=whole, reason="twice")
    with pytest.raises(ValidationError, match="Say why"):
        services.delete_task(by=by, task=part, reason=" ")
    assert Task.objects.count() == 2


def test_a_second_editor_overwrites_nothing(by: Actor, project: Project) -> None:
    task = services.create_task(by=by, project=project, name="Dig")
    seen = task.version
    services.update_task(by=by, task=Task.objects.get(), version=seen, name="Dig deep")
    with pytest.raises(EditConflict):
        services.update_task(by=by, task=Task.objects.get(), version=seen, name="Dig wide")
    assert Task.objects.get().name == "Dig deep"


def test_a_team_member_moves_on_their_own_tasks_only(by: Actor, project: Project, make_account: Callable[..., Account]) -> None:
    member = Actor.of(make_account(by.organisation, "team_member"), by.organisation, entrance="page")
    with revise(by, "prepare") as writer:
        me = writer.create(Person(organisation=by.organisation, name="Me", account=member.account))
    mine = services.create_task(by=by, project=project, name="Mine", assignee=me)
    theirs = services.create_task(by=by, project=project, name="Theirs")
    services.progress_task(by=member, task=mine, state=TaskState.IN_PROGRESS)
    with pytest.raises(Refused):
        services.progress_task(by=member, task=theirs, state=TaskState.IN_PROGRESS)
    with pytest.raises(Refused):
        services.update_task(by=member, task=mine, name="Easier")
    assert (Task.objects.get(pk=mine.pk).state, Task.objects.get(pk=theirs.pk).state) == ("in_progress", "not_started")


def test_counts_leave_out_what_is_archived(by: Actor, project: Project, django_assert_num_queries: Any) -> None:
    on = dt.date(2026, 6, 1)
    for name, more in (
        ("late", {"due_on": dt.date(2026, 5, 1)}), ("later", {"due_on": dt.date(2026, 7, 1)}), ("some day", {}),
        ("done", {"state": "complete"}), ("old", {"archived": True}),
    ):  # fmt: skip
        services.create_task(by=by, project=project, name=name, **more)
    with django_assert_num_queries(1):
        assert task_counts(by, project, on) == (4, 1, 1, 1)


def test_a_task_without_any_project_leads_to_one(organisation: Organisation, make_account: Any, client_of: Any) -> None:
    director, member = (client_of(make_account(organisation, role)) for role in ("pmo_director", "team_member"))
    page = director.get("/tasks/new/").content.decode()
    assert "Project: there is none yet that you may choose" in page and 'href="/projects/new/"' in page
    refused = member.get("/tasks/new/").content.decode()
    assert 'href="/projects/new/"' not in refused
    empty = director.get("/reports/").content.decode()
    assert 'href="/imports/new/"' in empty.split("No status reports yet")[1]
