"""The records that a role can be granted at, by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from steerco.capabilities.people.queries import units
from steerco.foundation.access.actor import Actor

Keys = Collection[int] | None


class PlaceNames(Protocol):
    """The records of one kind by key and name, as somebody may see them; those with some keys only, where they are given."""

    def __call__(self, by: Actor, among: Keys = None) -> Iterable[tuple[int, str]]:
        """The keys and names, by name."""


def _unit_names(by: Actor, among: Keys = None) -> list[tuple[int, str]]:
    found = units(by) if among is None else units(by).filter(pk__in=among)
    return [(pk, name or code) for pk, name, code in found.order_by("name").values_list("pk", "name", "code")]


scope_names: dict[str, tuple[str | Promise, PlaceNames]] = {"unit": (gettext_lazy("Units"), _unit_names)}
"""Kind → the words for it, and its records as somebody may see them; rooms above add theirs."""


def place_names(by: Actor, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The names of some places that the actor may see (one query a kind)."""
    wanted: dict[str, set[int]] = {}
    for kind, key in places:
        wanted.setdefault(kind, set()).add(key)
    known = {kind: scope_names[kind][1](by, among=keys) for kind, keys in wanted.items() if kind in scope_names}
    return {(kind, key): name for kind, names in known.items() for key, name in names}
