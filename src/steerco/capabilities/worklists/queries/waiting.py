"""What there is to start from, and what waits for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from steerco.capabilities.entitlements.queries.reviews import lines_waiting, reviews
from steerco.capabilities.escalations.queries import to_report, waiting_for
from steerco.capabilities.meetings.queries import coming
from steerco.capabilities.people.access import PEOPLE, UNITS, allows_somewhere
from steerco.capabilities.people.services import leavers
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.projects.queries import links_to_confirm, portfolios, projects
from steerco.capabilities.reporting.queries.mine import reports_to_review, reports_to_write
from steerco.capabilities.reporting.services import place_to_write
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.queries import may_import, waiting_imports
from steerco.foundation.organisations.models import Organisation

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Doors:
    """Which doors into an empty organisation an actor may go through."""

    bring_list: bool
    start_idea: bool
    set_up: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person: own projects, names to confirm, imports to load, roles, what leavers left, decisions."""

    own: list[Any]
    own_count: int
    names: list[Any]
    names_count: int
    imports: list[ImportBatch]
    imports_count: int
    portfolios: list[Any]
    review: Any
    review_lines: int
    leavers: list[tuple[Any, int]]
    leavers_count: int
    write: list[Any]
    write_count: int
    review_reports: list[Any]
    review_reports_count: int
    decisions: list[Any]
    exceptions: list[Any]
    meetings: list[Any]

    @property
    def count(self) -> int:
        """How many things wait for an answer: the roles to review are one."""
        return sum(count for _words, count, _address in self.parts)

    @property
    def parts(self) -> list[tuple[str, int, str]]:
        """What the count is made of: the kind, how many, and the page of it."""
        every = [
            (_("Reports to write"), self.write_count, "#reports-to-write"),
            (_("Reports to review"), self.review_reports_count, "#reports-to-review"),
            (_("Decisions that wait for you"), len(self.decisions), reverse("exceptions_board")),
            (_("Exceptions to raise or report on"), len(self.exceptions), reverse("exceptions_board")),
            (_("Names to confirm"), self.names_count, reverse("merge")),
            (_("Imports to load"), self.imports_count, reverse("imports")),
            (_("Left, and still answers for something"), self.leavers_count, reverse("leavers")),
        ]
        if self.review_lines:
            every.append((_("Roles to review"), 1, reverse("access_review", args=[self.review.pk])))
        return [part for part in every if part[1]]


def nothing_yet(by: Actor) -> bool:
    """Whether the actor sees neither a project nor a portfolio (two queries)."""
    return not projects(by).exists() and not portfolios(by).exists()


def doors(by: Actor) -> Doors:
    """The doors that are the actor's to go through."""
    return Doors(
        may_import(by), PROJECTS.allows(by, "create"), allows_somewhere(by, UNITS, "create") and allows_somewhere(by, PEOPLE, "create")
    )


def waiting(by: Actor) -> Waiting:
    """Everything that waits for the actor, newest or nearest first."""
    own = projects(by).filter(owner__account=by.account).select_related("unit").order_by("name", "pk")
    names = links_to_confirm(by)
    checked = waiting_imports(by) if may_import(by) else ImportBatch.objects.none()
    gone = leavers(by) if PEOPLE.allows(by, "edit") else []
    roles = lines_waiting(by)
    owed, to_review = reports_to_write(by), reports_to_review(by)
    return Waiting(
        list(own[:SHOWN]), own.count(), list(names[:SHOWN]), names.count(), list(checked[:SHOWN]), checked.count(),
        list(portfolios(by).order_by("name")[:SHOWN]),
        reviews(by).filter(closed_at__isnull=True).first() if roles else None, roles,
        gone[:SHOWN], len(gone), [(each, place_to_write(each)) for each in owed[:SHOWN]], len(owed), to_review[:SHOWN], len(to_review),
        waiting_for(by), to_report(by), coming(by)[:SHOWN],
    )  # fmt: skip


def sample() -> Organisation | None:
    """The organisation that everybody may look at."""
    return Organisation.objects.filter(is_sample=True).order_by("pk").first()


def ways_out(by: Actor) -> bool:
    """Whether the actor's account has another organisation to go back to."""
    return by.account is not None and Organisation.objects.filter(
        memberships__account=by.account, memberships__active=True
    ).exclude(pk=by.organisation.pk).exists()  # fmt: skip
