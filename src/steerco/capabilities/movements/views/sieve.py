"""Which movements are listed, and in which order: kind, words, department, direction and sort, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from steerco.capabilities.movements.queries import Movement
from steerco.capabilities.scorecards.queries.portfolio_members import JOINED, LEFT

KINDS = ("rating", "end", "cost", JOINED, LEFT)
WAYS = ("worse", "better")
LONGEST = 100


class Head(NamedTuple):
    """The head of a column: its words, the address that sorts by it, how it sorts now, whether it holds figures."""

    label: str
    address: str
    sorted: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What somebody asks of the list; what no movement has is not asked."""

    kind: str = ""
    words: str = ""
    unit: str = ""
    way: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, query: QueryDict) -> Sieve:
        """Reads an address; what can't be read is left out."""
        kind, way, sort = query.get("kind", ""), query.get("way", ""), query.get("sort", "")
        return cls(
            kind if kind in KINDS else "", query.get("q", "").strip()[:LONGEST], query.get("unit", "")[:LONGEST],
            way if way in WAYS else "", sort if sort.removeprefix("-") in _SORTS else "",
        )  # fmt: skip

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What the address says of it."""
        said = (("kind", self.kind), ("q", self.words), ("unit", self.unit), ("way", self.way), ("sort", self.sort))
        return [(name, value) for name, value in said if value]

    @property
    def narrowed(self) -> bool:
        """Whether more than the kind keeps movements out."""
        return bool(self.words or self.unit or self.way)

    def fitting(self, found: Sequence[Movement]) -> list[Movement]:
        """The movements that words, department and direction let through, of every kind, in the order asked for."""
        words = self.words.casefold().split()
        rows = [
            move for move in found
            if (not self.unit or move.member.who.unit_code == self.unit)
            and (not self.way or move.direction == self.way)
            and all(word in f"{move.member.who.name} {move.member.who.ref} {move.member.who.unit_code}".casefold() for word in words)
        ]  # fmt: skip
        if self.sort:
            rows.sort(key=_SORTS[self.sort.removeprefix("-")], reverse=self.sort.startswith("-"))
        return rows

    def heads(self, here: str, carried: Sequence[tuple[str, str]]) -> list[Head]:
        """The heads of the table; each sorts by itself, and the other way round when it does already."""
        labels = (
            ("name", gettext("Project"), ""), ("what", gettext("What"), ""), ("", gettext("Then"), ""), ("", gettext("Now"), ""),
            ("change", gettext("Change"), "num"),
        )  # fmt: skip
        return [self._head(name, label, css, here, carried) for name, label, css in labels]

    def _head(self, name: str, label: str, css: str, here: str, carried: Sequence[tuple[str, str]]) -> Head:
        if not name:
            return Head(label, "", "", css)
        now = {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")
        falling = (name == "change" and now != "descending") or now == "ascending"
        asked = replace(self, sort=f"-{name}" if falling else name)
        return Head(label, f"{here}?{urlencode([*carried, *asked.pairs])}", now, css)


def orders() -> list[tuple[str, str]]:
    """What the list can be sorted by, for a screen that shows no heads."""
    return [
        ("name", gettext("By name")), ("-name", gettext("By name, Z to A")), ("what", gettext("By what moved")),
        ("-what", gettext("By what moved, backwards")), ("-change", gettext("Largest first")), ("change", gettext("Smallest first")),
    ]  # fmt: skip


def _change(move: Movement) -> tuple[int, float]:
    """How far a movement went: the kinds apart, as days and money have no common measure; what got worse counts up."""
    sign = -1 if move.direction == "better" else 1
    return -KINDS.index(move.kind), sign * move.size


_SORTS: Mapping[str, Callable[[Movement], Any]] = {
    "name": lambda move: (move.member.who.name.casefold(), KINDS.index(move.kind)),
    "what": lambda move: KINDS.index(move.kind),
    "change": _change,
}
