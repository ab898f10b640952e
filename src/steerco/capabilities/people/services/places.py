"""The records that a role can be granted at, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from steerco.capabilities.people.queries import units
from steerco.foundation.access.actor import Actor

PlaceNames = Callable[[Actor], Iterable[tuple[int, str]]]


def _unit_names(by: Actor) -> list[tuple[int, str]]:
    return [(pk, name or code) for pk, name, code in units(by).order_by("name").values_list("pk", "name", "code")]


scope_names: dict[str, tuple[str | Promise, PlaceNames]] = {"unit": (gettext_lazy("Units"), _unit_names)}
"""Kind → the words for it, and its records as somebody may see them; rooms above add theirs."""
