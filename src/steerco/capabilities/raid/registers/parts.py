"""What the six registers of the log share: who and where, links to other records, and how a record is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.raid import queries, services
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.models import LogRecord
from steerco.capabilities.raid.registers.acts import acts_of
from steerco.capabilities.raid.services.records import level_of, scopes_of_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.columns import columns_of
from steerco.foundation.fields.rolling_up import lies_beneath
from steerco.foundation.registers.columns import Column, Gap, Kind, Row, Text
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare

NOT_GIVEN, PROJECT = gettext_lazy("not given"), gettext_lazy("Project")


def quiet(row: Row) -> Gap:
    """What a record need not have is left out without a word."""
    return Gap("–", NOT_GIVEN)


def _projects(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects.projects(by).order_by("name").values_list("ref", "name")[:500])


def _people(by: Actor) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in people.people(by).values_list("name", flat=True)]


def person(name: str, label: Text) -> Column:
    """A column that names somebody."""
    return Column(name, label, Kind.LINK, f"{name}__name", options=_people, group=True, gap=quiet)


def project(name: str = "project", label: Text = PROJECT) -> Column:
    """A column that names a project."""
    return Column(name, label, Kind.LINK, f"{name}__ref", f"{name}__name", options=_projects, group=True, opens="project", gap=quiet)


def link(name: str, label: Text, opens: str) -> Column:
    """A column that names another record of the log."""
    return Column(name, label, Kind.LINK, f"{name}__ref", f"{name}__title", opens=opens, gap=quiet)


def text(name: str, label: Text) -> Column:
    """A column of words."""
    return Column(name, label, gap=quiet)


def date(name: str, label: Text, source: str) -> Column:
    """A column of dates."""
    return Column(name, label, Kind.DATE, source, gap=quiet)


def choice(name: str, label: Text, choices: Any, source: str = "") -> Column:
    """A column of choices."""
    return Column(name, label, Kind.CHOICE, source, choices=choices, group=True, gap=quiet)


def number(name: str, label: Text, source: str = "", **more: Any) -> Column:
    """A column of numbers."""
    return Column(name, label, Kind.NUMBER, source, gap=quiet, **more)


def _update(*, by: Actor, record: Any, **given: Any) -> LogRecord:
    return services.update_record(by=by, record=record, **given)


def _delete(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_record(by=by, record=record, **given)


def _consequence(record: LogRecord) -> str:
    return _(
        "%(ref)s goes from the log of %(project)s. History keeps it. Delete only what was entered by mistake: what is over is closed."
    ) % {"ref": record.ref, "project": record.project}  # fmt: skip


def declare_log(
    model: type[LogRecord], *, name: str, word: str, label: Text, one: Text, columns: Sequence[Column], default: Sequence[str], sort: str,
    about: Text, form: type[RecordForm], rows: Callable[[Actor], Any], actions: str = "registers/actions.html",
) -> Register:  # fmt: skip
    """Declares the register of one kind of record, as all six have it."""
    first = Filter("state", "in", queries.STILL_OPEN[model])
    verbs = {"create": "raise"} if name == "issues" else {}
    register = declare(
        Register(
            name=name, word=word, model=model, label=label, one=one, rows=rows, permissions=RAID, own=columns_of(name), sort=sort,
            slug="ref", opens=word, scopes=scopes_of_record, level=level_of, columns=columns, default=default, search=("title", "ref"),
            about=about, tabs=(gettext_lazy("Open"), gettext_lazy("All")), first=lambda by: first, form=form,
            create=partial(services.create_record, model), update=_update, delete=_delete, consequence=_consequence, verbs=verbs,
            acts=acts_of, actions=actions,
        )
    )  # fmt: skip
    lies_beneath(name, "projects", "project_id")
    lies_beneath(name, "people", "owner_id")
    return register
