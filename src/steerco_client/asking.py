"""Asking a calculation, and what it answers."""

from __future__ import annotations

from typing import Any, TypedDict, cast

from steerco_client.calls import Connection

NOT_GIVEN: Any = ...


def sent(given: dict[str, Any]) -> dict[str, Any]:
    """What was given at all."""
    return {key: value for key, value in given.items() if value is not NOT_GIVEN}


class Reasoned(TypedDict):
    """Why a number is missing: where, the code, and in words."""

    at: str
    code: str
    message: str


class Calculated(TypedDict):
    """A result with its reasons, the hash of what was given, and the version of the engine."""

    calculation: str
    engine_version: str
    result: Any
    reasons: list[Reasoned]
    inputs_hash: str


class Asks:
    """Asks calculations; an input that can't be calculated with raises `Problem`, its code in `said`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def ask(self, name: str, given: dict[str, Any]) -> Calculated:
        """Any calculation by its name; what is `NOT_GIVEN` is not sent."""
        return cast(Calculated, self.connection.call("POST", f"/api/v1/calculations/{name}", body=sent(given)).body)
