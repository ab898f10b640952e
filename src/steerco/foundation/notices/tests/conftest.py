"""Acts whose news are told at once, people with names, and a project to speak about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.subjects import Subject, subject

Member = Callable[..., Actor]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """A block after which everything has happened that happens after commit."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return block


@pytest.fixture
def member(organisation: Any, make_account: Any) -> Member:
    """Makes an actor of a role with a name."""

    def make(role: str | None, name: str = "", **where: Any) -> Actor:
        account = make_account(organisation, role, **where)
        if name:
            account.name = name
            account.save()
        return Actor.of(account, organisation, entrance="page")

    return make


@pytest.fixture
def owner(member: Member) -> Actor:
    """Who answers for the project."""
    return member("project_manager", "Olga Owner")


@pytest.fixture
def project(director: Actor, owner: Actor, committed: Any) -> Project:
    """A project with an owner who has an account; nothing of its making is left to be told."""
    with committed():
        person = Person.objects.create(organisation=director.organisation, name="Olga Owner", account=owner.account)
        return create_project(by=director, name="Crossrail", owner=person)


@pytest.fixture
def at(director: Actor, project: Project) -> Subject:
    """The project as something to speak about."""
    return subject(director, "projects", project.ref)
