"""What can be done with any register: list, read, add, change, remove, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from steerco_client.calls import Connection, quoted

R = TypeVar("R")
V = TypeVar("V")
C = TypeVar("C")


class Reads(Generic[R]):
    """A register that is read."""

    path = ""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def list(
        self,
        *,
        f: Sequence[str] = (),
        q: str = "",
        sort: str = "",
        as_of: dt.date | str | None = None,
        fields: Sequence[str] = (),
        limit: int | None = None,
        after: str = "",
    ) -> tuple[list[R], str | None]:
        """A page of records, and the place where the next begins (None on the last)."""
        on = as_of.isoformat() if isinstance(as_of, dt.date) else as_of
        query = {"f": [*f], "q": q, "sort": sort, "as_of": on, "fields": ",".join(fields), "limit": limit, "after": after}
        body = self.connection.call("GET", self.path, query=query).body
        return cast("list[R]", body["data"]), body["next"]

    def every(self, *, limit: int = 500, **asked: Any) -> Iterator[R]:
        """Every record, page after page."""
        after: str | None = ""
        while after is not None:
            found, after = self.list(limit=limit, after=after, **asked)
            yield from found

    def get(self, slug: str | int, *, fields: Sequence[str] = (), as_of: dt.date | str | None = None) -> R:
        """One record."""
        on = as_of.isoformat() if isinstance(as_of, dt.date) else as_of
        found = self.connection.call("GET", f"{self.path}/{quoted(slug)}", query={"fields": ",".join(fields), "as_of": on})
        return cast(R, found.body)


class Adds(Reads[R], Generic[R, V]):
    """A register that records are added to."""

    def create(self, values: V, *, key: str = "") -> R:
        """Adds a record; with a key, the same call again adds it once."""
        headers = {"Idempotency-Key": key} if key else {}
        return cast(R, self.connection.call("POST", self.path, body=values, headers=headers).body)


class Changes(Adds[R, V], Generic[R, V, C]):
    """A register whose records are changed."""

    def update(self, slug: str | int, changes: C, *, version: int) -> R:
        """Changes the fields that are named, of the version that was seen; raises `Problem` of kind `stale` where somebody was faster."""
        found = self.connection.call("PATCH", f"{self.path}/{quoted(slug)}", body=changes, headers={"If-Match": f'"{version}"'})
        return cast(R, found.body)


class Removes(Reads[R]):
    """A register whose records are removed."""

    def delete(self, slug: str | int, *, version: int, reason: str) -> None:
        """Removes the version that was seen; the history keeps it."""
        headers = {"If-Match": f'"{version}"'}
        self.connection.call("DELETE", f"{self.path}/{quoted(slug)}", query={"reason": reason}, headers=headers)


class Many(Reads[R]):
    """A register that takes many operations as one."""

    def bulk(self, operations: Sequence[Mapping[str, Any]], *, dry_run: bool = False, key: str = "") -> Sequence[Mapping[str, Any]]:
        """Carries out many operations, all or none."""
        headers = {"Idempotency-Key": key} if key else {}
        body = {"operations": [*operations], "dry_run": dry_run}
        found = self.connection.call("POST", f"{self.path}/bulk", body=body, headers=headers)
        return cast("Sequence[Mapping[str, Any]]", found.body["results"])
