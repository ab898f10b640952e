"""Names confirmed by a person, two projects made one, one made two. Reports are moved by the room that owns them, in the same revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from steerco.capabilities.projects.access import PROJECTS, scopes_of
from steerco.capabilities.projects.models import KeptApart, PortfolioMembership, Project, ProjectName
from steerco.capabilities.projects.services.references import next_references
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.comments.services import move_comments
from steerco.foundation.documents.services import move_documents
from steerco.foundation.ledger.writer import RevisionWriter, StillUsed, revise
from steerco.foundation.registers.checks import given_reason

COPIED = (
    "description", "unit", "programme", "owner", "category", "tier", "state", "start_on", "end_on", "currency", "price_basis",
    "price_base_year", "whole_life_cost_amount", "year_budget_amount", "budget_year", "contingency_amount", "confidentiality",
)  # fmt: skip


Carry = Callable[[Actor, RevisionWriter, Project, Project], None]
_carried: list[Carry] = []


class CannotJoin(Exception):
    """The projects can't be made one or two like this; the text says why. Nothing was changed."""


def confirm_link(*, by: Actor, name: ProjectName, reason: str = "") -> ProjectName:
    """Says that a name belongs to its project, where only likeness said so before."""
    return confirm_links(by=by, names=[name], reason=reason)[0]


def confirm_links(*, by: Actor, names: Iterable[ProjectName], reason: str = "") -> list[ProjectName]:
    """Says so of several names at once, in one revision."""
    chosen = list(names)
    for name in chosen:
        require_join(by, name.project)
    with revise(by, "confirm_link", reason=reason) as revision:
        for name in chosen:
            if name.link == ProjectName.Link.PROPOSED:
                revision.update(name, link=ProjectName.Link.CONFIRMED)
    return chosen


def require_join(by: Actor, project: Project) -> None:
    """Raises `Refused` unless the actor may merge and split this project."""
    PROJECTS.require(by, "merge", scopes=scopes_of(project), level=project.confidentiality)


def keep_apart(*, by: Actor, project: Project, other: Project, reason: str = "") -> KeptApart:
    """Remembers that two projects are not one, so that nobody is asked again; said twice, it changes nothing."""
    require_join(by, project)
    require_join(by, other)
    if project.pk == other.pk or project.organisation_id != other.organisation_id:
        raise CannotJoin(_("Choose two different projects of one organisation."))
    with revise(by, "keep_apart", reason=reason) as revision:
        return _between(project.pk, other.pk) or _write_apart(by, revision, project, other, reason)


def reconsider(*, by: Actor, apart: KeptApart, reason: str) -> None:
    """Forgets that two projects are not one, with the reason; they may be proposed again."""
    require_join(by, apart.one)
    require_join(by, apart.other)
    with revise(by, "reconsider", reason=given_reason(reason)) as revision:
        revision.delete(apart)


def carried_along(carry: Carry) -> Carry:
    """Lets a room further up hang what it holds of a project on another, in the act that makes two projects one."""
    _carried.append(carry)
    return carry


def absorb_project(by: Actor, writer: RevisionWriter, *, keep: Project, absorb: Project) -> None:
    """Moves names, memberships and roles of one project to another and removes it; whoever owns other records has moved them before."""
    require_join(by, keep)
    require_join(by, absorb)
    if keep.pk == absorb.pk or keep.organisation_id != absorb.organisation_id:
        raise CannotJoin(_("Choose two different projects of one organisation."))
    kept_names = set(ProjectName.objects.filter(project=keep).values_list("source", "name"))
    for name in ProjectName.objects.filter(project=absorb):
        if (name.source, name.name) in kept_names:
            writer.delete(name)
        else:
            writer.update(name, project=keep, link=ProjectName.Link.CONFIRMED)
    portfolios = set(PortfolioMembership.objects.filter(project=keep).values_list("portfolio_id", flat=True))
    for membership in PortfolioMembership.objects.filter(project=absorb):
        if membership.portfolio_id in portfolios:
            writer.delete(membership)
        else:
            writer.update(membership, project=keep)
    for assignment in RoleAssignment.objects.filter(scope_kind="project", scope_id=absorb.pk):
        writer.update(assignment, scope_id=keep.pk)
    for move in (move_comments, move_documents):
        move(writer, "projects.project", {absorb.pk: keep.pk})
    for carry in _carried:
        carry(by, writer, keep, absorb)
    _move_apart(writer, keep, absorb)
    custom = {**absorb.custom, **keep.custom}
    try:
        writer.delete(absorb)
    except (ProtectedError, StillUsed) as error:
        raise CannotJoin(_("%(project)s is still used elsewhere: %(reason)s") % {"project": absorb, "reason": error}) from error
    writer.update(keep, custom=custom, key=keep.key or absorb.key)


def part_project(by: Actor, writer: RevisionWriter, *, project: Project, sources: Iterable[str], reason: str = "") -> Project:
    """Makes a second project of the names that some sources used; its facts are those of the first until its own are set."""
    require_join(by, project)
    PROJECTS.require(by, "create")
    moved = list(ProjectName.objects.filter(project=project, source__in=list(sources)).order_by("id"))
    stays = list(ProjectName.objects.filter(project=project).exclude(pk__in=[name.pk for name in moved]).order_by("id"))
    if not moved or not stays:
        raise CannotJoin(_("Choose some of the reports, not none and not all."))
    keys = _keys(project, moved, stays)
    writer.update(project, key=keys[0])
    part = Project(organisation=by.organisation, ref=next_references(by, Project)[0], name=moved[-1].name, key=keys[1])
    for name in COPIED:
        setattr(part, name, getattr(project, name))
    writer.create(part)
    for name_row in moved:
        writer.update(name_row, project=part, link=ProjectName.Link.CONFIRMED)
    for membership in PortfolioMembership.objects.filter(project=project):
        writer.create(PortfolioMembership(
            organisation=by.organisation, portfolio_id=membership.portfolio_id, project=part, joined_on=membership.joined_on
        ))  # fmt: skip
    _write_apart(by, writer, project, part, reason)
    return part


def _keys(project: Project, moved: list[ProjectName], stays: list[ProjectName]) -> tuple[str, str]:
    """The key that stays and the key that goes: never one for both."""
    staying = {name.key for name in stays if name.key}
    going = [name.key for name in moved if name.key and name.key not in staying]
    if project.key and project.key not in going:
        return project.key, going[-1] if going else ""
    return next(iter(sorted(staying)), ""), going[-1] if going else ""


def _between(one: int, other: int) -> KeptApart | None:
    """What was said of two projects, by their keys in either order."""
    return KeptApart.objects.filter(one_id=min(one, other), other_id=max(one, other)).first()


def _write_apart(by: Actor, writer: RevisionWriter, project: Project, other: Project, reason: str) -> KeptApart:
    """Writes that two projects are not one, the older record first."""
    one, later = sorted((project, other), key=lambda each: each.pk)
    return writer.create(KeptApart(organisation=by.organisation, one=one, other=later, said_by=by.account, reason=reason[:300]))


def _move_apart(writer: RevisionWriter, keep: Project, absorb: Project) -> None:
    """What a project is not, the one that it goes into is not either."""
    for apart in KeptApart.objects.filter(Q(one=absorb) | Q(other=absorb)):
        partner = apart.other_id if apart.one_id == absorb.pk else apart.one_id
        if partner == keep.pk or _between(partner, keep.pk) is not None:
            writer.delete(apart)
        else:
            one, other = sorted((partner, keep.pk))
            writer.update(apart, one_id=one, other_id=other)
