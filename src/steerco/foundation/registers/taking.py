"""What is seen, taken along: the rows of all pages with the same filter, order, columns and rights, as CSV, XLSX or one JSON object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import Sheet, as_json
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column, Kind, Row, Scene
from steerco.foundation.registers.filters import WORDS, Filter
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.past import PastListing
from steerco.foundation.registers.register import Register


def listing(register: Register, by: Actor, asked: Asked) -> Listing:
    """The listing for an address: of today, of a date that the register can say, of what the ledger kept, or worked out by its room."""
    register.require(by, "view")
    if register.listed is not None:
        return register.listed(register, by, asked)
    kind = PastListing if asked.as_of is not None and register.as_of is None else Listing
    return kind(register, Scene(by, asked.as_of), asked)


def in_words(column: Column | None, asked: Filter, by: Actor) -> str:
    """A filter as a person says it: “Department: DFT”, “End date is before 2024-01-01”."""
    label = str(column.label) if column is not None else asked.column
    said = [_said(column, value, by) for value in asked.values]
    joined = (_(" and ") if asked.op == "between" else _(" or ")).join(said)
    if asked.op in ("is", "in"):
        return f"{label}: {joined}"
    return " ".join(filter(None, [label, str(WORDS[asked.op]), joined]))


def _said(column: Column | None, value: str, by: Actor) -> str:
    if column is None or column.kind != Kind.CHOICE:
        return value
    return next((str(label) for held, label in column.choices if str(held) == value), value)


def sheet(listed: Listing) -> Sheet:
    """The table of a listing, with a column for each reason and each currency that the figures need."""
    columns = listed.shown
    heads: list[str] = []
    for column in columns:
        heads.append(str(column.label))
        if _priced(column, columns):
            heads.append(_("Currency") if column.price.currency == "currency" else _("%(label)s: currency") % {"label": column.label})
        if column.gap is not None:
            heads.append(_("%(label)s: reason missing") % {"label": column.label})
        if column.note is not None:
            heads.append(_("%(label)s: how many gave one") % {"label": column.label})
    return Sheet(str(listed.register.label).capitalize(), heads, _rows(listed, columns), about(listed))


def about(listed: Listing) -> list[tuple[str, str]]:
    """What a file says of itself."""
    asked, by = listed.asked, listed.scene.by
    said = [in_words(listed.columns.get(each.column), each, by) for each in asked.conditions]
    said += [_("Found by: %(words)s") % {"words": asked.words}] if asked.words else []
    said += (
        [ngettext("%(count)d row picked", "%(count)d rows picked", len(asked.picked)) % {"count": len(asked.picked)}]
        if asked.picked
        else []
    )
    on = listed.scene.on
    facts_on = listed.register.facts_on(by, on)
    return [
        (_("Organisation"), by.organisation.name),
        (_("Filtered by"), "; ".join(said) or _("nothing, all records that you may see")),
        (_("As of"), (on or timezone.localdate()).isoformat()),
        *([(_("Newest facts of"), facts_on.isoformat())] if facts_on is not None else []),
        (_("Written"), timezone.now().isoformat(timespec="seconds")),
    ]


def as_object(listed: Listing) -> dict[str, Any]:
    """What the page shows as one object for scripts: register, count, columns, filters, totals, rows."""
    rows = list(objects(listed))
    return _object_of(listed, len(rows), rows)


def as_stream(listed: Listing) -> dict[str, Any]:
    """The same object with rows that are read while it is sent."""
    return _object_of(listed, listed.sums().total, objects(listed))


def objects(listed: Listing) -> Iterator[dict[str, Any]]:
    """Each row as an object."""
    ways, say = [(column, _reader(column)) for column in listed.shown], _sayer()
    return (_object(row, ways, say) for row in listed.every_row())


def _object_of(listed: Listing, count: int, rows: Any) -> dict[str, Any]:
    filters = [{"column": each.column, "operation": each.op, "values": list(each.values)} for each in listed.asked.conditions]
    return {
        "register": listed.register.name, "organisation": listed.scene.by.organisation.key,
        "as_of": as_json(listed.scene.on), "count": count,
        "columns": [{"name": c.name, "label": str(c.label), "kind": str(c.kind)} for c in listed.shown],
        "filters": filters, "totals": totals(listed), "rows": rows,
    }  # fmt: skip


def totals(listed: Listing) -> dict[str, Any]:
    """What the amounts of all pages add up to, by column: the sum where there is one, how many of how many gave it, the sum by price."""
    sums = listed.sums()
    return {
        column.name: {
            "sum": as_json(money.amount), "count": money.given, "of": money.of,
            **({"dates": money.dates} if money.dates > 1 else {}), "by_price": [] if money.dates > 1 else [
                {"currency": p.currency, "basis": p.basis, "sum": as_json(amount), "count": n} for p, amount, n in money.parts
            ],
        }
        for column in listed.shown if (money := sums.money.get(column.name)) is not None
    }  # fmt: skip


def _priced(column: Column, columns: list[Column]) -> bool:
    """Whether the currency stands beside this column: the first of those that share it."""
    return column.kind == Kind.MONEY and column is next(c for c in columns if c.kind == Kind.MONEY and c.price == column.price)


def _rows(listed: Listing, columns: list[Column]) -> Iterator[list[Any]]:
    priced = {column.name for column in columns if _priced(column, columns)}
    ways = [(column, _reader(column), column.name in priced) for column in columns]
    say = _sayer()
    for row in listed.every_row():
        line: list[Any] = []
        for column, exact, has_price in ways:
            value = exact(row)
            line.append(value)
            if has_price:
                line.append(row[column.price.currency] or None)
            if column.gap is not None:
                line.append(_reason(column, row, value, say))
            if column.note is not None:
                line.append(column.note(row))
        yield line


def _reader(column: Column) -> Callable[[Row], Any]:
    """What reads the exact value of a record; the words of choices are looked up once for all rows."""
    if column.kind != Kind.CHOICE:
        return lambda row: None if (value := column.read(row)) == "" else value
    words = {held: str(label) for held, label in column.choices}
    return lambda row: words.get(value := column.read(row), "" if value is None else str(value)) or None


def _sayer() -> Callable[[Any], str]:
    """Says texts in the language of the reader; one that is translated late is translated once for all rows."""
    said: dict[int, tuple[Any, str]] = {}

    def say(text: Any) -> str:
        if isinstance(text, str):
            return text
        if id(text) not in said:
            said[id(text)] = (text, str(text))  # the text is held, so that its id stays its own
        return said[id(text)][1]

    return say


def _object(row: Row, ways: Sequence[tuple[Column, Callable[[Row], Any]]], say: Callable[[Any], str]) -> dict[str, Any]:
    held: dict[str, Any] = {"id": row["pk"]}
    for column, exact in ways:
        value = exact(row)
        held[column.name] = as_json(value)
        if column.gap is not None and (reason := _reason(column, row, value, say)):
            held[f"{column.name}_reason"] = reason
        if column.note is not None:
            held[f"{column.name}_note"] = column.note(row)
        if column.kind == Kind.MONEY:
            held.setdefault(column.price.currency.rpartition("__")[2], row[column.price.currency] or None)
    return held


def _reason(column: Column, row: Row, value: Any, say: Callable[[Any], str]) -> str:
    if value is not None or column.gap is None:
        return ""
    gap = column.gap(row)
    return say(gap.text) or say(gap.short)
