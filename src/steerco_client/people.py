"""People. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Person(TypedDict):
    """What is always there."""

    id: int


class Person(_Person, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    name: str | None
    job_title: str | None
    unit: str | None
    unit_name: str | None
    email: str | None
    state: str | None
    started: str | None
    ended: str | None


class _PersonValues(TypedDict):
    """What is always there."""

    name: str | None


class PersonValues(_PersonValues, total=False):
    """What a new record takes."""

    email: str | None
    job_title: str | None
    unit: int | str | None
    state: str | None
    started: str | None
    ended: str | None
    reason: str


class PersonChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    email: str | None
    job_title: str | None
    unit: int | str | None
    state: str | None
    started: str | None
    ended: str | None
    reason: str


class People(Changes[Person, PersonValues, PersonChanges], Removes[Person], Many[Person]):
    """List people, and what else may be done with them."""

    path = "/api/v1/people"
