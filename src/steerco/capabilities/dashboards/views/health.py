"""The health of a portfolio's projects beside its picture: how many of each colour, who differs, which figures are unsafe."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from steerco.capabilities.exposures.queries.risks import open_risks
from steerco.capabilities.health.queries.lines import HealthLine, health_on
from steerco.capabilities.health.queries.sentences import overall_sentence
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.queries import by_weight, current, issues, open_of, risks
from steerco.capabilities.scorecards.queries.portfolio_figures import Picture
from steerco.foundation.access.actor import Actor
from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.marks import word
from steerco_engine.health import Health
from steerco_engine.watermelons import Difference

COLOURS = ((Health.RED, "r"), (Health.AMBER, "a"), (Health.GREEN, "g"), (None, "n"))
MARKS = dict(COLOURS)
MOST = 5
MOST_COUNTED = 300
"""Up to how many projects a page counts health beside its picture; of more, the matrix has it."""


@dataclass(frozen=True)
class PortfolioHealth:
    """The newest report of each project of a picture, read by the health rules as of the picture's date."""

    lines: tuple[HealthLine, ...]
    as_of: str
    ref: str

    @cached_property
    def counts(self) -> list[tuple[str, str, str]]:
        """Each colour that the facts have, worst first: its mark, its word, how many."""
        found = Counter(line.reading.evident for line in self.lines)
        words = {mark: gettext("can’t be checked") if mark == "n" else word(mark) for mark in MARKS.values()}
        return [(mark, words[mark], grouped(found[colour])) for colour, mark in COLOURS if found[colour]]

    @cached_property
    def watermelons(self) -> tuple[HealthLine, ...]:
        """Those that are reported better than their facts, worst first."""
        return tuple(sorted((line for line in self.lines if line.difference is Difference.WATERMELON), key=lambda line: line.rank))

    @cached_property
    def unsafe(self) -> int:
        """Of how many the data is so poor that no figure of theirs is safe."""
        return sum(line.quality.quality.unsafe for line in self.lines)

    @property
    def matrix(self) -> str:
        """The matrix of the same projects on the same date."""
        return self._list()

    @property
    def differing(self) -> str:
        """The matrix of those that are reported better than their facts."""
        return self._list("difference:is:watermelon")

    @property
    def doubtful(self) -> str:
        """The matrix of those whose figures are unsafe."""
        return self._list("unsafe:is:yes")

    def _list(self, *filters: str) -> str:
        asked = [("as_of", self.as_of), ("f", "current:is:yes"), ("f", f"portfolios:has:{self.ref}")]
        return f"{reverse('health_matrix')}?{urlencode([*asked, *(('f', each) for each in filters)])}"


def health_beside(by: Actor, picture: Picture, most: int | None = None) -> PortfolioHealth | None:
    """The health of the projects that a picture shows; None where no report is shown, or where they are more than `most`."""
    now = picture.now
    if now is None or (most is not None and len(picture.members) > most):
        return None
    source, ref = HealthSource(by), picture.head.ref
    told = health_on(source, now.status_on)

    def make(_: object) -> PortfolioHealth:
        lines = told.lines
        shown = tuple(lines[member.who.pk] for member in picture.members if member.now is not None and member.who.pk in lines)
        return PortfolioHealth(shown, now.status_on.isoformat(), ref)

    found = source.derived(("beside", ref), (told, picture), make, lambda made: len(made.lines) // 10 + 1)
    return found if found.lines else None


def health_on_paper(by: Actor, picture: Picture) -> dict[str, Any]:
    """What the one-pager says of health: counts by colour, the worst watermelons, the heaviest risks and issues."""
    found = health_beside(by, picture)
    return {
        "health": [{"mark": mark, "text": f"{count} {told}"} for mark, told, count in found.counts] if found is not None else [],
        "unsafe": _unsafe(found) if found is not None else "",
        "watermelons": [_melon(line) for line in found.watermelons[:MOST]] if found is not None else [],
        "watermelon_heads": [gettext("Project"), gettext("Facts say"), gettext("Reports in a row"), gettext("Because")],
        "log": _log(by, picture),
        "log_heads": [gettext("Risk or issue"), gettext("Project"), gettext("Weight")],
        "health_words": {
            "health": gettext("What the facts say, by the health rules"),
            "watermelons": gettext("Reported better than the facts"),
            "log": gettext("Heaviest risks and issues, as open today"),
        },
    }


def _unsafe(found: PortfolioHealth) -> str:
    if not found.unsafe:
        return ""
    return gettext("Unsafe data: %(count)s of %(of)s projects score below 0.75; sums and charts hold their figures.") % {
        "count": grouped(found.unsafe), "of": grouped(len(found.lines)),
    }  # fmt: skip


def _melon(line: HealthLine) -> dict[str, str]:
    return {
        "mark": MARKS[line.reported], "name": line.project.name, "facts_mark": MARKS[line.reading.evident],
        "facts": word(MARKS[line.reading.evident]), "times": str(line.in_a_row), "because": overall_sentence(line.reading),
    }  # fmt: skip


def _log(by: Actor, picture: Picture) -> list[list[str]]:
    """The heaviest open risks, then the most urgent open issues, of the picture's projects that the reader may see."""
    if RAID.reach(by, "view").nothing:
        return []
    held = {member.who.pk for member in picture.members}
    known = by_weight(risk for risk in open_risks(risks(by).select_related("project")) if risk.project_id in held)
    heavy = [(risk, f"{current(risk).score or gettext('not assessed')}") for risk in known[:MOST]]
    waiting = [each for each in open_of(issues(by)).select_related("project") if each.project_id in held]
    urgent = sorted(waiting, key=lambda each: (each.priority or "P9", each.pk))
    told = [(issue, issue.priority or gettext("not assessed")) for issue in urgent[:MOST]]
    return [[f"{each.ref} {each.title}", each.project.name, weight] for each, weight in [*heavy, *told]]
