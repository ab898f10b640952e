"""What the pages of an import show, worked out of its report: lines of the reconciliation, columns to decide, matches to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from steerco.foundation.imports.decisions import LATER, NEW, all_columns, matches_of
from steerco.foundation.imports.mapping import RUNNING
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.sheets import IGNORE, OWN
from steerco.foundation.imports.targets import TWICE
from steerco.foundation.imports.values import EMPTY
from steerco.foundation.ui import figures

BAR, MANY_KINDS = 110, 60
SEVERITIES = {"refusal": ("r", lazy("Refused")), "check": ("a", lazy("Check")), "note": ("k", lazy("Note"))}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the reconciliation: every cell is read or stands in one of the gap columns."""

    label: str
    read: int
    gaps: list[tuple[str, int]]
    bar: SafeString
    said: str
    exact: str
    adds_up: bool
    loaded: str = ""


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of a batch as the page of the check shows it."""

    name: str
    rows: int
    caption: str
    gap_labels: list[str]
    lines: list[Line]
    words: list[Line]
    found: list[tuple[str, str]]
    effects: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    refused: int = 0


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of the file and where it goes."""

    number: int
    name: str
    samples: list[str]
    chosen: str
    own_label: str
    why: str
    check: bool = False


@dataclass(frozen=True, slots=True)
class MatchChoice:
    """One row that may be a known record, and what can be said of it."""

    key: str
    file: str
    name: str
    evidence: str
    chosen: str
    options: list[tuple[str, str, str]] = field(default_factory=list)


def files_shown(report: Mapping[str, Any]) -> list[FileReport]:
    """The reconciliation of each file."""
    return [_file(file) for file in report.get("files", [])]


def _file(file: Mapping[str, Any]) -> FileReport:
    labels: dict[str, str] = file["gap_labels"]
    present = [kind for kind in labels if any(line["gaps"].get(kind) for line in file["fields"])]
    kinds = [*[kind for kind in present if kind != EMPTY], EMPTY]
    ordered = sorted(file["fields"], key=lambda line: line["name"] != "name")
    lines = [(line["kind"], _line(line, kinds, labels, file["currency"])) for line in ordered]
    return FileReport(
        name=file["file"], rows=file["rows"], caption=_caption(file["rows"], [labels[kind] for kind in kinds]),
        gap_labels=[labels[kind] for kind in kinds],
        lines=[line for kind, line in lines if kind != "words"], words=[line for kind, line in lines if kind == "words"],
        found=[(label, value) for label, value in file["found"]], effects=file["effects"],
        problems=[{**problem, "chip": SEVERITIES[problem["severity"]]} for problem in file["problems"]],
        refused=file["refused"],
    )  # fmt: skip


def _caption(rows: int, gap_labels: Sequence[str]) -> str:
    parts = " + ".join([_("read"), *(label.lower() for label in gap_labels)])
    return _("%(rows)d = %(parts)s, in each line") % {"rows": rows, "parts": parts}


def _line(line: Mapping[str, Any], kinds: Sequence[str], labels: Mapping[str, str], currency: str) -> Line:
    gaps = [(labels[kind], line["gaps"].get(kind, 0)) for kind in kinds]
    said, exact = _said(line, currency)
    return Line(line["label"], line["read"], gaps, _bar(line["read"], gaps, line["of"]), said, exact, line["adds_up"], _loaded(line))


def _said(line: Mapping[str, Any], currency: str) -> tuple[str, str]:
    """The sum or range of a field as it is shown, and the exact value for its title."""
    if line["kind"] == "money":
        amounts = [(currency, Decimal(line["sum"])), *((code, Decimal(part["sum"])) for code, part in line.get("others", {}).items())]
        return " + ".join(_amount(*pair) for pair in amounts), " + ".join(figures.exact(amount, code) for code, amount in amounts)
    if line["kind"] == "date" and line.get("minimum"):
        first, last = (dt.date.fromisoformat(line[name]) for name in ("minimum", "maximum"))
        years = str(first.year) if first.year == last.year else _("%(first)d to %(last)d") % {"first": first.year, "last": last.year}
        return years, f"{figures.day(first)} – {figures.day(last)}"
    if line["kind"] == "number" and "minimum" in line:
        return _("%(first)s to %(last)s") % {"first": line["minimum"], "last": line["maximum"]}, ""
    kinds = line.get("kinds", 0)
    if line["kind"] == "choice" or (line["kind"] == "text" and 0 < kinds <= min(MANY_KINDS, line["read"] // 2)):
        return ngettext("%(count)d kind", "%(count)d kinds", kinds) % {"count": kinds}, ""
    return (_("text") if line["read"] else ""), ""


def _amount(currency: str, amount: Decimal) -> str:
    sign = figures.sign_of(currency)
    return f"{sign}{figures.grouped(amount / 10**6, 2)}m" if abs(amount) >= 10**6 else f"{sign}{figures.grouped(amount, 2)}"


def _loaded(line: Mapping[str, Any]) -> str:
    """What of an amount would be loaded, where rows are refused; a sum for each currency."""
    return " + ".join(_amount(code, Decimal(part["sum"])) for code, part in line.get("loaded", {}).items())


def _bar(read: int, gaps: Sequence[tuple[str, int]], total: int) -> SafeString:
    """How many cells were read, withheld and empty, as one bar; withheld is hatched, empty only outlined."""
    withheld, empty = sum(count for _label, count in gaps[:-1]), gaps[-1][1]
    parts, at = [], 0.0
    for size, paint in ((read, "read"), (withheld, "withheld"), (empty, "empty")):
        width = BAR * size / total if total else 0.0
        if size:
            shape = '<rect class="bar-{}" x="{}" y="0.5" width="{}" height="9" rx="1"/>'
            parts.append(format_html(shape, paint, f"{at + 0.5:.1f}", f"{max(width - 1, 1):.1f}"))
        at += width
    said = _("%(read)d read, %(withheld)d withheld, %(empty)d empty") % {"read": read, "withheld": withheld, "empty": empty}
    drawn = SafeString("".join(parts))
    return format_html(
        '<svg class="pb" width="{}" height="10" viewBox="0 0 {} 10" role="img" aria-label="{}">{}</svg>', BAR, BAR, said, drawn
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A part of the summary sentence: words, or a number that opens what it counts."""

    text: str
    title: str = ""
    names: tuple[str, ...] = ()
    answer: bool = False


def said_of(summary: Sequence[tuple[str, str]], report: Mapping[str, Any]) -> list[Said]:
    """The summary with what its numbers count: the effect of that name in all files, or the rows where that field is missing."""
    parts = []
    for text, counts in summary:
        effects = [effect for file in report.get("files", []) for effect in file["effects"] if effect["key"] == counts]
        names = tuple(name for effect in effects for name in effect["names"])
        parts.append(Said(text, effects[0]["label"] if effects else "", names if text != "0" else (), bool(counts)))
    return parts


def columns_shown(batch: ImportBatch, profile: Profile) -> list[ColumnChoice]:
    """Every column with its first values and the field that it goes to."""
    known = {each.name: each.label for each in profile.fields}
    shown = []
    for number, column in enumerate(all_columns(batch.report)):
        target = column["target"] or IGNORE
        own = target.removeprefix(OWN) if target.startswith(OWN) else ""
        if target == IGNORE:
            why = column.get("check") or _("known, not needed") if column["sure"] else _("not known")
        else:
            why = column.get("check") or _("by its head") if column["sure"] else _("you decided")
        shown.append(
            ColumnChoice(
                number,
                column["name"],
                column["samples"],
                "own" if own else target,
                own,
                why if target in known or not own else "",
                bool(column.get("check")),
            )
        )
    return shown


def questions_shown(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the files don't say; a question of several files is asked for each file where the answers may differ."""
    files = report.get("files", [])
    asked: dict[str, dict[str, Any]] = {}
    for file in files:
        for question in file.get("questions", []):
            alone = len(files) > 1 and not question["choices"]
            key = f"{question['key']}@{file['file']}" if alone else question["key"]
            asked.setdefault(key, {**question, "key": key, "file": file["file"] if alone else ""})
    return list(asked.values())


def answered_shown(batch: ImportBatch) -> list[tuple[str, str, str]]:
    """The answers that were given, with their words, so that they can be asked again."""
    words = {
        "as_at": _("At what date the facts were true"), "date_order": _("Day or month first"), "unit": _("Unit of amounts"),
        "currency": _("Currency"), "scale": _("Points of the rating scale"), "year": _("Year"),
        RUNNING: _("The column that counts the rows"),
    }  # fmt: skip
    readable = {
        "dmy": _("day first"),
        "mdy": _("month first"),
        "one": _("as written"),
        "thousand": _("thousands"),
        "million": _("millions"),
        "number": _("a running number"),
        "key": _("the key"),
    }
    given = batch.options.get("answers", {})
    pairs = [(key, *key.partition("@")[::2], answer) for key, answer in given.items()]
    return [
        (key, f"{words[name]}{f' ({file})' if file else ''}", readable.get(answer, answer))
        for key, name, file, answer in pairs
        if name in words
    ]


def matches_shown(report: Mapping[str, Any]) -> list[MatchChoice]:
    """Every row that may be a known record, with its evidence and the choices."""
    shown = []
    for key, match in matches_of(report):
        if match["link"] == TWICE:
            shown.append(_twice_shown(key, match))
            continue
        options = [(c["ref"], _("The same as %(name)s") % {"name": c["name"]}, c["evidence"]) for c in match["candidates"]]
        if match["linked_ref"]:
            options.insert(0, (match["linked_ref"], _("The same as %(name)s") % {"name": match["linked_to"]}, match["evidence"]))
        later = (
            _("Take it for the same, ask again later")
            if match["linked_ref"] and not match["decided"]
            else _("Decide later: a new one for now")
        )
        chosen = LATER if not match["decided"] else (match["linked_ref"] or NEW)
        if match["decided"]:
            later = _("Take my decision back")
        options = [*options, (NEW, _("A new one"), ""), (LATER, later, "")]
        shown.append(MatchChoice(key, match["file"], match["name"], match["evidence"], chosen, options))
    return shown


def _twice_shown(key: str, match: Mapping[str, Any]) -> MatchChoice:
    """Rows of the file that stand for one record: each with what it says, and what becomes of them while nobody chooses."""
    options = [(c["ref"], c["name"], c["evidence"]) for c in match["candidates"]]
    later = _("Take my decision back") if match["decided"] else _("Decide later: until then only the first can be loaded")
    chosen = (match["linked_ref"] or NEW) if match["decided"] else LATER
    return MatchChoice(key, match["file"], match["name"], match["evidence"], chosen, [*options, (LATER, later, "")])
