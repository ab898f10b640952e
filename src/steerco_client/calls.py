"""One request and its answer: who asks, what is sent, and refusals as exceptions that say what the server said."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.message import Message
from typing import Any

SECONDS = 60.0
TRIES = 3
AGAIN = frozenset({429, 503})
LONGEST_WAIT = 30.0


class Problem(Exception):
    """A refusal (RFC 9457): its status, its kind, what is wrong in a sentence, and by field."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(said.get("type", "")).rpartition("#")[2]
        self.detail = str(said.get("detail") or said.get("title") or status)
        self.errors: dict[str, list[str]] = {each["field"]: list(each["messages"]) for each in said.get("errors", ())}
        self.said = dict(said)
        super().__init__(f"{status} {self.kind}: {self.detail}")


@dataclass(frozen=True)
class Answer:
    """What the server answered: the JSON, and the headers by their names in small letters."""

    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> int | None:
        """The version in the ETag of a record."""
        tag = self.headers.get("etag", "").removeprefix("W/").strip('"')  # weak where a proxy has packed the answer
        return int(tag) if tag.isdecimal() else None


class Connection:
    """Where the server is, and the token of whoever asks; waits and tries again where the server says so."""

    def __init__(self, address: str, token: str, *, seconds: float = SECONDS, tries: int = TRIES) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"“{address}” is no address of a server. Write it as https://pmo.example.org.")
        self.address, self._token, self.seconds, self.tries = address.rstrip("/"), token, seconds, tries

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        file: tuple[str, bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sends one request, a file (its name and bytes) as a form; raises `Problem` where it is refused.

        Only what may be sent twice is tried again.
        """
        given = {name: value for name, value in (query or {}).items() if value not in (None, "", [])}
        address = f"{self.address}{path}" + (f"?{urllib.parse.urlencode(given, doseq=True)}" if given else "")
        said = {"Authorization": f"Bearer {self._token}", "Accept": "application/json, */*;q=0.5", **(headers or {})}
        data = None if body is None else json.dumps(body, default=_exact).encode()
        if file is not None:
            data, said["Content-Type"] = _form(body or {}, *file)
        elif data is not None:
            said["Content-Type"] = "application/json"
        safe = method == "GET" or "Idempotency-Key" in said
        for turn in range(1, self.tries + 1):
            request = urllib.request.Request(address, data=data, method=method, headers=said)  # noqa: S310  # http or https, checked above
            try:
                with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310  # as above
                    told = _small(answer.headers)
                    data_told = answer.read()
                    return Answer(_read(data_told) if "json" in told.get("content-type", "json") else data_told, told)
            except urllib.error.HTTPError as error:
                problem = Problem(error.code, _problem(error.read()))
                wait = error.headers.get("Retry-After", "1")
                if error.code not in AGAIN or (error.code == 503 and not safe) or turn == self.tries:
                    raise problem from None
                time.sleep(min(float(wait) if wait.isdecimal() else 1.0, LONGEST_WAIT))
        raise AssertionError("a request is answered or refused")


def quoted(part: str | int) -> str:
    """A part of an address."""
    return urllib.parse.quote(str(part), safe="")


def _form(fields: Mapping[str, Any], name: str, content: bytes) -> tuple[bytes, str]:
    """Texts and one file as a form, and its type."""
    line = uuid.uuid4().hex.encode()
    plain = name.translate({34: "%22", 10: "%0A", 13: "%0D"}).encode()
    parts = [
        b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (each.encode(), str(value).encode()) for each, value in fields.items()
    ]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="%b"\r\n\r\n%b' % (plain, content))
    data = b"".join(b"--%b\r\n%b\r\n" % (line, part) for part in parts) + b"--%b--\r\n" % line
    return data, f"multipart/form-data; boundary={line.decode()}"


def _small(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _read(data: bytes) -> Any:
    """The JSON of an answer; amounts keep every digit."""
    return json.loads(data, parse_float=Decimal) if data else None


def _problem(data: bytes) -> Mapping[str, Any]:
    try:
        found = _read(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _exact(value: Any) -> Any:
    """What JSON has no type for: an amount as text, which keeps every digit, a date as people write it for programs."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} can't be sent")
