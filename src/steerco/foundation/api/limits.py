"""How many requests an account may send in a minute, and how many wrong tokens an address; counted in each server process."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from steerco.foundation.api.problems import Problem

MINUTE = 60.0
MOST_KNOWN = 10_000
WRONG_TOKENS = 30


class Left(NamedTuple):
    """What is left of an allowance: of how many, how many, and the seconds until all of it is there again."""

    limit: int
    remaining: int
    seconds: int


class Allowance:
    """So many a minute for each key, refilled evenly; a burst may use all of it at once."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
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
            raise Problem("too-many", _("Wait %(seconds)d seconds, then go on.") % {"seconds": wait}, headers={"Retry-After": str(wait)})
        return Left(limit, int(held), int((limit - held) * MINUTE / limit) + 1)

    def clear(self) -> None:
        """Forgets everybody."""
        with self._lock:
            self._held.clear()


_requests, _wrong = Allowance(), Allowance()


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
