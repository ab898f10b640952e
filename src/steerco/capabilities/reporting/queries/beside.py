"""Reported beside computed: what the writer says of each dimension, and what a room above computes from the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from steerco.capabilities.status.queries import StatusReport
from steerco.capabilities.status.services import REPORTED
from steerco.foundation.access.actor import Actor

DIMENSIONS = {
    "schedule": gettext_lazy("Schedule"), "cost": gettext_lazy("Cost"), "scope": gettext_lazy("Scope"), "quality": gettext_lazy("Quality"),
    "risk": gettext_lazy("Risk"), "resources": gettext_lazy("Resources"), "benefits": gettext_lazy("Benefits"),
    "stakeholders": gettext_lazy("Stakeholders"), "overall": gettext_lazy("Overall"),
}  # fmt: skip
WORSE = {"green": 0, "amber": 1, "red": 2}


class Computed(NamedTuple):
    """What the facts say of a dimension: its colour ("" is grey), and why in a sentence."""

    colour: str
    because: str


Compute = Callable[[Actor, StatusReport], Mapping[str, Computed]]
_compute: list[Compute] = []


def computes_beside(compute: Compute) -> Compute:
    """Registers who computes the colours that stand beside those of a draft; the one that was registered last is asked."""
    _compute[:] = [compute]
    return compute


def computed_for(by: Actor, report: StatusReport) -> Mapping[str, Computed]:
    """What the facts of a draft say, by dimension; nothing where no room computes it."""
    return _compute[0](by, report) if _compute else {}


def differing(colours: Mapping[str, str], computed: Mapping[str, Computed]) -> list[str]:
    """The dimensions whose reported colour is better than the facts say, in order."""
    return [
        name for name in REPORTED
        if name in computed and colours.get(name) in WORSE and WORSE.get(computed[name].colour, -1) > WORSE[colours[name]]
    ]  # fmt: skip
