"""How long things are kept that are no records: mechanisms say what, the organisation for how long. The ledger is never thinned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

LEAST, MOST = 7, 3650


@dataclass(frozen=True, slots=True)
class Keepsake:
    """Something that is kept for some days: what it is called, how many are older than an instant, and how they go."""

    kind: str
    label: str | Promise
    days: int
    older: Callable[[dt.datetime], int]
    drop: Callable[[dt.datetime], int]


_kept: dict[str, Keepsake] = {}


def keeps(keepsake: Keepsake) -> None:
    """Registers what a mechanism keeps; `older` and `drop` mean the organisation in force."""
    _kept[keepsake.kind] = keepsake


def keepsakes() -> list[Keepsake]:
    """All of them, by their words."""
    return sorted(_kept.values(), key=lambda each: str(each.label))


def keepsake(kind: str) -> Keepsake:
    """One of them; `KeyError` where nobody keeps such a thing."""
    return _kept[kind]
