"""The addresses of a portfolio's page: its dates, what narrows the whole page, and the state of its list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.filters import Filter

LIST = "#projects"
_WHAT = "WHICH-NUMBER"


@dataclass(frozen=True, slots=True)
class Address:
    """A portfolio at two dates, a scope, and a list; each link of the page is one of its changes."""

    ref: str
    as_of: dt.date | None = None
    against: dt.date | None = None
    scope: Scope = field(default_factory=Scope)
    asked: Asked = field(default_factory=Asked)

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """What every address says beside the list: dates and scope."""
        return (*self._dates, *self.scope.pairs())

    @property
    def _dates(self) -> tuple[tuple[str, str], ...]:
        dates = (("as_of", self.as_of), ("against", self.against))
        return tuple((name, date.isoformat()) for name, date in dates if date)

    def __call__(self, *filters: str, sort: str = "") -> str:
        """The page with this list alone: `name:operation:value` for each filter."""
        found = tuple(each for text in filters if (each := Filter.from_text(text)) is not None)
        return self._page(Asked(filters=found, sort=sort))

    def kept(self, **changes: Any) -> str:
        """The page with the list as it is, but for these changes."""
        return self._page(replace(self.asked, **{"after": "", "trail": (), "pick": "", **changes}))

    def further(self, *filters: str) -> str:
        """The page with the list as it is, narrowed by these filters too."""
        more = tuple(each for text in filters if (each := Filter.from_text(text)) is not None)
        return self.kept(filters=(*self.asked.filters, *more))

    def at(self, on: dt.date) -> Address:
        """The same page at another date."""
        return replace(self, as_of=on, against=None)

    def within(self, *, keep: bool = False, **scope: tuple[str, ...]) -> str:
        """The page narrowed to departments, categories or programmes; with `keep` its list stays as it is."""
        return self.narrowing(keep=keep)(replace(self.scope, **scope))

    def narrowing(self, *, keep: bool) -> Callable[[Scope], str]:
        """Where the page is narrowed to a scope; made once for the many that one can choose."""
        home, dates = _home(self.ref), urlencode(self._dates)
        state = replace(self.asked, after="", trail=(), pick="", carried=(), anchor="").address()[1:] if keep else ""

        def address(scope: Scope) -> str:
            query = "&".join(part for part in (dates, urlencode(scope.pairs()), state) if part)
            return f"{home}?{query}" if query else home

        return address

    def page(self) -> str:
        """The page, with the list as it is."""
        return self._page(self.asked, anchor="")

    def latest(self) -> str:
        """The same page at the newest date."""
        return replace(self, as_of=None, against=None).page()

    def table(self, what: str, form: str = "") -> str:
        """The numbers of a picture as a table, or as a file."""
        return self._with(reverse("portfolio_table", args=[self.ref, what + form]))

    def compare(self) -> str:
        """The two dates beside each other."""
        return self._with(reverse("portfolio_compare", args=[self.ref]))

    def brief(self) -> str:
        """The portfolio on one page, for print."""
        return self._with(reverse("portfolio_brief", args=[self.ref]))

    def why(self, what: str, of: str = "") -> str:
        """What explains a number: the kind of number, and whose it is."""
        query = urlencode([*([("of", of)] if of else []), *self.carried])
        address = _why(self.ref).replace(_WHAT, what)
        return f"{address}?{query}" if query else address

    def why_list(self, *more: Filter) -> str:
        """What explains the sum under the list as it is filtered, or under a group of it by one filter more."""
        plain = replace(
            self.asked, filters=(*self.asked.filters, *more), after="", trail=(), pick="", sort="", group="", columns=(), view=None,
            carried=self.carried, anchor="",
        )  # fmt: skip
        return _why(self.ref).replace(_WHAT, "list") + plain.address()

    def views(self) -> str:
        """Where a view of the list is kept."""
        return self._with(reverse("portfolio_views", args=[self.ref]))

    def export(self, form: str) -> str:
        """The list as a file; its query is that of the list."""
        return reverse("portfolio_export", args=[self.ref, form])

    def _page(self, asked: Asked, anchor: str = LIST) -> str:
        query = replace(asked, carried=self.carried, anchor=anchor).address()
        return _home(self.ref) + (query[1:] if query[1:2] in ("", "#") else query)

    def _with(self, address: str) -> str:
        query = urlencode(self.carried)
        return f"{address}?{query}" if query else address


@lru_cache(1000)
def _home(ref: str) -> str:
    """The page of a portfolio: a page asks for it a hundred times."""
    return reverse("portfolio_overview", args=[ref])


@lru_cache(1000)
def _why(ref: str) -> str:
    """What explains the numbers of a portfolio, whichever number."""
    return reverse("portfolio_why", args=[ref, _WHAT])
