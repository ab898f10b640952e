"""What a return changes beyond its own reports, and amounts that look like a mistake of units."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.projects.services import Identified
from steerco.capabilities.status.access import visible_to
from steerco.capabilities.status.queries import ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.sheets import Record, Sheet
from steerco.foundation.imports.targets import Effect
from steerco_engine.names import words_that_matter

WATCHED = ("whole_life_cost_amount",)


def effects_of(
    by: Actor,
    records: Sequence[Record],
    identified: Mapping[int, Identified],
    period: ReportingPeriod,
    replaced: Sequence[str],
    *,
    fresh: Collection[int],
) -> tuple[list[Effect], dict[int, int]]:
    """New and known projects, names that changed since the return before, those missing now, earlier facts changed.

    `fresh` are the projects with something new to say, `replaced` the names in reports that give way to others.
    Names only what the actor may see; beside them the confidentiality of each project that is missing, by its key.
    """
    gone: dict[int, int] = {}
    names = {record.number: record.text("name") for record in records}
    new = [names[number] for number, found in identified.items() if found.new]
    known = [names[number] for number, found in identified.items() if not found.new and found.project.pk in fresh]
    effects = [
        Effect("new", _("New projects"), len(new), tuple(new)),
        Effect("known", _("New reports on known projects"), len(known), tuple(known)),
    ]
    previous = (
        ReportingPeriod.objects.filter(status_on__lt=period.status_on, reports__state=ReportState.PUBLISHED).order_by("-status_on").first()
    )
    if previous is not None:
        said = StatusReport.objects.filter(visible_to(by), period=previous, state=ReportState.PUBLISHED)
        levels = dict(said.values_list("project_id", "project__confidentiality"))
        before = dict(said.values_list("project_id", "reported_name"))
        now = {found.project.pk: names[number] for number, found in identified.items()}
        renamed = [
            f"{before[pk]} → {name}"
            for pk, name in now.items()
            if pk in before and words_that_matter(before[pk]) != words_that_matter(name)
        ]
        missing = [name for pk, name in before.items() if pk not in now]
        gone = {pk: held for pk, held in levels.items() if pk not in now}
        effects.append(Effect("renamed", _("Renamed since last return"), len(renamed), tuple(renamed)))
        effects.append(Effect("missing", _("In %(period)s, not in this file") % {"period": previous}, len(missing), tuple(missing)))
    effects.append(Effect("changed", _("Earlier facts changed"), len(replaced), tuple(replaced)))
    return effects, gone


def odd_amounts(sheet: Sheet, records: Sequence[Record], identified: Mapping[int, Identified], period: ReportingPeriod) -> list[Problem]:
    """Amounts that are many times what the report before said: more likely a wrong unit than a change."""
    factor = Decimal(str(sheet.profile.context.get("unit_outlier_factor", 50)))
    before = _before(period, {found.project.pk for found in identified.values()})
    problems: list[Problem] = []
    for record in records:
        found = identified.get(record.number)
        last = before.get(found.project.pk) if found is not None else None
        for name in WATCHED:
            new, old = record.value(name), last[name] if last else None
            if last and last["currency"] != record.currency:
                continue
            if not new or not old or new <= 0 or old <= 0 or max(new / old, old / new) < factor:
                continue
            cell, known = record.cells[name], sheet.profile.named(name)
            times = f"× {new / old:.0f}" if new > old else f"÷ {old / new:.0f}"
            problems.append(
                Problem(
                    sheet.file, cell.row, cell.column,
                    _("%(new)s; the last return said %(old)s (%(times)s)") % {
                        "new": _millions(new, record.currency), "old": _millions(old, record.currency), "times": times},
                    CHECK, where=f"{record.text('name')}, {known.label.lower() if known else name}",
                    action=_("Load as given; check the unit before adding it up"),
                )
            )  # fmt: skip
    return problems


def odd_dates(sheet: Sheet, records: Sequence[Record]) -> list[Problem]:
    """Rows whose end is before their start: kept as given, and pointed at, because one of the two is wrong."""
    return [
        Problem(
            sheet.file, record.cells["end_on"].row, record.cells["end_on"].column,
            _("The end date %(end)s is before the start date %(start)s.") % {"end": end.isoformat(), "start": start.isoformat()},
            CHECK, where=_("%(name)s, end date") % {"name": record.text("name")}, action=_("Load as given; correct the one that is wrong"),
        )
        for record in records
        if (start := record.value("start_on")) is not None and (end := record.value("end_on")) is not None and end < start
    ]  # fmt: skip


def _before(period: ReportingPeriod, project_ids: set[int]) -> dict[int, dict[str, Any]]:
    rows = StatusReport.objects.filter(state=ReportState.PUBLISHED, period__status_on__lt=period.status_on).order_by("period__status_on")
    return {row["project_id"]: row for row in rows.values("project_id", "currency", *WATCHED) if row["project_id"] in project_ids}


def _millions(amount: Decimal, currency: str) -> str:
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency, f"{currency} ")
    return f"{sign}{(amount / 10**6).normalize():,f}m"
