"""May two names be one person? For a person to look at: nobody is ever joined by it."""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein

from steerco_engine.names import fold

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady"})
_LEAST = 5


def may_be_one(one: str, other: str) -> bool:
    """Whether two names differ only in what spellings of one person differ in: initials, order, titles, one letter.

    Parameters
    ----------
    one
        A name.
    other
        Another name.

    Returns
    -------
    bool
        True where they may be one person.

    Examples
    --------
    >>> may_be_one("J. Smith", "Jane Smith"), may_be_one("Smith, Jane", "Jane Smith"), may_be_one("Dr Jane Smyth", "Jane Smith")
    (True, True, True)
    >>> may_be_one("John Smith", "Jane Smith"), may_be_one("J. Smith", "J. Jones"), may_be_one("Ann Lee", "Ann Lee")
    (False, False, True)
    """
    mine, yours = _words(one), _words(other)
    if not mine or not yours:
        return False
    if mine == yours or sorted(mine) == sorted(yours):
        return True
    if len(mine) < 2 or len(yours) < 2:
        return False
    if mine[-1] == yours[-1] and (len(mine[0]) == 1 or len(yours[0]) == 1):
        return mine[0][0] == yours[0][0]
    joined, beside = " ".join(mine), " ".join(yours)
    return min(len(joined), len(beside)) > _LEAST and DamerauLevenshtein.distance(joined, beside, score_cutoff=1) <= 1


def _words(name: str) -> list[str]:
    """The words of a name, given names first, without titles and brackets."""
    plain = re.sub(r"\(.*?\)", " ", name)
    last, comma, first = plain.partition(",")
    turned = f"{first} {last}" if comma and first.strip() else plain
    return [word for word in fold(turned).split() if word not in _TITLES]
