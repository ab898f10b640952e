"""How values look in a list: one short piece of HTML each, prepared in Python because a list has hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.marks import Draw
from steerco.foundation.registers.sums import Money, Written
from steerco.foundation.ui.amounts import MILLIONS
from steerco.foundation.ui.figures import day, exact, grouped, sign_of
from steerco.foundation.ui.svg import withheld

_PLACE = 7065843


def absent(gap: Gap) -> SafeString:
    """Why there is no value: two words, the whole reason on hover and focus."""
    return _absent(str(gap.short), str(gap.text))


@lru_cache(2000)
def _absent(short: str, text: str) -> SafeString:
    return withheld(short, text)


@lru_cache(10_000)
def _money(value: Decimal, currency: str, written: Written) -> SafeString:
    """An amount with its exact value; one in another currency than the head's says so."""
    figure = f"{escape(written.sign(currency))}{written.figure(value)}"
    return mark_safe(f'<span title="{escape(exact(value, currency))}">{figure}</span>')  # noqa: S308  # escaped


def heading(column: Column, currency: str, written: Written | None = None) -> str:
    """The head of a column with its unit, once."""
    said = written.words if written is not None else f"{sign_of(currency)}{column.letter}"
    return f"{column.label}, {said}" if column.kind == Kind.MONEY else str(column.label)


class Drawer:
    """Draws the cells of one column, with what all its cells share worked out once."""

    def __init__(self, column: Column, slug: str, currency: str, written: Written | None = None) -> None:
        self.column, self.slug, self.written = column, slug, written or Written(MILLIONS, currency)
        self.label = heading(column, currency, written)
        self.marked: Draw | None = None
        self.why = ""
        self.main = column.titles
        figures = column.kind in (Kind.MONEY, Kind.NUMBER)
        classes = ["num" if figures else "", "k1" if self.main else "", "only-l only-xl" if column.wide else "", column.css]
        self.css = " ".join(filter(None, classes))
        label = "" if self.main else format_html(' data-l="{}"', self.label)
        self.begin = mark_safe(f'<td class="{self.css}"{label}>' if self.css else f"<td{label}>")  # noqa: S308  # both made here
        self.address = ""
        if column.opens:
            before, _place, rest = reverse(column.opens, args=[_PLACE]).rpartition(str(_PLACE))
            self.address = before.replace("{", "{{") + "{}" + rest

    def html(self, row: Row) -> str:
        """What is in the cell, and what is said beside it."""
        drawn = self._explained(row, self._value(row)) if self.why else self._value(row)
        note = self.column.note(row) if self.column.note is not None else ""
        whole = format_html('{} <span class="cap">{}</span>', drawn, note) if note else drawn
        return self.marked(row, whole) if self.marked is not None else whole

    def _explained(self, row: Row, drawn: str) -> str:
        """A value that opens how it is worked out; what is missing says why itself."""
        if self.column.read(row) is None:
            return drawn
        return format_html('<a class="w" data-why href="{}">{}</a>', f"{self.why}{row[self.slug]}", drawn)

    def _value(self, row: Row) -> str:
        column = self.column
        if column.draw is not None:
            return column.draw(row)
        value = column.read(row)
        if value is None or value == "" or value == []:
            return absent(column.gap(row) if column.gap is not None else Gap(_("not given")))
        if column.kind == Kind.MONEY:
            return _money(value, row[column.price.currency], self.written)
        text = escape(self.text(value))
        if not self.address:
            return mark_safe(text)  # noqa: S308  # escaped
        address = self.address.format(escape(str(row[self.slug] if self.main else row[column.source])))
        return mark_safe(f'<a{" class=pn" if self.main else ""} href="{address}" title="{text}">{text}</a>')  # noqa: S308  # escaped

    def text(self, value: Any) -> str:
        """The value in words."""
        kind = self.column.kind
        if kind == Kind.DATE:
            return day(value)
        if kind == Kind.YES_NO:
            return _("yes") if value else _("no")
        if kind == Kind.NUMBER:
            return (f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}").replace("-", "−")
        if isinstance(value, list | tuple):
            return ", ".join(str(each) for each in value)
        return self.column.choice(value) if kind == Kind.CHOICE else str(value)


def row_of_cells(drawers: Sequence[Drawer], row: Row) -> SafeString:
    """All cells of one record as one piece: a loop in the template would cost more than the rest of the page."""
    drawn = ((drawer.begin, drawer.html(row)) for drawer in drawers)
    whole = "".join(f"{begin}{html if isinstance(html, SafeString) else escape(str(html))}</td>" for begin, html in drawn)
    return mark_safe(whole)  # noqa: S308  # escaped


def explained(html: str, why: str) -> str:
    """A number that opens what explains it; as it is where nothing does."""
    return format_html('<a class="w" data-why href="{}">{}</a>', why, html) if html and why else html


def money_sum(money: Money, written: Written, *, whole: bool = False) -> SafeString:
    """A sum beside its share: “70,344 12 of 17”, “not disclosed 0 of 2”; different prices are named, not added."""
    share = _("%(given)s of %(total)s") % {"given": grouped(money.given), "total": grouped(money.of)}
    if not money.parts:
        return format_html('<em class="wh">{}</em> <span class="cap">{}</span>', _("not disclosed"), share)
    if whole:
        share = _("%(share)s disclosed") % {"share": share}
    if money.dates > 1:
        why = _("not summed: reports of %(count)s dates") % {"count": grouped(money.dates)}
        return format_html('<em class="wh">{}</em> <span class="cap">{}</span>', why, share)
    if money.amount is None:
        each = "; ".join(f"{exact(amount, price.currency)} {price.basis} ({given})" for price, amount, given in money.parts)
        why = _("Different prices: %(each)s") % {"each": each}
        return format_html('<em class="wh" title="{}">{}</em> <span class="cap">{}</span>', why, _("not added"), share)
    held = money.parts[0][0].currency
    figure = f"{written.sign(held)}{written.figure(money.amount)}"
    return format_html('<b title="{}">{}</b> <span class="cap">{}</span>', exact(money.amount, held), figure, share)
