"""Watermelons and lemons: who reports better or worse than the facts say, with the evidence; where status and confidence part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.capabilities.health.queries.lines import HealthLine, health_on
from steerco.capabilities.health.queries.sentences import dimension_word, said_of
from steerco.capabilities.health.queries.warnings import warning_words
from steerco.capabilities.health.registers.cells import CODES
from steerco.capabilities.health.views.asked import day_asked, source_of
from steerco.foundation.access.views import acting
from steerco.foundation.ui.figures import share_of
from steerco_engine.watermelons import watermelon_rate
from steerco_engine.wording import percent

MOST = 100


@dataclass(frozen=True)
class Shown:
    """A project in the list: both colours, how long, and the evidence."""

    line: HealthLine
    reported: str
    computed: str
    evidence: str
    dimensions: str
    warnings: tuple[str, ...]

    @property
    def stands(self) -> str:
        """The mark of the colour that somebody stands for."""
        return {"green": "g", "amber": "a", "red": "r"}.get(self.line.stands.colour, "") if self.line.stands is not None else ""


@require_GET
@acting
def watermelons(request: HttpRequest) -> HttpResponse:
    """`?as_of=…`: the projects whose newest report and facts part company."""
    source, as_of = source_of(request), day_asked(request)
    told = health_on(source, as_of)
    rate = watermelon_rate(len(told.watermelons), told.checked)
    query = f"?as_of={as_of}" if as_of else ""
    join = f"{reverse('health_matrix')}{query}{'&' if query else '?'}f=current:is:yes&f=difference:is:"
    context = {
        "told": told, "watermelons": _shown(told.watermelons), "lemons": _shown(told.lemons),
        "lasting": sum(1 for line in told.watermelons if line.in_a_row > 1),
        "diverging": [line for line in told.current if line.diverges], "rate": None if rate is None else percent(rate, places=1),
        "share": share_of(len(told.watermelons), told.checked), "unchecked": len(told.current) - told.checked, "most": MOST,
        "matrix": reverse("health_matrix") + query, "list_w": f"{join}watermelon", "list_l": f"{join}lemon",
        "dates": [on for _name, on, _scale in reversed(source.periods)], "day": as_of or told.newest_on, "past_on": as_of,
        "past_back": reverse("watermelons"), "nav_current": "watermelons",
    }  # fmt: skip
    return render(request, "health/watermelons.html", context)


def _shown(lines: Sequence[HealthLine]) -> list[Shown]:
    words, beside = warning_words(lines[:MOST]), _("%(dimension)s Green beside Red")
    return [
        Shown(
            line, CODES[line.reported], CODES[line.reading.evident], said_of(line),
            ", ".join(beside % {"dimension": dimension_word(each)} for each in line.critical_gaps), words[line.pk],
        )
        for line in lines[:MOST]
    ]  # fmt: skip
