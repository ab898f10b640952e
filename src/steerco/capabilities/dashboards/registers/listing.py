"""The list of a portfolio's projects at a date: the members of its picture, filtered, ordered, grouped and added up as any register."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.scorecards.queries.portfolio import PortfolioNotFound, picture_of, portfolio_source, portfolios_seen
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, Picture
from steerco.capabilities.scorecards.queries.portfolio_listing import first_ends, ratings_of, reports_held, rows_of
from steerco.capabilities.scorecards.queries.portfolio_members import LEFT, Member
from steerco.capabilities.scorecards.queries.portfolio_rows import READ, MemberRow
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Kind, Price, Scene
from steerco.foundation.registers.held import HeldListing
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.sums import Money, Sums, sizes_of
from steerco.foundation.ui.amounts import MILLIONS, Unit, column_unit
from steerco.foundation.ui.marks import word

T = TypeVar("T")
PLACE = ("portfolio", "against")
CHUNK = 500


@dataclass(frozen=True)
class Seen(Scene):
    """Who looks at which portfolio, at which dates."""

    source: PortfolioSource | None = None
    picture: Picture | None = None
    address: Address | None = None
    unit: Unit = MILLIONS


class PortfolioListing(HeldListing):
    """The members of a picture as rows; equal ones stand in the order of their cost, the largest first."""

    def __init__(self, register: Register, scene: Seen, asked: Asked) -> None:
        super().__init__(register, scene, asked)
        assert scene.source is not None  # a list is made of one portfolio
        assert scene.picture is not None
        self.source, self.picture = scene.source, scene.picture
        self.scope = scene.address.scope if scene.address is not None else Scope()
        if asked.columns == ("all",):
            self.shown = list(self.columns.values())

    def held(self) -> Sequence[dict[str, Any]]:
        """The members, and those that left where the filters ask for them."""
        asks_left = any(each.column == "presence" and LEFT in each.values for each in self.asked.filters)

        def rows() -> list[dict[str, Any]]:
            members = [*self._members, *(self.picture.left if asks_left else ())]
            return [MemberRow(pk=member.who.pk, member=member, list=self) for member in members]

        return self.kept(("held", asks_left), rows)

    def reader(self, path: str) -> Callable[[dict[str, Any]], Any]:
        """What reads a path of many rows, past the rows where it can."""
        found = READ.get(path)
        return super().reader(path) if found is None else lambda row: found(row["member"])

    def kept(self, what: Hashable, make: Callable[[], T]) -> T:
        """What is worked out of all rows, kept for as long as the picture is the same."""
        name = ("list", what, self.picture.now, self.picture.against, self.scope, self.source.stamp.language)
        return self.source.derived(name, (self.picture,), lambda _: make(), lambda _: self.picture.total // 2 + 1)

    def fitting(self, asked: Asked) -> list[dict[str, Any]]:
        """The rows that the filters let through; which portfolio and against which date was settled before."""
        return super().fitting(replace(asked, filters=tuple(each for each in asked.filters if each.column not in PLACE)))

    def prepared(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows with the history of each (one query)."""
        with within(self.scene.by.organisation):
            told = rows_of(self.source, self.picture, [row["member"] for row in rows])
        return [MemberRow(row, past=past) for row, past in zip(rows, told, strict=True)]

    def every_row(self) -> Iterator[dict[str, Any]]:
        """All rows; their history is read only where a column holds it."""
        rows = list(self.ordered)
        if not any(column.name == "trend" for column in self.shown):
            yield from rows
            return
        for start in range(0, len(rows), CHUNK):
            yield from self.prepared(rows[start : start + CHUNK])

    def of(self, path: str, member: Member) -> Any:
        """What a row can't say by itself, because it was asked of the whole list at once."""
        if path == "slip":
            first, told = self._first_ends.get(member.who.pk), member.now
            return (told.end_on - first).days if told is not None and told.end_on is not None and first is not None else None
        if path == "held":
            return self._held.get(member.who.pk, 0)
        if path == "history":
            return ", ".join(
                f"{period.name} {word(CODES[rating])}" for period, rating in ratings_of(self.source, self.picture, member.who.pk)
            )
        if path.startswith("never_"):
            ids: Mapping[str, frozenset[int]] = {
                "never_cost": self.picture.never_cost, "never_rating": self.picture.never_rating, "never_report": self.picture.never_report,
            }  # fmt: skip
            return member.who.pk in ids[path]
        if path == "portfolio":
            return self.picture.head.ref
        if path == "against":
            return self.picture.against.status_on if self.picture.against else None
        raise KeyError(path)

    @property
    def ratings(self) -> Counter[str]:
        """How many of the rows have each rating."""
        if self._whole:
            return Counter(self.picture.counts)
        return self.kept(("ratings", self.asked.state, self.asked.picked), lambda: Counter(row["rating"] for row in self.ordered))

    @property
    def _whole(self) -> bool:
        """Whether the list shows every project of the picture."""
        return not (self.asked.words or self.asked.picked or any(each.column not in PLACE for each in self.asked.filters))

    def _add_up(self) -> Sums:
        """Of every project the picture knows what its cost adds up to."""
        money = [column.name for column in self.shown if column.kind == Kind.MONEY and column.stored]
        if not self._whole or self.group is not None or money != ["cost"]:
            return super()._add_up()
        cost = self.picture.cost
        sums = [] if cost.amount is None else [(Price(cost.currency, cost.price_basis), cost.amount, cost.in_sum)]
        parts = sorted([*sums, *((Price(currency, basis), amount, count) for currency, basis, amount, count in cost.others)])
        sizes = sizes_of([member.cost for member in self.picture.members if member.cost is not None])
        return Sums(cost.of, money={"cost": Money(tuple(parts), cost.given, cost.of, sizes=sizes)})

    @property
    def _identity(self) -> tuple[Any, ...]:
        picture = self.picture
        return (*super()._identity, picture.head.pk, picture.now, picture.against, self.scope)

    @property
    def _members(self) -> list[Member]:
        members = self.picture.members
        name = ("by cost", self.picture.now, self.picture.against, self.scope)
        return self.source.derived(name, (members,), lambda _: sorted(members, key=_by_cost), len)

    @cached_property
    def _first_ends(self) -> Mapping[int, Any]:
        with within(self.scene.by.organisation):
            return first_ends(self.source, self.picture)

    @cached_property
    def _held(self) -> Mapping[int, int]:
        with within(self.scene.by.organisation):
            return reports_held(self.source, self.picture)


def _by_cost(member: Member) -> tuple[float, str]:
    return -float(member.cost or 0), member.who.name


def list_of(register: Register, source: PortfolioSource, picture: Picture, address: Address) -> PortfolioListing:
    """The list of a page."""
    on = picture.now.status_on if picture.now is not None and picture.is_past else None
    name, members = ("unit", picture.now, picture.against, address.scope), picture.members
    unit = source.derived(name, (members,), lambda _: column_unit(member.cost for member in members))
    return PortfolioListing(register, Seen(source.by, on, source, picture, address, unit), address.asked)


class NoPortfolio(HeldListing):
    """An empty list that says why: no portfolio was meant, or it can't be said which."""

    def __init__(self, register: Register, scene: Scene, asked: Asked, problem: str) -> None:
        super().__init__(register, scene, asked)
        self.problems.append(problem)

    def held(self) -> Sequence[dict[str, Any]]:
        """Nothing."""
        return []


def listed(register: Register, by: Actor, asked: Asked) -> Listing:
    """The list for whoever asks for it by its name: filters say which portfolio, where there are several, and against which date."""
    said = {each.column: each.values[0] for each in asked.filters if each.column in PLACE and each.op == "is" and each.values}
    seen = [line.ref for line in portfolios_seen(by)]
    ref = said.get("portfolio", seen[0] if len(seen) == 1 else "")
    try:
        against = dt.date.fromisoformat(said["against"]) if "against" in said else None
        source = portfolio_source(by, ref)
    except ValueError:
        return NoPortfolio(
            register, Scene(by), asked, gettext("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": said["against"]}
        )
    except PortfolioNotFound:
        known = ", ".join(seen) or gettext("there is none that you may see")
        return NoPortfolio(register, Scene(by), asked, gettext("Say which portfolio (filter “portfolio”): %(known)s.") % {"known": known})
    address = Address(ref, asked.as_of, against, Scope(), asked)
    return list_of(register, source, picture_of(source, as_of=asked.as_of, against=against), address)
