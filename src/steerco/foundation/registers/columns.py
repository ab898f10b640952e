"""What a register says about one field, once: its kind, where its value is, how it reads, filters, groups and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from steerco.foundation.access.actor import Actor
from steerco.foundation.ui.explained import Explanation

Row = Mapping[str, Any]
Text = str | Promise


class Kind(StrEnum):
    """What a column holds; it decides filters, order, alignment and the type in exports."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    LINK = "link"
    YES_NO = "yes_no"


class Gap(NamedTuple):
    """Why a value is missing: in two words, and word for word."""

    short: Text
    text: Text = ""


class Price(NamedTuple):
    """Whose money: amounts are added within one currency and price basis only."""

    currency: str
    basis: str = ""


AT_RECORD = Price("currency", "price_basis")


@dataclass(frozen=True)
class Scene:
    """Who looks, and at which date if not today."""

    by: Actor
    on: dt.date | None = None


@dataclass(frozen=True, eq=False)
class Column:
    """One field of a record.

    `source` is the path of its value (for a link: what names the other record in addresses), `shown` the path of its words.
    `expression` computes it in the database where no path leads to it (`also`: what else it computes there, by path).
    `where` finds the records of a value where no path leads to one; `same` does so faster than its expression, `apart` tells its values
    apart at less cost. `needs` are further paths that `value` or `draw` read; `prepare` loads what one page of records needs, by key,
    and hands it to them as `row["prepared"][name]`. `css` are classes of its cells, where a page draws them in its own way;
    `letter` is that of the unit in which amounts are shown; `note` says something beside a value, such as “7 of 9”. `uses` are other
    columns that it is worked out from; `why` explains how, of one record. `writes` is the field of the form that the column writes, where
    neither name nor source say so; None where it is not written by itself.
    """

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    source: str = ""
    shown: str = ""
    choices: Sequence[tuple[Any, Text]] = ()
    options: Callable[[Actor], Iterable[tuple[str, str]]] | None = None
    expression: Callable[[Scene], Combinable] | None = None
    also: Mapping[str, Combinable] = field(default_factory=dict)
    where: Callable[[str], Q] | None = None
    same: Callable[[str], Q] | None = None
    apart: Callable[[Scene], Combinable] | None = None
    needs: tuple[str, ...] = ()
    uses: tuple[Column, ...] = ()
    prepare: Callable[[Scene, Sequence[int]], Mapping[int, Any]] | None = None
    value: Callable[[Row], Any] | None = None
    draw: Callable[[Row], str] | None = None
    gap: Callable[[Row], Gap] | None = None
    note: Callable[[Row], str] | None = None
    why: Callable[[Scene, Row], Explanation] | None = None
    head: str = ""
    price: Price = AT_RECORD
    opens: str = ""
    writes: str | None = ""
    css: str = ""
    letter: str = "m"
    group: bool = False
    wide: bool = False
    main: bool = False

    @property
    def key(self) -> str:
        """Where the database finds the value to compare, order and group by."""
        return f"of_{self.name}" if self.expression is not None else self.source or self.name

    @property
    def words(self) -> str:
        """Where the words are that a person reads."""
        return self.shown or self.key

    @property
    def stored(self) -> bool:
        """Whether the database holds its value, to order and group by; what is only loaded for a page is shown and exported, no more."""
        return self.expression is not None or bool(self.source) or self.prepare is None

    @property
    def filterable(self) -> bool:
        """Whether one can filter by it."""
        return self.stored or self.where is not None

    @property
    def sortable(self) -> bool:
        """Whether one can sort by it."""
        return self.stored and self.where is None

    @property
    def titles(self) -> bool:
        """Whether it names the record."""
        return self.main or (bool(self.opens) and self.kind != Kind.LINK)

    @property
    def paths(self) -> tuple[str, ...]:
        """Everything that is read of a record to show the column."""
        own: tuple[str, ...] = () if self.value is not None or not self.stored else (self.key, self.words)
        money = tuple(path for path in self.price if path) if self.kind == Kind.MONEY else ()
        used = tuple(path for column in self.uses for path in column.paths)
        return tuple(dict.fromkeys((*own, *money, *self.needs, *used)))

    def read(self, row: Row) -> Any:
        """The exact value of a record: what exports hold."""
        if self.value is not None:
            return self.value(row)
        return row["prepared"].get(self.name) if not self.stored else row[self.words]

    def choice(self, value: Any) -> str:
        """The words of a choice."""
        return next((str(label) for held, label in self.choices if held == value), "" if value is None else str(value))


def with_used(columns: Iterable[Column]) -> list[Column]:
    """The columns, each after those that it is worked out from."""
    found: dict[Column, None] = {}
    for column in columns:
        found.update(dict.fromkeys([*with_used(column.uses), column]))
    return list(found)
