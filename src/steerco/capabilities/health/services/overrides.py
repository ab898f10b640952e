"""A person stands for another colour than the computed one: with a reason, for two reports at most, and both are always shown."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.health.access import OVERRIDES
from steerco.capabilities.health.models import Colour, HealthOverride
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import check_fields, given_reason, refuse


def stand_for_colour(*, by: Actor, project: Project, colour: str, periods: int = 1, grounds: str = "") -> HealthOverride:
    """Stands for a colour from the newest published report on; it ends by itself after one report or two."""
    OVERRIDES.require(by, "create", scopes=scopes_of(project), level=project.confidentiality)
    grounds = given_reason(grounds)
    found = HealthSource(by).of(project.pk)
    if found is None or found.readings[-1].overall is None:
        refuse("project", _("Refused: no colour is computed for %(project)s, so there is none to differ from.") % {"project": project})
    computed = found.readings[-1].overall
    if colour not in Colour.values:
        refuse("colour", _("Choose Green, Amber or Red."))
    if colour == computed.value:
        refuse("colour", _("The facts say %(colour)s, too: there is nothing to differ from.") % {"colour": Colour(colour).label})
    since = found.kept[-1].status_on
    if HealthOverride.objects.filter(project=project, since_on=since, ended_on=None).exists():
        refuse("project", _("Somebody stands for another colour of this report already. Take that back first."))
    made = HealthOverride(
        organisation=by.organisation, project=project, since_on=since, periods=periods, colour=colour, computed=computed.value,
        grounds=grounds, author=by.account,
    )  # fmt: skip
    check_fields(made, by)
    with revise(by, "stand_for_colour", reason=grounds) as revision:
        return revision.create(made)


def take_back_colour(*, by: Actor, override: HealthOverride, reason: str = "") -> HealthOverride:
    """Takes back another colour before it ends by itself; it stays on record."""
    OVERRIDES.require(by, "end", scopes=scopes_of(override.project), level=override.project.confidentiality)
    if override.ended_on is not None:
        refuse("__all__", _("Refused: it was taken back on %(day)s already.") % {"day": override.ended_on})
    with revise(by, "take_back_colour", reason=reason) as revision:
        revision.update(override, ended_on=timezone.localdate())
    return override
