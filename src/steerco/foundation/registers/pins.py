"""Filters that somebody keeps pinned: kept, read and forgotten here; a list that is asked nothing begins with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.models import PinnedFilters
from steerco.foundation.registers.register import Register

MOST_PINNED = 10


@seen_through("registers.pinnedfilters")
def seen_pins(by: Actor) -> QuerySet[PinnedFilters, dict[str, Any]]:
    """The pins whose changes the actor may read in the ledger: their own."""
    return (
        PinnedFilters.objects.filter(owner=by.account).values("pk") if by.account is not None else PinnedFilters.objects.none().values("pk")
    )


def kept_pins(by: Actor, register: Register) -> tuple[Filter, ...]:
    """The filters that the actor keeps pinned in a list (one query)."""
    if by.account is None:
        return ()
    kept = PinnedFilters.objects.filter(register=register.name, owner=by.account).values_list("filters", flat=True).first()
    return tuple(found for text in kept or () if (found := Filter.from_text(text)) is not None)


def keep_pins(*, by: Actor, register: Register, pins: Sequence[Filter]) -> None:
    """Opens the list with these filters pinned from now on; with none it opens as it did before."""
    register.require(by, "view")
    if by.account is None:
        raise Refused("pinned filter", "keep", {"whoever signed in"})
    texts = [str(each) for each in pins[:MOST_PINNED]]
    held = PinnedFilters.objects.filter(register=register.name, owner=by.account).first()
    if held is None and not texts:
        return
    with revise(by, "keep_pins") as revision:
        if held is None:
            revision.create(PinnedFilters(organisation=by.organisation, register=register.name, owner=by.account, filters=texts))
        elif texts:
            revision.update(held, filters=texts)
        else:
            revision.delete(held)
