"""Measures two servers side by side, a request here and a request there, so that a busy machine slows both alike."""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

AT_ONCE = 8


@dataclass(frozen=True)
class Side:
    """A server, the addresses to ask it for in turn, the reader's cookie, and the number of its process."""

    port: int
    addresses: Sequence[str]
    cookie: str = ""
    process: int = 0


@dataclass(frozen=True)
class Figures:
    """Milliseconds at one request (median, 95th of 100), requests a second at eight at once, bytes as sent.

    `work` is what a request costs the processor, in milliseconds; that of a database server is not in it.
    """

    p50: float
    p95: float
    rate: float
    size: int
    work: float


def ask(port: int, address: str, cookie: str) -> tuple[float, int]:
    """One request on a new connection: milliseconds, bytes as sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    took = 1000 * (time.perf_counter() - start)
    connection.close()
    if response.status != 200:
        sys.exit(f"{address} answered {response.status}: {body[:300]!r}")
    return took, len(body)


def together(sides: Sequence[Side], requests: int) -> list[Figures]:
    """Warms both, asks them in turn one at a time, then each with eight at once, in turns too."""
    size = [max(ask(side.port, address, side.cookie)[1] for _ in range(6) for address in side.addresses) for side in sides]
    turns = [cycle(side.addresses) for side in sides]
    alone: list[list[float]] = [[] for _ in sides]
    for _ in range(requests):
        for number, side in enumerate(sides):
            alone[number].append(ask(side.port, next(turns[number]), side.cookie)[0])
    elapsed, begun = [0.0 for _ in sides], [worked(side.process) for side in sides]
    rounds, each = 4, requests
    for _ in range(rounds):
        for number, side in enumerate(sides):
            elapsed[number] += _crowd(side, each)
    work = [1000 * (worked(side.process) - before) / (rounds * each) for side, before in zip(sides, begun, strict=True)]
    return [
        Figures(statistics.median(ms), sorted(ms)[int(0.95 * len(ms))], rounds * each / elapsed[number], size[number], work[number])
        for number, ms in enumerate(alone)
    ]


def anew(side: Side, write: Callable[[], None], times: int = 24) -> tuple[float, float]:
    """The first request after a write, when nothing of the page is kept any more: its median, and what it costs the processor."""
    taken, work = [], 0.0
    for address in islice(cycle(side.addresses), times):
        write()
        begun = worked(side.process)
        taken.append(ask(side.port, address, side.cookie)[0])
        work += worked(side.process) - begun
    return statistics.median(taken), 1000 * work / times


def worked(process: int) -> float:
    """Seconds that a process and its children have had of the processor; Linux says so, elsewhere nothing is told."""
    whole, found = [process], 0.0
    while whole and Path(f"/proc/{process}").exists():
        each = Path(f"/proc/{whole.pop()}")
        fields = (each / "stat").read_text().rpartition(")")[2].split()
        found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        whole += [int(child) for task in (each / "task").iterdir() for child in (task / "children").read_text().split()]
    return found


def _crowd(side: Side, requests: int) -> float:
    """Seconds that a number of requests take, eight at once."""
    addresses = list(islice(cycle(side.addresses), requests))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        start = time.perf_counter()
        list(pool.map(lambda address: ask(side.port, address, side.cookie), addresses))
        return time.perf_counter() - start
