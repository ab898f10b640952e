"""What is looked at beside the 14 checks: links per task, progress out of sequence, dangling ends, held dates (domain.md §6.7)."""

from __future__ import annotations

from steerco_engine.schedule_quality.population import Population
from steerco_engine.schedule_quality.results import Beside
from steerco_engine.schedule_quality.snapshot import LinkType


def beside(population: Population) -> Beside:
    """The further looks at a schedule, without verdicts."""
    tasks, known = population.incomplete, population.known
    starts = {each.successor for each in population.schedule.links if each.kind in (LinkType.FS, LinkType.SS)}
    ends = {each.predecessor for each in population.schedule.links if each.kind in (LinkType.FS, LinkType.FF)}
    early = []
    for link in population.schedule.links:
        before, after = known[link.predecessor], known[link.successor]
        begun = after.actual_start
        waits = before.actual_finish if link.kind is LinkType.FS else before.actual_start if link.kind is LinkType.SS else begun
        if begun is not None and (waits is None or (waits > begun and link.lag >= 0)):
            early.append(link.successor)
    return Beside(
        links_per_task=len(population.links) / len(tasks) if tasks else None,
        out_of_sequence=tuple(dict.fromkeys(early)),
        dangling=tuple(each.id for each in tasks if each.id not in starts or each.id not in ends),
        without_baseline=tuple(each.id for each in population.tasks if each.baseline_finish is None),
        held=tuple(each.id for each in tasks if each.constraints),
    )
