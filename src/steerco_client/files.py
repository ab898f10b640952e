"""Files at records, with their versions. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, cast

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import Connection, quoted


class _File(TypedDict):
    """What is always there."""

    id: int
    version: int
    register: str | None
    record: str | None
    name: str
    versions: list[dict[str, Any]]


class File(_File, total=False):
    """A file at a record, with all its versions, newest first."""

    removed_at: str | None
    removed_by: str | None


class Files:
    """Files at records, with their versions."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def list(
        self, *, register: str = NOT_GIVEN, record: str = NOT_GIVEN, limit: int = NOT_GIVEN, after: int = NOT_GIVEN
    ) -> tuple[Sequence[File], int | None]:
        """List files."""
        body = self.connection.call(
            "GET", "/api/v1/files", query=sent({"register": register, "record": record, "limit": limit, "after": after})
        ).body
        return cast("tuple[Sequence[File], int | None]", (body["data"], body["next"]))

    def add(self, *, file: tuple[str, bytes], register: str, record: str, note: str = NOT_GIVEN, key: str = "") -> File:
        """Add a file."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return cast(
            File,
            self.connection.call(
                "POST", "/api/v1/files", body=sent({"register": register, "record": record, "note": note}), file=file, headers=headers
            ).body,
        )

    def get(self, slug: str | int) -> File:
        """Read what a file is."""
        return cast(File, self.connection.call("GET", f"/api/v1/files/{quoted(slug)}").body)

    def remove(self, slug: str | int, *, reason: str = NOT_GIVEN, version: int) -> None:
        """Take a file away."""
        headers = {name: value for name, value in {"If-Match": f'"{version}"'}.items() if value}
        self.connection.call("DELETE", f"/api/v1/files/{quoted(slug)}", query=sent({"reason": reason}), headers=headers)

    def renew(self, slug: str | int, *, file: tuple[str, bytes], note: str = NOT_GIVEN, key: str = "") -> File:
        """Give a newer version."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return cast(
            File,
            self.connection.call(
                "POST", f"/api/v1/files/{quoted(slug)}/versions", body=sent({"note": note}), file=file, headers=headers
            ).body,
        )

    def content(self, slug: str | int, number: str | int) -> bytes:
        """Take a file along."""
        return bytes(self.connection.call("GET", f"/api/v1/files/{quoted(slug)}/versions/{quoted(number)}").body)

    def restore(self, slug: str | int, *, reason: str = NOT_GIVEN, key: str = "") -> File:
        """Put a file back."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return cast(
            File, self.connection.call("POST", f"/api/v1/files/{quoted(slug)}/restore", body=sent({"reason": reason}), headers=headers).body
        )

    def every(self, **asked: Any) -> Iterator[File]:
        """Each of them, page after page."""
        after: int | None = NOT_GIVEN
        while after is not None:
            found, after = self.list(after=after, **asked)
            yield from found
