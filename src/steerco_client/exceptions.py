"""Exceptions. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import quoted
from steerco_client.registers import Adds, Many


class _Exception(TypedDict):
    """What is always there."""

    id: int


class Exception(_Exception, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    finding: str | None
    project: str | None
    project_name: str | None
    aspect: str | None
    state: str | None
    deviation: Decimal | int | None
    deviation_reason: str
    found: str | None
    reported: str | None
    reported_reason: str
    outcome: str | None
    outcome_reason: str
    decided: str | None
    decided_reason: str
    decision: str | None
    decision_reason: str
    recommendation: str | None
    recommendation_reason: str


class _ExceptionValues(TypedDict):
    """What is always there."""

    project: int | str | None
    aspect: str | None
    finding: str | None


class ExceptionValues(_ExceptionValues, total=False):
    """What a new record takes."""

    reason: str


class Exceptions(Adds[Exception, ExceptionValues], Many[Exception]):
    """List exceptions, and what else may be done with them."""

    path = "/api/v1/exceptions"

    def confirm(self, slug: str | int, *, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Confirm an exception."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/exceptions/{quoted(slug)}/confirm", body=sent({"reason": reason}), headers=headers).body
        )

    def report(
        self,
        slug: str | int,
        *,
        cause: str | None = NOT_GIVEN,
        consequences: str | None = NOT_GIVEN,
        options: str | None = NOT_GIVEN,
        recommendation: str | None = NOT_GIVEN,
        lessons: str | None = NOT_GIVEN,
        reason: str | None = NOT_GIVEN,
        key: str = "",
    ) -> dict[str, Any]:
        """Report on an exception."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST",
                f"/api/v1/exceptions/{quoted(slug)}/report",
                body=sent(
                    {
                        "cause": cause,
                        "consequences": consequences,
                        "options": options,
                        "recommendation": recommendation,
                        "lessons": lessons,
                        "reason": reason,
                    }
                ),
                headers=headers,
            ).body
        )

    def decide(
        self,
        slug: str | int,
        *,
        words: str | None = NOT_GIVEN,
        outcome: str | None = NOT_GIVEN,
        reason: str | None = NOT_GIVEN,
        decider: str | None = NOT_GIVEN,
        key: str = "",
    ) -> dict[str, Any]:
        """Decide on an exception."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST",
                f"/api/v1/exceptions/{quoted(slug)}/decide",
                body=sent({"words": words, "outcome": outcome, "reason": reason, "decider": decider}),
                headers=headers,
            ).body
        )

    def close(self, slug: str | int, *, lessons: str | None = NOT_GIVEN, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Close an exception."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/exceptions/{quoted(slug)}/close", body=sent({"lessons": lessons, "reason": reason}), headers=headers
            ).body
        )
