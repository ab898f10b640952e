"""The page of a list: what its template shows, worked out once, so that the template only repeats it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from html import escape
from itertools import groupby
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.cells import Drawer, explained, money_sum, row_of_cells
from steerco.foundation.registers.columns import Column, Kind, Row
from steerco.foundation.registers.fields import editable
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.listing import PAGE, Listing
from steerco.foundation.registers.marks import marker
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.pieces import Block, Group, Head
from steerco.foundation.registers.steering import Steered
from steerco.foundation.registers.sums import Money, Sums, Written, written
from steerco.foundation.registers.why import only
from steerco.foundation.ui.svg import icon

_GRIP = '<button type="button" class="grip" data-grip aria-label="{}">{}</button>'
_PICK = '<input type="checkbox" data-pick name="pk" form="picked" value="{}" aria-label="{}">'


class ListPage(Steered):
    """Everything that the list of a register shows."""

    def __init__(
        self, listed: Listing, views: list[SavedView], first: Filter | None = None, kept: tuple[Filter, ...] = (), size: int = PAGE
    ) -> None:
        super().__init__(listed, views, first, kept)
        self.currency = self.home_currency()
        self.page = listed.page(size)
        self.drawers = [Drawer(column, self.register.slug, self.currency, self.written(column)) for column in listed.shown]
        for drawer in self.drawers:
            drawer.why = self.why("cell", f"{drawer.column.name}:") if drawer.column.why is not None else ""
        for drawer in self.drawers if self.asked.marks else ():
            try:
                drawer.marked = marker(drawer.column, self.asked.marks)
            except ValueError as error:
                listed.problems.append(str(error))

    def home_currency(self) -> str:
        """The currency that heads and amounts don't repeat."""
        return self.by.organisation.currency

    def written(self, column: Column) -> Written | None:
        """How the amounts of a column are written, on every page of the list alike; None where it says so itself, or holds no money."""
        if column.kind != Kind.MONEY or column.draw is not None:
            return None
        return written(self.sums.money.get(column.name), self.currency)

    def is_new(self) -> bool:
        """Whether nothing is there at all, so that a list that opens with a filter says what it is for, not that nothing fits."""
        return self.at_first is not None and self.asked.conditions == (self.at_first,) and self.listed.counts({0: Asked()}).get(0) == 0

    def blocks(self) -> Iterator[Block]:
        """The records of this page, group by group; all in one block where there are no groups."""
        main = next((column for column in self.listed.shown if column.titles), self.listed.shown[0])
        group, again = self.listed.group, bool(self.asked.after)
        for _shared, found in groupby(self.page.rows, lambda row: row[group.key] if group is not None else None):
            rows = list(found)
            drawn = "".join(f"{self._begin(row, str(main.read(row)))}{self.cells(row)}</tr>" for row in rows)
            yield Block(self._group(rows[0], group, again=again) if group is not None else None, mark_safe(drawn))  # noqa: S308  # escaped
            again = False

    def cells(self, row: Row) -> str:
        """The cells of a row."""
        return row_of_cells(self.drawers, row)

    def _begin(self, row: dict[str, Any], name: str) -> str:
        """The beginning of a row: what editing needs to know of the record, and what moves and picks it."""
        known = f' data-row="{escape(str(row[self.register.slug]))}" data-v="{row.get("version", 0)}"' if self.may_edit else ""
        select, moves = self._words
        grip = _GRIP.format(escape(moves % {"name": name}), icon("grip-vertical", "s")) if self.may_order else ""
        return f'<tr{known}><td class="k0">{grip}{_PICK.format(row["pk"], escape(f"{select} {name}")) if self.may_pick else ""}</td>'

    @cached_property
    def _words(self) -> tuple[str, str]:
        """What picks and what moves a row, in words."""
        return _("Select"), _("Move %(name)s: arrow up or down")

    def _group(self, row: dict[str, Any], group: Column, *, again: bool) -> Group:
        sums: Sums | None = self.sums.groups.get(row[group.key])
        here = only(group, row[group.key])
        count = f"{sums.total:,}" if sums else ""
        return Group(
            self.group_html(row, group),
            explained(count, self.why("count", "", here)) if here is not None else count,
            self._sums(sums or Sums(0), here, opens=here is not None),
            again,
        )

    def group_html(self, row: Row, group: Column) -> str:
        """What the records of a group share."""
        return _("none given") if row[group.key] in (None, "") else Drawer(group, self.register.slug, self.currency).html(row)

    def sum_html(self, money: Money, drawer: Drawer, *, whole: bool) -> str:
        """What amounts add up to, beside their share; `whole` for the records of all pages."""
        return money_sum(money, drawer.written, whole=whole)

    def _sums(self, sums: Sums, group: Filter | None = None, *, whole: bool = False, opens: bool = True) -> list[tuple[str, str]]:
        more, cells = (group,) if group is not None else (), []
        for drawer in self.drawers:
            name, html = drawer.column.name, ""
            if name in sums.money:
                html = self.sum_html(sums.money[name], drawer, whole=whole)
                html = explained(html, self.why("sum", name, *more)) if opens else html
            cells.append((drawer.css, html))
        return cells

    def foot_words(self) -> list[tuple[str, str]]:
        """The sums by name, for a narrow screen."""
        return [(drawer.label, html) for drawer, (_css, html) in zip(self.drawers, self.foot, strict=True) if html]

    @cached_property
    def foot(self) -> list[tuple[str, str]]:
        """What all records of the list add up to, under each column."""
        return self._sums(self.sums, whole=True)

    def heads(self) -> list[Head]:
        """The heads of the columns; each sorts by itself, and the other way round when it does already."""
        found = []
        may = editable(self.register, self.listed.columns) if self.may_edit else frozenset()
        for drawer in self.drawers:
            column, sort = drawer.column, ""
            if column == self.listed.sort:
                sort = "descending" if self.listed.falling else "ascending"
            name = column.name if sort == "descending" or (not sort and column.kind not in (Kind.MONEY, Kind.NUMBER)) else f"-{column.name}"
            address = self.asked.address(sort=name) if column.sortable else ""
            kept = f"{drawer.written.currency}:{drawer.written.unit.letter}" if column.kind == Kind.MONEY else ""
            found.append(Head(column.name, column.name in may, kept, drawer.label, drawer.css, address, sort, column.head))
        return found
