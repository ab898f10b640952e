"""Which of the entries that hold what was typed an actor may see: each room is asked, of its own records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.search.matching import Candidate
from steerco.foundation.search.models import SearchEntry
from steerco.foundation.search.searchable import Searchable

BROAD = 1000


class Sight:
    """An actor's sight of some kinds of record."""

    def __init__(self, by: Actor, kinds: Mapping[str, Searchable]) -> None:
        self.by, self.kinds = by, kinds

    def of(self, found: QuerySet[SearchEntry, Candidate]) -> list[Candidate]:
        """Those that the actor may see; where they are too many to weigh, the first that it may see."""
        some = list(found[: BROAD + 1])
        return self._seen(some) if len(some) <= BROAD else list(found.filter(self._narrow)[:BROAD])

    def condition(self) -> Q:
        """The entries whose record the actor may see, as a filter; the caller adds the organisation."""
        seen = Q(pk__in=[])
        for each in self.kinds.values():
            seen |= Q(Exists(each.visible_records(self.by).filter(pk=OuterRef("record_id")).order_by()), kind=each.kind)
        return seen

    @cached_property
    def _narrow(self) -> Q:
        """The same; of what the actor may see few of, the entries themselves (two queries a kind, once a search)."""
        entries, seen = list[int](), Q()
        for each in self.kinds.values():
            visible = each.visible_records(self.by).order_by()
            few = list(visible.values_list("pk", flat=True)[: BROAD + 1])
            if len(few) > BROAD:
                seen |= Q(Exists(visible.filter(pk=OuterRef("record_id"))), kind=each.kind)
            elif few:
                of_kind = SearchEntry.everywhere.filter(organisation=self.by.organisation, kind=each.kind, record_id__in=few)
                entries += of_kind.values_list("pk", flat=True)
        return seen | Q(pk__in=entries)

    def _seen(self, found: list[Candidate]) -> list[Candidate]:
        """Those of a few that the actor may see (one query a kind)."""
        wanted: dict[str, list[int]] = {}
        for each in found:
            if each.kind in self.kinds:
                wanted.setdefault(each.kind, []).append(each.record_id)
        seen = set[tuple[str, int]]()
        for kind, ids in wanted.items():
            visible = self.kinds[kind].visible_records(self.by).filter(pk__in=ids).order_by()
            seen.update((kind, pk) for pk in visible.values_list("pk", flat=True))
        return [each for each in found if (each.kind, each.record_id) in seen]
