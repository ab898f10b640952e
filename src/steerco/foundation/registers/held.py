"""A register whose rows no table holds: they are worked out first, then filtered, ordered, grouped and added up like all others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column, Kind, Price
from steerco.foundation.registers.filters import tester
from steerco.foundation.registers.listing import PAGE, Listing, Page
from steerco.foundation.registers.sums import Money, Sums, sizes_of
from steerco.foundation.ui.numbers import number_in

T = TypeVar("T")
Row = dict[str, Any]


class HeldListing(Listing):
    """Rows held in memory; a kind of them says which there are, in the order that decides between equals."""

    def held(self) -> Sequence[Row]:
        """All rows that the actor may see, whatever is asked; each answers to every path that a column reads."""
        raise NotImplementedError

    def kept(self, what: Hashable, make: Callable[[], T]) -> T:
        """What is worked out of all rows; a kind of list whose rows stay the same for a while may keep it under a name."""
        return make()

    def reader(self, path: str) -> Callable[[Row], Any]:
        """What reads a path of many rows."""
        return lambda row: row[path]

    def rows(self, *, narrow: bool = True) -> Any:
        """The rows asked for, in their order."""
        return self.ordered

    def page(self, size: int = PAGE) -> Page:
        """One page; the place is a count, because the rows stand still."""
        start = self.start
        rows = list(self.ordered[start : start + size])
        return Page(self.prepared(rows), str(start + size) if len(self.ordered) > start + size else "")

    @property
    def start(self) -> int:
        """How many rows come before this page."""
        return number_in(self.asked.after) or 0

    def every_row(self) -> Iterator[Row]:
        """All rows."""
        yield from self.prepared(list(self.ordered))

    def record(self, pk: int) -> list[Row]:
        """The row of one record."""
        return self.prepared([row for row in self.held() if row["pk"] == pk])

    @cached_property
    def ordered(self) -> Sequence[Row]:
        """The rows asked for, in the order asked for; those without a value last."""
        rows, problems = self.kept(("ordered", self.asked.state, self.asked.pinned, self.asked.picked, self.asked.unread), self._ordered)
        for problem in problems:
            self._problem(problem)
        return rows

    def sums(self) -> Sums:
        """How many there are, and what each group adds up to."""
        return self.kept(("sums", self.asked.state, self.asked.pinned, self.asked.picked), self._add_up)

    def counts(self, views: dict[int, Asked]) -> dict[int, int]:
        """How many records each of several addresses shows."""
        states = tuple((number, asked.state, asked.pinned) for number, asked in views.items())
        return self.kept(("counts", states), lambda: self._count(views))

    def _ordered(self) -> tuple[Sequence[Row], tuple[str, ...]]:
        rows = self.fitting(self.asked)
        if self.asked.picked:
            picked = set(self.asked.picked)
            rows = [row for row in rows if row["pk"] in picked]
        for column, falling in ((self.sort, self.falling), (self.group, False)):
            if column is not None:
                rows = _sorted(rows, column, falling, self.reader(column.words))
        return rows, tuple(self.problems)

    def fitting(self, asked: Asked) -> list[Row]:
        """The rows that the filters and words of an address let through."""
        tests: list[Callable[[Row], bool]] = []
        for each in asked.conditions:
            column = self._column(each.column)
            try:
                if column is None:
                    raise ValueError(_("There is no column “%(name)s” here.") % {"name": each.column})
                tests.append(_fits(column, tester(column, each)))
            except ValueError as error:
                self._problem(str(error))
                return []
        if asked.words:
            words = asked.words.casefold().split()
            tests.append(lambda row: all(word in self._text(row) for word in words))
        return [row for row in self.held() if all(test(row) for test in tests)] if tests else list(self.held())

    def _text(self, row: Row) -> str:
        return " ".join(str(row[path] or "") for path in self.register.search).casefold()

    def _count(self, views: dict[int, Asked]) -> dict[int, int]:
        return {number: len(self.fitting(asked)) for number, asked in views.items()}

    def _add_up(self) -> Sums:
        money = [column for column in self.shown if column.kind == Kind.MONEY and column.stored]
        if self.group is None:
            return _summed(self.ordered, money)
        parts: dict[Any, list[Row]] = {}
        for row in self.ordered:
            parts.setdefault(row[self.group.key], []).append(row)
        return _summed(self.ordered, money)._replace(groups={held: _summed(part, money) for held, part in parts.items()})


def _summed(rows: Sequence[Row], columns: Sequence[Column]) -> Sums:
    return Sums(len(rows), money={column.name: _money(rows, column) for column in columns})


def _money(rows: Sequence[Row], column: Column) -> Money:
    found: dict[tuple[str, str], list[Decimal]] = {}
    for row in rows:
        amount = column.read(row)
        if amount is not None:
            price = (row[column.price.currency], row[column.price.basis] if column.price.basis else "")
            if price in found:
                found[price].append(amount)
            else:
                found[price] = [amount]
    parts = tuple((Price(*price), sum(amounts, Decimal(0)), len(amounts)) for price, amounts in sorted(found.items()))
    sizes = sizes_of([amount for amounts in found.values() for amount in amounts])
    return Money(parts, sum(count for _price, _amount, count in parts), len(rows), sizes=sizes)


def _fits(column: Column, test: Callable[[tuple[Any, ...]], bool]) -> Callable[[Row], bool]:
    key, words = column.key, column.words
    return lambda row: test((row[key], row[words]))


def _sorted(rows: list[Row], column: Column, falling: bool, read: Callable[[Row], Any]) -> list[Row]:
    """The rows by one column: choices in their order, texts in that of the alphabet, those without a value at the end."""
    places = {held: place for place, (held, _label) in enumerate(column.choices)}

    def order(told: tuple[Any, Row]) -> Any:
        value = told[0]
        if places:
            return places.get(value, 0)
        return value.casefold() if isinstance(value, str) else value

    told = [(read(row), row) for row in rows]
    given = [each for each in told if each[0] not in (None, "")]
    given.sort(key=order, reverse=falling)
    return [row for _value, row in given] + [row for value, row in told if value in (None, "")]
