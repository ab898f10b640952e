"""Every line of every permission table as something that is done: by its service, or by reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from steerco.capabilities.people import access as people_access, queries as people_queries, services as people
from steerco.capabilities.people.access import LEDGER, PEOPLE, ROLE_ASSIGNMENTS, ROLE_GRANTS, ROLES, UNITS
from steerco.capabilities.people.models import OrgUnit, Person
from steerco.capabilities.projects import queries as projects_queries, services as projects
from steerco.capabilities.projects.access import PORTFOLIOS, PROJECTS
from steerco.capabilities.projects.models import Portfolio, Programme, Project, ProjectName
from steerco.capabilities.status import services as status
from steerco.capabilities.status.access import REPORTS, visible_to as reports_visible
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.work import queries as work_queries, services as work
from steerco.capabilities.work.access import TASKS
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.fields import services as fields
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.fields.models import OwnField
from steerco.foundation.imports.services import GivenFile, check_import, load_files
from steerco.foundation.ledger.access import visible_to as ledger_seen
from steerco.foundation.ledger.writer import revise
from tests.isolation import around, colours, entitled, governed, logs, reported
from tests.isolation.worlds import OPEN, World

Act = Callable[[World, Actor], Any]
TABLES = (
    UNITS,
    PEOPLE,
    ROLE_ASSIGNMENTS,
    ROLE_GRANTS,
    LEDGER,
    PROJECTS,
    PORTFOLIOS,
    FIELDS,
    REPORTS,
    TASKS,
    *around.TABLES,
    *entitled.TABLES,
    *logs.TABLES,
    *reported.TABLES,
    *colours.TABLES,
    *governed.TABLES,
)
READ = {"view", "see_drafts", "export", "history"}  # asked for by pages; tried address by address in test_pages.py
NOT_YET = {
    ("role to grant", "guest"): "guests get shares, never roles",
    ("unit", "import"): "units come with a list of projects, whose import is tried below",
}


def _new(world: World, record: Any) -> Any:
    """A record of its own for an act that removes something."""
    with revise(world.system, "prepare") as writer:
        return writer.create(record)


def _list(by: Actor) -> list[GivenFile]:
    return [GivenFile("list.csv", b"Name,Department,Rating,End date\nBittern Bridge,DIV1,Green,2028-01-01\n")]


def _draft(world: World, by: Actor) -> StatusReport:
    period = _new(world, ReportingPeriod(organisation=world.organisation, name="Next", status_on=dt.date(2025, 3, 31)))
    return status.draft_report(by=by, project=world.project(OPEN), period=period, reason="monthly")


def _task(world: World, by: Actor | None = None) -> Task:
    """A task of the open project; one that the actor does where an actor is named, for whoever may move on only their own."""
    assignee = None if by is None or by.account is None else _new(
        world, Person(organisation=world.organisation, name=f"Doer {by.account.pk}", account=by.account)
    )  # fmt: skip
    return _fresh(world, Task, ref="TSK-99001", project=world.project(OPEN), name="Dig", assignee=assignee)  # type: ignore[no-any-return]


def _submitted(world: World) -> StatusReport:
    return status.submit_report(by=world.system, report=_draft(world, world.system))


def _fresh(world: World, model: type[Any], **fields: Any) -> Any:
    return _new(world, model(organisation=world.organisation, **fields))


OPTIONS = {"answers": {"as_at": "2025-06-30"}}
ACTS: dict[tuple[str, str], tuple[Act, ...]] = {
    ("unit", "create"): (lambda w, by: people.create_unit(by=by, code="NEW", name="New unit"),),
    ("unit", "edit"): (
        lambda w, by: people.update_unit(by=by, unit=w.held["units"][2], name="Renamed"),
        lambda w, by: people.close_unit(by=by, unit=w.held["units"][2], on=dt.date(2030, 1, 1)),
        lambda w, by: people.place_unit(by=by, unit=w.held["units"][2], parent=w.held["units"][0], starts_on=dt.date(2025, 1, 1)),
    ),
    ("unit", "delete"): (lambda w, by: people.delete_unit(by=by, unit=_fresh(w, OrgUnit, code="GONE", name="Gone"), reason="gone"),),
    ("person", "create"): (lambda w, by: people.create_person(by=by, name="Mary Somerville"),),
    ("person", "edit"): (lambda w, by: people.update_person(by=by, person=w.held["people"][1], job_title="Lead"),),
    ("person", "delete"): (lambda w, by: people.delete_person(by=by, person=_fresh(w, Person, name="By Mistake"), reason="gone"),),
    ("role assignment", "grant"): (lambda w, by: people.grant_role(by=by, account=w.held["accounts"][0], role="team_member"),),
    ("role assignment", "end"): (lambda w, by: people.end_role(by=by, assignment=w.held["roles"][0], reason="over"),),
    ("project", "create"): (lambda w, by: projects.create_project(by=by, name="Bittern Bridge"),),
    ("project", "edit"): (lambda w, by: projects.update_project(by=by, project=w.project(OPEN), category="Road"),),
    ("project", "move"): (lambda w, by: projects.move_project(by=by, project=w.project(OPEN), to="closing"),),
    ("project", "delete"): (
        lambda w, by: projects.delete_project(by=by, project=_fresh(w, Project, ref="PRJ-77", name="Gone"), reason="gone"),
    ),
    ("project", "merge"): (
        lambda w, by: projects.confirm_link(by=by, name=ProjectName.objects.filter(project=w.project(OPEN), link="proposed")[0]),
        lambda w, by: status.merge_projects(
            by=by, keep=w.project(OPEN), absorb=_fresh(w, Project, ref="PRJ-78", name="Twin"), reason="one"
        ),
        lambda w, by: status.split_project(by=by, project=_in_two(w), periods=w.held["periods"][:1], reason="two"),
    ),
    ("project", "import"): (
        lambda w, by: check_import(by=by, files=_list(by), profile="any-list", options=OPTIONS),
        lambda w, by: load_files(by=by, files=_list(by), profile="any-list", options=OPTIONS),
    ),
    ("portfolio", "create"): (
        lambda w, by: projects.create_portfolio(by=by, name="New portfolio"),
        lambda w, by: projects.create_programme(by=by, name="New programme"),
    ),
    ("portfolio", "edit"): (
        lambda w, by: projects.update_portfolio(by=by, portfolio=w.held["portfolios"][0], purpose="All"),
        lambda w, by: projects.update_programme(by=by, programme=w.held["programmes"][0], purpose="All"),
        lambda w, by: projects.add_to_portfolio(by=by, portfolio=w.held["portfolios"][1], project=w.project(OPEN)),
        lambda w, by: projects.remove_from_portfolio(by=by, portfolio=w.held["portfolios"][0], project=w.project(OPEN)),
    ),
    ("portfolio", "delete"): (
        lambda w, by: projects.delete_portfolio(by=by, portfolio=_fresh(w, Portfolio, ref="PTF-77", name="Gone"), reason="gone"),
        lambda w, by: projects.delete_programme(by=by, programme=_fresh(w, Programme, ref="PGM-77", name="Gone"), reason="gone"),
    ),
    ("field of your own", "configure"): (
        lambda w, by: fields.define_field(by=by, label="Board area", kind="text"),
        lambda w, by: fields.update_field(by=by, field=w.held["fields"][0], label="Renamed"),
        lambda w, by: fields.remove_field(by=by, field=_fresh(w, OwnField, key="gone", label="Gone", kind="text"), reason="gone"),
    ),
    ("task", "create"): (lambda w, by: work.create_task(by=by, project=w.project(OPEN), name="Pour the deck"),),
    ("task", "edit"): (lambda w, by: work.update_task(by=by, task=_task(w), section="Later"),),
    ("task", "progress"): (lambda w, by: work.progress_task(by=by, task=_task(w, by), state="in_progress"),),
    ("task", "delete"): (lambda w, by: work.delete_task(by=by, task=_task(w), reason="entered twice"),),
    ("task", "import"): (lambda w, by: load_files(by=by, files=[GivenFile("plan.csv", b"Name,Section\nDig,A\n")], profile="asana"),),
    ("status report", "draft"): (
        lambda w, by: _draft(w, by),
        lambda w, by: status.edit_report(by=by, report=_draft(w, w.system), confidence="red"),
        lambda w, by: status.discard_report(by=by, report=_draft(w, w.system), reason="begun for the wrong period"),
    ),
    ("status report", "submit"): (lambda w, by: status.submit_report(by=by, report=_draft(w, w.system)),),
    ("status report", "review"): (
        lambda w, by: status.return_report(by=by, report=_submitted(w), reason="thin"),
        lambda w, by: status.review_report(by=by, report=_submitted(w)),
    ),
    ("status report", "publish"): (lambda w, by: status.publish_report(by=by, report=_submitted(w)),),
    ("status report", "import"): (lambda w, by: load_files(by=by, files=_list(by), profile="any-list", options=OPTIONS),),
}


def _grant(role: str) -> Act:
    """Grants a role in an organisation that has a director already (the world has one); until then an administrator names the first."""

    def grant(world: World, by: Actor) -> Any:
        return people.grant_role(by=by, account=world.held["accounts"][0], role=role)

    return grant


ACTS.update(around.ACTS | entitled.ACTS | colours.ACTS | logs.ACTS | governed.ACTS | reported.ACTS)
ACTS.update({(ROLE_GRANTS.subject, role): (_grant(role),) for role in ROLES if role != "guest"})
SIGHTS: dict[str, Callable[[Actor], bool]] = {
    **around.SIGHTS,
    **colours.SIGHTS,
    **entitled.SIGHTS,
    **reported.SIGHTS,
    **governed.SIGHTS,
    "unit": lambda by: people_queries.units(by).exists(),
    "person": lambda by: people_queries.people(by).exists(),
    "project": lambda by: projects_queries.projects(by).exists(),
    "portfolio": lambda by: projects_queries.portfolios(by).exists(),
    "status report": lambda by: StatusReport.objects.filter(reports_visible(by)).exists(),
    "task": lambda by: work_queries.tasks(by).exists(),
    "role assignment": lambda by: people_access.allows_somewhere(by, ROLE_ASSIGNMENTS, "view"),
    "ledger": lambda by: ledger_seen(by).exists(),
    "field of your own": lambda by: not FIELDS.reach(by, "view").nothing,
}


def _in_two(world: World) -> Project:
    """A project whose two reports came from two sources under two names, as an import leaves it."""
    project = world.project(OPEN)
    for name, period in zip(ProjectName.objects.filter(project=project).order_by("id"), world.held["periods"], strict=True):
        with revise(world.system, "prepare") as writer:
            writer.update(name, source=period.name)
    return project


def table(subject: str) -> Permissions:
    """The permission table of a subject."""
    return next(each for each in TABLES if each.subject == subject)
