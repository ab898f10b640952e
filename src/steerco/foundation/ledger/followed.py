"""Values by record that follow the ledger: after a write only the records that it touched are read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Exists

from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.seen import Seen, State, note, noted, unnoted
from steerco.foundation.ledger.stores import Store

T = TypeVar("T")
V = TypeVar("V")
MOST_CHANGES = 1_000
ANYWAY = 50  # so few records are read again however few there are in all
_NOTHING = object()


class Touch(NamedTuple):
    """A record that a revision touched, with the fields that it set, as they were before and after."""

    kind: str
    record_id: int
    before: dict[str, Any]
    after: dict[str, Any]

    def either(self, field: str) -> set[Any]:
        """What a field held before and after, where it was told."""
        return {values[field] for values in (self.before, self.after) if values.get(field) is not None}


class Written:
    """What was written between two moments, in order."""

    def __init__(self, touches: Iterable[Touch]) -> None:
        self.touches = tuple(touches)
        self._found: dict[Hashable, Any] = {}

    def of(self, *kinds: str) -> list[Touch]:
        """The touches of some kinds."""
        return [touch for touch in self.touches if touch.kind in kinds]

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What was found out about these touches under a key; found out the first time it is asked."""
        if key not in self._found:
            self._found[key] = find()
        found: T = self._found[key]
        return found


Touched = Callable[[Written], Collection[int] | None]
"""Which values some touches concern; None where that can't be told, and all must be read again."""


class _Known(NamedTuple, Generic[V]):
    number: int
    seal: str
    read: State
    values: Mapping[int, V]


class Followed(Store, Generic[V]):
    """Values by key, each set of them kept under a name; `capacity` counts values.

    A name must say whatever decides what is read beside the keys: the organisation, and how much of it the actor sees.
    """

    def all(
        self, seen: Seen | None, name: Hashable, load: Callable[[Collection[int] | None], Mapping[int, V]], touched: Touched
    ) -> Mapping[int, V]:
        """All values of a name as they are now, in the order of their keys; one that did not change stays the same object.

        `load` reads all (None) or some of them; `touched` says which of them a write concerns.
        """
        if seen is None:
            return load(None)
        found: _Known[V] | None = self.found(name)
        if found is not None and not seen.holds(found.read):
            found = self._caught_up(seen, found, load, touched)
        if found is None:
            with noted(alone=True) as kinds:
                values = load(None)
            found = _Known(seen.number, seen.seal, seen.state(kinds), values)
        return self._told(name, found)

    def some(
        self, seen: Seen | None, name: Hashable, keys: Collection[int], load: Callable[[Collection[int]], Mapping[int, V]], touched: Touched
    ) -> Mapping[int, V]:
        """The values of some keys as they are now; those that nobody asked for yet are read, and then kept beside the others."""
        if seen is None:
            return load(keys)
        found: _Known[V] | None = self.found(name)
        if found is not None and not seen.holds(found.read):
            gone = _touched(seen, found, touched)
            kept = {} if gone is None else {key: value for key, value in found.values.items() if key not in gone}
            found = _Known(seen.number, seen.seal, seen.state(kind for kind, _ in found.read), kept)
        known = found.values if found is not None and len(found.values) < self.capacity else {}
        missing = [key for key in keys if key not in known]
        with noted(alone=True) as kinds:
            values = {**known, **load(missing)} if missing else known
        read = seen.state(kinds | {kind for kind, _ in (found.read if found else ())})
        values = self._told(name, _Known(seen.number, seen.seal, read, values))
        return {key: values[key] for key in keys if key in values}

    def _caught_up(
        self, seen: Seen, found: _Known[V], load: Callable[[Collection[int]], Mapping[int, V]], touched: Touched
    ) -> _Known[V] | None:
        """The values with those read again that were touched since; None where it is simpler, or safer, to read all."""
        keys = _touched(seen, found, touched)
        if keys is None or len(keys) > ANYWAY + len(found.values) // 4:
            return None
        with noted(alone=True) as kinds:
            some = load(keys) if keys else {}
        read = seen.state(kinds | {kind for kind, _ in found.read})
        return _Known(seen.number, seen.seal, read, patched(found.values, keys, some))

    def _told(self, name: Hashable, known: _Known[V]) -> Mapping[int, V]:
        note(kind for kind, _ in known.read)
        self.keep(name, known, len(known.values))
        return known.values


def _touched(seen: Seen, found: _Known[Any], touched: Touched) -> Collection[int] | None:
    """What was touched since; what was written is read once a moment for all that were read at the same revision."""
    moved = tuple(kind for kind, stood in found.read if not seen.holds(((kind, stood),)))
    written = seen.once((found.number, found.seal, moved), lambda: written_since(seen, found.number, found.seal, moved))
    return None if written is None else touched(written)


def patched(values: Mapping[int, V], keys: Iterable[int], some: Mapping[int, V]) -> Mapping[int, V]:
    """The values with some of them as they are now; the very same where nothing differs."""
    differ = [key for key in keys if values.get(key, _NOTHING) != some.get(key, _NOTHING)]
    if not differ:
        return values
    result = dict(values)
    for key in differ:
        result.pop(key, None) if key not in some else result.__setitem__(key, some[key])
    return dict(sorted(result.items())) if any(key not in values for key in differ) else result


def written_since(seen: Seen, number: int, seal: str, kinds: Collection[str]) -> Written | None:
    """What was written of some kinds after the revision of this number and seal (one query).

    None where there is no such revision before this moment (a database that was restored), and where too much was written to go through.
    """
    if number >= seen.number:
        return None
    known = Revision.everywhere.filter(organisation_id=seen.organisation, number=number, hash=seal)
    changes = Change.objects.filter(
        Exists(known), revision__organisation_id=seen.organisation, revision__number__gt=number, record_type__in=kinds
    ).order_by("pk")
    with unnoted():
        rows = list(changes.values_list("record_type", "record_id", "before", "after")[: MOST_CHANGES + 1])
    if not rows or len(rows) > MOST_CHANGES:
        return None
    return Written(Touch(kind, pk, before or {}, after or {}) for kind, pk, before, after in rows)
