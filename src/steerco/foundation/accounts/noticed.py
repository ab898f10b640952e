"""Rows that are written past the ledger and shown in pages all the same: many of them written at once are noticed like one."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models, transaction
from django.dispatch import Signal

M = TypeVar("M", bound=models.Model)

written = Signal()
"""Rows of a kind were written: `sender` is the model, `keys` which rows, `fields` the names that were given."""


class NoticedQuerySet(models.QuerySet[M]):
    """Rows whose `update` is told to whoever keeps what was read of them: a model's own signals say nothing of it."""

    def update(self, **values: Any) -> int:
        """Writes all of these rows, and says which they were, in one transaction."""
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            written.send(sender=self.model, keys=keys, fields=frozenset(values))
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # no template may call it
