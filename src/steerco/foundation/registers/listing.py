"""A register as somebody asked for it: which records, in which order, a page at a time, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, F, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from steerco.foundation.ledger.memo import Memo, Seen, stamp
from steerco.foundation.ledger.snapshot import plain
from steerco.foundation.registers.asked import MOST_FILTERS, MOST_VALUES, Asked
from steerco.foundation.registers.columns import Column, Kind, Row, Scene, with_used
from steerco.foundation.registers.filters import condition
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.sums import STEPS, Sums, added
from steerco.foundation.registers.typed import Typed
from steerco.foundation.ui.numbers import number_in

PAGE = 50
CHUNK = 500
COUNTED = 20_000
_kept = Memo(capacity=4000)


class Key(NamedTuple):
    """One part of the order."""

    path: str
    falling: bool
    nullable: bool


class Page(NamedTuple):
    """The rows of one page, and the place where the next begins (empty on the last)."""

    rows: list[dict[str, Any]]
    next: str


class Listing:
    """Rows, counts and sums of a register for one address; everything that is shown, exported or printed comes through here."""

    def __init__(self, register: Register, scene: Scene, asked: Asked) -> None:
        self.register, self.scene, self.asked = register, scene, asked
        self.columns = register.all_columns(scene)
        self.group = self._named(asked.group, grouping=True)
        self.shown = [self.columns[name] for name in asked.columns if name in self.columns] or self._at_first()
        self.sort = self._named((asked.sort or register.sort).removeprefix("-"))
        self.falling = (asked.sort or register.sort).startswith("-")
        self.problems = [_("The filter “%(text)s” can’t be read, so it keeps nothing out.") % {"text": text} for text in asked.unread]
        self._typed = Typed(register, scene.by)
        self._asked_for: dict[bool, QuerySet[Any]] = {}

    def rows(self, *, narrow: bool = True) -> QuerySet[Any]:
        """The records that the actor may see and asked for, without order; of them those that were picked, where any were."""
        narrow = narrow or not self.asked.words
        if narrow not in self._asked_for:
            found = self._wanted(self._all_rows(), self.asked, narrow=narrow)
            self._asked_for[narrow] = found.filter(pk__in=self.asked.picked) if self.asked.picked else found
        return self._asked_for[narrow]

    def page(self, size: int = PAGE) -> Page:
        """One page, found by the last row of the page before (one query, two where records without a value follow)."""
        keys, after = self._keys(), _read_token(self.asked.after)
        rows = self.rows(narrow=not (keys and self._typed.begins_fast(self.asked.words, keys[0].path)))
        if after is not None and len(after) != len(keys) + 1:
            after = None
        if len(keys) == 1 and keys[0].nullable:
            found = self._in_two_parts(rows, keys[0], after, size + 1)
        else:
            asked = self._in_order(rows, keys)
            found = self._fetch(asked if after is None else asked.filter(_beyond(keys, after)), size + 1)
        place = ""
        if len(found) > size:
            last = found[size - 1]
            place = _token([*(last[key.path] for key in keys), last["pk"]])
        return Page(self.prepared(found[:size]), place)

    def every_row(self) -> Iterator[dict[str, Any]]:
        """All rows of all pages, streamed."""
        asked = self._read(self._in_order(self.rows(), self._keys())).iterator(chunk_size=2000)
        while chunk := list(islice(asked, CHUNK)):
            yield from self.prepared(chunk)

    def record(self, pk: int) -> list[dict[str, Any]]:
        """The row of one record, for a page of its own."""
        return self.prepared(self._fetch(self._ranked(self.register.rows(self.scene.by).order_by().filter(pk=pk)), 1))

    def sums(self) -> Sums:
        """How many there are, and what each group adds up to (one query, kept until what they were read from is written)."""
        shown = tuple(column.name for column in self.shown)
        key = (*self._identity, self.asked.state, self.asked.pinned, self.asked.picked, self.asked.whole, shown)
        if self.asked.words:  # the index is not asked twice for what was typed
            return _kept.of(self._stamp, key, self._add_up)
        return _kept.of(self._stamp, key, lambda: self._anew(shown)._add_up(), closed=True)

    def counts(self, views: dict[int, Asked]) -> dict[int, int]:
        """How many records each of several addresses shows (one query, kept until what they were read from is written)."""
        key = (*self._identity, tuple((number, asked.state, asked.pinned) for number, asked in views.items()))
        return _kept.of(self._stamp, key, lambda: self._anew(())._count(views), closed=True) if views else {}

    def _anew(self, shown: Sequence[str]) -> Listing:
        """The same list, which has read nothing yet: whatever it is worked out from is read, and noted, again."""
        found = type(self)(self.register, self.scene, self.asked)
        found.shown = [found.columns[name] for name in shown if name in found.columns]
        return found

    def prepared(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows with what their columns load for a whole page at once."""
        loading = [column for column in with_used(self._read_columns) if column.prepare is not None]
        if not loading or not rows:
            return rows
        keys = [row["pk"] for row in rows]
        loaded = {column.name: column.prepare(self.scene, keys) for column in loading if column.prepare is not None}
        for row in rows:
            row["prepared"] = {name: found.get(row["pk"]) for name, found in loaded.items()}
        return rows

    @cached_property
    def _stamp(self) -> Seen | None:
        return stamp(self.scene.by)

    def _all_rows(self) -> QuerySet[Any]:
        by, on = self.scene.by, self.scene.on
        found = self.register.as_of(by, on) if on is not None and self.register.as_of is not None else self.register.rows(by)
        return found.order_by()

    def _at_first(self) -> list[Column]:
        """The columns shown when nobody chose any; what the list is grouped by stands in the heads of the groups."""
        return [self.columns[name] for name in self.register.default if name in self.columns and self.columns[name] is not self.group]

    @property
    def _identity(self) -> tuple[Any, ...]:
        columns = tuple((column.name, column.kind) for column in self.columns.values())
        return (self.register.name, self.scene.on, self.scene.by.account.pk if self.scene.by.account else None, columns)

    @property
    def _read_columns(self) -> list[Column]:
        return list(dict.fromkeys([*self.shown, *([self.group] if self.group else [])]))

    @property
    def dated(self) -> Column | None:
        """The column that says of which date the amounts of a record are; amounts of different dates are never added."""
        return self.columns.get(self.register.dated)

    def _column(self, name: str) -> Column | None:
        """A column by its name, or by the field that it shows."""
        found = self.columns.get(name)
        return found or (next((c for c in self.columns.values() if c.source == name), None) if name else None)

    def _named(self, name: str, *, grouping: bool = False) -> Column | None:
        column = self._column(name)
        usable = column is not None and column.sortable and (column.group or not grouping)
        return column if usable else None

    def _wanted(self, rows: QuerySet[Any], asked: Asked, *, narrow: bool = True) -> QuerySet[Any]:
        used, wanted = [], Q()
        if len(asked.conditions) > MOST_FILTERS or any(len(each.values) > MOST_VALUES for each in asked.conditions):
            most = {"filters": MOST_FILTERS, "values": MOST_VALUES}
            self._problem(_("A list takes at most %(filters)d filters, each with at most %(values)d values.") % most)
            return rows.filter(pk__in=[])  # nothing: with some of them left out it would show more than was asked for
        for each in asked.conditions:
            column = self._column(each.column)
            if column is None:
                self._problem(_("There is no column “%(name)s” here.") % {"name": each.column})
                continue
            try:
                wanted &= condition(column, each)
                used.append(column)
            except ValueError as error:
                self._problem(str(error))
        wanted &= self._typed.condition(asked.words, narrow=narrow)
        return self._annotated(rows, used).filter(wanted)

    def _problem(self, message: str) -> None:
        if message not in self.problems:
            self.problems.append(message)

    def _annotated(self, rows: QuerySet[Any], columns: Sequence[Column]) -> QuerySet[Any]:
        return annotated(rows, columns, self.scene)

    def _keys(self) -> list[Key]:
        columns = [(self.group, False), (self.sort, self.falling)] if self.group else [(self.sort, self.falling)]
        return [Key(self._order_path(c), falling, self._nullable(c)) for c, falling in columns if c is not None]

    def _order_path(self, column: Column) -> str:
        return f"rank_{column.name}" if column.choices or self._blank(column) else column.words

    def _nullable(self, column: Column) -> bool:
        return self._blank(column) or self._fields.get(column.words, (True, False))[0]

    def _blank(self, column: Column) -> bool:
        """Whether an empty text stands for no value: it is then ordered last, like the others without one."""
        return column.kind == Kind.TEXT and self._fields.get(column.words, (True, True))[1]

    @cached_property
    def _fields(self) -> dict[str, tuple[bool, bool]]:
        return {field.attname: (field.null, field.blank) for field in self.register.model._meta.concrete_fields}

    def _in_order(self, rows: QuerySet[Any], keys: list[Key]) -> QuerySet[Any]:
        parts = [F(k.path).desc(nulls_last=k.nullable or None) if k.falling else F(k.path).asc(nulls_last=k.nullable or None) for k in keys]
        return self._ranked(rows).order_by(*parts, "-pk" if keys and keys[-1].falling else "pk")

    def _ranked(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        used = [column for column in (self.group, self.sort) if column is not None]
        rows = self._annotated(rows, used)
        ranks = {self._order_path(column): _rank(column) for column in used if self._order_path(column) != column.words}
        return rows.annotate(**ranks) if ranks else rows

    def _in_two_parts(self, rows: QuerySet[Any], key: Key, after: list[Any] | None, size: int) -> list[dict[str, Any]]:
        """Records with a value in the order of its index, then those without: an order with nulls last could use no index."""
        rows, falling = self._ranked(rows), "-" if key.falling else ""
        found: list[dict[str, Any]] = []
        if after is None or after[0] is not None:
            given = rows.filter(**{f"{key.path}__isnull": False}).order_by(f"{falling}{key.path}", f"{falling}pk")
            certain = [key._replace(nullable=False)]
            found = self._fetch(given if after is None else given.filter(_beyond(certain, after)), size)
        if len(found) < size:
            without = rows.filter(**{f"{key.path}__isnull": True}).order_by(f"{falling}pk")
            if after is not None and after[0] is None:
                without = without.filter(_beyond([], after[1:], falling=key.falling))
            found += self._fetch(without, size - len(found))
        return found

    def _fetch(self, rows: QuerySet[Any], size: int) -> list[dict[str, Any]]:
        try:
            return list(self._read(rows)[:size])
        except (ValidationError, ValueError):  # a place in the list that somebody typed
            return []

    def _read(self, rows: QuerySet[Any]) -> Any:
        rows = self._annotated(rows, self._read_columns)
        grouped = [self.group.key] if self.group else []
        paths = dict.fromkeys(["pk", "version", self.register.slug, *grouped, *(key.path for key in self._keys())])
        paths.update(dict.fromkeys(path for column in self._read_columns for path in column.paths))
        return rows.values(*paths)

    def _add_up(self) -> Sums:
        rows = self.rows()
        if not self.asked.whole and rows[: COUNTED + 1].count() > COUNTED:
            return Sums(COUNTED, more=True)
        money = [column for column in self.shown if column.kind == Kind.MONEY and column.stored]
        grouping = [self.group] if self.group else []
        rows, place = self._dated(self._annotated(rows, [*money, *grouping])) if money else (self._annotated(rows, grouping), "")
        by = dict.fromkeys([c.key for c in grouping] + [path for c in money for path in c.price if path] + ([place] if place else []))
        sums = {f"sum_{c.name}": Sum(c.key) for c in money} | {f"given_{c.name}": Count(c.key) for c in money}
        for column in money:
            sums |= _sizes(column)
        found: list[Row] = list(rows.values(*by).annotate(how_many=Count("pk"), **sums)) if by else [
            {"how_many": rows.aggregate(how_many=Count("pk"))["how_many"]}]  # fmt: skip
        whole = added(found, money, place)
        if self.group is None:
            return whole
        key = self.group.key
        found.sort(key=lambda row: str(row[key]))
        return whole._replace(groups={held: added(list(part), money, place) for held, part in groupby(found, key=lambda row: row[key])})

    def _dated(self, rows: QuerySet[Any]) -> tuple[QuerySet[Any], str]:
        """The rows with what says of which date their amounts are, and where it stands; nothing where all are of one that was asked for."""
        dated = self.dated
        if dated is None or any(each.op == "is" and self._column(each.column) is dated for each in self.asked.conditions):
            return rows, ""
        if dated.apart is None or dated is self.group:
            return self._annotated(rows, [dated]), dated.key
        return rows.annotate(**{f"apart_{dated.name}": dated.apart(self.scene)}), f"apart_{dated.name}"

    def _count(self, views: dict[int, Asked]) -> dict[int, int]:
        base = self._all_rows()
        if len(views) == 1:  # no more than will be said
            return {number: self._wanted(base, asked)[: COUNTED + 1].count() for number, asked in views.items()}
        wanted = {
            number: Q(pk__in=self._wanted(base, asked).values("pk")) for number, asked in views.items() if asked.state or asked.pinned
        }
        counting = {f"view_{number}": Count("pk", filter=wanted.get(number)) for number in views}
        found = base.aggregate(**counting)
        return {number: found[f"view_{number}"] for number in views}


def annotated(rows: QuerySet[Any], columns: Sequence[Column], scene: Scene) -> QuerySet[Any]:
    """The rows with what the database works out for some columns."""
    columns = with_used(columns)
    made = {path: computed for column in columns for path, computed in column.also.items()}
    made |= {column.key: column.expression(scene) for column in columns if column.expression is not None}
    made = {path: computed for path, computed in made.items() if path not in rows.query.annotations}
    return rows.annotate(**made) if made else rows


def _beyond(keys: Sequence[Key], after: list[Any], *, falling: bool | None = None) -> Q:
    """The rows that come after one in the order of the keys, without a value last, the key of the record deciding at the end."""
    beyond, equal = Q(), Q()
    for key, value in zip(keys, after, strict=False):
        if value is None:
            equal &= Q(**{f"{key.path}__isnull": True})
            continue
        further = Q(**{f"{key.path}__{'lt' if key.falling else 'gt'}": value})
        beyond |= equal & (further | Q(**{f"{key.path}__isnull": True}) if key.nullable else further)
        equal &= Q(**{key.path: value})
    down = keys[-1].falling if keys else bool(falling)
    beyond |= equal & Q(**{"pk__lt" if down else "pk__gt": after[-1]})
    if keys and after[0] is not None and not keys[0].nullable:  # says nothing new, but lets the database begin at that place of the index
        beyond &= Q(**{f"{keys[0].path}__{'lte' if keys[0].falling else 'gte'}": after[0]})
    return beyond


def _sizes(column: Column) -> dict[str, Count]:
    """How many amounts of a column are not 0, and how many reach each step, so that its unit is that of the middle one."""
    asked = [~Q(**{column.key: 0}), *(Q(**{f"{column.key}__gte": step}) | Q(**{f"{column.key}__lte": -step}) for step in STEPS)]
    return {f"size{place}_{column.name}": Count(column.key, filter=wanted) for place, wanted in enumerate(asked)}


def _rank(column: Column) -> Combinable:
    """What orders a column whose values do not order themselves: the place of a choice, a text or nothing."""
    if column.choices:
        return Case(*[When(**{column.key: held}, then=Value(place)) for place, (held, _label) in enumerate(column.choices)])
    return NullIf(F(column.words), Value(""), output_field=TextField())  # short and long texts alike


_places = signing.Signer(salt="a place in a register")


def _token(values: list[Any]) -> str:
    return _places.sign_object([plain(value) for value in values])


def _read_token(token: str) -> list[Any] | None:
    """The place that one of our own links names; anything else is no place."""
    try:
        return list(_places.unsign_object(token)) if token else None
    except signing.BadSignature:
        return None


def is_place(token: str) -> bool:
    """Whether a text is the place of a page that one of our own answers named."""
    return _read_token(token) is not None or number_in(token) is not None
