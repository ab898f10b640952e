"""Where nothing is sent: private, local and metadata addresses, however they are written, and whatever a name means later."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from steerco.foundation.webhooks import wire
from steerco.foundation.webhooks.tests.conftest import Listener
from steerco.foundation.webhooks.wire import NotAllowed, checked, is_public, post, resolved

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "2002:7f00:1::", "192.0.2.1", "198.18.0.1",
)  # fmt: skip


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Lets every name mean these addresses; gives the names that were looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(wire.socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    names(monkeypatch, "93.184.216.34", address)
    with pytest.raises(NotAllowed):
        resolved("example.org", 443)


def test_public_addresses_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "93.184.216.34")
    assert resolved("example.org", 443) == "93.184.216.34"
    assert is_public(ipaddress.ip_address("2606:2800:220:1::1"))


def test_the_name_is_looked_up_once_and_the_address_found_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, went = names(monkeypatch, "93.184.216.34"), []

    def connect(there: tuple[str, int], timeout: float) -> Any:
        went.append(there)
        raise OSError("not here")

    monkeypatch.setattr(wire.socket, "create_connection", connect)
    with pytest.raises(OSError, match="not here"):
        post("https://example.org/hook", b"{}", {})
    assert (asked, went) == (["example.org"], [("93.184.216.34", 443)])


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://example.org", "https://", "https://me:pw@example.org", "https://a b", "x" * 600]
)
def test_addresses_that_are_none_are_refused(address: str) -> None:
    with pytest.raises(NotAllowed):
        checked(address)


def test_without_the_setting_the_own_machine_gets_nothing(listener: Listener) -> None:
    address = listener.address.replace("http://", "https://")
    with pytest.raises(NotAllowed):
        post(address, b"{}", {})
    with pytest.raises(NotAllowed):
        post(listener.address, b"{}", {})
    assert listener.got == []
