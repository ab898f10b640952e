"""Health in every world: a version of the rules, another colour for every project, and each line of their tables as something done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from steerco.capabilities.health import services
from steerco.capabilities.health.access import OVERRIDES, RULES, visible_rules, visible_to
from steerco.capabilities.health.models import HealthOverride, HealthRuleSet
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco_engine.readings import SHIPPED_LIMITS

if TYPE_CHECKING:
    from tests.isolation.worlds import World

TABLES = (RULES, OVERRIDES)
REGISTERS = {"health_rules": RULES, "health_overrides": OVERRIDES, "health_matrix": REPORTS}
NAMED_BY = {"health_rules": "ref", "health_overrides": "project"}
OPEN = "Heron"
LATER = timezone.localdate() + dt.timedelta(days=400)


def plant(world: World, writer: RevisionWriter, project: Project, said: str) -> None:
    """Another colour that stood long ago, in words of the project; with the first project a version of the rules that is to come."""
    if "health_rules" not in world.held:
        world.keep("health_rules", writer.create(_rules(world, 1, f"{world.word} board decides".strip())))
    stood = HealthOverride(
        organisation=world.organisation, project=project, since_on=dt.date(2000, 1, 1), periods=1, colour="amber", computed="red",
        grounds=f"{said} knows better",
    )  # fmt: skip
    world.keep("health_overrides", writer.create(stood))
    world.keep("health_matrix", project)


def _rules(world: World, number: int, reason: str) -> HealthRuleSet:
    tier, ref = 4, f"T4-{world.number}-{number}"
    return HealthRuleSet(
        organisation=world.organisation, ref=ref, tier=tier, number=number, in_force_from=LATER + dt.timedelta(days=number), reason=reason
    )


def _set(world: World, by: Actor) -> Any:
    return services.set_rules(by=by, limits=SHIPPED_LIMITS, in_force_from=LATER, reason="stricter", tier=1)


def _withdraw(world: World, by: Actor) -> Any:
    with revise(world.system, "prepare") as writer:
        made = writer.create(_rules(world, 2, "too much"))
    return services.withdraw_rules(by=by, rules=made, reason="not yet")


def _stand(world: World, by: Actor) -> Any:
    project = world.project(OPEN)
    found = HealthSource(world.system).of(project.pk)
    colour = "red" if found is None or found.readings[-1].overall is None or found.readings[-1].overall.value != "red" else "amber"
    return services.stand_for_colour(by=by, project=project, colour=colour, periods=1, grounds="we know better")


def _end(world: World, by: Actor) -> Any:
    with revise(world.system, "prepare") as writer:
        made = writer.create(
            HealthOverride(
                organisation=world.organisation, project=world.project(OPEN), since_on=dt.date(2001, 1, 1), periods=1, colour="amber",
                computed="red", grounds="fresh",
            )
        )  # fmt: skip
    return services.take_back_colour(by=by, override=made)


ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("health rules", "set"): (_set,),
    ("health rules", "withdraw"): (_withdraw,),
    ("other colour", "create"): (_stand,),
    ("other colour", "end"): (_end,),
}
SIGHTS: dict[str, Any] = {
    "health rules": lambda by: visible_rules(by).exists(),
    "other colour": lambda by: HealthOverride.objects.filter(visible_to(by)).exists(),
}
VERBS = {
    "health_rules": {"create": "nobody", "edit": "nobody", "delete": "withdraw"},
    "health_overrides": {"edit": "nobody", "delete": "end"},
    "health_matrix": {"create": "nobody", "edit": "nobody", "delete": "nobody"},
}
OWN: dict[str, Any] = {
    "watermelons": (REPORTS, "view"),
    "rated_well": (REPORTS, "view"),
    "health_moves": (REPORTS, "view"),
    "health_rules_set": (RULES, "set"),
    "project_health": ((PROJECTS, REPORTS), "view"),
}
