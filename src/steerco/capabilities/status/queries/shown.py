"""A report as a reader sees it: each fact with its value or its reason, each text, and what the report before said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext

from steerco.capabilities.status.models import Confidence, StatusReport
from steerco.capabilities.status.queries import gap_of, neighbours, rating_told, topic_label, words_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.ui.amounts import unit_of
from steerco.foundation.ui.figures import day, exact
from steerco_engine.rules import Dimension
from steerco_engine.words import is_copy

MARKS = {"green": "g", "amber_green": "ag", "amber": "a", "amber_red": "ar", "red": "r", "": "n"}
AMOUNTS = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount")


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact of the report: its label, its value or the reason why there is none, and what the report before said."""

    label: str
    value: str
    exact: str
    short: str
    full: str
    before: str

    @property
    def changed(self) -> bool:
        """Whether the report before said something else."""
        return bool(self.before) and self.before != (self.value or self.short)


@dataclass(frozen=True, slots=True)
class TextShown:
    """What the report says on one topic, verbatim, and whether the report before said the same."""

    label: str
    text: str
    repeated: bool


def facts_shown(report: StatusReport, before: StatusReport | None) -> list[FactShown]:
    """Every fact of a report, in order; the rating is shown apart."""
    return [_fact(report, before, name) for name in StatusReport.FACTS if name != "confidence"]


def texts_shown(report: StatusReport, before: StatusReport | None) -> list[TextShown]:
    """The words of a report, topic by topic (one query)."""
    words = words_of([report, before] if before is not None else [report])
    earlier = words[before.pk] if before is not None else {}
    return [TextShown(topic_label(topic), text, is_copy(earlier.get(topic, ""), text)) for topic, text in words[report.pk].items()]


class ColourShown(NamedTuple):
    """What the report says of a dimension: its name, the mark, the colour in words, and why."""

    label: str
    mark: str
    told: str
    reason: str


def colours_shown(report: StatusReport) -> list[ColourShown]:
    """The colours that a report gives, dimension by dimension, the whole last."""
    order = (*(dimension.value for dimension in Dimension), "overall")
    held = [(name, report.reported_colours[name]) for name in order if name in report.reported_colours]
    return [
        ColourShown(name.capitalize(), MARKS[said["colour"]], str(Confidence(said["colour"]).label), said.get("reason", ""))
        for name, said in held
    ]  # fmt: skip


def shown_context(by: Actor, report: StatusReport) -> dict[str, Any]:
    """What the page of a report shows of the report itself, and of the one before it."""
    before, after = neighbours(by, report)
    facts = facts_shown(report, before)
    return {
        "report": report,
        "project": report.project,
        "mark": MARKS[report.confidence],
        "rating": rating_told(report),
        "rating_before": rating_told(before) if before is not None else "",
        "facts": facts,
        "missing": len([name for name in StatusReport.FACTS if _owed(report, name)]),
        "reasons": [fact for fact in facts if fact.full],
        "texts": texts_shown(report, before),
        "colours": colours_shown(report),
        "before": before,
        "after": after,
    }


def _owed(report: StatusReport, name: str) -> bool:
    """Whether a fact that the return asks for is missing."""
    return getattr(report, name) in (None, "") and gap_of(report.gaps, name).kind != "not_in_return"


def _fact(report: StatusReport, before: StatusReport | None, name: str) -> FactShown:
    label = str(StatusReport._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    value, whole = _shown(report, name)
    gap = gap_of(report.gaps, name)
    earlier = "" if before is None else _shown(before, name)[0] or gap_of(before.gaps, name).short
    missing = not value
    return FactShown(label[:1].upper() + label[1:], value, whole, gap.short if missing else "", gap.text if missing else "", earlier)


def _shown(report: StatusReport, name: str) -> tuple[str, str]:
    value = getattr(report, name)
    if value is None:
        return "", ""
    if name not in AMOUNTS:
        return day(value), gettext("as reported")
    unit = unit_of(getattr(report, amount) for amount in AMOUNTS)
    return unit.money(value, report.currency), exact(value, report.currency)
