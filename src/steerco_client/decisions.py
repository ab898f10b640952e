"""Decisions. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Decision(TypedDict):
    """What is always there."""

    id: int


class Decision(_Decision, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    title: str | None
    project: str | None
    project_reason: str
    project_name: str | None
    state: str | None
    state_reason: str
    outcome: str | None
    outcome_reason: str
    decider: str | None
    decider_reason: str
    decided: str | None
    decided_reason: str
    options: str | None
    options_reason: str
    rationale: str | None
    rationale_reason: str
    effects: str | None
    effects_reason: str
    review: str | None
    review_reason: str
    reverses: str | None
    reverses_reason: str
    reverses_name: str | None
    issue: str | None
    issue_reason: str
    issue_name: str | None
    owner: str | None
    owner_reason: str
    raised: str | None
    raised_reason: str


class _DecisionValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None


class DecisionValues(_DecisionValues, total=False):
    """What a new record takes."""

    options: str | None
    outcome: str | None
    decider: int | str | None
    decided: str | None
    rationale: str | None
    effects: str | None
    review: str | None
    issue: int | str | None
    owner: int | str | None
    raised: str | None
    state: str | None
    reason: str


class DecisionChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    title: str | None
    options: str | None
    outcome: str | None
    decider: int | str | None
    decided: str | None
    rationale: str | None
    effects: str | None
    review: str | None
    issue: int | str | None
    owner: int | str | None
    raised: str | None
    state: str | None
    reason: str


class Decisions(Changes[Decision, DecisionValues, DecisionChanges], Removes[Decision], Many[Decision]):
    """List decisions, and what else may be done with them."""

    path = "/api/v1/decisions"
