"""Whether the words of a report sound better than its facts: a count of plain words, which asks a question and judges nobody (§10.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from steerco_engine.health import COLOUR_SEVERITY, Health

BRIGHT = frozenset(
    "ahead achieved approved completed confident delivered excellent good improved improving met pleased positive progress progressing "
    "progressed robust secured smoothly strong success successful successfully".split()
)
DARK = frozenset(
    "behind breach cancelled challenge challenges challenging concern concerns critical delay delayed delays difficult dispute exceeded "
    "failed failure increase insufficient issue issues late missed overrun overspend pause paused pressure problem problems red reset "
    "risk risks severe shortage slip slipped slippage threat uncertain uncertainty unaffordable unresolved worse worsened".split()
)
BRIGHT_PHRASES = re.compile(r"\bon (?:track|target|schedule|time|budget|plan)\b")
DENIED = re.compile(r"\b(?:not|no longer|never)\s+(?:yet\s+)?(?:been\s+)?(?:on\s+)?[a-z]+")
_WORD = re.compile(r"[a-z]+")


def tone(text: str) -> int:
    """Bright words less dark ones; a bright word after “not” or “no longer” counts as dark.

    Parameters
    ----------
    text
        A text as written.

    Returns
    -------
    int
        Above 0 for a bright text, below 0 for a dark one.

    Examples
    --------
    >>> tone("Good progress, on track for delivery."), tone("Delayed again; cost is at risk."), tone("Not on track."), tone("")
    (3, -2, -1, 0)
    """
    low = text.lower()
    denied = [found for found in DENIED.findall(low) if BRIGHT.intersection(_WORD.findall(found)) or BRIGHT_PHRASES.search(found)]
    rest = DENIED.sub(" ", low) if denied else low
    words = _WORD.findall(rest)
    bright = sum(1 for word in words if word in BRIGHT) + len(BRIGHT_PHRASES.findall(rest))
    return bright - sum(1 for word in words if word in DARK) - len(denied)


def brighter_than_facts(text: str, computed: Sequence[Health | None]) -> bool:
    """Whether words are bright while the computed colour got worse since the report before.

    Parameters
    ----------
    text
        A text as written.
    computed
        Computed colours, oldest first.

    Returns
    -------
    bool
        True where the words are brighter.

    Examples
    --------
    >>> brighter_than_facts("Good progress.", [Health.GREEN, Health.RED]), brighter_than_facts("Good progress.", [Health.RED, Health.RED])
    (True, False)
    """
    last = list(computed[-2:])
    return tone(text) > 0 and any(
        before is not None and after is not None and COLOUR_SEVERITY[after] > COLOUR_SEVERITY[before] for before, after in pairwise(last)
    )
