"""A register on a past date, read back from the ledger: the same filters, order and sums on the records as they stood then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from steerco.foundation.ledger.queries import states_as_of
from steerco.foundation.ledger.snapshot import restored
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column
from steerco.foundation.registers.held import HeldListing


class PastListing(HeldListing):
    """Rows as they stood at the end of a day, of the records that the actor may see today."""

    def counts(self, views: dict[int, Asked]) -> dict[int, int]:
        """No counts of other views: a past list is looked at once."""
        return {}

    def held(self) -> Sequence[dict[str, Any]]:
        """The records as they stood, the newest first where the order falls."""
        return sorted(self._stood, key=lambda row: row["pk"], reverse=self.falling)

    @cached_property
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
