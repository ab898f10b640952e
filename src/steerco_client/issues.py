"""Issues. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Issue(TypedDict):
    """What is always there."""

    id: int


class Issue(_Issue, total=False):
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
    priority: str | None
    priority_reason: str
    respond_by: str | None
    respond_by_reason: str
    owner: str | None
    owner_reason: str
    kind: str | None
    kind_reason: str
    impact: int | None
    impact_reason: str
    urgency: int | None
    urgency_reason: str
    due: str | None
    due_reason: str
    raised: str | None
    raised_reason: str
    escalated: str | None
    escalated_reason: str
    ended: str | None
    ended_reason: str
    risk: str | None
    risk_reason: str
    risk_name: str | None
    description: str | None
    description_reason: str
    resolution: str | None
    resolution_reason: str


class _IssueValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None


class IssueValues(_IssueValues, total=False):
    """What a new record takes."""

    kind: str | None
    description: str | None
    impact: int | None
    urgency: int | None
    owner: int | str | None
    due: str | None
    risk: int | str | None
    raised: str | None
    resolution: str | None
    state: str | None
    reason: str


class IssueChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    title: str | None
    kind: str | None
    description: str | None
    impact: int | None
    urgency: int | None
    owner: int | str | None
    due: str | None
    risk: int | str | None
    raised: str | None
    resolution: str | None
    state: str | None
    reason: str


class Issues(Changes[Issue, IssueValues, IssueChanges], Removes[Issue], Many[Issue]):
    """List issues, and what else may be done with them."""

    path = "/api/v1/issues"
