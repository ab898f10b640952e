"""Where a list leads: its filters, pins and marks, its order and groups, its pages, each as an address of the same list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from steerco.foundation.registers.asked import FIRST, TRAIL, Asked
from steerco.foundation.registers.columns import Column, Kind
from steerco.foundation.registers.filters import OPERATIONS, WORDS
from steerco.foundation.registers.listing import Page
from steerco.foundation.registers.marks import TONES
from steerco.foundation.registers.pieces import Link
from steerco.foundation.registers.tabs import Tabbed
from steerco.foundation.registers.taking import in_words

MOST_OPTIONS = 300
_PLACE = "WHICH-COLUMN"


class Steered(Tabbed):
    """The list with its ways from here."""

    page: Page

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
