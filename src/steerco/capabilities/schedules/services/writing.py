"""Writing a schedule file: in the format that it came in with every value, or as a table of its activities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from steerco.capabilities.schedules.services.model import Activity, ScheduleFile
from steerco.capabilities.schedules.services.records import FileRefused, Record
from steerco.foundation.exports.writers import Sheet, csv_lines, xlsx_file

TABLE = (
    "project", "uid", "code", "wbs", "name", "kind", "status", "summary", "duration", "remaining", "calendar", "constraint",
    "constraint_date",
    "deadline", "actual_start", "actual_finish", "percent", "physical_percent", "planned_start", "planned_finish", "start", "finish",
    "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
)  # fmt: skip
FORMATS = {".xer": ("xer",), ".pmxml": ("pmxml",), ".mspdi": ("mspdi", "mpp", "mpx"), ".xml": ("pmxml", "mspdi", "mpp", "mpx")}


def write_schedule(file: ScheduleFile, path: Path) -> list[str]:
    """Writes a file by the ending of its name; gives what the format has no place for, each with how many there were."""
    ending = path.suffix.lower()
    if ending in {".csv", ".xlsx"}:
        return _table(file, path)
    if ending not in FORMATS:
        raise FileRefused(f"“{path.suffix}” is not written; .xer, .pmxml, .mspdi, .xml, .csv and .xlsx are.")
    if file.kind not in FORMATS[ending] or file.root is None:
        raise FileRefused(
            f"a {file.kind.upper()} file is not written as {ending}: logic would be lost. Write .csv or .xlsx, or its own format."
        )
    if file.kind == "xer":
        path.write_bytes(_xer(file, file.root).encode())
    else:
        path.write_bytes(_xml(file, file.root).encode())
    return [f"splits of activities: {count}"] if (count := sum(bool(each.splits) for each in file.activities)) else []


def _xer(file: ScheduleFile, root: Record) -> str:
    """All tables in the order of the file, all rows with all their values."""
    rows: dict[str, list[Record]] = {}
    known = (file.projects, file.calendars, file.wbs, file.activities, file.links, file.resources, file.assignments)
    for record in [*(each.record for group in known for each in group if each.record), *file.rest]:
        rows.setdefault(record.name, []).append(record)
    lines = ["ERMHDR\t" + file.header["ERMHDR"]]
    for table in root.parts:
        lines += [f"%T\t{table.name}", "\t".join(["%F", *table.values])]
        lines += ["\t".join(["%R", *(row.get(name) for name in table.values)]) for row in rows.get(table.name, [])]
    return "\r\n".join([*lines, "%E", ""])


def _xml(file: ScheduleFile, root: Record) -> str:
    """The elements of the file, values before inner elements."""
    space = f" xmlns={quoteattr(file.header['xmlns'])}" if file.header.get("xmlns") else ""
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
    _element(root, lines, space)
    return "\n".join([*lines, ""])


def _element(record: Record, lines: list[str], space: str = "") -> None:
    said = "".join(
        f" {name[1:]}={quoteattr(text)}" for name, text in record.values.items() if name[:1] == "@" and name != "@schemaLocation"
    )
    inner = record.values.get("", "")
    lines.append(f"<{record.name}{space}{said}>{escape(inner)}")
    lines += [f"<{name}>{escape(text)}</{name}>" for name, text in record.values.items() if name and name[0] != "@"]
    for part in record.parts:
        _element(part, lines)
    lines[-1] += f"</{record.name}>" if inner and not record.parts else ""
    if not (inner and not record.parts):
        lines.append(f"</{record.name}>")


def _table(file: ScheduleFile, path: Path) -> list[str]:
    """One line an activity; what else the file holds is named."""
    preds: dict[str, list[str]] = {}
    for link in file.links:
        preds.setdefault(link.successor, []).append(f"{link.predecessor} {link.kind} {link.lag:g} {link.unit}")
    sheet = Sheet("Activities", [*TABLE, "predecessors"], (_row(each, preds.get(each.uid, [])) for each in file.activities))
    if path.suffix.lower() == ".csv":
        path.write_text("".join(csv_lines(sheet)), encoding="utf-8", newline="")
    else:
        with xlsx_file(sheet) as made:
            path.write_bytes(made.read())
    lost = (("calendars", file.calendars), ("resources", file.resources), ("assignments", file.assignments), ("codes", file.codes),
            ("own fields", file.fields), ("other records", file.rest))  # fmt: skip
    return [f"{name}: {len(group)}" for name, group in lost if group]


def _row(each: Activity, preds: Sequence[str]) -> list[object]:
    values = [getattr(each, name) for name in TABLE]
    return [*(value.isoformat() if hasattr(value, "isoformat") else value for value in values), "; ".join(preds)]
