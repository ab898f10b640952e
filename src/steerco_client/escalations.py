"""Escalations. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

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
