"""Units. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes

Unit = TypedDict(
    "Unit",
    {
        "id": int,
        "version": "int | None",
        "updated_at": "str | None",
        "code": "str | None",
        "name": "str | None",
        "kind": "str | None",
        "head": "str | None",
        "from": "str | None",
        "to": "str | None",
    },
    total=False,
)

UnitValues = TypedDict(
    "UnitValues",
    {
        "code": "str | None",
        "name": "str | None",
        "kind": "str | None",
        "head": "int | str | None",
        "from": "str | None",
        "to": "str | None",
        "reason": str,
    },
    total=False,
)

UnitChanges = TypedDict(
    "UnitChanges",
    {
        "code": "str | None",
        "name": "str | None",
        "kind": "str | None",
        "head": "int | str | None",
        "from": "str | None",
        "to": "str | None",
        "reason": str,
    },
    total=False,
)


class Units(Changes[Unit, UnitValues, UnitChanges], Removes[Unit], Many[Unit]):
    """List units, and what else may be done with them."""

    path = "/api/v1/units"
