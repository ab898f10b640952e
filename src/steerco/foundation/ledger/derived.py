"""Results kept with the very objects that they were made from: made again when one of these is another object."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from operator import is_
from typing import Any, Generic, NamedTuple, TypeVar

from steerco.foundation.ledger.stores import Store

A = TypeVar("A")
B = TypeVar("B")
R = TypeVar("R")
NOTHING = object()


class Made(NamedTuple, Generic[R]):
    """A result and its parts, in order."""

    parts: tuple[Any, ...]
    result: R


class Derived(Store):
    """The newest result of each name; `capacity` counts the weight that each result is given.

    A result may hang on its parts and its name alone. What follows the ledger (`Followed`) stays the same object until it changes,
    so that nothing is made again for a write that changed nothing here.
    """

    def of(self, name: Hashable, parts: tuple[Any, ...], make: Callable[[Made[R] | None], R], weigh: Callable[[R], int] = lambda _: 1) -> R:
        """The kept result where its parts are these; else what `make` makes, which is handed the one before."""
        before: Made[R] | None = self.found(name)
        if before is not None and len(before.parts) == len(parts) and all(map(is_, before.parts, parts)):
            return before.result
        made = Made(parts, make(before))
        self.keep(name, made, weigh(made.result))
        return made.result


def carried(values: Mapping[int, A], make: Callable[[A], B], before: Made[Mapping[int, B]] | None) -> Mapping[int, B]:
    """A mapping made value by value: only values that are other objects than before are made again; all the same, the same mapping."""
    if before is None:
        return {key: make(value) for key, value in values.items()}
    old, results = before.parts[0], before.result
    made: dict[int, B] = {}
    same = len(old) == len(values)
    for key, value in values.items():
        result = results.get(key, NOTHING)
        if old.get(key, NOTHING) is not value:
            fresh = make(value)
            if result != fresh:
                same, result = False, fresh
        made[key] = result  # type: ignore[assignment]  # kept for this very value
    return results if same else made
