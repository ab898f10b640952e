"""What was found out about a file, as pairs of words: how it is written, what its amounts and dates mean, and where every line went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext

from steerco.foundation.imports import values
from steerco.foundation.imports.detection import Lines
from steerco.foundation.imports.tables import Table


def found_out(
    lines: Lines, table: Table, *, unit: Decimal | None, currency: str, shapes: Sequence[str], dating: Sequence[tuple[str, str]],
    profile: str,
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """The pairs in the order of the page; `unit` is None where no column holds money."""
    layout = _("one column a project, %(n)d lines") if table.transposed else _("one line a project, %(n)d columns")
    found = [(_("Text coding"), lines.encoding), (_("Separator"), lines.separator)]
    if lines.sheet:
        found = [(_("Sheet"), lines.sheet)]
    found.append((_("Layout"), layout % {"n": len(table.heads)}))
    if unit is not None:
        sizes = {Decimal(1): "", Decimal(1000): _("thousand"), Decimal(10**6): _("million"), Decimal(10**9): _("billion")}
        sign = next((sign for sign, code in values.CURRENCY_SIGNS.items() if code == currency), currency)
        found.append((_("Money"), f"{sign} {sizes[unit]}".strip()))
    if shapes:
        found.append((_("Dates"), ", ".join(shapes)))
    found.extend(dating)
    found.extend(_where_lines_went(table))
    found.append((_("Profile"), profile))
    return tuple(found)


def _where_lines_went(table: Table) -> list[tuple[str, str]]:
    """Every line and every column of the file in one sum each, where anything was left out."""
    kinds = (
        "preamble lines",
        "blank columns" if table.transposed else "blank rows",
        "total lines",
        *(() if table.transposed else ("footnotes",)),
    )
    others = ("blank rows", "footnotes") if table.transposed else ("blank columns",)
    words = (_("Columns"), _("Lines")) if table.transposed else (_("Lines"), _("Columns"))
    sums = (
        (words[0], kinds, table.size[0], [_("1 of heads"), _("%(n)d read") % {"n": len(table.rows)}]),
        (words[1], others, table.size[1], [_("%(n)d read") % {"n": len(table.heads)}]),
    )
    return [
        (label, f"{size} = " + " + ".join([*parts, *left]))
        for label, wanted, size, parts in sums
        if (left := _left(wanted, table.dropped))
    ]  # fmt: skip


def _left(kinds: Sequence[str], dropped: Mapping[str, int]) -> list[str]:
    said = []
    for kind in kinds:
        count = dropped.get(kind, 0)
        if not count:
            continue
        words = {
            "preamble lines": _("%(n)d above the heads"),
            "total lines": ngettext("%(n)d total", "%(n)d totals", count),
            "footnotes": ngettext("%(n)d note", "%(n)d notes", count),
        }
        said.append(words.get(kind, _("%(n)d blank")) % {"n": count})
    return said
