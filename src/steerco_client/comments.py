"""What people say at records. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, cast

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import Connection, quoted


class _Comment(TypedDict):
    """What is always there."""

    id: int
    version: int
    register: str | None
    record: str | None
    author: str | None
    text: str


class Comment(_Comment, total=False):
    """What somebody said at a record; its place stays where it was taken away."""

    on_behalf_of: str | None
    mentions: list[str]
    created_at: str
    edited_at: str | None
    removed_at: str | None
    removed_by: str | None


class Comments:
    """What people say at records."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def list(
        self, *, register: str = NOT_GIVEN, record: str = NOT_GIVEN, limit: int = NOT_GIVEN, after: int = NOT_GIVEN
    ) -> tuple[Sequence[Comment], int | None]:
        """List comments."""
        body = self.connection.call(
            "GET", "/api/v1/comments", query=sent({"register": register, "record": record, "limit": limit, "after": after})
        ).body
        return cast("tuple[Sequence[Comment], int | None]", (body["data"], body["next"]))

    def add(self, *, register: str, record: str, text: str, key: str = "") -> Comment:
        """Write a comment."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return cast(
            Comment,
            self.connection.call(
                "POST", "/api/v1/comments", body=sent({"register": register, "record": record, "text": text}), headers=headers
            ).body,
        )

    def get(self, slug: str | int) -> Comment:
        """Read a comment."""
        return cast(Comment, self.connection.call("GET", f"/api/v1/comments/{quoted(slug)}").body)

    def edit(self, slug: str | int, *, text: str, version: int) -> Comment:
        """Change a comment."""
        headers = {name: value for name, value in {"If-Match": f'"{version}"'}.items() if value}
        return cast(
            Comment, self.connection.call("PATCH", f"/api/v1/comments/{quoted(slug)}", body=sent({"text": text}), headers=headers).body
        )

    def remove(self, slug: str | int, *, reason: str = NOT_GIVEN, version: int) -> None:
        """Take a comment away."""
        headers = {name: value for name, value in {"If-Match": f'"{version}"'}.items() if value}
        self.connection.call("DELETE", f"/api/v1/comments/{quoted(slug)}", query=sent({"reason": reason}), headers=headers)

    def restore(self, slug: str | int, *, key: str = "") -> Comment:
        """Put a comment back."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return cast(Comment, self.connection.call("POST", f"/api/v1/comments/{quoted(slug)}/restore", headers=headers).body)

    def every(self, **asked: Any) -> Iterator[Comment]:
        """Each of them, page after page."""
        after: int | None = NOT_GIVEN
        while after is not None:
            found, after = self.list(after=after, **asked)
            yield from found
