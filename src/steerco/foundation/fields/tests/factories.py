"""Makes what tests of own fields need, once."""

from __future__ import annotations

from typing import Any

from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import as_text
from steerco.foundation.fields import services
from steerco.foundation.fields.models import OwnField
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import listing, sheet


def define(by: Actor, label: str, kind: str = "text", register: str = "projects", **given: Any) -> OwnField:
    """A field, made by its service."""
    return services.define_field(by=by, label=label, kind=kind, register=register, **given)


def listed(by: Actor, *columns: str, register: str = "projects", **asked: Any) -> Listing:
    """The list of a register with some columns."""
    filters = tuple(found for text in asked.pop("f", ()) if (found := Filter.from_text(text)) is not None)
    return listing(registers[register], by, Asked(columns=columns, filters=filters, **asked))


def table(by: Actor, *columns: str, **asked: Any) -> list[list[str]]:
    """What the list exports, as texts."""
    return [[as_text(value) for value in row] for row in sheet(listed(by, *columns, **asked)).rows]


def column(by: Actor, name: str, **asked: Any) -> list[str]:
    """One column of the list, as texts."""
    return [row[0] for row in table(by, name, **asked)]
