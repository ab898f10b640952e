"""A calendar file (RFC 5545): whole days, each with its own lasting name, a link, and its lines folded as the standard wants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from steerco.foundation.subscriptions.dates import Entry

LONGEST = 75  # bytes of a line, without its end


def calendar(name: str, entries: Iterable[Entry], *, domain: str, address: str, written: dt.datetime) -> str:
    """The whole file; `domain` makes the names of entries unique in the world, `address` begins their links."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Steerco//Calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, domain, address, written)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(entry: Entry, domain: str, address: str, written: dt.datetime) -> list[str]:
    link = f"{address.rstrip('/')}{entry.link}" if entry.link.startswith("/") else entry.link
    following = entry.on + dt.timedelta(days=1)
    told = [
        "BEGIN:VEVENT", f"UID:{_plain(entry.key)}@{_plain(domain)}", f"DTSTAMP:{written.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}", f"SUMMARY:{_text(entry.title)}",
    ]  # fmt: skip
    if entry.description:
        told.append(f"DESCRIPTION:{_text(entry.description)}")
    if link:
        told.append(f"URL:{_plain(link)}")
    return [*told, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _text(value: str) -> str:
    """A text value: its separators escaped, its line ends written out."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _plain(escaped.replace("\r\n", "\\n").replace("\n", "\\n"))


def _plain(value: str) -> str:
    """A value in which no line can end."""
    return "".join(sign for sign in value if ord(sign) >= 32 and ord(sign) != 127)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, never cut inside a sign; each but the first begins with a space."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    yield piece
