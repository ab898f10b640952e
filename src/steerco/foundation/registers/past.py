"""A register on a past date, read back from the ledger: the same filters, order and sums on the records as they stood then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from steerco.foundation.ledger.queries import states_as_of
from steerco.foundation.ledger.snapshot import restored
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column, Kind
from steerco.foundation.registers.filters import holds
from steerco.foundation.registers.listing import PAGE, Listing, Page
from steerco.foundation.registers.sums import Sums, added


class PastListing(Listing):
    """Rows as they stood at the end of a day, of the records that the actor may see today."""

    def page(self, size: int = PAGE) -> Page:
        """One page; the place is a count, because the past does not move."""
        start = int(self.asked.after) if self.asked.after.isdecimal() else 0
        rows = self._ordered()
        return Page(self.prepared(rows[start : start + size]), str(start + size) if len(rows) > start + size else "")

    def every_row(self) -> Iterator[dict[str, Any]]:
        """All rows."""
        yield from self.prepared(self._ordered())

    def counts(self, views: dict[int, Asked]) -> dict[int, int]:
        """No counts of other views: each would be read back from the ledger."""
        return {}

    def _add_up(self) -> Sums:
        rows = self._ordered()
        money = [column for column in self.shown if column.kind == Kind.MONEY and column.stored]
        for row in rows:
            row["how_many"] = 1
            for column in money:
                amount = column.read(row)
                row[f"given_{column.name}"], row[f"sum_{column.name}"] = int(amount is not None), amount or Decimal(0)
        whole = added(rows, money)
        if self.group is None:
            return whole
        parts: dict[Any, list[dict[str, Any]]] = {}
        for row in rows:
            parts.setdefault(row[self.group.key], []).append(row)
        return whole._replace(groups={held: added(part, money) for held, part in parts.items()})

    def _ordered(self) -> list[dict[str, Any]]:
        rows = [row for row in self._stood() if self._asked_for(row)]
        rows.sort(key=lambda row: row["pk"], reverse=self.falling)
        for column, falling in ((self.sort, self.falling), (self.group, False)):
            if column is not None:
                given = [row for row in rows if row[column.words] not in (None, "")]
                without = [row for row in rows if row[column.words] in (None, "")]
                places = {held: place for place, (held, _label) in enumerate(column.choices)}
                given.sort(key=lambda row: places.get(row[column.words], 0) if places else row[column.words], reverse=falling)
                rows = given + without
        return rows

    def _asked_for(self, row: dict[str, Any]) -> bool:
        if self.asked.picked and row["pk"] not in self.asked.picked:
            return False
        text = " ".join(str(row.get(path) or "") for path in self.register.search).lower()
        if not all(word in text for word in self.asked.words.lower().split()):
            return False
        for each in self.asked.filters:
            column = self.columns.get(each.column)
            try:
                if column is None or not holds(column, each, (row[column.key], row[column.words])):
                    return False
            except ValueError as error:
                self._problem(str(error))
        return True

    def _stood(self) -> list[dict[str, Any]]:
        assert self.scene.on is not None  # a past listing is made for a date
        zone = ZoneInfo(self.scene.by.organisation.time_zone)
        instant = dt.datetime.combine(self.scene.on + dt.timedelta(days=1), dt.time(), zone)
        model = self.register.model
        visible = set(self.register.rows(self.scene.by).order_by().values_list("pk", flat=True))
        there = set(model._default_manager.values_list("pk", flat=True))
        sees_all = visible >= there  # what has been removed since is shown to whoever sees everything that is left
        states = {
            pk: restored(model, held)
            for pk, held in states_as_of(model, instant).items()
            if pk in visible or (sees_all and pk not in there and not held.get("confidentiality"))
        }
        columns = list(self.columns.values())
        paths = dict.fromkeys([self.register.slug, *self.register.search, *(path for c in columns for path in (c.key, c.words, *c.paths))])
        others = {name: self._others(name, instant) for name in {path.split("__")[0] for path in paths if "__" in path}}
        return [self._row(pk, held, paths, others, columns) for pk, held in states.items()]

    def _others(self, name: str, instant: dt.datetime) -> dict[int, dict[str, Any]]:
        field = next((f for f in self.register.model._meta.concrete_fields if f.name == name), None)
        if field is None or field.related_model is None:
            return {}
        return {pk: restored(field.related_model, held) for pk, held in states_as_of(field.related_model, instant).items()}

    def _row(
        self, pk: int, held: dict[str, Any], paths: dict[str, None], others: dict[str, dict[int, dict[str, Any]]], columns: list[Column]
    ) -> dict[str, Any]:
        row: dict[str, Any] = {"pk": pk}
        for path in paths:
            name, _divided, rest = path.partition("__")
            row.setdefault(path, others[name].get(held.get(f"{name}_id") or 0, {}).get(rest) if rest else held.get(path))
        for column in columns:
            if column.expression is not None:
                row[column.key] = column.value(row) if column.value is not None else None
        return row
