"""What hangs on what between projects: each dependency with its float and health, what a slip reaches, and circles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from steerco.capabilities.raid.queries import Dependency, DependencyState, health_of
from steerco_engine.dependencies import Link, Reached, blast_radius, cycles

SLIP_DAYS = 20


@dataclass(frozen=True)
class Line:
    """A dependency as the page of the network shows it: `reached` are the projects that are late when its giver slips by so many days."""

    record: Dependency
    health: str
    waits_for: str
    reached: tuple[tuple[Reached, str], ...]
    in_circle: bool


@dataclass(frozen=True)
class Network:
    """All dependencies, the shortest float first, and the circles of projects that wait for each other, by name."""

    lines: tuple[Line, ...]
    circles: tuple[tuple[str, ...], ...]

    @property
    def red(self) -> int:
        """How many stand at red."""
        return sum(line.health == "red" for line in self.lines)


def network(found: Sequence[Dependency], on: dt.date, slip: int = SLIP_DAYS) -> Network:
    """The network on a day; what was delivered holds nothing up any more."""
    names = {each.project.ref: each.project.name for each in found} | {each.giver.ref: each.giver.name for each in found if each.giver}
    waiting = [each for each in found if each.state != DependencyState.DELIVERED]
    links = [Link(each.ref, each.giver.ref if each.giver else f"~{each.ref}", each.project.ref, each.float_days) for each in waiting]
    circles = cycles(links)
    circled = {ref for circle in circles for ref in circle}
    reaches: dict[str, tuple[tuple[Reached, str], ...]] = {}
    for link in links:
        if link.giver not in reaches:
            reaches[link.giver] = tuple((each, names[each.project]) for each in blast_radius(links, link.giver, slip))
    lines = tuple(
        Line(
            each, health_of(each, on).value, each.giver.name if each.giver else each.giver_party,
            reaches.get(each.giver.ref if each.giver else f"~{each.ref}", ()),
            each.giver is not None and {each.giver.ref, each.project.ref} <= circled,
        )
        for each in sorted(found, key=lambda each: (each.float_days is None, each.float_days or 0, each.pk))
    )  # fmt: skip
    return Network(lines, tuple(tuple(names[ref] for ref in circle) for circle in circles))
