"""How many requests an account may send in a minute, and how many wrong tokens an address.

Counted in each server process; where `API_LIMITS` says `shared`, in all of them together: an allowance is a number of parts, and a process
takes a part from the cache that all processes share before it gives what is in it away. A part is taken once, by one process.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from steerco.foundation.api.problems import Problem

MINUTE = 60.0
MOST_KNOWN = 10_000
WRONG_TOKENS = 30
SHARED, PARTS = "shared", 20


class Left(NamedTuple):
    """What is left of an allowance: of how many, how many, and the seconds until all of it is there again."""

    limit: int
    remaining: int
    seconds: int


class _Part(NamedTuple):
    """What a process has taken of this minute's allowance: of which minute, the number of the part to ask for next, and what is left."""

    minute: int
    following: int
    left: int


class Allowance:
    """So many a minute for each key, refilled evenly; a burst may use all of it at once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._parts: OrderedDict[str, _Part] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, limit: int) -> Left:
        """Takes one; raises the problem `too-many` with the time to wait where nothing is left."""
        now = time.monotonic()
        with self._lock:
            held, since = self._held.pop(key, (float(limit), now))
            held = min(float(limit), held + (now - since) * limit / MINUTE)
            enough = held >= 1
            held -= 1 if enough else 0
            self._held[key] = (held, now)
            while len(self._held) > MOST_KNOWN:
                self._held.popitem(last=False)
        if not enough:
            wait = max(1, int((1 - held) * MINUTE / limit) + 1)
            raise _too_many(wait)
        if settings.API_LIMITS == SHARED:
            self._take_shared(key, limit)
        return Left(limit, int(held), int((limit - held) * MINUTE / limit) + 1)

    def _take_shared(self, key: str, limit: int) -> None:
        """Takes one of what all processes have together in this minute."""
        now = time.time()
        minute, size = int(now // MINUTE), max(1, limit // PARTS)
        with self._lock:
            part = self._parts.pop(key, None)
            if part is None or part.minute != minute:
                part = _Part(minute, 0, 0)
            while part.left < 1 and part.following * size < limit:
                free = cache.add(f"api:{self._name}:{key}:{minute}:{part.following}", 1, int(2 * MINUTE))
                part = _Part(minute, part.following + 1, min(size, limit - part.following * size) if free else 0)
            self._parts[key] = part._replace(left=max(0, part.left - 1))
            while len(self._parts) > MOST_KNOWN:
                self._parts.popitem(last=False)
        if part.left < 1:
            raise _too_many(int(MINUTE - now % MINUTE) + 1)

    def clear(self) -> None:
        """Forgets everybody."""
        with self._lock:
            self._held.clear()
            self._parts.clear()


def _too_many(wait: int) -> Problem:
    return Problem("too-many", _("Wait %(seconds)d seconds, then go on.") % {"seconds": wait}, headers={"Retry-After": str(wait)})


_requests, _wrong = Allowance("requests"), Allowance("tokens")


def take_request(account: int) -> Left:
    """One request of an account."""
    return _requests.take(str(account), settings.API_REQUESTS_A_MINUTE)


def take_wrong_token(address: str) -> None:
    """One wrong token from an address."""
    _wrong.take(address, WRONG_TOKENS)


def forget_all() -> None:
    """Begins to count anew."""
    _requests.clear()
    _wrong.clear()
