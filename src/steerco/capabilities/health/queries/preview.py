"""What other rules would have said over the last twelve months, before anybody puts them in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from steerco.capabilities.health.queries.source import HealthSource, ProjectLine
from steerco_engine.health import Health
from steerco_engine.readings import ALWAYS, HealthRules, Reading, readings

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A project that other rules would show otherwise in its newest report."""

    project: ProjectLine
    now: Health | None
    then: Health | None
    reading: Reading


@dataclass(frozen=True, slots=True)
class PreviewPeriod:
    """How many projects are of each colour for a period, by the rules in force and by the others."""

    name: str
    status_on: dt.date
    now: dict[str, int]
    then: dict[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """What other rules would have said: period by period, who was ever Red with each, and who would stand otherwise now."""

    of: int
    periods: tuple[PreviewPeriod, ...]
    red_now: int
    red_then: int
    otherwise: tuple[Otherwise, ...]


def preview(source: HealthSource, rules: HealthRules, tier: int) -> Preview:
    """The reports of the last twelve months before the newest one, read with other rules beside those in force."""
    newest = max((each.kept[-1].status_on for each in source.health.values()), default=None)
    if newest is None:
        return Preview(0, (), 0, 0, ())
    since, always = newest - dt.timedelta(days=366), (replace(rules, in_force_from=ALWAYS),)
    periods: dict[dt.date, PreviewPeriod] = {}
    red_now, red_then, otherwise, of = 0, 0, [], 0
    for pk, health in source.health.items():
        project = source.projects.get(pk)
        if project is None or (tier and project.tier != tier) or health.kept[-1].status_on <= since:
            continue
        of += 1
        other = readings([replace(each.frozen, rules=None) for each in health.kept], always)
        told = [(kept, now, then) for kept, now, then in zip(health.kept, health.readings, other, strict=True) if kept.status_on > since]
        for kept, now, then in told:
            period = periods.setdefault(kept.status_on, PreviewPeriod(kept.period, kept.status_on, {}, {}))
            period.now[_code(now)] = period.now.get(_code(now), 0) + 1
            period.then[_code(then)] = period.then.get(_code(then), 0) + 1
        red_now += any(now.overall is Health.RED for _kept, now, _then in told)
        red_then += any(then.overall is Health.RED for _kept, _now, then in told)
        if told[-1][1].overall is not told[-1][2].overall:
            otherwise.append(Otherwise(project, told[-1][1].overall, told[-1][2].overall, told[-1][2]))
    ordered = tuple(sorted(otherwise, key=lambda each: each.project.name))
    return Preview(of, tuple(periods[day] for day in sorted(periods)), red_now, red_then, ordered)


def _code(reading: Reading) -> str:
    return "" if reading.overall is None else reading.overall.value
