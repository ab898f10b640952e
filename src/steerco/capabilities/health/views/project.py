"""The health of one project: both colours of each dimension with the reason, the measures behind them, the quality of its data."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.capabilities.health.access import OVERRIDES
from steerco.capabilities.health.queries.lines import HealthLine, health_on
from steerco.capabilities.health.queries.quality import DataQuality, figure_word, part_word
from steerco.capabilities.health.queries.rules import rules_for
from steerco.capabilities.health.queries.sentences import (
    dimension_word,
    is_critical,
    limit_words,
    measure_word,
    measured_sentence,
    overall_sentence,
    reason_word,
    written,
)
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.queries.warnings import signal_words, warning_words
from steerco.capabilities.health.registers.cells import BESIDE, CODES, dimension_rows
from steerco.capabilities.health.views.asked import day_asked, source_of
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import scopes_of
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui import svg
from steerco.foundation.ui.marks import word
from steerco_engine.quality import WEIGHTS
from steerco_engine.readings import rules_on
from steerco_engine.rules import Dimension


@require_GET
@acting
def project_health(request: HttpRequest, ref: str) -> HttpResponse:
    """`?as_of=…`: the health of a project as of a date; 404 where the actor can't see it."""
    by, source, as_of = actor_of(request), source_of(request), day_asked(request)
    project = projects.projects(by).filter(ref=ref).first()
    if project is None:
        raise Http404
    line = health_on(source, as_of).lines.get(project.pk)
    context: dict[str, Any] = {
        "project": project, "line": line, "past_on": as_of, "past_back": reverse("project_health", args=[ref]), "nav_current": "projects",
        "may_stand": OVERRIDES.allows(by, "create", scopes=scopes_of(project), level=project.confidentiality),
        "matrix": reverse("health_matrix"),
    }  # fmt: skip
    if line is not None:
        context |= _told(source, line)
    return render(request, "health/project.html", context)


def _told(source: HealthSource, line: HealthLine) -> dict[str, Any]:
    reading = line.reading
    points = [svg.Point(kept.period, CODES[told.evident]) for kept, told in zip(line.health.kept, line.health.readings, strict=True)]
    said = [svg.Point(kept.period, CODES[kept.reported("overall")]) for kept in line.health.kept]
    names = signal_words()
    return {
        "reported": CODES[line.reported], "computed": CODES[reading.evident], "reported_word": word(CODES[line.reported]),
        "computed_word": word(CODES[reading.evident]) if reading.evident is not None else _("insufficient data"),
        "why": overall_sentence(reading), "beside": BESIDE.get(line.difference) if line.difference else "",
        "rows": dimension_rows(line), "measures": _measures(source, line), "facts": svg.strip(points), "told": svg.strip(said),
        "dates": [kept.status_on for kept in reversed(line.health.kept)], "warnings": warning_words([line])[line.pk],
        "signals": [names[each] for each in line.signals.up], "quiet": [names[each][0] for each in line.signals.quiet],
        "unknown": [names[each][0] for each in line.signals.unknown], **_quality(line.quality),
        "stands": CODES_OF.get(line.stands.colour, "") if line.stands is not None else "",
    }  # fmt: skip


CODES_OF = {"green": "g", "amber": "a", "red": "r"}


def _measures(source: HealthSource, line: HealthLine) -> list[dict[str, Any]]:
    """Every measure of the rules in force then: its value or why there is none, its limits, its colour."""
    rules = line.kept.frozen.rules or rules_on(rules_for(line.project.tier, source.rules), line.kept.status_on)
    found = []
    for dimension in Dimension:
        for measure, limits in rules.limits.items():
            if limits.dimension is not dimension:
                continue
            one = line.reading.measured.get(measure)
            value = one.value if one is not None else None
            found.append(
                {"id": measure.value, "dimension": dimension_word(dimension), "critical": is_critical(dimension),
                 "label": measure_word(measure), "value": written(measure, value) if value is not None else "",
                 "reason": reason_word(one.reason if one is not None else None), "limits": limit_words(measure, limits),
                 "code": CODES[limits.colour(value)] if value is not None else "n",
                 "sentence": measured_sentence(measure, one) if one is not None else ""}
            )  # fmt: skip
    return found


def _quality(found: DataQuality) -> dict[str, Any]:
    score = found.quality.score
    return {
        "quality": None if score is None else f"{score:.3f}", "unsafe": found.quality.unsafe,
        "band": CODES[found.quality.band],
        "parts": [
            {"label": part_word(part), "weight": f"{WEIGHTS[part]:.2f}", "value": None if value is None else f"{value:.2f}"}
            for part, value in found.parts.items()
        ],
        "doubts": [(figure_word(check.figure), check.said) for check in found.unsafe],
        "absent": [figure_word(check.figure) for check in found.checks if check.part.value == "completeness" and not check.passed],
    }  # fmt: skip
