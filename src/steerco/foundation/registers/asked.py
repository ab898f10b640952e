"""What somebody asked a register for: filters, order, groups, columns, words and place, all of it in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.marks import MOST, Mark
from steerco.foundation.ui.numbers import number_in

LAST = dt.date(9999, 12, 30)  # the last day that has a day after it
STATE = ("f", "m", "sort", "group", "cols", "q", "as_of")
TRAIL, FIRST = 12, "0"
MOST_PICKED = 500
MOST_FILTERS, MOST_VALUES = 100, 500  # a database refuses a condition of a thousand parts


def _written(pairs: Iterable[tuple[str, str]], safe: str = "") -> str:
    """The pairs as an address has them."""
    return "&".join(_pair(name, value, safe) for name, value in pairs)


@lru_cache(maxsize=10_000)
def _pair(name: str, value: str, safe: str) -> str:
    """A list has a hundred addresses that say nearly the same: each part is written once."""
    return urlencode({name: value}, safe=safe)


@dataclass(frozen=True)
class Asked:
    """The state of a list; equal addresses give equal lists.

    `pick` is the column for which a filter is being made. A list that is a part of a page carries what else its address says
    (`carried`), and comes back to its place on it (`anchor`). Filters that are `pinned` stay when another view is opened;
    `unread` are texts in place of a filter that say none.
    """

    filters: tuple[Filter, ...] = ()
    marks: tuple[Mark, ...] = ()
    sort: str = ""
    group: str = ""
    columns: tuple[str, ...] = ()
    words: str = ""
    as_of: dt.date | None = None
    after: str = ""
    view: int | None = None
    whole: bool = False
    every: bool = False
    trail: tuple[str, ...] = ()
    picked: tuple[int, ...] = ()
    pick: str = ""
    carried: tuple[tuple[str, str], ...] = ()
    anchor: str = ""
    pinned: tuple[Filter, ...] = ()
    unread: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Asked:
        """Reads an address; what can't be read is left out, a filter by its name in `unread`."""
        try:
            as_of = min(dt.date.fromisoformat(query.get("as_of", "")), LAST)
        except ValueError:
            as_of = None
        asked_for = query.getlist("f")[: MOST_FILTERS + 1]  # one too many is refused; the rest need not be read for that
        return cls(
            filters=tuple(found for text in asked_for if (found := Filter.from_text(text)) is not None),
            marks=tuple(mark for text in query.getlist("m")[:MOST] if (mark := Mark.from_text(text)) is not None),
            sort=query.get("sort", ""), group=query.get("group", ""), as_of=as_of,
            words=query.get("q", "").replace("\x00", "").strip()[:200],
            columns=tuple(name for name in query.get("cols", "").split(",") if name), after=query.get("after", ""),
            view=number_in(query.get("view", "")), whole=query.get("whole") == "1",
            every=query.get("every") == "1", trail=tuple(place for place in query.get("trail", "").split(".") if place)[-TRAIL:],
            pick=query.get("pick", "")[:60],
            pinned=tuple(each for text in query.getlist("pf") if (each := Filter.from_text(text)) is not None),
            unread=tuple(text[:80] for text in [*asked_for, *query.getlist("pf")] if text and Filter.from_text(text) is None)[:5],
            picked=() if query.get("all") == "1" else _numbers(query.getlist("pk")),
        )  # fmt: skip

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """Everything that keeps records out: what is pinned first, then the filters."""
        return (*self.pinned, *(each for each in self.filters if each not in self.pinned))

    @property
    def state(self) -> str:
        """What a saved view keeps: everything but the place in the list."""
        pairs = [("f", str(each)) for each in self.filters] + [("m", str(each)) for each in self.marks]
        named = {"q": self.words, "group": self.group, "sort": self.sort, "cols": ",".join(self.columns)}
        pairs += [(name, value) for name, value in named.items() if value]
        if self.as_of is not None:
            pairs.append(("as_of", self.as_of.isoformat()))
        return _written(pairs, safe=":|,")

    def address(self, **changes: Any) -> str:
        """The query of the address with changes; back on the first page unless `after` is among them."""
        asked = replace(self, **{"after": "", "trail": (), "pick": "", **changes})
        pinned = [("pf", str(each)) for each in asked.pinned]
        rest = {
            "view": asked.view, "every": "1" if asked.every else None, "whole": "1" if asked.whole else None, "after": asked.after,
            "trail": ".".join(asked.trail), "pick": asked.pick,
        }  # fmt: skip
        parts = (
            _written(asked.carried),
            asked.state,
            _written(pinned, safe=":|,"),
            _written((name, str(value)) for name, value in rest.items() if value),
        )
        return "?" + "&".join(part for part in parts if part) + ("#pick" if asked.pick else asked.anchor)

    def opened(self, **changes: Any) -> str:
        """The query of another list at the same place: a saved view, or all there is."""
        return Asked(carried=self.carried, anchor=self.anchor, pinned=self.pinned, **changes).address()

    def with_filter(self, added: Filter) -> tuple[Filter, ...]:
        """The filters with one more; it takes the place of one on the same column with the same comparison."""
        return (*(held for held in self.filters if (held.column, held.op) != (added.column, added.op)), added)

    def without(self, removed: Filter) -> tuple[Filter, ...]:
        """The filters without one of them."""
        return tuple(held for held in self.filters if held != removed)


def _numbers(texts: list[str]) -> tuple[int, ...]:
    return tuple(number for number in map(number_in, texts[:MOST_PICKED]) if number is not None)
