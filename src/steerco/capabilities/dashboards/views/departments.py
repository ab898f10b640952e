"""The rows of “health and cost by department”, drawn in one piece: one mark a project under 300 projects, else shares."""

from __future__ import annotations

from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, WORST_FIRST, Picture, UnitLine
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import told
from steerco.foundation.ui.figures import grouped, share_of
from steerco.foundation.ui.marks import word
from steerco.foundation.ui.shortened import short_unit

_ROW = (
    '<tr><th scope="row"><a href="{}" title="{}">{}{}</a></th><td class="num"><a class="w" data-why href="{}">{}</a></td><td>{}</td>'
    '<td class="num"><a class="w dc" data-why href="{}"><b>{}</b><span class="cap">{}</span></a></td></tr>'
)


def department_rows(picture: Picture, address: Address) -> SafeString:
    """All departments, the largest first, the last small ones in one row."""
    narrowed = address.narrowing(keep=False)
    return format_html_join(
        "", _ROW, (_row(line, address, narrowed(replace(address.scope, department=line.codes))) for line in picture.units)
    )


def _row(line: UnitLine, address: Address, here: str) -> tuple[object, ...]:
    cost, codes = line.cost, "|".join(line.codes)
    if len(line.codes) > 1:
        code, name = gettext("%(count)s others") % {"count": len(line.codes)}, ""
    else:
        code = line.codes[0] or gettext("No unit")
        name = short_unit(line.name) if line.name != line.codes[0] else ""
    amount = told(cost.amount, cost.currency) if cost.amount is not None else gettext("not disclosed")
    return (
        here, line.name or ", ".join(line.codes), code, format_html(' <span class="cap">{}</span>', name),
        address.why("projects", codes), grouped(cost.of), _marks(line),
        address.why("disclosed", codes), amount, share_of(cost.given, cost.of) if cost.of else "",
    )  # fmt: skip


def _marks(line: UnitLine) -> SafeString:
    if line.members:
        return svg.unit_marks([CODES[member.rating] for member in line.members])
    shares = ((CODES[rating], line.counts.get(rating, 0)) for rating in WORST_FIRST)
    return svg.share_bar([svg.Share(count, "hatch" if code == "n" else f"{code}-fill", word(code)) for code, count in shares], 14)
