"""Starting: a first project from plain answers; entering and leaving the sample."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from steerco.capabilities.dashboards.services import keep_first_views
from steerco.capabilities.people.access import PEOPLE
from steerco.capabilities.people.queries import people
from steerco.capabilities.people.services import admit, create_person, grant_role, shut_out
from steerco.capabilities.projects.access import PROJECTS, scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.projects.services import create_project
from steerco.capabilities.worklists.queries import projects_touched, sample, ways_out
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.imports.services import GivenFile, load_files
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.organisations.services import found_organisation
from steerco.foundation.registers.checks import given_reason

SAMPLE_KEY, SAMPLE_NAME, SAMPLE_PROFILE = "uk-government", "UK Government", "uk-gmpp"
SAMPLE_ROLE = "pmo_analyst"
UNDONE = {
    "merge_projects": "undo_merge_projects", "split_project": "undo_split_project",
    "confirm_link": "undo_confirm_link", "keep_apart": "undo_keep_apart",
}  # fmt: skip
"""How to call the undoing of what joins and parts projects."""
RETURNS: Path = settings.PACKAGE.parents[1] / "examples" / "uk-gmpp"


class NoSample(Exception):
    """There is no sample here and no files to make it from; the text says what to do. Nothing was changed."""


class NoWayOut(Exception):
    """The sample is the only organisation of this account; leaving it would lock the person out. Nothing was changed."""


@transaction.atomic
def start_project(*, by: Actor, name: str, why: str = "", who: str = "", ends_on: dt.date | None = None) -> Project:
    """A first project from plain answers; whoever is named as its owner becomes known, where the actor may enter people."""
    PROJECTS.require(by, "create")
    owner = None
    who = " ".join(who.split())
    if who:
        owner = people(by).filter(name__iexact=who).first()
        if owner is None and PEOPLE.allows(by, "create"):
            owner = create_person(by=by, name=who, reason=_("named as the owner of “%(project)s”") % {"project": name})
    return create_project(by=by, name=name, description=why, owner=owner, end_on=ends_on)


def enter_sample(*, account: Account) -> Organisation:
    """Lets an account into the sample, as somebody who may change everything there; loads the sample where it is not there yet."""
    organisation = sample() or _load_sample()
    with transaction.atomic(), within(organisation):
        system = Actor.system(organisation, entrance="page")
        admit(by=system, account=account, reason=_("looks at the sample"))
        if not RoleAssignment.objects.filter(account=account).exists():
            grant_role(by=system, account=account, role=SAMPLE_ROLE, reason="looks at the sample")
    return organisation


def leave_sample(*, by: Actor) -> None:
    """Ends the membership of the sample; refused (`NoWayOut`) where it is the only organisation of the account."""
    if by.account is None or not by.organisation.is_sample:
        raise NoWayOut(_("Refused: this organisation is not the sample. An administrator ends a membership."))
    if not ways_out(by):
        raise NoWayOut(_("Refused: the sample is your only organisation. Ask an administrator to let you into another one first."))
    system = Actor.system(by.organisation, entrance=by.entrance, account=by.account)
    shut_out(by=system, account=by.account, reason=_("left the sample"))


def undo_join(*, by: Actor, revision: Revision, reason: str) -> Revision:
    """Takes back a merge, a split or a confirmation; refused (`CannotUndo`) where something later builds on it."""
    touched = projects_touched(revision)
    if not touched:
        PROJECTS.require(by, "merge")
    for project in touched:
        PROJECTS.require(by, "merge", scopes=scopes_of(project), level=project.confidentiality)
    if revision.verb not in UNDONE:
        raise CannotUndo(_("Refused: revision %(number)d is no merge, split or confirmation.") % {"number": revision.number})
    return undo(by, revision, verb=UNDONE[revision.verb], reason=given_reason(reason))


def _load_sample() -> Organisation:
    paths = sorted(RETURNS.glob("uk_*.csv"))
    if not paths:
        raise NoSample(_("The sample’s files are not installed here. Import your own list instead, or run “steerco demo” in a checkout."))
    files = [GivenFile(path.name, path.read_bytes()) for path in paths]
    with transaction.atomic():
        organisation = found_organisation(key=SAMPLE_KEY, name=SAMPLE_NAME, is_sample=True)
        load_files(by=Actor.system(organisation, entrance="page"), files=files, profile=SAMPLE_PROFILE)
        keep_first_views(by=Actor.system(organisation, entrance="page"))
    return organisation
