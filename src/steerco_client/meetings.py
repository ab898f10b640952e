"""Meetings. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

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
