"""What was computed from the records, kept per process for as long as no kind of record that it was read from is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from steerco.foundation.ledger.seen import ANY_WRITE, Seen as Seen, State, note, noted, noted_before, stamp as stamp
from steerco.foundation.ledger.stores import Store

T = TypeVar("T")


class _Kept(NamedTuple):
    result: Any
    read: State


class Memo(Store):
    """Results by reader and key; `capacity` counts the weight that each result is given."""

    def of(
        self, seen: Seen | None, key: Hashable, compute: Callable[[], T], weigh: Callable[[T], int] = lambda _: 1, *, closed: bool = False
    ) -> T:
        """The kept result of this reader and key where it still holds, or the computed one, which is then kept.

        What it was computed from is noted while it is, so that nobody has to name it; what the page around it had read before counts, too,
        because it may have been handed in. Where no page is drawn around it, nobody knows what was handed in: then any write counts.
        `closed` says that nothing was: the key says all that is not read. Two threads may both compute; both are right.
        """
        if seen is None:
            return compute()
        full = (seen.reader, key)
        found: _Kept | None = self.found(full)
        if found is not None and seen.holds(found.read):
            note(kind for kind, _ in found.read)
            return found.result  # type: ignore[no-any-return]  # kept under the key of this very computation
        around = frozenset[str]() if closed else noted_before()
        with noted() as kinds:
            result = compute()
        read = kinds | ({ANY_WRITE} if around is None else around)
        self.keep(full, _Kept(result, seen.state(read)), max(weigh(result), 1))
        return result
