"""Looking for rubbish seldom while very many objects are made that all are needed: the looking is else a quarter of the work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 500_000
_lock = Lock()
_inside: list[tuple[int, int, int]] = []


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Inside, Python looks for rings of forgotten objects once in so many new ones; the last who leaves puts it back."""
    with _lock:
        usual = gc.get_threshold() if not _inside else _inside[0]
        _inside.append(usual)
        gc.set_threshold(max(usual[0], SELDOM) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        with _lock:
            _inside.pop()
            if not _inside:
                gc.set_threshold(*usual)
