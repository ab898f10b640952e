"""The verbs of units, people and roles."""

from steerco.capabilities.people.services.members import admit, lasting, shut_out
from steerco.capabilities.people.services.ownerships import Owned, Ownership, hand_over, leavers, open_ownerships, ownerships
from steerco.capabilities.people.services.places import place_names, scope_names
from steerco.capabilities.people.services.records import (
    close_unit,
    create_person,
    create_unit,
    delete_person,
    delete_unit,
    place_unit,
    update_person,
    update_unit,
)
from steerco.capabilities.people.services.roles import (
    end_role,
    end_roles_at,
    grant_role,
    scope_kinds,
    scopes_at,
    scopes_of_assignment,
)
from steerco.capabilities.people.services.sources import people_from_source, units_from_source

__all__ = [
    "Owned",
    "Ownership",
    "admit",
    "close_unit",
    "create_person",
    "create_unit",
    "delete_person",
    "delete_unit",
    "end_role",
    "end_roles_at",
    "grant_role",
    "hand_over",
    "lasting",
    "leavers",
    "open_ownerships",
    "ownerships",
    "people_from_source",
    "place_unit",
    "scope_kinds",
    "place_names",
    "scope_names",
    "scopes_at",
    "scopes_of_assignment",
    "shut_out",
    "units_from_source",
    "update_person",
    "update_unit",
]
