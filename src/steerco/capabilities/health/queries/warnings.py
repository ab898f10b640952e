"""Early warnings in words: what a series of reports gives away before a colour does, its words included (domain.md §10.5)."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from steerco.capabilities.health.queries.lines import HealthLine
from steerco.capabilities.status.queries import Narrative
from steerco_engine.signals import WEIGHTS, Signal
from steerco_engine.tone import brighter_than_facts
from steerco_engine.watermelons import EarlyWarning


def warning_words(lines: Collection[HealthLine]) -> dict[int, tuple[str, ...]]:
    """The early warnings of some projects, by project (one query for the words of their newest reports)."""
    texts: dict[int, list[str]] = {}
    reports = [line.kept.report_id for line in lines]
    for report_id, text in Narrative.objects.filter(report_id__in=reports).order_by("id").values_list("report_id", "text"):
        texts.setdefault(report_id, []).append(text)
    return {line.pk: _of(line, " ".join(texts.get(line.kept.report_id, ()))) for line in lines}


def _of(line: HealthLine, text: str) -> tuple[str, ...]:
    said = {
        EarlyWarning.EAC_UNMOVED: _("The estimate stayed for three reports while CPI fell by more than 0.03."),
        EarlyWarning.FINISH_UNMOVED: _("The finish date stayed although SPI(t) is below 0.9."),
        EarlyWarning.NEARLY_DONE: _("90 to 99% complete for three reports."),
    }
    found = [said[each] for each in line.warnings]
    if brighter_than_facts(text, [each.evident for each in line.health.readings[-2:]]):
        found.append(_("The words sound bright, while the facts got worse since the report before."))
    return tuple(found)


def signal_words() -> dict[Signal, tuple[str, int]]:
    """Each signal in words, with its weight."""
    words = {
        Signal.SPI_T_LOW: _("SPI(t) below 0.9"),
        Signal.EAC_DRIFT: _("cost more than 5% above the first report"),
        Signal.P80_BEYOND_NEED: _("80% date after the date of need"),
        Signal.VACANT_POSTS: _("critical posts vacant"),
        Signal.RED_RISKS_WITHOUT_ACTION: _("red risks without action"),
        Signal.OVERDUE_CONDITIONS: _("gate conditions overdue"),
        Signal.BENEFIT_OWNER_MISSING: _("benefits without owner"),
        Signal.BOARDS_WITHOUT_QUORUM: _("boards without quorum"),
        Signal.TURNOVER: _("turnover above 15%"),
        Signal.SUPPLIER_DISPUTES: _("disputes with suppliers"),
    }
    return {signal: (text, WEIGHTS[signal]) for signal, text in words.items()}
