"""Projects and names that are alike. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, cast

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import Connection, quoted


class _Match(TypedDict):
    """What is always there."""

    keep: dict[str, Any]
    absorb: dict[str, Any]
    score: int


class Match(_Match, total=False):
    """Two projects that may be one, and what speaks for it."""

    evidence: str


class _ProposedName(TypedDict):
    """What is always there."""

    id: int
    project: dict[str, Any]
    name: str


class ProposedName(_ProposedName, total=False):
    """A name that only likeness has linked to a project."""

    key: str
    source: str
    evidence: str


class _Apart(TypedDict):
    """What is always there."""

    id: int
    one: dict[str, Any]
    other: dict[str, Any]


class Apart(_Apart, total=False):
    """Two projects that somebody said are not the same."""

    reason: str
    said_by: str | None
    said_at: str


class _Pair(TypedDict):
    """What is always there."""

    keep: dict[str, Any]
    absorb: dict[str, Any]
    reports_moving: int
    both: list[str]


class Pair(_Pair, total=False):
    """Two projects beside each other, and what merging them would do."""

    reports_then: int
    facts: list[dict[str, Any]]
    apart: Any


class Matches:
    """Projects and names that are alike."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def list(self, *, limit: int = NOT_GIVEN, after: int = NOT_GIVEN) -> tuple[Sequence[Match], int | None]:
        """List projects that may be one."""
        body = self.connection.call("GET", "/api/v1/matches", query=sent({"limit": limit, "after": after})).body
        return cast("tuple[Sequence[Match], int | None]", (body["data"], body["next"]))

    def names(self, *, limit: int = NOT_GIVEN, after: int = NOT_GIVEN) -> tuple[Sequence[ProposedName], int | None]:
        """List names to confirm."""
        body = self.connection.call("GET", "/api/v1/matches/names", query=sent({"limit": limit, "after": after})).body
        return cast("tuple[Sequence[ProposedName], int | None]", (body["data"], body["next"]))

    def confirm(self, *, names: Sequence[int], reason: str = NOT_GIVEN, key: str = "") -> tuple[Sequence[ProposedName], int | None]:
        """Confirm names."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        body = self.connection.call(
            "POST", "/api/v1/matches/names/confirm", body=sent({"names": names, "reason": reason}), headers=headers
        ).body
        return cast("tuple[Sequence[ProposedName], int | None]", (body["data"], body["next"]))

    def apart(self, *, limit: int = NOT_GIVEN, after: int = NOT_GIVEN) -> tuple[Sequence[Apart], int | None]:
        """List what is not the same."""
        body = self.connection.call("GET", "/api/v1/matches/apart", query=sent({"limit": limit, "after": after})).body
        return cast("tuple[Sequence[Apart], int | None]", (body["data"], body["next"]))

    def keep_apart(self, *, project: str, other: str, reason: str = NOT_GIVEN, key: str = "") -> Apart:
        """Say that two are not the same."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return cast(
            Apart,
            self.connection.call(
                "POST", "/api/v1/matches/apart", body=sent({"project": project, "other": other, "reason": reason}), headers=headers
            ).body,
        )

    def reconsider(self, slug: str | int, *, reason: str, key: str = "") -> None:
        """Let two be proposed again."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        self.connection.call("POST", f"/api/v1/matches/apart/{quoted(slug)}/reconsider", body=sent({"reason": reason}), headers=headers)

    def undo(self, slug: str | int, *, reason: str, key: str = "") -> dict[str, Any]:
        """Take a merge back."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/matches/acts/{quoted(slug)}/undo", body=sent({"reason": reason}), headers=headers).body
        )

    def compare(self, keep: str | int, absorb: str | int) -> Pair:
        """Lay two projects beside each other."""
        return cast(Pair, self.connection.call("GET", f"/api/v1/matches/{quoted(keep)}/{quoted(absorb)}").body)

    def every(self, **asked: Any) -> Iterator[Match]:
        """Each of them, page after page."""
        after: int | None = NOT_GIVEN
        while after is not None:
            found, after = self.list(after=after, **asked)
            yield from found
