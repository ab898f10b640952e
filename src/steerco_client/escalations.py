"""Escalations. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import Any, TypedDict

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import quoted
from steerco_client.registers import Adds, Many


class _Escalation(TypedDict):
    """What is always there."""

    id: int


class Escalation(_Escalation, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    title: str | None
    project: str | None
    project_name: str | None
    state: str | None
    level: int | None
    responsible: str | None
    responsible_reason: str
    due: str | None
    escalated: str | None
    unanswered: str | None
    unanswered_reason: str
    ended: str | None
    ended_reason: str
    decision: str | None
    decision_reason: str
    outcome: str | None
    outcome_reason: str


class _EscalationValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None
    asked: str | None


class EscalationValues(_EscalationValues, total=False):
    """What a new record takes."""

    causes: str | None
    reason: str


class Escalations(Adds[Escalation, EscalationValues], Many[Escalation]):
    """List escalations, and what else may be done with them."""

    path = "/api/v1/escalations"

    def note(self, slug: str | int, *, words: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Note an escalation."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/escalations/{quoted(slug)}/note", body=sent({"words": words}), headers=headers).body
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
        """Decide on an escalation."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST",
                f"/api/v1/escalations/{quoted(slug)}/decide",
                body=sent({"words": words, "outcome": outcome, "reason": reason, "decider": decider}),
                headers=headers,
            ).body
        )

    def lower(self, slug: str | int, *, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Give an escalation back."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/escalations/{quoted(slug)}/lower", body=sent({"reason": reason}), headers=headers).body
        )
