"""Meetings. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import Any, TypedDict

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import quoted
from steerco_client.registers import Adds, Many


class _Meeting(TypedDict):
    """What is always there."""

    id: int


class Meeting(_Meeting, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    board: str | None
    board_name: str | None
    on: str | None
    place: str | None
    place_reason: str
    state: str | None
    papers_due: str | None
    papers: str | None
    papers_reason: str
    quorate: bool | None
    approved: str | None
    approved_reason: str


class _MeetingValues(TypedDict):
    """What is always there."""

    board: int | str | None
    on: str | None


class MeetingValues(_MeetingValues, total=False):
    """What a new record takes."""

    place: str | None
    length: int | None
    reason: str


class Meetings(Adds[Meeting, MeetingValues], Many[Meeting]):
    """List meetings, and what else may be done with them."""

    path = "/api/v1/meetings"

    def agenda(self, slug: str | int, *, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Draw the agenda."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/meetings/{quoted(slug)}/agenda", body=sent({"reason": reason}), headers=headers).body
        )

    def papers(self, slug: str | int, *, leave: str | None = NOT_GIVEN, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Issue the papers."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/meetings/{quoted(slug)}/papers", body=sent({"leave": leave, "reason": reason}), headers=headers
            ).body
        )

    def minutes(self, slug: str | int, *, minutes: str | None = NOT_GIVEN, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Write the minutes."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/meetings/{quoted(slug)}/minutes", body=sent({"minutes": minutes, "reason": reason}), headers=headers
            ).body
        )

    def approve(self, slug: str | int, *, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Approve the minutes."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/meetings/{quoted(slug)}/approve", body=sent({"reason": reason}), headers=headers).body
        )

    def close(self, slug: str | int, *, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Close a meeting."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/meetings/{quoted(slug)}/close", body=sent({"reason": reason}), headers=headers).body
        )

    def cancel(self, slug: str | int, *, reason: str | None = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Cancel a meeting."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/meetings/{quoted(slug)}/cancel", body=sent({"reason": reason}), headers=headers).body
        )
