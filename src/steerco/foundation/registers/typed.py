"""What was typed above a list, as a condition on its records: each word in one of the fields that the register names."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL

from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.register import Register
from steerco.foundation.search.queries import possible


class Typed:
    """The search of one list. The search index says which records can hold the words; whether they do, the fields themselves say."""

    def __init__(self, register: Register, by: Actor) -> None:
        self.register, self.by = register, by
        self._possible: dict[str, list[int] | RawSQL | None] = {}

    def condition(self, words: str, *, narrow: bool = True) -> Q:
        """The records that hold every word; narrowed by the index, which changes how fast they are found and not which."""
        keys = self._keys(words) if narrow else None
        wanted = Q() if keys is None else Q(pk__in=keys)
        for word in words.split():
            either = Q()
            for path in self.register.search:
                either |= Q(**{f"{path}__icontains": word})
            wanted &= either
        return wanted

    def begins_fast(self, words: str, path: str) -> bool:
        """Whether so many records hold the words that the first in the order of `path` are found sooner one after the other."""
        ordered = any(len(index.fields) > 1 and index.fields[1] == path for index in self.register.model._meta.indexes)
        return ordered and isinstance(self._keys(words), RawSQL)

    def _keys(self, words: str) -> list[int] | RawSQL | None:
        if words not in self._possible:
            self._possible[words] = possible(self.by, self.register.model, self.register.search, words) if words else None
        return self._possible[words]
