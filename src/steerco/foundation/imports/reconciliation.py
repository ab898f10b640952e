"""The report of an import: every cell accounted for, what was found out, what changes, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, ngettext

from steerco.foundation.imports.problems import CHECK, NOTE, REFUSAL, Problem
from steerco.foundation.imports.sheets import NOTHING, OWN, Cell, Record, Sheet
from steerco.foundation.imports.targets import Outcome
from steerco.foundation.imports.values import EMPTY, MALFORMED, WRONG_UNIT, Gap, plain

COUNTS = ("created", "changed", "unchanged", "refused", "left_out")
_GROUPS_SHOWN, _GROUP_FROM, _NAMES_KEPT, _PROBLEMS_KEPT = 6, 5, 400, 500


def report_of(sheet: Sheet, outcome: Outcome) -> dict[str, Any]:
    """Everything that the page shows of one file, as JSON."""
    problems = [*sheet.problems, *outcome.problems, *_two_speakers(sheet), *_gap_groups(sheet)]
    order = {REFUSAL: 0, CHECK: 1, NOTE: 2}
    problems.sort(key=lambda problem: order[problem.severity])
    if len(problems) > _PROBLEMS_KEPT:
        more = _("… and %(count)d more like these.") % {"count": len(problems) - _PROBLEMS_KEPT}
        problems = [*problems[:_PROBLEMS_KEPT], Problem(sheet.file, None, None, more)]
    lines = [_line(sheet, name, outcome.refused) for name in sheet.fields()]
    return {
        "file": sheet.file, "label": sheet.label, "status_on": sheet.status_on.isoformat(), "scale": sheet.scale,
        "budget_year": sheet.budget_year, "currency": sheet.currency, "rows": len(sheet.records),
        **{name: outcome.rows[name] for name in COUNTS},
        "withheld": sum(line["withheld"] for line in lines),
        "totals": _totals(lines, sheet.currency),
        "fields": lines, "gap_labels": _gap_labels(sheet), "found": [list(pair) for pair in sheet.found], "dropped": dict(sheet.dropped),
        "effects": [{"key": e.key, "label": e.label, "count": e.count, "names": list(e.names[:_NAMES_KEPT])} for e in outcome.effects],
        "matches": [match.as_json() for match in outcome.matches],
        "problems": [problem.as_full_json() for problem in problems],
        "questions": [question.as_json() for question in sheet.questions],
        "columns": [column.as_json() for column in sheet.columns], "sheets": list(sheet.sheets), "sheet": sheet.sheet,
    }  # fmt: skip


def together(reports: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The one object that scripts rely on: counts, totals a field, problems. Sums are exact decimal text."""
    totals: dict[str, dict[str, Any]] = {}
    first = reports[0]["currency"] if reports else ""
    for report in reports:
        for key, line in report["totals"].items():
            name = _named(*_parted(key, report["currency"]), first)
            known = totals.setdefault(name, {"sum": Decimal(0), "count": 0})
            known["sum"] += Decimal(line["sum"])
            known["count"] += line["count"]
    return {
        "rows": sum(report["rows"] for report in reports),
        **{name: sum(report[name] for report in reports) for name in COUNTS},
        "withheld": sum(report["withheld"] for report in reports),
        "totals": {name: {"sum": format(line["sum"], "f"), "count": line["count"]} for name, line in totals.items()},
        "problems": [{key: p[key] for key in ("file", "row", "column", "message")} for report in reports for p in report["problems"]],
    }


def _named(field: str, currency: str, first: str) -> str:
    """The name of a total: the field, with its currency where that is not the first one (`benefits_amount:EUR`)."""
    return field if currency == first else f"{field}:{currency}"


def _parted(name: str, currency: str) -> tuple[str, str]:
    field, _colon, code = name.rpartition(":")
    return (field, code) if field and field != OWN.rstrip(":") else (name, currency)


def _totals(lines: Sequence[dict[str, Any]], currency: str) -> dict[str, dict[str, Any]]:
    """What is or would be loaded, a total for each field and currency."""
    return {
        _named(line["name"], code, currency): {"sum": part["sum"], "count": part["count"]}
        for line in lines if line["kind"] == "money"
        for code, part in {currency: {"sum": "0", "count": 0}, **line["loaded"]}.items()
    }  # fmt: skip


def _sums(records: Sequence[Record], name: str) -> dict[str, dict[str, Any]]:
    """The amounts of a field by currency: exact sum and count."""
    found: dict[str, list[Decimal]] = {}
    for record in records:
        if (amount := record.value(name)) is not None:
            found.setdefault(record.currency, []).append(amount)
    return {code: {"sum": format(sum(amounts, Decimal(0)), "f"), "count": len(amounts)} for code, amounts in found.items()}


def _line(sheet: Sheet, name: str, refused: Collection[int]) -> dict[str, Any]:
    """One field: how many cells were read, how many are gaps of which kind, the sum or range of what was read, and what is loaded."""
    known = sheet.profile.named(name)
    kind = known.kind if known is not None else "text"
    cells = [said for record in sheet.records if (said := record.said(name)) is not NOTHING]
    gaps = Counter(said.kind for said in cells if type(said) is Gap)
    read = [said for said in cells if type(said) is not Gap]
    line: dict[str, Any] = {
        "name": name, "label": known.label if known else name, "kind": kind, "read": len(read), "gaps": dict(gaps),
        "of": len(sheet.records),
        "adds_up": len(read) + sum(gaps.values()) == len(sheet.records),
    }  # fmt: skip
    accepted = [record for record in sheet.records if record.number not in refused] if refused else sheet.records
    held = "withheld" in gaps
    line["withheld"] = sum(1 for record in accepted if (gap := record.gap(name)) is not None and gap.kind == "withheld") if held else 0
    if kind == "money":
        sums = _sums(sheet.records, name)
        line["sum"] = sums.pop(sheet.currency, {"sum": "0"})["sum"]
        line["others"], line["loaded"] = sums, _sums(accepted, name)
    elif kind in {"date", "number"} and read:
        line["minimum"], line["maximum"] = plain(min(read)), plain(max(read))
    elif kind in {"choice", "text"}:
        line["kinds"] = len(set(read))
    speakers = _speakers(sheet, name)
    if len(speakers) > 1:
        line["by"] = dict(speakers)
    return line


def _gap_labels(sheet: Sheet) -> dict[str, str]:
    return {**sheet.profile.gap_labels, EMPTY: _("Empty"), MALFORMED: _("Can’t be read"), WRONG_UNIT: _("Wrong unit")}


def _speakers(sheet: Sheet, name: str) -> Counter[str]:
    """How many values of a field each of those who speak in its columns has given; empty where one column gives it."""
    if len({column.by for column in sheet.columns if column.by and column.target == name}) < 2:
        return Counter()
    cells = (record.cells[name] for record in sheet.records if name in record.cells)
    return Counter(cell.by for cell in cells if cell.gap is None and cell.by)


def _two_speakers(sheet: Sheet) -> list[Problem]:
    """That a value comes from two columns, and how many from each."""
    notes: list[Problem] = []
    for name in sheet.fields():
        speakers = _speakers(sheet, name)
        if len(speakers) > 1 and (known := sheet.profile.named(name)) is not None:
            counts = ", ".join(f"{count} by {by}" for by, count in speakers.most_common()[::-1])
            notes.append(
                Problem(sheet.file, None, None, _("Two columns: %(counts)s") % {"counts": counts}, NOTE, where=known.label,
                        action=_("One value, with who gave it"))
            )  # fmt: skip
    return notes


def _gap_groups(sheet: Sheet) -> list[Problem]:
    """The texts that stand for many missing values, grouped by field and by text."""
    groups: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], Cell] = {}
    for record in sheet.records:
        for name, gap in record.gaps():
            if gap.kind not in {EMPTY, MALFORMED, WRONG_UNIT}:
                key = (name, gap.kind, " ".join(gap.text.split()))
                groups[key] += 1
                if key not in first:
                    first[key] = record.cells[name]
    notes: list[Problem] = []
    for (name, kind, text), count in groups.most_common(_GROUPS_SHOWN):
        known = sheet.profile.named(name)
        if count < _GROUP_FROM or known is None:
            continue
        where = ngettext("%(field)s, %(count)d row", "%(field)s, %(count)d rows", count) % {"field": known.label, "count": count}
        cell = first[(name, kind, text)]
        notes.append(
            Problem(sheet.file, cell.row, cell.column, f"“{text}”", NOTE, where=where,
                    action=_("%(kind)s, reason kept word for word") % {"kind": sheet.profile.gap_labels.get(kind, kind)})
        )  # fmt: skip
    return notes


def own_columns(sheet: Sheet) -> list[str]:
    """The keys of columns that become fields of the organisation's own."""
    targets = [*(column.target for column in sheet.columns), *(name for name in sheet.fields() if name.startswith(OWN))]
    return list(dict.fromkeys(target.removeprefix(OWN) for target in targets if target.startswith(OWN)))
