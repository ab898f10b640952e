"""What was computed from the records, kept per process for as long as nothing is written: any write moves the ledger's head."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import get_language

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import LedgerHead

T = TypeVar("T")


def stamp(by: Actor) -> Hashable | None:
    """What a result may depend on beside its own parameters (one query): the ledger's head, what the actor sees, the day, the language.

    None while nothing has been written through the ledger; then nothing is kept.
    """
    head = LedgerHead.objects.filter(organisation=by.organisation).values_list("number", "hash").first()
    if head is None:
        return None
    return (by.organisation.pk, *head, by.signature, timezone.localdate(), get_language())


class Memo:
    """Results by stamp and key, the longest unused dropped first; `capacity` counts the weight that each result is given."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def of(self, stamp: Hashable | None, key: Hashable, compute: Callable[[], T], weigh: Callable[[T], int] = lambda _: 1) -> T:
        """The kept result of this stamp and key, or the computed one, which is then kept. Two threads may both compute; both are right."""
        if stamp is None:
            return compute()
        full = (stamp, key)
        with self._lock:
            found = self._kept.get(full)
            if found is not None:
                self._kept.move_to_end(full)
                return found[0]  # type: ignore[no-any-return]  # kept under the key of this very computation
        result = compute()
        self._keep(full, result, max(weigh(result), 1))
        return result

    def _keep(self, full: Hashable, result: Any, weight: int) -> None:
        with self._lock:
            if full in self._kept:
                self._weight -= self._kept.pop(full)[1]
            self._kept[full] = (result, weight)
            self._weight += weight
            while self._weight > self.capacity and len(self._kept) > 1:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._weight -= dropped

    def __len__(self) -> int:
        return len(self._kept)
