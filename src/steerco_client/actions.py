"""Actions. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Action(TypedDict):
    """What is always there."""

    id: int


class Action(_Action, total=False):
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
    owner: str | None
    owner_reason: str
    due: str | None
    due_reason: str
    priority: int | None
    priority_reason: str
    source: str | None
    source_reason: str
    risk: str | None
    risk_reason: str
    risk_name: str | None
    issue: str | None
    issue_reason: str
    issue_name: str | None
    decision: str | None
    decision_reason: str
    decision_name: str | None
    done: str | None
    done_reason: str
    evidence: str | None
    evidence_reason: str
    raised: str | None
    raised_reason: str


class _ActionValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None


class ActionValues(_ActionValues, total=False):
    """What a new record takes."""

    owner: int | str | None
    due: str | None
    priority: int | None
    source: str | None
    risk: int | str | None
    issue: int | str | None
    decision: int | str | None
    evidence: str | None
    raised: str | None
    state: str | None
    reason: str


class ActionChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    title: str | None
    owner: int | str | None
    due: str | None
    priority: int | None
    source: str | None
    risk: int | str | None
    issue: int | str | None
    decision: int | str | None
    evidence: str | None
    raised: str | None
    state: str | None
    reason: str


class Actions(Changes[Action, ActionValues, ActionChanges], Removes[Action], Many[Action]):
    """List actions, and what else may be done with them."""

    path = "/api/v1/actions"
