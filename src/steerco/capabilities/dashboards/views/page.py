"""The list of a portfolio as its page shows it: the register's list, with the heads, sums and words of the picture."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.registers.listing import PortfolioListing, Seen
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, NO_RATING, RATINGS
from steerco.foundation.registers.cells import Drawer
from steerco.foundation.registers.columns import Column, Row
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.pages import ListPage
from steerco.foundation.registers.pieces import Head
from steerco.foundation.registers.sums import Money
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import Unit
from steerco.foundation.ui.figures import exact, grouped, share_of, sign_of
from steerco.foundation.ui.marks import word

PER_PAGE = 25


class PortfolioPage(ListPage):
    """Everything that the list under the picture shows."""

    listed: PortfolioListing

    def __init__(self, listed: PortfolioListing, views: list[SavedView], pins: tuple[Filter, ...] = ()) -> None:
        seen = listed.scene
        assert isinstance(seen, Seen)  # a list is made of one portfolio
        assert seen.address is not None
        self.address: Address = seen.address
        self.unit: Unit = seen.unit
        self.picture = listed.picture
        super().__init__(listed, views, kept=pins, size=PER_PAGE)

    def home_currency(self) -> str:
        """The currency of the portfolio, not of the organisation."""
        return self.picture.cost.currency

    @cached_property
    def export(self) -> dict[str, str]:
        """The addresses of the files, by form."""
        return {form: self.address.export(form) for form, _words in self.forms}

    @cached_property
    def files(self) -> list[tuple[str, str]]:
        """The list as it is seen, as files."""
        query = self.asked.address(view=None, anchor="")
        return [(words, self.address.export(form) + query) for form, words in self.forms]

    def whole_files(self) -> list[tuple[str, str]]:
        """The same rows with every column, as files."""
        query = self.asked.address(view=None, anchor="", columns=("all",))
        return [(words, self.address.export(form) + query) for form, words in self.forms]

    def keeping(self) -> str:
        """The address that keeps a view."""
        return self.address.views()

    @property
    def total(self) -> int:
        """How many projects the list shows on all pages."""
        return len(self.listed.ordered)

    @property
    def first_row(self) -> int:
        """The number of the first row of this page."""
        return self.listed.start + 1

    @property
    def last_row(self) -> int:
        """The number of the last row of this page."""
        return self.listed.start + len(self.page.rows)

    def previous(self) -> str:
        """The address of the page before."""
        start = self.listed.start
        return self.asked.address(after=str(start - PER_PAGE) if start > PER_PAGE else "") if start else ""

    def next(self) -> str:
        """The address of the next page."""
        return self.asked.address(after=self.page.next) if self.page.next else ""

    def cells(self, row: Row) -> str:
        """The cells of a project: drawn once, until what it reported changes."""
        if self._look is None:
            return super().cells(row)
        parts, draw = (row["member"], row["past"]), super().cells
        return self.listed.source.derived(("cells", row["pk"], self._look), parts, lambda _: draw(row), lambda html: 1 + len(html) // 100)

    @cached_property
    def _look(self) -> Hashable | None:
        """Beside a project and its history, all that its cells hang on; None where a cell hangs on more than these."""
        if self.asked.marks or any(drawer.column.draw is None for drawer in self.drawers):
            return None
        columns, why = tuple(drawer.column.name for drawer in self.drawers), self.address.why("WHAT", "WHOSE")
        return (columns, why, self.address.as_of, self.unit, self.currency, self.picture.now, get_language())

    def heads(self) -> list[Head]:
        """The heads of the columns, each in the fewest words that its cells leave room for."""
        own = {"slip": gettext("Slip"), "year": gettext("Year against budget"), "rating": gettext("Confidence")}
        heads = [head._replace(label=own.get(d.column.name, head.label)) for d, head in zip(self.drawers, super().heads(), strict=True)]
        return [head._replace(html=_slip(head)) if d.column.name == "slip" else head for d, head in zip(self.drawers, heads, strict=True)]

    def group_html(self, row: Row, group: Column) -> str:
        """What the projects of a group share; a rating as its mark and word, without what the facts say."""
        if group.name != "rating":
            return super().group_html(row, group)
        return format_html("{} {}", svg.mark(CODES[row["rating"]]), group.choice(row["rated"]))

    def sum_html(self, money: Money, drawer: Drawer, *, whole: bool) -> str:
        """A sum in the unit of the list, beside its share; amounts in other prices are named, never added in."""
        share = share_of(money.given, money.of) if money.of else ""
        if not money.parts:
            return format_html('<em class="wh">{}</em> <span class="cap">{}</span>', gettext("not disclosed"), share)
        (price, amount, _given), *rest = sorted(money.parts, key=lambda part: -part[2])
        others = "; ".join(
            gettext("not added in: %(amount)s %(basis)s") % {"amount": exact(a, p.currency), "basis": p.basis} for p, a, _n in rest
        )
        title = exact(amount, price.currency) + (f"; {others}" if others else "")
        other = "" if price.currency == self.currency else sign_of(price.currency)
        sign = "*" if rest else ""
        return format_html('<b title="{}">{}{}{}</b> <span class="cap">{}</span>', title, other, self.unit.figure(amount), sign, share)

    def why(self, what: str, of: str = "", *more: Filter) -> str:
        """What the costs of the list or of a group add up to, and of how many, is explained; a cell says for itself what explains it."""
        return self.address.why_list(*more) if what == "count" or of == "cost" else ""

    def years(self) -> str:
        """The years over the strips, drawn once for the rows of a small screen."""
        return next((column.head for column in self.listed.shown if column.name == "history"), "")

    def foot_span(self) -> int:
        """How many columns stand before the first sum, the one that picks rows among them."""
        return 1 + next((place for place, (_css, html) in enumerate(self.foot) if html), len(self.drawers))

    def foot_rest(self) -> list[tuple[str, str]]:
        """The sums, and what stands between and after them."""
        return self.foot[self.foot_span() - 1 :]

    def foot_name(self) -> str:
        """How many projects the sums of the foot are of."""
        if self.narrowed:
            return gettext("%(count)s of %(all)s") % {"count": grouped(self.total), "all": grouped(self.picture.total)}
        if self.total == 1:
            return gettext("1 project")
        return gettext("All %(count)s") % {"count": grouped(self.total)}

    def foot_counts(self) -> str:
        """How many have each rating."""
        counts = self.listed.ratings
        said = [(word(CODES[rating]) if rating else gettext("withheld or none"), counts[rating]) for rating in (*RATINGS, NO_RATING)]
        return " · ".join(f"{grouped(count)} {label}" for label, count in said if count)

    def said(self) -> str:
        """How many rows, for whoever hears the page."""
        words = ngettext("%(count)s project", "%(count)s projects", self.total)
        return words % {"count": grouped(self.total)}


def _slip(head: Head) -> SafeString:
    """The head of the slip bars: its scale under the words that sort."""
    return format_html('<a href="{}">{}</a>{}', head.address, head.label, svg.slip_head())
