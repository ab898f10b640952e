"""Sending to an address of somebody else's choice: the name is resolved once, private targets are refused, no redirection is followed."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT, DEADLINE = 8.0, 20.0  # seconds for one step, and for all of them
ANSWER_KEPT = 2_000
LONGEST = 500
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """Nothing is sent to this address; the text says why."""


class Answer(NamedTuple):
    """What came back: the status, the beginning of the text, and how long it took."""

    status: int
    text: str
    milliseconds: int


def checked(address: str) -> SplitResult:
    """An address that something may be sent to, as far as its text says; raises `NotAllowed`."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise NotAllowed(_("This is not an address. Write it as https://example.org/steerco.")) from error
    if len(address) > LONGEST or any(letter.isspace() or not letter.isprintable() for letter in address.strip()):
        raise NotAllowed(_("The address is longer than %(most)d letters, or holds spaces.") % {"most": LONGEST})
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_PRIVATE):
        raise NotAllowed(_("The address must begin with https://, so that nobody reads along."))
    if not parts.hostname or port == 0:
        raise NotAllowed(_("This is not an address. Write it as https://example.org/steerco."))
    if parts.username is not None or parts.password is not None:
        raise NotAllowed(_("Leave name and password out of the address; the signature says who sends."))
    return parts


def resolved(host: str, port: int) -> str:
    """The one address that is connected to, so that a name cannot change its meaning in between; raises `NotAllowed`, `OSError`."""
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.WEBHOOKS_PRIVATE:
        for each in found:
            if not is_public(ipaddress.ip_address(str(each).partition("%")[0])):
                raise NotAllowed(_("%(host)s lies in a private network; nothing is sent there.") % {"host": host})
    if not found:
        raise NotAllowed(_("There is no such host: %(host)s.") % {"host": host})
    return str(found[0])


def is_public(address: Address) -> bool:
    """Whether an address is anybody's on the internet, also where it is wrapped into one of the newer kind."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in network for network in _WRAPPED):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Sends a message and gives the answer; raises `NotAllowed`, `OSError` and `http.client.HTTPException`."""
    parts = checked(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    began = time.monotonic()
    there = socket.create_connection((resolved(host, port), port), timeout=TIMEOUT)
    ends = Timer(DEADLINE, _cut, [there])
    ends.daemon = True
    ends.start()
    try:
        link = ssl.create_default_context().wrap_socket(there, server_hostname=host) if parts.scheme == "https" else there
        with link:
            connection = http.client.HTTPConnection(host, port)
            connection.sock = link
            connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, dict(headers))
            got = connection.getresponse()
            text = got.read(ANSWER_KEPT).decode("utf-8", "replace").replace("\x00", "")
    finally:
        ends.cancel()
        there.close()
    return Answer(got.status, text, round((time.monotonic() - began) * 1000))


def _cut(there: socket.socket) -> None:
    """Ends a connection that takes too long, whatever it is doing."""
    with suppress(OSError):
        there.shutdown(socket.SHUT_RDWR)
