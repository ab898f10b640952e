"""What was computed from the records, kept per process for as long as no kind of record that it was read from is written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from steerco.foundation.ledger.seen import Seen as Seen, State, note, noted, noted_before, stamp as stamp

T = TypeVar("T")


class _Kept(NamedTuple):
    result: Any
    read: State
    weight: int


class Memo:
    """Results by reader and key, the longest unused dropped first; `capacity` counts the weight that each result is given."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def of(self, seen: Seen | None, key: Hashable, compute: Callable[[], T], weigh: Callable[[T], int] = lambda _: 1) -> T:
        """The kept result of this reader and key where it still holds, or the computed one, which is then kept.

        What it was computed from is noted while it is, so that nobody has to name it; what the page around it had read before counts, too,
        because it may have been handed in. Two threads may both compute; both are right.
        """
        if seen is None:
            return compute()
        full = (seen.reader, key)
        with self._lock:
            found = self._kept.get(full)
            if found is not None:
                self._kept.move_to_end(full)
        if found is not None and seen.holds(found.read):
            note(kind for kind, _ in found.read)
            return found.result  # type: ignore[no-any-return]  # kept under the key of this very computation
        with noted() as kinds:
            result = compute()
        self._keep(full, _Kept(result, seen.state(kinds | noted_before()), max(weigh(result), 1)))
        return result

    def _keep(self, full: Hashable, kept: _Kept) -> None:
        with self._lock:
            if full in self._kept:
                self._weight -= self._kept.pop(full).weight
            self._kept[full] = kept
            self._weight += kept.weight
            while self._weight > self.capacity and len(self._kept) > 1:
                self._weight -= self._kept.popitem(last=False)[1].weight

    def __len__(self) -> int:
        return len(self._kept)
