"""Checks 1 to 4: missing links, leads, lags, kinds of links."""

from __future__ import annotations

from steerco_engine.schedule_quality.population import Population, counts, offence, share, verdict
from steerco_engine.schedule_quality.results import Better, Check, Offender
from steerco_engine.schedule_quality.snapshot import CheckedActivity, CheckedLink, LinkType


def complete_logic(population: Population) -> Check:
    """Check 1: incomplete tasks and milestones without a predecessor or a successor; the project's start and finish are exempt."""
    counted = [each for each in population.schedule.activities if counts(each) and each.open]
    alive = {each.id for each in population.schedule.activities if counts(each)}
    links = [each for each in population.schedule.links if each.predecessor in alive and each.successor in alive]
    followed, led = {each.predecessor for each in links}, {each.successor for each in links}
    everyone = [each for each in population.schedule.activities if counts(each)]
    first, last = _first(population, everyone, led), _last(population, everyone, followed)
    offenders = []
    for each in counted:
        no_start, no_end = each.id not in led and each.id != first, each.id not in followed and each.id != last
        if no_start or no_end:
            code = "NO_LINKS" if no_start and no_end else "NO_PREDECESSOR" if no_start else "NO_SUCCESSOR"
            words = {"NO_LINKS": "no links at all", "NO_PREDECESSOR": "no predecessor", "NO_SUCCESSOR": "no successor"}
            offenders.append(offence(each, code, words[code]))
    return share(1, "Logic", offenders, len(counted), 0.05)


def leads(population: Population) -> Check:
    """Check 2: links with a lead (a negative lag)."""
    return share(2, "Leads", [_of(population, each, "LEAD") for each in population.links if each.lag < 0], len(population.links), 0.0)


def lags(population: Population) -> Check:
    """Check 3: links with a lag."""
    return share(3, "Lags", [_of(population, each, "LAG") for each in population.links if each.lag > 0], len(population.links), 0.05)


def relationship_types(population: Population) -> Check:
    """Check 4: finish-to-start links among all links; the others are listed."""
    others = [_of(population, each, "NOT_FS") for each in population.links if each.kind is not LinkType.FS]
    of = len(population.links)
    return verdict(4, "Relationship types", of - len(others), of, 0.90, Better.HIGHER, others)


def _of(population: Population, link: CheckedLink, code: str) -> Offender:
    found = f"{link.kind.value} link" if code == "NOT_FS" else f"{'lead' if link.lag < 0 else 'lag'} of {abs(link.lag):g} working days"
    return offence(population.known[link.successor], code, found, link)


def _first(population: Population, everyone: list[CheckedActivity], led: set[str]) -> str | None:
    """The project's start: as given, else the earliest activity that nothing leads to; a milestone before a task."""
    if population.schedule.project_start is not None:
        return population.schedule.project_start
    free = [each for each in everyone if each.id not in led]
    dated = [each for each in free if each.start is not None] or free
    found = min(dated, key=lambda each: (each.start or population.schedule.status_at, each.duration), default=None)
    return found.id if found else None


def _last(population: Population, everyone: list[CheckedActivity], followed: set[str]) -> str | None:
    """The project's finish: as given, else the latest activity that nothing waits for; a milestone before a task."""
    if population.schedule.project_finish is not None:
        return population.schedule.project_finish
    free = [each for each in everyone if each.id not in followed]
    dated = [each for each in free if each.finish is not None] or free
    found = max(dated, key=lambda each: (each.finish or population.schedule.status_at, -each.duration), default=None)
    return found.id if found else None
