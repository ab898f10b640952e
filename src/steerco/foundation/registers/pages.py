"""The page of a list: what its template shows, worked out once, so that the template only repeats it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from steerco.foundation.registers.asked import FIRST, TRAIL, Asked
from steerco.foundation.registers.cells import Drawer, explained, money_sum, row_of_cells
from steerco.foundation.registers.columns import Column, Kind, Row
from steerco.foundation.registers.fields import editable
from steerco.foundation.registers.filters import OPERATIONS, WORDS, Filter
from steerco.foundation.registers.listing import COUNTED, PAGE, Listing
from steerco.foundation.registers.marks import TONES, marker
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.pieces import Block, Group, Head, Link, Tab
from steerco.foundation.registers.services import may_share, opening_view
from steerco.foundation.registers.sums import Money, Sums, Written, written
from steerco.foundation.registers.taking import in_words
from steerco.foundation.registers.why import only, why_address
from steerco.foundation.ui.svg import icon

MOST_OPTIONS = 300
_FIRST = 2**40
_PLACE = "WHICH-COLUMN"
_GRIP = '<button type="button" class="grip" data-grip aria-label="{}">{}</button>'
_PICK = '<input type="checkbox" data-pick name="pk" form="picked" value="{}" aria-label="{}">'


class ListPage:
    """Everything that the list of a register shows."""

    def __init__(
        self, listed: Listing, views: list[SavedView], first: Filter | None = None, kept: tuple[Filter, ...] = (), size: int = PAGE
    ) -> None:
        self.at_first, self.kept = first, kept
        self.listed, self.register, self.asked, self.views = listed, listed.register, listed.asked, views
        self.by = listed.scene.by
        self.currency = self.home_currency()
        self.view = next((view for view in views if view.pk == self.asked.view), None)
        self.picked = listed.columns.get(self.asked.pick)
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

    @cached_property
    def sums(self) -> Sums:
        """Counts and sums of all pages."""
        return self.listed.sums()

    @cached_property
    def export(self) -> dict[str, str]:
        """The addresses of the files, by form."""
        return {form: reverse(self.register.urls["export"], args=[form]) for form, _words in self.forms}

    def keeping(self) -> str:
        """The address that keeps a view."""
        return reverse(self.register.urls["views"])

    @property
    def count(self) -> str:
        """How many records there are on all pages."""
        return f"{self.sums.total:,}" + ("+" if self.sums.more else "")

    @property
    def changed(self) -> bool:
        """Whether the list differs from the saved view that it began with."""
        return self.view is not None and self.view.query != self.asked.state

    @property
    def narrowed(self) -> bool:
        """Whether anything keeps records out of the list."""
        return bool(self.asked.conditions or self.asked.words)

    def blocks(self) -> Iterator[Block]:
        """The records of this page, group by group; all in one block where there are no groups."""
        main = next((column for column in self.listed.shown if column.titles), self.listed.shown[0])
        group, again = self.listed.group, bool(self.asked.after)
        for _shared, found in groupby(self.page.rows, lambda row: row[group.key] if group is not None else None):
            rows = list(found)
            drawn = "".join(f"{self._begin(row, str(main.read(row)))}{row_of_cells(self.drawers, row)}</tr>" for row in rows)
            yield Block(self._group(rows[0], group, again=again) if group is not None else None, mark_safe(drawn))  # noqa: S308  # escaped
            again = False

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

    def why(self, what: str, of: str = "", *more: Filter) -> str:
        """Where a number of the list is explained, or that of a group of it; nothing where nothing explains it."""
        return why_address(self.register, self.asked, what, of, *more)

    def why_count(self) -> str:
        """Where it is explained how many records the list shows."""
        return self.why("count")

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

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The files that the list can be taken along as."""
        return [("csv", "CSV"), ("xlsx", _("Excel (XLSX)")), ("json", "JSON")]

    @property
    def group_words(self) -> str:
        """What the list is grouped by, inside a sentence."""
        return str(self.listed.group.label).lower() if self.listed.group else ""

    @property
    def sort_words(self) -> str:
        """What the list is sorted by, inside a sentence."""
        return str(self.listed.sort.label).lower() if self.listed.sort else ""

    @property
    def no_match(self) -> str:
        """What an empty list says when a filter keeps all records out."""
        return _("No %(records)s match") % {"records": self.register.label}

    @property
    def none_yet(self) -> str:
        """What an empty list says when there are no records."""
        return _("No %(records)s yet") % {"records": self.register.label}

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

    def tabs(self) -> list[Tab]:
        """All records, and each saved view, with how many it shows."""
        pinned = self.asked.pinned
        states = {view.pk: replace(Asked.from_query(QueryDict(view.query)), pinned=pinned) for view in self.views}
        opening = {} if self.at_first is None else {_FIRST: Asked(filters=(self.at_first,), pinned=pinned)}
        counts = self._counts({0: Asked(pinned=pinned), **opening, **states})
        whole = self.view is None and not self.asked.filters and not self.asked.words
        if self.at_first is None:
            heads = [
                Tab(
                    _("All"),
                    self.asked.opened(every=self.opens),
                    whole,
                    self._number(counts.get(0)),
                    False,
                    self._why_all(Asked(pinned=pinned)),
                )
            ]
        else:
            on = self.view is None and self.asked.filters == (self.at_first,) and not self.asked.words
            heads = [
                Tab(str(self.register.tabs[0]), self._first(), on, self._number(counts.get(_FIRST)), False, self._why_all(opening[_FIRST])),
                Tab(
                    str(self.register.tabs[1]),
                    self.asked.opened(every=True),
                    whole,
                    self._number(counts.get(0)),
                    False,
                    self._why_all(Asked(pinned=pinned)),
                ),
            ]
        return [*heads, *(self._tab(view, counts.get(view.pk)) for view in self.views)]

    def _counts(self, views: dict[int, Asked]) -> dict[int, int]:
        """How many records each view shows; the one that is open has been counted with its sums."""
        open_now = set() if self.asked.picked else {number for number, asked in views.items() if asked.state == self.asked.state}
        here = COUNTED + 1 if self.sums.more else self.sums.total
        others = self.listed.counts({number: asked for number, asked in views.items() if number not in open_now})
        return others | dict.fromkeys(open_now, here)

    @cached_property
    def opens(self) -> bool:
        """Whether the list opens with a saved view or with pins, so that all records need an address of their own."""
        return bool(self.kept) or opening_view(self.by, self.views) is not None

    def _first(self) -> str:
        filters = (self.at_first,) if self.opens and self.at_first is not None else ()
        return self.asked.opened(filters=filters, every=self.opens)

    def opening(self) -> list[tuple[str, str]]:
        """What can be said of the view that is open: that the list opens with it, for whom, or no longer."""
        if self.view is None or self.by.account is None:
            return []
        held = self.view.opens_for
        mine = ("not-me", _("Don’t open the list with it")) if self.by.account.pk in held else ("me", _("Open the list with it, for me"))
        if not (self.view.shared and self.may_share()):
            return [mine]
        all_on = SavedView.EVERYBODY in held
        return [mine, ("not-all", _("Don’t open it for everybody")) if all_on else ("all", _("Open the list with it, for everybody"))]

    def _tab(self, view: SavedView, count: int | None) -> Tab:
        kept = replace(Asked.from_query(QueryDict(view.query)), pinned=self.asked.pinned)
        why = self._why_all(kept)
        return Tab(view.name, self.asked.opened(view=view.pk), view == self.view, self._number(count), view.shared, why)

    def _why_all(self, asked: Asked) -> str:
        """What explains the count of another list at the same place."""
        return "" if self.asked.anchor else why_address(self.register, asked, "count")

    def _number(self, count: int | None) -> str:
        return "" if count is None else f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"

    def chips(self) -> list[Link]:
        """The filters in words; each leads to the list without it."""
        return [
            Link(in_words(self.listed.columns.get(each.column), each, self.by), self.asked.address(filters=self.asked.without(each)))
            for each in self.asked.filters
        ]

    def pins(self) -> list[Link]:
        """The filters that stay in every view (on), and those that could: in words, each with the address that takes it away or pins it."""
        asked, columns = self.asked, self.listed.columns
        away = [(each, {"pinned": tuple(held for held in asked.pinned if held != each)}, True) for each in asked.pinned]
        could = [(each, {"filters": asked.without(each), "pinned": (*asked.pinned, each)}, False) for each in asked.filters]
        return [Link(in_words(columns.get(each.column), each, self.by), asked.address(**then), on) for each, then, on in [*away, *could]]

    def pinning(self) -> tuple[str, str]:
        """What can be said of what is pinned: that the list opens with it, or no longer; nothing where nothing is to be said."""
        if self.by.account is None:
            return ("", "")
        if self.asked.pinned and self.asked.pinned != self.kept:
            return ("keep", _("Open the list with these pins, for me"))
        return ("forget", _("Don’t open the list with pins")) if self.kept else ("", "")

    def pinned_query(self) -> str:
        """What the list asks for, for the form that keeps its pins."""
        return replace(self.asked, carried=(), anchor="").address()[1:]

    def marked(self) -> list[tuple[Link, str, str]]:
        """The rules that mark cells, in words, with tone and sign; each leads to the list without it."""
        return [
            (
                Link(f"{TONES[mark.tone][0]}: {in_words(self.listed.columns.get(mark.when.column), mark.when, self.by)}",
                     self.asked.address(marks=tuple(held for held in self.asked.marks if held != mark))),
                mark.tone, TONES[mark.tone][1],
            )
            for mark in self.asked.marks
        ]  # fmt: skip

    def tones(self) -> list[tuple[str, Any, str]]:
        """What a cell can be marked as."""
        return [(tone, words, sign) for tone, (words, sign) in TONES.items()]

    def filterable(self) -> list[Link]:
        """The columns that one can filter by."""
        columns = [column for column in self.listed.columns.values() if column.filterable]
        return self._links("pick", columns, self.picked)

    @cached_property
    def groupings(self) -> list[Link]:
        """What the list can be grouped by."""
        columns = [column for column in self.listed.columns.values() if column.group]
        none = Link(_("No groups"), self.asked.address(group=""), self.listed.group is None)
        return [none, *self._links("group", columns, self.listed.group)]

    def orders(self) -> list[Link]:
        """What the list can be sorted by."""
        columns = [c for c in self.listed.columns.values() if c.sortable]
        return self._links("sort", columns, self.listed.sort)

    def _links(self, part: str, columns: Sequence[Column], chosen: Column | None) -> list[Link]:
        """The columns as one part of the address; their addresses differ in nothing but the name."""
        before, _place, after = self.asked.address(**{part: _PLACE}).partition(_PLACE)
        return [Link(str(column.label), f"{before}{column.name}{after}", column == chosen) for column in columns]

    def every_column(self) -> list[tuple[str, str, bool]]:
        """All columns: name, words, whether it is shown."""
        return [(column.name, str(column.label), column in self.listed.shown) for column in self.listed.columns.values()]

    def editor(self) -> dict[str, Any] | None:
        """What to ask for a new filter on the column that was picked."""
        column = self.picked
        if column is None or not column.filterable:
            return None
        choices: list[tuple[str, str]] = [(str(held), str(words)) for held, words in column.choices]
        if column.options is not None:
            choices = list(column.options(self.by))[:MOST_OPTIONS]
        if column.kind == Kind.YES_NO:
            choices = [("yes", _("yes")), ("no", _("no"))]
        operations = [op for op in OPERATIONS[column.kind] if column.where is None or op in ("in", "is", "not")]
        if choices and column.kind == Kind.LINK:
            operations = [op for op in operations if op != "has"]
        chosen = {value for each in self.asked.filters if each.column == column.name for value in each.values}
        return {
            "column": column, "choices": choices, "chosen": chosen, "operations": [(op, WORDS[op]) for op in operations],
            "type": {Kind.DATE: "date", Kind.MONEY: "text", Kind.NUMBER: "text"}.get(column.kind, "text"),
            "two": "between" in operations, "hint": _("500m or 1.5bn") if column.kind == Kind.MONEY else "",
            "many": bool(choices) and column.kind != Kind.YES_NO,
        }  # fmt: skip

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """The state of the list as hidden fields of a form that changes a part of it."""
        pairs = QueryDict(self.asked.state)
        held = [(name, value) for name in pairs for value in pairs.getlist(name)]
        if self.asked.every:
            held.append(("every", "1"))
        held += [*self.asked.carried, *(("pf", str(each)) for each in self.asked.pinned)]
        return [*held, ("view", str(self.asked.view))] if self.asked.view else held

    def next(self) -> str:
        """The address of the next page."""
        here = (*self.asked.trail, self.asked.after or FIRST)[-TRAIL:]
        return self.asked.address(after=self.page.next, trail=here) if self.page.next else ""

    def previous(self) -> str:
        """The address of the page that led here."""
        if not (self.asked.after and self.asked.trail):
            return ""
        place = self.asked.trail[-1]
        return self.asked.address(after="" if place == FIRST else place, trail=self.asked.trail[:-1])

    def by_date(self) -> str:
        """The address of the list grouped so that its amounts can be added, where they are of several dates."""
        dated = self.listed.dated
        mixed = any(money.dates > 1 for money in self.sums.money.values())
        return self.asked.address(group=dated.name) if mixed and dated is not None and dated != self.listed.group else ""

    def first(self) -> str:
        """The address of the first page."""
        return self.asked.address()

    def plain(self) -> str:
        """The address without filters."""
        return self.asked.address(filters=(), pinned=(), words="", view=None)

    def take(self) -> str:
        """The query of the export of what is seen."""
        return self._taken.address(view=None, anchor="")

    @property
    def _taken(self) -> Asked:
        """What is asked for, with what is pinned among the filters: what is done with the rows is done with those that are seen."""
        return replace(self.asked, filters=self.asked.conditions, pinned=())

    def reset(self) -> str:
        """Back to the saved view as it was kept."""
        return self.asked.opened(view=self.view.pk if self.view is not None else None)

    def selected(self) -> list[tuple[str, str]]:
        """The state of the list as hidden fields of the form that takes picked rows along."""
        state = [(name, value) for name, values in QueryDict(self._taken.state).lists() for value in values]
        return [*state, *self.asked.carried]

    def travelled(self) -> str:
        """The address of the same list today."""
        return self.asked.address(as_of=None)

    def whole(self) -> str:
        """The address that counts all records, however many."""
        return self.asked.address(whole=True)

    def may_create(self) -> bool:
        """Whether to show the way to a new record."""
        writes = self.register.create is not None and self.register.form is not None
        return writes and self.asked.as_of is None and self.register.may(self.by, "create")

    @cached_property
    def may_edit(self) -> bool:
        """Whether cells can be written at all; each record says for itself whether this actor may."""
        now = self.asked.as_of is None and self.register.listed is None
        return now and self.register.update is not None and self.register.form is not None and self.register.may(self.by, "edit")

    def may_import(self) -> bool:
        """Whether to show the way to an import."""
        return self.asked.as_of is None and self.register.may(self.by, "import")

    @cached_property
    def may_export(self) -> bool:
        """Whether to show the ways out."""
        return self.register.may(self.by, "export")

    @cached_property
    def may_order(self) -> bool:
        """Whether rows can be put into an order by hand: the list stands in that order, and in no other."""
        sort = self.listed.sort
        by_hand = bool(self.register.order) and sort is not None and sort.key == self.register.order
        return by_hand and not self.listed.falling and self.listed.group is None and self.may_edit

    @property
    def may_pick(self) -> bool:
        """Whether anything can be done with chosen rows."""
        return self.may_export or self.may_edit

    def may_remove(self) -> bool:
        """Whether chosen rows can be deleted."""
        return self.may_edit and self.register.delete is not None and self.register.may(self.by, "delete")

    def bulk(self) -> str:
        """The address where chosen rows are changed."""
        return reverse(self.register.urls["bulk"]) if self.may_edit else ""

    def may_share(self) -> bool:
        """Whether the actor may keep a view for everybody."""
        return may_share(self.by, self.register)
