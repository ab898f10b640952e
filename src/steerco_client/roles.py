"""Roles. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Adds, Many, Removes

Role = TypedDict(
    "Role",
    {
        "id": int,
        "version": "int | None",
        "updated_at": "str | None",
        "account": "str | None",
        "email": "str | None",
        "role": "str | None",
        "place": "str | None",
        "scope": "str | None",
        "scope_number": "Decimal | int | None",
        "clearance": "int | None",
        "from": "str | None",
        "until": "str | None",
        "in_force": "bool | None",
        "granted_by": "str | None",
        "why": "str | None",
    },
    total=False,
)

RoleValues = TypedDict(
    "RoleValues",
    {
        "account": "int | str | None",
        "role": "str | None",
        "clearance": "int | None",
        "scope": "str | None",
        "scope_number": "str | None",
        "from": "str | None",
        "until": "str | None",
        "grounds": "str | None",
        "reason": str,
    },
    total=False,
)


class Roles(Adds[Role, RoleValues], Removes[Role], Many[Role]):
    """List roles, and what else may be done with them."""

    path = "/api/v1/roles"
