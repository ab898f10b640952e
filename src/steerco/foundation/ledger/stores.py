"""What a process keeps in memory, and how it forgets all of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any
from weakref import WeakSet

_stores: WeakSet[Store] = WeakSet()


class Store:
    """Something kept under names, the longest unused dropped first; `capacity` counts weights."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()
        _stores.add(self)

    def found(self, name: Hashable) -> Any:
        """What is kept under a name, or None; it counts as used."""
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name][0]

    def keep(self, name: Hashable, value: Any, weight: int) -> None:
        """Keeps a value in place of what was kept under its name; the newest is kept however heavy it is."""
        with self._lock:
            if name in self._kept:
                self._weight -= self._kept.pop(name)[1]
            self._kept[name] = value, weight
            self._weight += weight
            while self._weight > self.capacity and len(self._kept) > 1:
                self._weight -= self._kept.popitem(last=False)[1][1]

    def forget(self) -> None:
        """Keeps nothing any more."""
        with self._lock:
            self._kept.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._kept)


def forget_everything() -> None:
    """All stores of the process keep nothing any more."""
    for store in tuple(_stores):
        store.forget()
