"""Projects are excused from reporting here, each with the reason and the periods."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.reporting.access import EXCUSES
from steerco.capabilities.reporting.models import Excuse
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = ("project", "first_on", "last_on", "reason")


def excuse_project(*, by: Actor, project: Project, **fields: Any) -> Excuse:
    """Excuses a project from the periods whose status date lies between two days."""
    EXCUSES.require(by, "create", scopes=scopes_of(project), level=project.confidentiality)
    excuse = as_changed(Excuse(organisation=by.organisation, project=project, given_by=by.account), fields, FIELDS)
    _check(excuse, by)
    with revise(by, "excuse_project", reason=excuse.reason) as revision:
        return revision.create(excuse)


def update_excuse(*, by: Actor, excuse: Excuse, version: int | None = None, **changes: Any) -> Excuse:
    """Changes an excuse; its own reason says why."""
    _require(by, "edit", excuse.project)
    refuse_stale(excuse, version)
    draft = as_changed(excuse, changes, FIELDS)
    _require(by, "create", draft.project)
    _check(draft, by)
    with revise(by, "update_excuse", reason=draft.reason) as revision:
        revision.update(excuse, **changes)
    return excuse


def delete_excuse(*, by: Actor, excuse: Excuse, reason: str) -> None:
    """Ends an excuse: the project reports like the others again."""
    _require(by, "delete", excuse.project)
    with revise(by, "delete_excuse", reason=given_reason(reason)) as revision:
        revision.delete(excuse)


def _require(by: Actor, action: str, project: Project) -> None:
    EXCUSES.require(by, action, scopes=scopes_of(project), level=project.confidentiality)


def _check(excuse: Excuse, by: Actor) -> None:
    check_fields(excuse, by)
    if not excuse.reason.strip():
        refuse("reason", _("Say why it need not report. The reason stands beside the project in each of these periods."))
    if excuse.last_on < excuse.first_on:
        refuse("last_on", _("The last day is before the first."))
