"""The RAID log in every world: one record of each kind at every project, and each line of its table as something that is done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from steerco.capabilities.projects.models import Project
from steerco.capabilities.raid import services
from steerco.capabilities.raid.access import KINDS, RAID
from steerco.capabilities.raid.models import Decision, Issue, Risk
from steerco.capabilities.raid.services.records import NAMES, PREFIXES
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter, revise

if TYPE_CHECKING:
    from tests.isolation.worlds import World

TABLES = (RAID,)
REGISTERS = tuple(NAMES.values())
OPEN = "Heron"
MORE: dict[str, dict[str, Any]] = {
    "risks": {
        "cause": "{} cause", "effect": "{} effect", "theme": "{} theme", "probability": 40, "probability_band": 3, "impact_band": 4,
        "cost_band": 4, "score": 12, "level": "high", "cost_amount": 1000, "currency": "GBP", "state": "assessed",
    },
    "issues": {"description": "{} story", "respond_by": dt.date(2030, 1, 1)},
    "assumptions": {"if_false": "{} then"},
    "dependencies": {"giver_party": "{} supplier", "acceptance": "{} stands", "need_by": dt.date(2026, 9, 1)},
    "decisions": {"options": "{} options", "rationale": "{} reason"},
    "actions": {"source": "{} board", "due_on": dt.date(2026, 5, 1)},
}  # fmt: skip


def plant(world: World, writer: RevisionWriter, project: Project, said: str, place: int) -> None:
    """One record of each kind, its texts with the words of the project."""
    for model in KINDS:
        name = NAMES[model]
        filled = {key: value.format(said) if isinstance(value, str) else value for key, value in MORE[name].items()}
        ref = f"{PREFIXES[model]}{world.number * 100 + place}"
        record = model(
            organisation=world.organisation, project=project, ref=ref, title=f"{said} {name}", owner=world.held["people"][0], **filled
        )
        world.keep(name, writer.create(record))


def _new(world: World, model: type[Any], **fields: Any) -> Any:
    with revise(world.system, "prepare") as writer:
        project = world.project(OPEN)
        return writer.create(model(organisation=world.organisation, project=project, ref="X-99001", title="Fresh", **fields))


def _decision(world: World) -> Decision:
    made: Decision = _new(world, Decision, outcome="Yes", decider=world.held["people"][0], decided_on=dt.date(2026, 1, 1))
    return made


def _edits(world: World, by: Actor) -> Any:
    return services.update_record(by=by, record=_new(world, Issue, respond_by=dt.date(2030, 1, 1)), description="More")


ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("RAID record", "create"): tuple(
        lambda w, by, model=model: services.create_record(model, by=by, project=w.project(OPEN), title="New", **MADE.get(model, {}))
        for model in KINDS
        if model is not Issue
    ),
    ("RAID record", "raise"): (lambda w, by: services.create_record(Issue, by=by, project=w.project(OPEN), title="New"),),
    ("RAID record", "edit"): (
        _edits,
        lambda w, by: services.occur_risk(by=by, risk=_new(w, Risk), reason="it happened"),
        lambda w, by: services.escalate_issue(by=by, issue=_new(w, Issue), reason="beyond us"),
    ),
    ("RAID record", "decide"): (
        lambda w, by: services.record_decision(by=by, decision=_decision(w)),
        lambda w, by: services.approve_acceptance(by=by, risk=_extreme(w), reason="we can bear it"),
    ),
    ("RAID record", "delete"): (lambda w, by: services.delete_record(by=by, record=_new(w, Risk), reason="entered twice"),),
}
MADE: dict[type[Any], dict[str, Any]] = {KINDS[3]: {"giver_party": "Somebody"}}


def _extreme(world: World) -> Risk:
    made: Risk = _new(world, Risk, probability_band=5, cost_band=5, impact_band=5, score=25, level="extreme", state="assessed")
    return services.accept_risk(by=world.system, risk=made, reason="nothing helps")


VERBS = {"issues": {"create": "raise"}}
OWN: dict[str, Any] = {
    "raid_act": (RAID, "edit"), "exposure": (RAID, "view"), "exposure_curve": (RAID, "export"), "dependency_map": (RAID, "view"),
}  # fmt: skip


def acts(world: World) -> list[dict[str, str]]:
    """The addresses of an act on every risk."""
    return [{"register": "risks", "slug": risk.ref, "act": "occurred"} for risk in world.held["risks"]]
